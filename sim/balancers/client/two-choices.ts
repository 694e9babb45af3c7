/** Two distinct nodes at random, the one of less load: the distributor that Finagle and Tower put under any load metric. */
import type { Random } from "../../core/random.ts";
import type { Ns } from "../../core/time.ts";
import { NONE, type Balancer, type ClusterView, type NodeId, type ReplyView } from "../contract.ts";
import { DistinctSampler } from "../shared/distinct-sampler.ts";
import { Routable } from "./routable.ts";

/** How loaded a node is; the lower one is picked. */
export interface LoadMetric {
  load(node: NodeId, view: ClusterView): number;
  /** A message to the node is settled, well or not, `latencyNs` after it was sent. */
  observe?(node: NodeId, latencyNs: Ns, view: ClusterView): void;
  /** The node is routable and was not; what was known of it is gone with the old endpoint. */
  joined?(node: NodeId, view: ClusterView): void;
}

/** Outstanding messages. */
export const LEAST_LOADED: LoadMetric = { load: (node, view) => view.inFlight[node]! };

export class TwoChoices implements Balancer {
  readonly #metric: LoadMetric;
  readonly #random: Random;
  readonly #sampler: DistinctSampler;
  readonly #routable: Routable;

  constructor(metric: LoadMetric, random: Random, nodeCount: number) {
    this.#metric = metric;
    this.#random = random;
    this.#sampler = new DistinctSampler(nodeCount);
    this.#routable = new Routable(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    const first = this.#sampler.draw(0, this.#random);
    if (view.count === 1) return first;
    const second = this.#sampler.draw(1, this.#random);
    return lessLoaded(this.#metric, first, second, view);
  }

  onSettle(node: NodeId, latencyNs: Ns, _ok: boolean, view: ClusterView, { outcome }: ReplyView): void {
    if (outcome !== "cancelled") this.#metric.observe?.(node, latencyNs, view);
  }

  onMembership(view: ClusterView): void {
    this.#sampler.build(view);
    this.#routable.update(view, (node) => this.#metric.joined?.(node, view));
  }
}

/** On a tie the first. */
export function lessLoaded(metric: LoadMetric, first: NodeId, second: NodeId, view: ClusterView): NodeId {
  // Both are read, whichever wins: a look may be an observation.
  return metric.load(first, view) <= metric.load(second, view) ? first : second;
}
