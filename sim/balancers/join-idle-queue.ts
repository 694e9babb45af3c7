/** Join idle queue at one dispatcher: a random idle node, else a random node. */
import type { Random } from "../core/random.ts";
import type { Ns } from "../core/time.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { IdSet } from "./shared/id-set.ts";

/**
 * Idle is a node to which this gateway has nothing in flight, so with one gateway the rule is the published one seen from a
 * single dispatcher; with several, each knows only of its own messages.
 */
export const joinIdleQueue: BalancerDefinition = defineBalancer(
  "join-idle-queue",
  {
    summary: "a random idle node, else a random node",
    how:
      "Keeps the set of routable nodes to which this gateway has nothing in flight, and draws one of them; when there is none, " +
      "draws any routable node. Ignores weights.",
    source:
      "The dispatching rule of Lu et al., Join-Idle-Queue, Performance Evaluation 68(11), 2011, for one dispatcher that knows " +
      "idleness from its own in-flight counts, not from the nodes' reports.",
    fails:
      "Near saturation no node is idle and it is random splitting. With several gateways a node that is busy for another " +
      "gateway looks idle to this one.",
  },
  ({ random, nodeCount }) => new JoinIdleQueue(random, nodeCount),
);

class JoinIdleQueue implements Balancer {
  readonly #random: Random;
  readonly #routable: IdSet;
  readonly #idle: IdSet;

  constructor(random: Random, nodeCount: number) {
    this.#random = random;
    this.#routable = new IdSet(nodeCount);
    this.#idle = new IdSet(nodeCount);
  }

  pick(): NodeId {
    const from = this.#idle.size > 0 ? this.#idle : this.#routable;
    if (from.size === 0) return NONE;
    const node = from.at(this.#random.below(from.size));
    this.#idle.remove(node);
    return node;
  }

  onSettle(node: NodeId, _latencyNs: Ns, _ok: boolean, view: ClusterView): void {
    if (view.inFlight[node] === 0 && this.#routable.has(node)) this.#idle.add(node);
  }

  onInFlight(node: NodeId, view: ClusterView): void {
    if (view.inFlight[node]! > 0) this.#idle.remove(node);
    else if (this.#routable.has(node)) this.#idle.add(node);
  }

  onMembership(view: ClusterView): void {
    this.#routable.clear();
    this.#idle.clear();
    for (let i = 0; i < view.count; i++) {
      const node = view.candidates[i]!;
      this.#routable.add(node);
      if (view.inFlight[node] === 0) this.#idle.add(node);
    }
  }
}
