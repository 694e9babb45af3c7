/** The power of d choices with memory: fresh draws beside the best that was left over last time. */
import type { Random } from "../../core/random.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { DistinctSampler } from "../shared/distinct-sampler.ts";

export const powerOfChoicesWithMemory: BalancerDefinition = defineBalancer(
  "power-of-choices-with-memory",
  {
    summary: "the least loaded of a few nodes drawn at random and the best one remembered",
    how:
      "Draws choices distinct nodes, adds the node remembered from the last message, takes the one with the fewest of this " +
      "gateway's messages in flight, and remembers the least loaded among all of them as it is after that.",
    source: "Mitzenmacher, Prabhakar, Shah, Load balancing with memory, FOCS 2002; Shah, Prabhakar, ISIT 2002.",
    fails: "As power-of-two-choices does, with unequal nodes; what is remembered is as old as the last message.",
    parameters: {
      choices: {
        type: "integer",
        min: 1,
        max: 100,
        default: 1,
        help: "nodes drawn per message, beside the remembered one",
      },
    },
  },
  ({ random, nodeCount, parameters: { choices } }) => new ChoicesWithMemory(choices, random, nodeCount),
);

class ChoicesWithMemory implements Balancer {
  readonly #choices: number;
  readonly #random: Random;
  readonly #sampler: DistinctSampler;
  #remembered: NodeId = NONE;

  constructor(choices: number, random: Random, nodeCount: number) {
    this.#choices = choices;
    this.#random = random;
    this.#sampler = new DistinctSampler(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    const { inFlight } = view;
    let best = this.#sampler.draw(0, this.#random);
    let second = NONE;
    const offer = (other: NodeId): void => {
      if (other === best) return;
      if (inFlight[other]! < inFlight[best]!) {
        second = best;
        best = other;
      } else if (second === NONE || inFlight[other]! < inFlight[second]!) second = other;
    };
    for (let taken = 1; taken < Math.min(this.#choices, view.count); taken++)
      offer(this.#sampler.draw(taken, this.#random));
    if (this.#remembered !== NONE) offer(this.#remembered);
    // The picked node is about to hold one more.
    this.#remembered = second === NONE || inFlight[best]! + 1 <= inFlight[second]! ? best : second;
    return best;
  }

  onMembership(view: ClusterView): void {
    this.#sampler.build(view);
    this.#remembered = NONE;
  }
}
