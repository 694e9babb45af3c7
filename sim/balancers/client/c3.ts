/** C3's replica ranking. */
import { pow } from "../../core/math.ts";
import type { Random } from "../../core/random.ts";
import type { Ns } from "../../core/time.ts";
import {
  NONE,
  type Balancer,
  type BalancerDefinition,
  type ClusterView,
  type NodeId,
  type ReplyView,
} from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { DistinctSampler } from "../shared/distinct-sampler.ts";
import { MovingAverages } from "../shared/moving-average.ts";

/** A score is at least R, since (1 + …)^exponent is at least 1: below 0 comes before every node that has answered. */
const UNHEARD = -(2 ** 32);

export const c3: BalancerDefinition = defineBalancer(
  "c3",
  {
    summary: "the replica of least response time, with a cubic penalty for its queue",
    how:
      "Every reply brings back the node's queue and service time. Of a few nodes drawn at random (the replicas that could serve the " +
      "message) the one of least R - 1/mu + (1 + w os + q)^3 / mu is taken: R, 1/mu, q are moving averages of response time, " +
      "service time and queue, os the messages of this gateway in flight, w the number of gateways. A node that has not " +
      "answered yet comes first, the one with fewest in flight before the others.",
    source:
      "Suresh, Canini, Schmid, Feldmann, C3: Cutting tail latency in cloud data stores via adaptive replica selection, NSDI 2015. " +
      "The ranking only: its rate control per server is not built.",
    fails:
      "The feedback is as old as the last reply; without the rate control a burst overshoots before it comes. A node that fails " +
      "fast has nothing in flight, and one that never answers is always asked first.",
    parameters: {
      replicas: {
        type: "integer",
        min: 2,
        max: 100,
        default: 3,
        help: "nodes that could serve a message, drawn at random",
      },
      smoothing: { type: "number", min: 0.001, max: 1, default: 0.9, help: "how much the newest feedback counts" },
      exponent: {
        type: "number",
        min: 1,
        max: 5,
        default: 3,
        help: "how steeply a queue counts; the paper's is cubic",
      },
    },
  },
  ({ random, nodeCount, gatewayCount, parameters: { replicas, smoothing, exponent } }) =>
    new C3(replicas, smoothing, exponent, gatewayCount, random, nodeCount),
);

class C3 implements Balancer {
  readonly #replicas: number;
  readonly #exponent: number;
  readonly #clients: number;
  readonly #random: Random;
  readonly #sampler: DistinctSampler;
  readonly #response: MovingAverages;
  readonly #service: MovingAverages;
  readonly #queue: MovingAverages;

  constructor(
    replicas: number,
    smoothing: number,
    exponent: number,
    clients: number,
    random: Random,
    nodeCount: number,
  ) {
    this.#replicas = replicas;
    this.#exponent = exponent;
    this.#clients = clients;
    this.#random = random;
    this.#sampler = new DistinctSampler(nodeCount);
    this.#response = new MovingAverages(nodeCount, smoothing);
    this.#service = new MovingAverages(nodeCount, smoothing);
    this.#queue = new MovingAverages(nodeCount, smoothing);
  }

  pick(view: ClusterView): NodeId {
    let best: NodeId = NONE;
    let bestScore = Infinity;
    const replicas = Math.min(this.#replicas, view.count);
    for (let taken = 0; taken < replicas; taken++) {
      const node = this.#sampler.draw(taken, this.#random);
      const score = this.#score(node, view.inFlight[node]!);
      if (best !== NONE && score >= bestScore) continue;
      best = node;
      bestScore = score;
    }
    return best;
  }

  onSettle(node: NodeId, latencyNs: Ns, ok: boolean, _view: ClusterView, reply: ReplyView): void {
    // A failure brings no feedback, and how soon it came says nothing of how soon an answer would.
    if (!ok) return;
    this.#response.observe(node, latencyNs);
    this.#service.observe(node, reply.serviceNs);
    this.#queue.observe(node, reply.inSystem);
  }

  onMembership(view: ClusterView): void {
    this.#sampler.build(view);
  }

  #score(node: NodeId, outstanding: number): number {
    if (!this.#service.known(node)) return UNHEARD + outstanding;
    const serviceNs = this.#service.of(node);
    const queue = 1 + outstanding * this.#clients + this.#queue.of(node);
    return this.#response.of(node) - serviceNs + power(queue, this.#exponent) * serviceNs;
  }
}

/** The paper's cube needs no logarithm. */
function power(base: number, exponent: number): number {
  return exponent === 3 ? base * base * base : pow(base, exponent);
}
