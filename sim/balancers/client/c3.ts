/** C3: replicas by rank, each within a rate that adapts to it. */
import { pow } from "../../core/math.ts";
import type { Random } from "../../core/random.ts";
import { fromSeconds, type Ns } from "../../core/time.ts";
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type NodeId,
  type ParameterDeclarations,
  type ParameterValues,
  type ReplyView,
} from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { DistinctSampler } from "../shared/distinct-sampler.ts";
import { MovingAverages } from "../shared/moving-average.ts";
import { CubicRates } from "./cubic-rate.ts";

/** A score is at least R, since (1 + …)^exponent is at least 1: below 0 comes before every node that has answered. */
const UNHEARD = -(2 ** 32);

const PARAMETERS = {
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
  rateControl: {
    type: "choice",
    choices: ["off", "next-best", "wait"],
    default: "next-best",
    help: "the best replica within its rate; where none is: next-best takes the best one anyhow, wait (the paper's) leaves the message at the gateway, which needs a queue there",
  },
  rateWindowSeconds: {
    type: "number",
    min: 0.0001,
    max: 60,
    default: 0.02,
    unit: "duration",
    logarithmic: true,
    help: "delta: rates are messages per so long",
  },
  rateDecrease: {
    type: "number",
    min: 0.01,
    max: 0.99,
    default: 0.2,
    unit: "fraction",
    help: "beta: what a cut leaves of a rate",
  },
  rateSaddleSeconds: {
    type: "number",
    min: 0.001,
    max: 600,
    default: 0.1,
    unit: "duration",
    logarithmic: true,
    help: "after a cut the rate is back where it was by so long, and probes beyond",
  },
  rateMostStep: {
    type: "number",
    min: 0.01,
    max: 10_000,
    default: 10,
    help: "s_max: a rate grows by no more at a time",
  },
} as const satisfies ParameterDeclarations;

export const c3: BalancerDefinition = defineBalancer(
  "c3",
  {
    summary: "the replica of least response time, with a cubic penalty for its queue",
    how:
      "Every reply brings back the node's queue and service time. Of a few nodes drawn at random (the replicas that could serve the " +
      "message) the one of least R - 1/mu + (1 + w os + q)^3 / mu is taken: R, 1/mu, q are moving averages of response time, " +
      "service time and queue, os the messages of this gateway in flight, w the number of gateways. A node that has not " +
      "answered yet comes first, the one with fewest in flight before the others. Replicas to which this gateway has sent as many " +
      "messages as their rate allows are passed over; a rate above that of the answers is cut, one below grows along a cubic curve.",
    source:
      "Suresh, Canini, Schmid, Feldmann, C3: Cutting tail latency in cloud data stores via adaptive replica selection, NSDI 2015: " +
      "ranking, and rate control by cubic growth (beta 0.2, windows of 20 ms, s_max 10, a saddle of 100 ms).",
    fails:
      "The feedback is as old as the last reply, and so are the rates: a burst overshoots before it comes. Where a client sends " +
      "less than it may, its rates are cut although nobody is slow. A node that fails fast has nothing in flight, and one that " +
      "never answers is asked first as long as its rate lasts.",
    parameters: PARAMETERS,
  },
  (context) => new C3(context),
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
  readonly #rates: CubicRates | null;
  /** Where no replica is within its rate the message stays. */
  readonly #waits: boolean;

  constructor({ random, nodeCount, gatewayCount, parameters }: BalancerContext<typeof PARAMETERS>) {
    const { replicas, smoothing, exponent, rateControl } = parameters;
    this.#replicas = replicas;
    this.#exponent = exponent;
    this.#clients = gatewayCount;
    this.#random = random;
    this.#sampler = new DistinctSampler(nodeCount);
    this.#response = new MovingAverages(nodeCount, smoothing);
    this.#service = new MovingAverages(nodeCount, smoothing);
    this.#queue = new MovingAverages(nodeCount, smoothing);
    this.#rates = rateControl === "off" ? null : ratesOf(nodeCount, parameters);
    this.#waits = rateControl === "wait";
  }

  pick(view: ClusterView): NodeId {
    let best: NodeId = NONE;
    let bestScore = Infinity;
    let allowed: NodeId = NONE;
    let allowedScore = Infinity;
    const replicas = Math.min(this.#replicas, view.count);
    for (let taken = 0; taken < replicas; taken++) {
      const node = this.#sampler.draw(taken, this.#random);
      const score = this.#score(node, view.inFlight[node]!);
      if (best === NONE || score < bestScore) [best, bestScore] = [node, score];
      const isAllowed = this.#rates?.allows(node, view.nowNs) ?? true;
      if (isAllowed && (allowed === NONE || score < allowedScore)) [allowed, allowedScore] = [node, score];
    }
    const node = allowed !== NONE || this.#waits ? allowed : best;
    if (node !== NONE) this.#rates?.sent(node);
    return node;
  }

  onSettle(node: NodeId, latencyNs: Ns, ok: boolean, view: ClusterView, reply: ReplyView): void {
    // A failure brings no feedback, and how soon it came says nothing of how soon an answer would.
    if (!ok) return;
    this.#response.observe(node, latencyNs);
    this.#service.observe(node, reply.serviceNs);
    this.#queue.observe(node, reply.inSystem);
    this.#rates?.answered(node, view.nowNs);
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

function ratesOf(nodeCount: number, parameters: ParameterValues<typeof PARAMETERS>): CubicRates {
  return new CubicRates(nodeCount, {
    windowNs: fromSeconds(parameters.rateWindowSeconds),
    decrease: parameters.rateDecrease,
    saddleNs: fromSeconds(parameters.rateSaddleSeconds),
    mostStep: parameters.rateMostStep,
  });
}

/** The paper's cube needs no logarithm. */
function power(base: number, exponent: number): number {
  return exponent === 3 ? base * base * base : pow(base, exponent);
}
