/** Shortest expected delay, with true queue lengths and speeds. */
import type { BalancerDefinition, ClusterTruth, NodeId } from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { TrueScores } from "./shared/true-scores.ts";

/**
 * The node at which a message of average work would be done first: least `(inSystem + 1) / speed`, counted per worker where
 * a node has several (one with a free worker serves at once, in `1 / speed`).
 */
export const shortestExpectedDelay: BalancerDefinition = defineBalancer(
  "shortest-expected-delay",
  {
    summary: "the node that would be done first by its true queue and speed: a bound, not a product",
    how:
      "Takes the least of (messages at the node + 1) / (workers x speed), or 1 / speed where a worker is free, from true " +
      "queue lengths and present speeds; the faster node wins ties.",
    source:
      "Banawan and Zahorjan, Load sharing in heterogeneous queueing systems, INFOCOM 1989; honest form: Linux IPVS sed.",
    fails:
      "Cannot be built as it is. Greedy: it thinks of this message only, and so sends too much to the fast nodes at moderate " +
      "load, where join-shortest-queue with ties to the fastest beats it.",
    truth: true,
    parameters: {
      ties: {
        type: "choice",
        choices: ["fastest", "random", "rotate", "first"],
        default: "fastest",
        help: "between nodes that tie: the fastest (equally fast: at random), at random, in turn, or the first in the scenario",
      },
    },
  },
  ({ parameters: { ties }, random, nodeCount }) => new TrueScores(expectedDelay, ties, random, nodeCount),
);

/** In units of the mean work. A node that stands still (speed 0) scores finite but worse than any that moves. */
function expectedDelay(truth: ClusterTruth, node: NodeId): number {
  const perWorker = Math.max(1, (truth.inSystem[node]! + 1) / truth.workers[node]!);
  return Math.min(perWorker / truth.speed[node]!, Number.MAX_VALUE);
}
