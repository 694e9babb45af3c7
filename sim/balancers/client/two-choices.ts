/** Two distinct nodes at random, the one of less load: the distributor that Finagle and Tower put under any load metric. */
import type { Random } from "../../core/random.ts";
import { NONE, type Balancer, type ClusterView, type NodeId } from "../contract.ts";
import { DistinctSampler } from "../shared/distinct-sampler.ts";

/** How loaded a node is; the lower one is picked. */
export interface LoadMetric {
  load(node: NodeId, view: ClusterView): number;
  observe?(node: NodeId, latencyNs: number, ok: boolean, view: ClusterView): void;
}

export class TwoChoices implements Balancer {
  readonly #metric: LoadMetric;
  readonly #random: Random;
  readonly #sampler: DistinctSampler;

  constructor(metric: LoadMetric, random: Random, nodeCount: number) {
    this.#metric = metric;
    this.#random = random;
    this.#sampler = new DistinctSampler(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    const first = this.#sampler.draw(0, this.#random);
    if (view.count === 1) return first;
    const second = this.#sampler.draw(1, this.#random);
    return this.#metric.load(first, view) <= this.#metric.load(second, view) ? first : second;
  }

  onSettle(node: NodeId, latencyNs: number, ok: boolean, view: ClusterView): void {
    this.#metric.observe?.(node, latencyNs, ok, view);
  }

  onMembership(view: ClusterView): void {
    this.#sampler.build(view);
  }
}
