/** What a scenario asks of its nodes, by arithmetic alone: how much is offered, how much they can do, what to beware of. */
import { formatCount, formatDuration, formatFraction, formatNumber, formatPerSecond } from "../../reports/format.ts";
import { distributionMean, distributionScv, meanRatePerSecond, toSeconds } from "../../sim/index.ts";
import type { ArrivalSpec, DistributionSpec, FromTrace, ProducerSpec, Scenario } from "../../sim/index.ts";

/** `null` where the scenario does not tell: a trace's rate, a closed population's. */
export interface LoadEstimate {
  readonly nodes: number;
  readonly workers: number;
  /** Seconds of work that all nodes together do per second, at their own speeds and without faults. */
  readonly capacity: number;
  readonly offeredPerSecond: number | null;
  /** Offered work / capacity, over the whole duration. */
  readonly utilisation: number | null;
  /** The same at the busiest moment of schedules and bursts. */
  readonly peakUtilisation: number | null;
  readonly warnings: readonly LoadWarning[];
}

/** Something to beware of, in a sentence. */
export interface LoadWarning {
  readonly kind: "unstable" | "heavy-tail" | "warmup";
  readonly text: string;
}

/** Service times that vary more than this (squared coefficient of variation) need long runs. */
const HEAVY_TAIL_SCV = 10;

/** Estimates without running anything. */
export function estimateLoad(scenario: Scenario): LoadEstimate {
  const capacity = sum(scenario.nodes.map((node) => node.workers * node.speed));
  const { traffic, durationNs } = scenario;
  const utilisation = utilisationOf(traffic, capacity, (arrivals) => meanRatePerSecond(arrivals, durationNs));
  const peakUtilisation = utilisationOf(traffic, capacity, peakRatePerSecond);
  return {
    nodes: scenario.nodes.length,
    workers: sum(scenario.nodes.map((node) => node.workers)),
    capacity,
    offeredPerSecond: sumKnown(traffic.map((producer) => meanRatePerSecond(producer.arrivals, durationNs))),
    utilisation,
    peakUtilisation,
    warnings: [
      ...overloadWarnings(utilisation, peakUtilisation),
      ...traffic.flatMap(tailWarnings),
      ...warmupWarnings(scenario),
    ],
  };
}

/** How many messages a run publishes at most, roughly; null where the scenario does not tell. */
export function estimateMessages({ traffic, durationNs }: Scenario): number | null {
  const perSecond = sumKnown(traffic.map((producer) => meanRatePerSecond(producer.arrivals, durationNs)));
  return perSecond === null || durationNs === Infinity ? null : perSecond * toSeconds(durationNs);
}

/** The estimate in a sentence: `400/s offered, 73.9% of what 5 nodes with 5 workers can do`. */
export function loadSentence({ nodes, workers, offeredPerSecond, utilisation }: LoadEstimate): string {
  const offered = offeredPerSecond === null ? "an unknown rate" : formatPerSecond(offeredPerSecond);
  const who = `${counted(nodes, "node")} with ${workers === Infinity ? "unlimited workers" : counted(workers, "worker")}`;
  return utilisation === null
    ? `${offered} offered to ${who}`
    : `${offered} offered, ${formatFraction(utilisation)} of what ${who} can do`;
}

function utilisationOf(
  traffic: readonly ProducerSpec[],
  capacity: number,
  rateOf: (arrivals: ArrivalSpec) => number | null,
): number | null {
  const offered = traffic.map(({ arrivals, work }) => {
    const rate = rateOf(arrivals);
    return rate === null || isFromTrace(work) ? null : rate * toSeconds(distributionMean(work));
  });
  const total = sumKnown(offered);
  return total === null || capacity === Infinity ? null : total / capacity;
}

/** The highest rate that is ever offered; batches and regular traffic have only one. */
function peakRatePerSecond(arrivals: ArrivalSpec): number | null {
  if (arrivals.kind === "schedule") return Math.max(...arrivals.points.map((point) => point.ratePerSecond));
  if (arrivals.kind === "bursty") return Math.max(...arrivals.states.map((state) => state.ratePerSecond));
  return meanRatePerSecond(arrivals, Infinity);
}

function overloadWarnings(utilisation: number | null, peak: number | null): readonly LoadWarning[] {
  if (utilisation !== null && utilisation >= 1) {
    const text =
      `more work is offered than the nodes can do (${formatNumber(utilisation)} times): queues grow until the end, and ` +
      "response times say how long the run was";
    return [{ kind: "unstable", text }];
  }
  if (peak === null || peak < 1) return [];
  const text = `at its peak, ${formatNumber(peak)} times the work is offered that the nodes can do: queues grow meanwhile`;
  return [{ kind: "unstable", text }];
}

function tailWarnings({ name, work }: ProducerSpec): readonly LoadWarning[] {
  if (isFromTrace(work)) return [];
  const scv = distributionScv(work);
  if (scv <= HEAVY_TAIL_SCV) return [];
  const size = Number.isFinite(scv) ? formatNumber(scv) : "infinite";
  const text =
    `the work of ${name} has a heavy tail (squared coefficient of variation ${size}): one run says little of its tail; ` +
    "look at several seeds";
  return [{ kind: "heavy-tail", text }];
}

function warmupWarnings({ warmup, durationNs }: Scenario): readonly LoadWarning[] {
  if (warmup.kind !== "duration" || warmup.ns < durationNs) return [];
  const [from, to] = [formatDuration(toSeconds(warmup.ns)), formatDuration(toSeconds(durationNs))];
  return [{ kind: "warmup", text: `nothing is measured: the warm-up (${from}) is as long as the traffic (${to})` }];
}

/** `1 node`, `5 nodes`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function isFromTrace(work: DistributionSpec | FromTrace): work is FromTrace {
  return work.kind === "trace";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumKnown(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : sum(values as readonly number[]);
}
