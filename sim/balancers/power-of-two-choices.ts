/** The power of d choices: draw a few nodes, take the least loaded of them. */
import type { Random } from "../core/random.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { DistinctSampler } from "./shared/distinct-sampler.ts";

/**
 * Draws `choices` routable nodes and takes the one with the fewest of this gateway's messages in flight. Distinct nodes
 * and repeated draws (`replacement`) are different algorithms: at 4 nodes and load 0.5 the mean response times differ by
 * 7%.
 *
 * On a tie `random` keeps the node drawn first: the draws are exchangeable, so each of those who tie is equally likely
 * to be it. `first` takes the one that the scenario names first, which is a bias as long as nodes idle.
 */
export const powerOfTwoChoices: BalancerDefinition = defineBalancer(
  "power-of-two-choices",
  {
    summary: "the least loaded of two nodes drawn at random",
    how:
      "Draws choices nodes, distinct or with replacement, and takes the one to which this gateway has the fewest messages in " +
      "flight. Ignores weights.",
    source:
      "Mitzenmacher, The power of two choices in randomized load balancing, IEEE TPDS 12(10), 2001; Finagle P2C (distinct), " +
      "Envoy LEAST_REQUEST with equal weights and gRPC least_request (with replacement).",
    fails:
      "Unequal nodes: a pair of slow ones is drawn however busy both are. One choice is random splitting; all of them is least " +
      "connections, and herds when what gateways know is old.",
    parameters: {
      choices: { type: "integer", min: 1, max: 100, default: 2, help: "nodes drawn per message" },
      replacement: { type: "boolean", default: false, help: "the same node may be drawn twice" },
      ties: {
        type: "choice",
        choices: ["random", "first"],
        default: "random",
        help: "between drawn nodes that tie: at random, or the first in the scenario",
      },
    },
  },
  ({ parameters: { choices, replacement, ties }, random, nodeCount }) =>
    replacement
      ? new ChoicesWithReplacement(choices, ties === "first", random)
      : new DistinctChoices(choices, ties === "first", random, nodeCount),
);

class DistinctChoices implements Balancer {
  readonly #choices: number;
  readonly #lowestWins: boolean;
  readonly #random: Random;
  readonly #sampler: DistinctSampler;

  constructor(choices: number, lowestWins: boolean, random: Random, nodeCount: number) {
    this.#choices = choices;
    this.#lowestWins = lowestWins;
    this.#random = random;
    this.#sampler = new DistinctSampler(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    const choices = Math.min(this.#choices, view.count);
    let best = this.#sampler.draw(0, this.#random);
    for (let taken = 1; taken < choices; taken++) {
      const other = this.#sampler.draw(taken, this.#random);
      if (beats(view.inFlight, other, best, this.#lowestWins)) best = other;
    }
    return best;
  }

  onMembership(view: ClusterView): void {
    this.#sampler.build(view);
  }
}

class ChoicesWithReplacement implements Balancer {
  readonly #choices: number;
  readonly #lowestWins: boolean;
  readonly #random: Random;

  constructor(choices: number, lowestWins: boolean, random: Random) {
    this.#choices = choices;
    this.#lowestWins = lowestWins;
    this.#random = random;
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    let best = view.candidates[this.#random.below(view.count)]!;
    for (let taken = 1; taken < this.#choices; taken++) {
      const other = view.candidates[this.#random.below(view.count)]!;
      if (beats(view.inFlight, other, best, this.#lowestWins)) best = other;
    }
    return best;
  }
}

function beats(inFlight: Int32Array, other: NodeId, best: NodeId, lowestWins: boolean): boolean {
  const difference = inFlight[other]! - inFlight[best]!;
  return difference < 0 || (difference === 0 && lowestWins && other < best);
}
