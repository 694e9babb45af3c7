/** Prequal's synchronous mode: each message waits for the answers to its own probes. */
import type { Random } from "../../core/random.ts";
import { fromSeconds } from "../../core/time.ts";
import {
  LATER,
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
  type ParameterDeclarations,
  type ProbeReport,
} from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { DistinctSampler } from "../shared/distinct-sampler.ts";
import { SlidingQuantile } from "../shared/sliding-quantile.ts";
import { comesBefore, hotAbove, REMEMBERED, type Answer } from "./probe-pool.ts";
import { Routable } from "./routable.ts";

const PARAMETERS = {
  probesPerMessage: {
    type: "integer",
    min: 2,
    max: 16,
    default: 3,
    help: "d: nodes asked for each message, which waits for the answers of all but one",
  },
  timeoutSeconds: {
    type: "number",
    min: 0.0001,
    max: 60,
    default: 0.1,
    unit: "duration",
    help: "after so long a message goes by the answers that have come, or where none has to a random node",
  },
  hotQuantile: {
    type: "number",
    min: 0,
    max: 1,
    default: 0.84,
    unit: "fraction",
    help: "Q_RIF: nodes above this quantile of requests in flight are hot; 0 goes by requests only, 1 by latency only",
  },
} as const satisfies ParameterDeclarations;

export const prequalSynchronous: BalancerDefinition = defineBalancer(
  "prequal-synchronous",
  {
    summary: "the best of a few nodes asked for this very message, which waits for their answers",
    how:
      "For every message d random nodes are asked how many messages they hold and how long they take; it waits until all but one have " +
      "answered. Of those that have, the ones above a quantile of recently seen requests in flight are hot; the cold one of least " +
      "latency is taken, else the hot one with fewest requests. Needs a queue at the gateway, where messages wait each for " +
      "itself; without one, or without room in it, nodes are drawn at random.",
    source:
      "Wydrowski, Kleinberg, Rumble, Archer, Load is not what you should balance: Introducing Prequal, NSDI 2024 (synchronous mode). " +
      "A node's latency is the running mean of messages that met a like load, where Prequal takes their median.",
    fails:
      "Every message pays a round trip before it is sent. Answers are as old as the way back: gateways far away herd.",
    withoutQueue: "draws nodes at random",
    parameters: PARAMETERS,
  },
  (context) => new PrequalSynchronous(context),
);

/** A message's probes. */
interface Question {
  readonly ticket: number;
  readonly answers: Answer[];
  /** So many answers are waited for. */
  readonly needed: number;
  isOver: boolean;
}

class PrequalSynchronous implements Balancer {
  readonly #context: BalancerContext<typeof PARAMETERS>;
  readonly #random: Random;
  readonly #sampler: DistinctSampler;
  readonly #routable: Routable;
  readonly #recent: SlidingQuantile = new SlidingQuantile(REMEMBERED);
  /** By ticket: of messages that wait. */
  readonly #questions: Map<number, Question> = new Map();

  constructor(context: BalancerContext<typeof PARAMETERS>) {
    this.#context = context;
    this.#random = context.random;
    this.#sampler = new DistinctSampler(context.nodeCount);
    this.#routable = new Routable(context.nodeCount);
  }

  pick(view: ClusterView, { ticket }: MessageView): NodeId {
    if (view.count === 0) return NONE;
    const question = this.#questions.get(ticket);
    if (question === undefined && ticket !== NONE) {
      this.#ask(ticket, view);
      return LATER;
    }
    this.#questions.delete(ticket);
    return this.#best(question?.answers ?? []) ?? view.candidates[this.#random.below(view.count)]!;
  }

  onMembership(view: ClusterView): void {
    this.#sampler.build(view);
    this.#routable.update(view);
  }

  onWithdraw(ticket: number): void {
    const question = this.#questions.get(ticket);
    if (question !== undefined) question.isOver = true;
    this.#questions.delete(ticket);
  }

  #ask(ticket: number, view: ClusterView): void {
    const { probesPerMessage, timeoutSeconds } = this.#context.parameters;
    const { signals } = this.#context;
    const probes = Math.min(probesPerMessage, view.count);
    const question: Question = { ticket, answers: [], needed: Math.max(1, probes - 1), isOver: false };
    this.#questions.set(ticket, question);
    for (let sent = 0; sent < probes; sent++) {
      signals.probe(this.#sampler.draw(sent, this.#random), (report) => this.#take(question, report));
    }
    signals.after(fromSeconds(timeoutSeconds), () => this.#end(question));
  }

  #take(question: Question, { node, inSystem, latencyNs }: ProbeReport): void {
    this.#recent.add(inSystem);
    question.answers.push({ node, requestsInFlight: inSystem, latencyNs });
    if (question.answers.length >= question.needed) this.#end(question);
  }

  #end(question: Question): void {
    if (question.isOver) return;
    question.isOver = true;
    this.#context.signals.resume(question.ticket);
  }

  /** Null where nobody who has answered can be reached any more. */
  #best(answers: readonly Answer[]): NodeId | null {
    const hot = hotAbove(this.#recent, this.#context.parameters.hotQuantile);
    let best: Answer | null = null;
    for (const answer of answers) {
      if (this.#routable.has(answer.node) && (best === null || comesBefore(answer, best, hot))) best = answer;
    }
    return best?.node ?? null;
  }
}
