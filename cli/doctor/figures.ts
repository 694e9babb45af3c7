/** Figures about tries, fates and failures that a result carries, by the names that measures list them under. */
import type { RunResult } from "../../sim/index.ts";
import { UNIT_NS } from "./scenario.ts";

const UNITS_PER_SECOND = 1e9 / UNIT_NS;

type Figure = (result: RunResult) => number | null;

function inUnits(seconds: number | null): number | null {
  return seconds === null ? null : seconds * UNITS_PER_SECOND;
}

function perOffered(count: (result: RunResult) => number): Figure {
  return (result) => count(result) / result.messages.offered;
}

function sumOverNodes(result: RunResult, of: (node: RunResult["nodes"][number]) => number): number {
  return result.nodes.reduce((sum, node) => sum + of(node), 0);
}

function workersOf({ workers }: RunResult["nodes"][number]): number {
  return workers ?? Infinity;
}

export type FigureName =
  | "mean"
  | "p50"
  | "p90"
  | "p95"
  | "p99"
  | "p99.9"
  | "attempts"
  | "extra-attempts"
  | "confirmed"
  | "lost"
  | "copies"
  | "duplicated"
  | "told-failed"
  | "failed-but-delivered"
  | "throttled"
  | "reached-nodes"
  | "retries-per-unit"
  | "availability"
  | "waiting"
  | "all-busy"
  | "orbit";

/** null where the run has no such figure. */
export const FIGURES: Readonly<Record<FigureName, Figure>> = {
  mean: ({ responseTime }) => inUnits(responseTime.mean),
  p50: ({ responseTime }) => inUnits(responseTime.p50),
  p90: ({ responseTime }) => inUnits(responseTime.p90),
  p95: ({ responseTime }) => inUnits(responseTime.p95),
  p99: ({ responseTime }) => inUnits(responseTime.p99),
  "p99.9": ({ responseTime }) => inUnits(responseTime.p999),
  /** Tries per message. */
  attempts: ({ attempts }) => attempts.mean,
  /** Tries per message beyond its first. */
  "extra-attempts": ({ attempts }) => (attempts.mean === null ? null : attempts.mean - 1),
  confirmed: perOffered(({ messages }) => messages.confirmed),
  lost: perOffered(({ messages }) => messages.lost),
  /** Copies per message that were served, and not recognised as served before. */
  copies: perOffered((result) => sumOverNodes(result, ({ completed }) => completed) - result.suppressedDuplicates),
  duplicated: perOffered(({ duplicates }) => duplicates),
  "told-failed": perOffered(({ messages }) => messages.failed),
  "failed-but-delivered": perOffered(({ messages }) => messages.told.delivered.failed),
  throttled: perOffered(({ messages }) => messages.lostByCause.throttled),
  /** Messages that nodes were asked to serve, and that they answered well, as fractions of those offered. */
  "reached-nodes": perOffered((result) => sumOverNodes(result, ({ arrivals }) => arrivals)),
  /** Retries per unit of time, over all messages. */
  "retries-per-unit": ({ attempts, offeredPerSecond }) =>
    attempts.mean === null ? null : ((attempts.mean - 1) * offeredPerSecond) / UNITS_PER_SECOND,
  /** Fraction of time that nodes can serve. */
  availability: (result) => sumOverNodes(result, ({ upFraction }) => upFraction) / result.nodes.length,
  /** Time average of messages that wait at nodes. */
  waiting: (result) => sumOverNodes(result, (node) => node.meanQueue - node.utilisation * workersOf(node)),
  /** P(all workers are busy), which arrivals of a Poisson stream see (PASTA). For nodes that are alike. */
  "all-busy": ({ nodes, queueLengthTail }) => queueLengthTail[workersOf(nodes[0]!)] ?? 0,
  /** Messages between their tries: by Little's law, those in the system less those in service. */
  orbit: ({ offeredPerSecond, responseTime, serviceTime }) =>
    responseTime.mean === null || serviceTime.mean === null
      ? null
      : offeredPerSecond * (responseTime.mean - serviceTime.mean),
};
