/**
 * Weights from the load that servers report with their replies (ORCA; gRFC A58): qps / (utilisation + penalty * eps / qps).
 *
 * Replies here carry the service time and how many messages the server held, no rates. By the utilisation law qps / utilisation is
 * workers / service time, and a reply leaves behind what an average moment has; so the report is made of three averages over a
 * server's latest replies: service time, busy workers, failures.
 */
import type { NodeConfig, NodeId, ReplyView } from "../contract.ts";
import { MovingAverages } from "./moving-average.ts";

/** A reply's part of the averages: servers report means over some tens of requests, not single ones. */
const SMOOTHING = 1 / 16;
/** Whoever served a message was not idle all the time, though each reply may have left it so. */
const LEAST_BUSY = 0.01;
const NEVER = -1;
const NS_PER_SECOND = 1e9;

export interface ReportRules {
  readonly blackoutNs: number;
  readonly expirationNs: number;
  readonly errorUtilizationPenalty: number;
}

/** (qps / utilisation) of a server with so many workers, slowed down by its errors; `busy` is the busy fraction of its workers. */
export function reportedWeight(
  workers: number,
  serviceSeconds: number,
  busy: number,
  errors: number,
  penalty: number,
): number {
  const rate = workers / serviceSeconds;
  if (errors === 0 || penalty === 0) return rate;
  return (rate * busy) / (busy + penalty * errors);
}

export class LoadReports {
  readonly #nodes: readonly NodeConfig[];
  readonly #rules: ReportRules;
  readonly #serviceNs: MovingAverages;
  readonly #busy: MovingAverages;
  readonly #errors: MovingAverages;
  /** By NodeId: since when reports have come without a gap, and when the last one came. */
  readonly #sinceNs: Float64Array;
  readonly #lastNs: Float64Array;

  constructor(nodes: readonly NodeConfig[], rules: ReportRules) {
    this.#nodes = nodes;
    this.#rules = rules;
    this.#serviceNs = new MovingAverages(nodes.length, SMOOTHING);
    this.#busy = new MovingAverages(nodes.length, SMOOTHING);
    this.#errors = new MovingAverages(nodes.length, SMOOTHING);
    this.#sinceNs = new Float64Array(nodes.length).fill(NEVER);
    this.#lastNs = new Float64Array(nodes.length).fill(NEVER);
  }

  /** A try is over. Only a reply carries a report; failures show in the next one. */
  record(node: NodeId, ok: boolean, nowNs: number, { inSystem, outcome, serviceNs }: ReplyView): void {
    if (outcome === "cancelled") return;
    this.#errors.observe(node, ok ? 0 : 1);
    if (!ok) return;
    const { workers } = this.#nodes[node]!;
    this.#serviceNs.observe(node, serviceNs);
    this.#busy.observe(node, Math.max(LEAST_BUSY, Math.min(inSystem, workers) / workers));
    if (this.#sinceNs[node] === NEVER) this.#sinceNs[node] = nowNs;
    this.#lastNs[node] = nowNs;
  }

  /** The connection was made anew: the blackout begins again. */
  restart(node: NodeId): void {
    this.#sinceNs[node] = NEVER;
    this.#lastNs[node] = NEVER;
  }

  /** 0 where nothing usable was reported: never, for less than the blackout period, or not within the expiration period. */
  weight(node: NodeId, nowNs: number): number {
    if (this.#lastNs[node] === NEVER) return 0;
    if (nowNs - this.#lastNs[node]! >= this.#rules.expirationNs) {
      this.restart(node);
      return 0;
    }
    if (nowNs - this.#sinceNs[node]! < this.#rules.blackoutNs) return 0;
    const serviceSeconds = Math.max(1, this.#serviceNs.of(node)) / NS_PER_SECOND;
    const penalty = this.#rules.errorUtilizationPenalty;
    return reportedWeight(
      this.#nodes[node]!.workers,
      serviceSeconds,
      this.#busy.of(node),
      this.#errors.of(node),
      penalty,
    );
  }
}
