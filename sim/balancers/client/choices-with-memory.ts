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
      "gateway's messages in flight, and remembers the least loaded among all of them as it is after that. Of those who tie, " +
      "the one drawn first.",
    source: "Mitzenmacher, Prabhakar, Shah, Load balancing with memory, FOCS 2002; Shah, Prabhakar, ISIT 2002.",
    fails:
      "As power-of-two-choices does, with unequal nodes; what is remembered is as old as the last message, and is forgotten " +
      "when a node leaves or joins.",
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
  /** Of one pick: the least loaded so far and the next, and the messages in flight to each. */
  #best: NodeId = NONE;
  #bestLoad = 0;
  #second: NodeId = NONE;
  #secondLoad = Infinity;

  constructor(choices: number, random: Random, nodeCount: number) {
    this.#choices = choices;
    this.#random = random;
    this.#sampler = new DistinctSampler(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    const { inFlight } = view;
    this.#best = this.#sampler.draw(0, this.#random);
    this.#bestLoad = inFlight[this.#best]!;
    this.#second = NONE;
    this.#secondLoad = Infinity;
    const choices = Math.min(this.#choices, view.count);
    for (let taken = 1; taken < choices; taken++) this.#offer(this.#sampler.draw(taken, this.#random), inFlight);
    if (this.#remembered !== NONE) this.#offer(this.#remembered, inFlight);
    // The picked node is about to hold one more.
    this.#remembered = this.#bestLoad + 1 <= this.#secondLoad ? this.#best : this.#second;
    return this.#best;
  }

  onMembership(view: ClusterView): void {
    this.#sampler.build(view);
    this.#remembered = NONE;
  }

  #offer(node: NodeId, inFlight: Int32Array): void {
    // The remembered node may have been drawn as well.
    if (node === this.#best) return;
    const load = inFlight[node]!;
    if (load < this.#bestLoad) {
      this.#second = this.#best;
      this.#secondLoad = this.#bestLoad;
      this.#best = node;
      this.#bestLoad = load;
    } else if (load < this.#secondLoad) {
      this.#second = node;
      this.#secondLoad = load;
    }
  }
}
