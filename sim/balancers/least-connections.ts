/** Least connections: the node with the fewest of this gateway's messages in flight. */
import type { Random } from "../core/random.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "./contract.ts";
import type { Ns } from "../core/time.ts";
import { defineBalancer } from "./define.ts";
import { TIE_RULES, winner, type TieRule } from "./shared/ties.ts";
import { Tournament } from "./shared/tournament.ts";

/**
 * The routable node with the least `inFlight / weight`, as this gateway counts; a node of weight 0 gets nothing. At no load
 * all nodes tie at 0 and the tie rule alone decides, so weights cannot be seen then.
 */
export const leastConnections: BalancerDefinition = defineBalancer(
  "least-connections",
  {
    summary: "the node with the fewest messages in flight for its weight",
    how:
      "Counts what this gateway has sent to each node and not seen settled, divides by the node's weight, and takes the least; " +
      "ties rotate, or are drawn, or go to the first in the scenario.",
    source:
      "HAProxy leastconn, nginx least_conn and AWS least outstanding requests in general; their exact tie rules and keys differ, " +
      "and this one is none of them.",
    fails:
      "A node that fails fast has nothing in flight and so draws all traffic. Many gateways each see only their own share of a " +
      "node's load, and with few messages each they choose almost at random.",
    parameters: {
      ties: {
        type: "choice",
        choices: TIE_RULES,
        default: "rotate",
        help: "between nodes that tie: in turn, at random, or always the first in the scenario",
      },
      weighted: { type: "boolean", default: true, help: "divide by the nodes' weights" },
    },
  },
  ({ parameters, random, nodeCount }) => new LeastConnections(parameters.ties, parameters.weighted, random, nodeCount),
);

class LeastConnections implements Balancer {
  readonly #ties: TieRule;
  readonly #weighted: boolean;
  readonly #random: Random;
  readonly #loads: Tournament;
  #last: NodeId = NONE;

  constructor(ties: TieRule, weighted: boolean, random: Random, nodeCount: number) {
    this.#ties = ties;
    this.#weighted = weighted;
    this.#random = random;
    this.#loads = new Tournament(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    // The message placed last has been counted since.
    if (this.#last !== NONE) this.#refresh(this.#last, view);
    const node = winner(this.#loads, this.#ties, this.#last, this.#random);
    if (node !== NONE) this.#last = node;
    return node;
  }

  onSettle(node: NodeId, _latencyNs: Ns, _ok: boolean, view: ClusterView): void {
    this.#refresh(node, view);
  }

  onInFlight(node: NodeId, view: ClusterView): void {
    this.#refresh(node, view);
  }

  onMembership(view: ClusterView): void {
    this.#loads.clear();
    for (let i = 0; i < view.count; i++) {
      const node = view.candidates[i]!;
      if (view.weight[node]! > 0 || !this.#weighted) this.#loads.set(node, this.#load(node, view));
    }
  }

  #refresh(node: NodeId, view: ClusterView): void {
    if (this.#loads.has(node)) this.#loads.set(node, this.#load(node, view));
  }

  #load(node: NodeId, view: ClusterView): number {
    return this.#weighted ? view.inFlight[node]! / view.weight[node]! : view.inFlight[node]!;
  }
}
