/** gRPC's weighted_round_robin (gRFC A58). */
import { NONE, type Balancer, type BalancerContext, type BalancerDefinition } from "../contract.ts";
import type { ClusterView, MessageView, NodeId, ReplyView } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { LoadReports, type ReportRules } from "../shared/load-reports.ts";
import { REPORT_PARAMETERS, reportRules, Timer } from "../shared/report-parameters.ts";
import { Sequence, stridePick, strideWeights } from "./static-stride.ts";

/** Once the weights are known to be 1 and 3, the picks from sequence number 0 on are b b a b. */
export const grpcWeightedRoundRobin: BalancerDefinition = defineBalancer(
  "grpc-weighted-round-robin",
  {
    withoutNode: "refuse",
    summary: "gRPC's weighted_round_robin: a static stride over the weights that servers report",
    how:
      "A server's weight is its requests per second over its utilisation, as its replies report them, errors counted as load. " +
      "Weights are scaled to 16 bits every weightUpdatePeriod; walking the servers round after round, one of weight w takes its turn in w " +
      "of 65,535 rounds. Servers without a usable report weigh the mean of the others; configured weights are ignored.",
    source:
      "gRFC A58; grpc-go balancer/weightedroundrobin (2026-08), grpc static_stride_scheduler.cc for clampWeights.",
    fails:
      "For the first blackoutPeriod, and after every reconnection, a server weighs the mean whatever it can do. Weights are about what a " +
      "server can do, not what it holds now.",
    parameters: {
      seed: {
        type: "integer",
        min: -1,
        max: 4_294_967_295,
        default: -1,
        tuned: false,
        help: "the first number of the sequence, which gRPC draws; -1: drawn from the run's stream",
      },
      clampWeights: {
        type: "boolean",
        default: false,
        help: "weights stay between a hundredth and ten times the mean, as in C++ and Java; Go does not clamp",
      },
      ...REPORT_PARAMETERS,
    },
  },
  (context) => {
    const { seed, clampWeights, weightUpdatePeriod } = context.parameters;
    const sequence = new Sequence(seed < 0 ? context.random.u32() : seed);
    const timer = new Timer(weightUpdatePeriod);
    return new WeightedRoundRobin(context, reportRules(context.parameters), { sequence, timer, clampWeights });
  },
);

interface Parts {
  readonly sequence: Sequence;
  readonly timer: Timer;
  readonly clampWeights: boolean;
}

class WeightedRoundRobin implements Balancer {
  readonly #parts: Parts;
  readonly #reports: LoadReports;
  /** Who is ready, ascending. */
  #ready: Int32Array = new Int32Array(0);
  /** By place among the candidates; null: plain turns. */
  #weights: Uint16Array | null = null;

  constructor({ nodes }: BalancerContext, rules: ReportRules, parts: Parts) {
    this.#parts = parts;
    this.#reports = new LoadReports(nodes, rules);
  }

  pick(view: ClusterView, _message: MessageView): NodeId {
    if (view.count === 0) return NONE;
    this.#freshen(view);
    const { sequence } = this.#parts;
    const place = this.#weights === null ? sequence.next() % view.count : stridePick(this.#weights, sequence);
    return this.#ready[place]!;
  }

  onSettle(node: NodeId, _latencyNs: number, ok: boolean, view: ClusterView, reply: ReplyView): void {
    this.#freshen(view);
    this.#reports.record(node, ok, view.nowNs, reply);
  }

  onMembership(view: ClusterView): void {
    const before = new Set(this.#ready);
    this.#ready = view.candidates.slice(0, view.count);
    for (const node of this.#ready) if (!before.has(node)) this.#reports.restart(node);
    this.#schedule(view.nowNs);
  }

  #freshen(view: ClusterView): void {
    if (this.#parts.timer.hasRung(view.nowNs)) this.#schedule(view.nowNs);
  }

  #schedule(nowNs: number): void {
    const weights = Array.from(this.#ready, (node) => this.#reports.weight(node, nowNs));
    this.#weights = strideWeights(weights, this.#parts.clampWeights);
  }
}
