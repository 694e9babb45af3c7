/** Join the shortest queue, with knowledge that no real gateway has: a bound to measure the others against. */
import type { BalancerDefinition } from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { TrueScores } from "./shared/true-scores.ts";

/**
 * The node with the fewest messages, waiting or in service, whoever sent them, at this very moment. With unequal nodes the
 * tie rule matters: ties to the fastest, drawn, and always to the first are three different policies.
 */
export const joinShortestQueue: BalancerDefinition = defineBalancer(
  "join-shortest-queue",
  {
    summary: "the node that truly holds the fewest messages: a bound, not a product",
    how:
      "Looks at every routable node's true number of messages, waiting or in service, from all gateways and without delay, and " +
      "takes the least.",
    source: "Winston, Optimality of the shortest line discipline, J. Applied Probability 14(1), 1977.",
    fails:
      "Cannot be built. Best among policies that count messages where nodes are equal and work is exponential; counts a long " +
      "message as one, so with very uneven work least-work-left beats it, and with constant work even round robin does.",
    truth: true,
    parameters: {
      ties: {
        type: "choice",
        choices: ["random", "rotate", "first", "fastest"],
        default: "random",
        help: "between nodes that tie: at random, in turn, the first in the scenario, or the fastest (equally fast: at random)",
      },
    },
  },
  ({ parameters: { ties }, random, nodeCount }) =>
    new TrueScores((truth, node) => truth.inSystem[node]!, ties, random, nodeCount),
);
