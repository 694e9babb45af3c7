/** Least work left, with knowledge that no real gateway has. */
import type { Random } from "../core/random.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { truthOf } from "./shared/true-scores.ts";

type Ties = "random" | "first";

/**
 * The node at which service would start soonest. Over equal single-worker FIFO nodes this is one shared queue (M/G/c) in
 * disguise: every message starts when it would have started there. Work shrinks while nobody tells, so each pick looks at
 * every node: O(n).
 */
export const leastWorkLeft: BalancerDefinition = defineBalancer(
  "least-work-left",
  {
    summary: "the node with the least true work before it: a bound, not a product",
    how:
      "Looks at every routable node's true remaining work at its present speed and takes the least. Over equal FIFO nodes it " +
      "does what one shared queue would do.",
    source: "Harchol-Balter, Performance Modeling and Design of Computer Systems, 2013, chapter 24 (LWL = M/G/k).",
    fails:
      "Cannot be built: nobody knows the work of a message beforehand. Costs O(nodes) per pick. With very heavy tails, " +
      "splitting by size (SITA) can beat it.",
    truth: true,
    parameters: {
      ties: {
        type: "choice",
        choices: ["random", "first"],
        default: "random",
        help: "between nodes that tie, as idle ones do: at random, or the first in the scenario",
      },
    },
  },
  ({ parameters, random }) => new LeastWorkLeft(parameters.ties, random),
);

class LeastWorkLeft implements Balancer {
  readonly #ties: Ties;
  readonly #random: Random;

  constructor(ties: Ties, random: Random) {
    this.#ties = ties;
    this.#random = random;
  }

  pick(view: ClusterView): NodeId {
    const truth = truthOf(view);
    let best = NONE;
    let least = Infinity;
    let tied = 0;
    for (let i = 0; i < view.count; i++) {
      const node = view.candidates[i]!;
      const work = truth.workLeftSeconds(node);
      if (work < least) {
        best = node;
        least = work;
        tied = 1;
      } else if (work === least) tied++;
    }
    return tied > 1 && this.#ties === "random" ? this.#nth(view, least, this.#random.below(tied)) : best;
  }

  /** The one after `skip` others among the nodes with this much work: a second look, but one draw per pick. */
  #nth(view: ClusterView, work: number, skip: number): NodeId {
    const truth = truthOf(view);
    let left = skip;
    for (let i = 0; i < view.count; i++) {
      const node = view.candidates[i]!;
      if (truth.workLeftSeconds(node) === work && left-- === 0) return node;
    }
    return NONE;
  }
}
