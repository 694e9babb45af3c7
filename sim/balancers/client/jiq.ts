/** Join-Idle-Queue as published: many dispatchers, and nodes that report to one of them when they run idle. */
import type { Random } from "../../core/random.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { IdleQueues } from "./idle-queues.ts";
import { Routable } from "./routable.ts";

export const jiq: BalancerDefinition = defineBalancer(
  "jiq",
  {
    summary: "a node that has reported to this gateway that it is idle, else a random node",
    how:
      "A node that runs out of messages puts itself on the list of one gateway: a random one, or the shortest list of several. " +
      "A gateway sends to the node that has been on its list longest, which takes it off; with an empty list it draws any " +
      "routable node. A listed node that meanwhile gets a message from elsewhere stays listed; one that is away when its turn " +
      "comes goes to the end when it is back.",
    source:
      "Lu, Xie, Kliot, Geller, Larus, Greenberg, Join-Idle-Queue, Performance Evaluation 68(11), 2011: JIQ-Random (choices 1) and " +
      "JIQ-SQ(d).",
    fails:
      "Near saturation the lists are empty and it is random splitting. With more gateways than idle nodes most see none.",
    parameters: {
      choices: {
        type: "integer",
        min: 1,
        max: 100,
        default: 1,
        help: "distinct gateways that an idle node asks, to join the shortest list: JIQ-SQ(d); 1 is JIQ-Random",
      },
    },
  },
  (context) => {
    const { parameters, random, nodeCount, gatewayCount, shared, signals, gateway } = context;
    const queues = shared("jiq", () => {
      const made = new IdleQueues(gatewayCount, nodeCount, parameters.choices, random);
      signals.watchIdle((node) => made.report(node));
      return made;
    });
    queues.begin(gateway);
    return new Jiq(queues, gateway, random, nodeCount);
  },
);

class Jiq implements Balancer {
  readonly #queues: IdleQueues;
  readonly #gateway: number;
  readonly #random: Random;
  readonly #routable: Routable;
  /** Nodes of this gateway's list that were not routable when it was their turn; they may not know, and report no more. */
  #aside: NodeId[] = [];

  constructor(queues: IdleQueues, gateway: number, random: Random, nodeCount: number) {
    this.#queues = queues;
    this.#gateway = gateway;
    this.#random = random;
    this.#routable = new Routable(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    for (let node = this.#queues.take(this.#gateway); node !== NONE; node = this.#queues.take(this.#gateway)) {
      if (this.#routable.has(node)) {
        this.#queues.used(node);
        return node;
      }
      this.#aside.push(node);
    }
    return view.candidates[this.#random.below(view.count)]!;
  }

  onMembership(view: ClusterView): void {
    this.#routable.update(view);
    const back = this.#aside.filter((node) => this.#routable.has(node));
    this.#aside = this.#aside.filter((node) => !this.#routable.has(node));
    for (const node of back) this.#queues.append(this.#gateway, node);
  }
}
