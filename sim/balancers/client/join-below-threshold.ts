/** Join below threshold: a random node among those with few messages in flight. */
import type { Random } from "../../core/random.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { IdSet } from "../shared/id-set.ts";

export const joinBelowThreshold: BalancerDefinition = defineBalancer(
  "join-below-threshold",
  {
    summary: "a random node with fewer messages in flight than a threshold, else a random node",
    how:
      "Keeps the set of routable nodes to which this gateway has fewer than threshold messages in flight and draws one of them; " +
      "when there is none, draws any. Threshold 1 is join-idle-queue.",
    source:
      "Zhou, Tan, Shroff, Heavy-traffic delay optimality in pull-based load balancing systems (JBT), SIGMETRICS 2018.",
    fails: "The threshold that suits one load is too low for a higher one, where it is random splitting again.",
    parameters: {
      threshold: {
        type: "integer",
        min: 1,
        max: 1000,
        default: 2,
        logarithmic: true,
        help: "nodes with fewer messages in flight are drawn from",
      },
    },
  },
  ({ random, nodeCount, parameters: { threshold } }) => new JoinBelowThreshold(threshold, random, nodeCount),
);

class JoinBelowThreshold implements Balancer {
  readonly #threshold: number;
  readonly #random: Random;
  readonly #routable: IdSet;
  readonly #below: IdSet;

  constructor(threshold: number, random: Random, nodeCount: number) {
    this.#threshold = threshold;
    this.#random = random;
    this.#routable = new IdSet(nodeCount);
    this.#below = new IdSet(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    const from = this.#below.size > 0 ? this.#below : this.#routable;
    if (from.size === 0) return NONE;
    const node = from.at(this.#random.below(from.size));
    // The message that is on its way now counts only after this pick.
    if (view.inFlight[node]! + 1 >= this.#threshold) this.#below.remove(node);
    return node;
  }

  onSettle(node: NodeId, _latencyNs: number, _ok: boolean, view: ClusterView): void {
    if (view.inFlight[node]! < this.#threshold && this.#routable.has(node)) this.#below.add(node);
  }

  onInFlight(node: NodeId, view: ClusterView): void {
    if (view.inFlight[node]! >= this.#threshold) this.#below.remove(node);
    else if (this.#routable.has(node)) this.#below.add(node);
  }

  onMembership(view: ClusterView): void {
    this.#routable.clear();
    this.#below.clear();
    for (let i = 0; i < view.count; i++) {
      const node = view.candidates[i]!;
      this.#routable.add(node);
      if (view.inFlight[node]! < this.#threshold) this.#below.add(node);
    }
  }
}
