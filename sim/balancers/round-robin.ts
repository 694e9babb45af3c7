/** Strict round robin: one message for each node in turn. */
import type { Random } from "../core/random.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "./contract.ts";
import { defineBalancer } from "./define.ts";

type Start = "first" | "random";

/**
 * Each node in turn, in the order of the scenario. When membership changes, the turn goes on behind the node that was
 * served last, so nobody is served twice or passed over in a round.
 */
export const roundRobin: BalancerDefinition = defineBalancer(
  "round-robin",
  {
    summary: "strict round robin: each node in turn",
    how:
      "Walks the routable nodes in the order of the scenario and begins again behind the last. Looks neither at load nor at " +
      "weights. Every gateway keeps its own turn.",
    source: "The default of most proxies; with a random start: gRPC round_robin, Envoy ROUND_ROBIN with equal weights.",
    fails:
      "Unequal nodes, or unequal work: a slow node gets as much as a fast one. Many gateways that start together and meet " +
      "regular traffic stay in step and all hit the same node: start them at random.",
    parameters: {
      start: {
        type: "choice",
        choices: ["first", "random"],
        default: "first",
        help: "where a gateway's first turn begins: at the scenario's first node, or anywhere",
      },
    },
  },
  ({ parameters, random }) => new RoundRobin(parameters.start, random),
);

class RoundRobin implements Balancer {
  readonly #start: Start;
  readonly #random: Random;
  #last: NodeId = NONE;
  /** The place among the candidates whose turn it is; the number of candidates stands for 0. */
  #turn = 0;

  constructor(start: Start, random: Random) {
    this.#start = start;
    this.#random = random;
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    if (this.#last === NONE && this.#start === "random") this.#turn = this.#random.below(view.count);
    if (this.#turn >= view.count) this.#turn = 0;
    this.#last = view.candidates[this.#turn++]!;
    return this.#last;
  }

  onMembership(view: ClusterView): void {
    this.#turn = 0;
    while (this.#turn < view.count && view.candidates[this.#turn]! <= this.#last) this.#turn++;
  }
}
