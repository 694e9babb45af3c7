/** Least loaded by what nodes said a while ago: knowledge with an age, and the herd that follows it. */
import type { Random } from "../core/random.ts";
import { fromSeconds, type Ns } from "../core/time.ts";
import type { Balancer, BalancerContext, BalancerDefinition, ClusterSignals, ClusterView, NodeId } from "./contract.ts";
import { NONE } from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { winner } from "./shared/ties.ts";
import { Tournament } from "./shared/tournament.ts";

/** The node that said last that it holds the fewest messages; a node that never said anything counts as empty. */
export const leastLoadedProbed: BalancerDefinition = defineBalancer(
  "least-loaded-probed",
  {
    summary: "the node that last reported the fewest messages, asked once an interval",
    how:
      "Asks every routable node for its load, waiting and in service, once an interval has passed (with the first message then), and " +
      "sends each message to the node whose last answer was the least; ties are drawn. It counts nothing itself in between.",
    source:
      "The periodic update model of M. Mitzenmacher, How useful is old information?, IEEE Trans. Parallel and Distributed " +
      "Systems 11(1), 2000; balancers that poll a load or CPU figure of their servers.",
    fails:
      "Until the next answers everybody sends to whoever looked idle last: with long intervals and many gateways the node " +
      "that was the least loaded is soon the most loaded, and random does better.",
    parameters: {
      interval: {
        type: "number",
        min: 0.0001,
        max: 3600,
        default: 0.1,
        unit: "duration",
        logarithmic: true,
        help: "how long the nodes' answers are gone by before they are asked again",
      },
    },
  },
  (context) => new LeastLoadedProbed(context, fromSeconds(context.parameters.interval)),
);

class LeastLoadedProbed implements Balancer {
  readonly #random: Random;
  readonly #signals: ClusterSignals;
  readonly #intervalNs: Ns;
  /** By NodeId: what it said last. */
  readonly #reported: Int32Array;
  readonly #loads: Tournament;
  #nextNs: Ns = 0;

  constructor({ random, signals, nodeCount }: BalancerContext, intervalNs: Ns) {
    this.#random = random;
    this.#signals = signals;
    this.#intervalNs = intervalNs;
    this.#reported = new Int32Array(nodeCount);
    this.#loads = new Tournament(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.nowNs >= this.#nextNs) this.#ask(view);
    return winner(this.#loads, "random", NONE, this.#random);
  }

  onMembership(view: ClusterView): void {
    this.#loads.clear();
    for (let i = 0; i < view.count; i++) {
      const node = view.candidates[i]!;
      this.#loads.set(node, this.#reported[node]!);
    }
  }

  #ask(view: ClusterView): void {
    this.#nextNs = view.nowNs + this.#intervalNs;
    for (let i = 0; i < view.count; i++) {
      this.#signals.probe(view.candidates[i]!, ({ node, inSystem }) => this.#hear(node, inSystem));
    }
  }

  #hear(node: NodeId, inSystem: number): void {
    this.#reported[node] = inSystem;
    if (this.#loads.has(node)) this.#loads.set(node, inSystem);
  }
}
