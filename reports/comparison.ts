/** The comparison of balancers: its measures, which run is best at each, and what counts as a tie. */
import type { RunResult } from "../sim/index.ts";

/** Times closer than this are the same: the histograms that measured them resolve no finer. */
export const TIE_FRACTION = 0.004;

export type MeasureKind = "seconds" | "count" | "perSecond" | "ratio";

/** One column of the comparison table. */
export interface Measure {
  readonly id: string;
  /** Column head, without the unit. */
  readonly head: string;
  /** What it is, in a sentence. */
  readonly help: string;
  readonly kind: MeasureKind;
  readonly better: "low" | "high";
  readonly of: (run: RunResult) => number | null;
  /** False where a better value would be no merit; always comparable where it is left out. */
  readonly comparable?: (runs: readonly RunResult[]) => boolean;
}

/** What is worth a column only where it happened. */
export interface OccasionalMeasure extends Measure {
  /** Whether it did in this run. */
  readonly occurs: (run: RunResult) => boolean;
}

export const RESPONSE_MEASURES: readonly Measure[] = [
  response("p50", "p50", "Half of the responses came within this time.", (run) => run.responseTime.p50),
  response("p99", "p99", "99% of the responses came within this time.", (run) => run.responseTime.p99),
  response("p999", "p99.9", "99.9% of the responses came within this time.", (run) => run.responseTime.p999),
  response("mean", "mean", "Mean response time.", (run) => run.responseTime.mean),
];

/** The columns of the comparison table, in order. */
export const MEASURES: readonly Measure[] = [
  ...RESPONSE_MEASURES,
  {
    id: "lost",
    head: "lost",
    help: "Messages that were neither delivered nor still in flight at the end, and their share of the offered ones.",
    kind: "count",
    better: "low",
    of: (run) => (run.messages.offered === 0 ? null : run.messages.lost),
  },
  {
    id: "throughput",
    head: "throughput",
    help: "Delivered messages per second of measured time.",
    kind: "perSecond",
    better: "high",
    of: (run) => run.throughputPerSecond,
  },
  {
    id: "imbalance",
    head: "imbalance",
    help: "Messages that reached the busiest node over the mean of all nodes; 1 is perfectly even.",
    kind: "ratio",
    better: "low",
    of: (run) => run.imbalance.maxOverMean,
    comparable: nodesAlike,
  },
  {
    id: "outOfOrder",
    head: "out of order",
    help: "Delivered messages that a later one of the same producer and key had overtaken.",
    kind: "count",
    better: "low",
    of: (run) => run.ordering?.outOfOrder ?? null,
  },
];

function misledIn({ messages: { told } }: RunResult): number {
  return told.lost.confirmed + told.delivered.failed;
}

/** What operators fear and what they forget, in one number. */
export const MISLED: OccasionalMeasure = {
  id: "misled",
  head: "misled",
  help: "Messages of which the producer was told what is not so: confirmed but lost, or failed but delivered.",
  kind: "count",
  better: "low",
  of: misledIn,
  occurs: (run) => misledIn(run) > 0,
};

export const WASTED_WORK: OccasionalMeasure = {
  id: "wastedWork",
  head: "wasted",
  help: "Busy time of the nodes that went into services which answered nobody: copies cancelled or done too late, services broken off.",
  kind: "ratio",
  better: "low",
  of: (run) => run.wastedWork,
  occurs: (run) => (run.wastedWork ?? 0) > 0,
};

/** Measures that a narrow table shows only where they occur. */
export const OCCASIONAL: readonly OccasionalMeasure[] = [
  WASTED_WORK,
  {
    id: "attempts",
    head: "tries",
    help: "Mean number of times that a message was sent to a node: retries, hedges and copies included.",
    kind: "ratio",
    better: "low",
    of: ({ attempts }) => attempts.mean,
    occurs: ({ attempts }) => (attempts.max ?? 0) > 1,
  },
  {
    id: "duplicates",
    head: "twice",
    help: "Messages that nodes processed more often than they should.",
    kind: "count",
    better: "low",
    of: ({ duplicates }) => duplicates,
    occurs: ({ duplicates }) => duplicates > 0,
  },
  MISLED,
];

/** How a run stands at one measure. */
export type Standing = "best" | "tied" | "other";

/**
 * The standing of each run at a measure. A run that sees global truth is a bound, not a choice, and is never best; where
 * every choice ties, or there is only one, nobody stands out.
 */
export function standings(measure: Measure, runs: readonly RunResult[]): readonly Standing[] {
  const values = runs.map((run) => (run.truth ? null : measure.of(run)));
  const observed = values.filter((value) => value !== null);
  if (observed.length < 2 || measure.comparable?.(runs) === false) return runs.map(() => "other");
  const best = measure.better === "low" ? Math.min(...observed) : Math.max(...observed);
  const level = values.map((value) => value !== null && ties(measure, value, best));
  const tied = level.filter(Boolean).length;
  if (tied === observed.length) return runs.map(() => "other");
  return level.map((stands) => (stands ? (tied === 1 ? "best" : "tied") : "other"));
}

/** Whether two values of a measure cannot be told apart: counts when equal, all else within the histogram's resolution. */
export function ties(measure: Pick<Measure, "kind">, one: number, other: number): boolean {
  if (measure.kind === "count") return one === other;
  return Math.abs(one - other) <= TIE_FRACTION * Math.max(Math.abs(one), Math.abs(other));
}

/** Whether all nodes can do the same: only then is an even spread what a balancer should want. */
export function nodesAlike(runs: readonly RunResult[]): boolean {
  const capacities = runs.flatMap((run) => run.nodes.map((node) => (node.workers ?? Infinity) * node.speed));
  return capacities.every((capacity) => capacity === capacities[0]);
}

/** A balancer loses as little as the safest if it loses no more than a quarter, or a twentieth of a percent, beyond it. */
const LOSS_SLACK_SHARE = 1.25;
const LOSS_SLACK_FRACTION = 0.0005;

/**
 * By place: whether a run loses about as little as the safest choice among them. Who answers quickly because it turned
 * others away has not won: the responses that it measured are those of the survivors.
 */
export function losesLittle(runs: readonly RunResult[]): readonly boolean[] {
  const choices = runs.filter((run) => !run.truth);
  const losses = (choices.length === 0 ? runs : choices).map((run) => lostFraction(run) ?? 0);
  const most = mostLittle(Math.min(...losses));
  return runs.map((run) => (lostFraction(run) ?? 0) <= most);
}

/** The largest fraction lost that is about as little as `least`. */
export function mostLittle(least: number): number {
  return least * LOSS_SLACK_SHARE + LOSS_SLACK_FRACTION;
}

/** Lost messages as a share of the offered ones; null where none were offered. */
export function lostFraction({ messages }: Pick<RunResult, "messages">): number | null {
  return messages.offered === 0 ? null : messages.lost / messages.offered;
}

/** The response times by which balancers are ranked: p99 where every choice's sample carries it, else the next shallower. */
export function rankingMeasure(runs: readonly RunResult[]): Measure {
  const answered = runs.filter((run) => run.responseTime.count > 0);
  return RANKING.find((measure) => answered.every((run) => measure.of(run) !== null)) ?? RANKING.at(-1)!;
}

/** Places of the runs by response time, soonest first; those that answered nothing come last, in their own order. */
export function rankRuns(runs: readonly RunResult[]): readonly number[] {
  const measure = rankingMeasure(runs);
  const time = runs.map((run) => measure.of(run) ?? Infinity);
  return runs.map((_, place) => place).sort((a, b) => (time[a] === time[b] ? a - b : time[a]! - time[b]!));
}

const RANKING: readonly Measure[] = [
  response("p99", "99%", "", (run) => run.responseTime.p99),
  response("p95", "95%", "", (run) => run.responseTime.p95),
  response("p90", "90%", "", (run) => run.responseTime.p90),
  response("p50", "half", "", (run) => run.responseTime.p50),
  response("mean", "on average", "", (run) => run.responseTime.mean),
];

function response(id: string, head: string, help: string, of: (run: RunResult) => number | null): Measure {
  return { id, head, help, kind: "seconds", better: "low", of };
}
