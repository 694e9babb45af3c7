/** One run of a model, and the figures that its cases want of it, in units of theory's time. */
import {
  runJob,
  type BalancerSpec,
  type MessageRecord,
  type RunHost,
  type RunResult,
  type Scenario,
} from "../../sim/index.ts";
import type { Collector } from "./collector.ts";
import { collectorFor, STANDARD_QUANTILES } from "./collect.ts";
import { FIGURES } from "./figures.ts";
import type { MeasureSpec } from "./measure.ts";
import { UNIT_NS } from "./scenario.ts";
import { NotCovered } from "./setup.ts";

/** Plain data, so that it can be sent to where runs execute. */
export interface Observation {
  readonly scenario: Scenario;
  readonly balancer: BalancerSpec;
  /** For `identity`: the balancer that must treat every message alike. */
  readonly against: BalancerSpec | null;
  readonly seed: number;
  readonly measures: readonly MeasureSpec[];
}

/** The figures of one measure, or why this run has none: others of the same run may have theirs. */
export type Answer = readonly number[] | string;

/** What each measure came to, in the order asked for, and how long it took to get. */
export interface Observed {
  readonly figures: readonly Answer[];
  readonly wallSeconds: number;
}

const UNITS_PER_SECOND = 1e9 / UNIT_NS;

/** Makes the run. Rejects with the engine's own errors. */
export async function observe(wanted: Observation, host: RunHost): Promise<Observed> {
  const startedAt = performance.now();
  const { scenario, balancer, seed, measures, against } = wanted;
  const collectors = measures.map((measure) => collectorFor(measure, scenario));
  const result = await runJob({ scenario, balancer, seed }, { ...host, ...listener(collectors) });
  const differences = measures.some(({ kind }) => kind === "identity") ? await compare(wanted, against, host) : [];
  const figures = measures.map((measure, index) =>
    answered(() => {
      if (measure.kind === "identity") return differences;
      return collectors[index]?.figures() ?? figuresOf(measure, result);
    }),
  );
  return { figures, wallSeconds: (performance.now() - startedAt) / 1000 };
}

function answered(figures: () => readonly number[]): Answer {
  try {
    return figures();
  } catch (error) {
    if (error instanceof NotCovered) return error.message;
    throw error;
  }
}

/** No listener at all where nothing listens: telling of every message costs time. */
function listener(collectors: readonly (Collector | null)[]): Pick<RunHost, "onMessage"> {
  const active = collectors.filter((collector) => collector !== null);
  if (active.length === 0) return {};
  return { onMessage: (record) => active.forEach((collector) => collector.add(record)) };
}

/** The largest difference between any message's response times under two balancers. */
async function compare(wanted: Observation, against: BalancerSpec | null, host: RunHost): Promise<readonly number[]> {
  if (against === null) throw new NotCovered("identity: no second balancer to compare with");
  const responses = async (balancer: BalancerSpec): Promise<number[]> => {
    const times: number[] = [];
    const onMessage = (record: Readonly<MessageRecord>): void => {
      times[record.sequence] = record.settledNs - record.publishedNs;
    };
    await runJob({ scenario: wanted.scenario, balancer, seed: wanted.seed }, { ...host, onMessage });
    return times;
  };
  const [one, other] = [await responses(wanted.balancer), await responses(against)];
  if (one.length !== other.length) return [Infinity];
  let largest = 0;
  for (let i = 0; i < one.length; i++) largest = Math.max(largest, Math.abs(one[i]! - other[i]!));
  return [largest / UNIT_NS];
}

/** The figures that every result has anyway. */
function figuresOf(measure: MeasureSpec, result: RunResult): readonly number[] {
  const units = (seconds: number | null): number => present(seconds) * UNITS_PER_SECOND;
  switch (measure.kind) {
    case "mean": {
      const all = measure.of === "response" ? result.responseTime : result.waitingTime;
      const one = result.producers.find(({ name }) => name === measure.producer);
      return [units((measure.producer === null ? all : one?.responseTime)?.mean ?? null)];
    }
    case "quantile": {
      const summary = measure.of === "response" ? result.responseTime : result.waitingTime;
      return [units(summary[STANDARD_QUANTILES.get(measure.q)!])];
    }
    case "utilisation": {
      const each = result.nodes.map(({ utilisation }) => utilisation);
      const workers = result.nodes.reduce((sum, node) => sum + (node.workers ?? Infinity), 0);
      if (measure.each) return each;
      return [busyWorkers(result) / workers];
    }
    case "throughput":
      return [result.throughputPerSecond / UNITS_PER_SECOND];
    case "lost-fraction":
      return [result.messages.lost / result.messages.offered];
    case "waited-fraction":
      return [present(result.waitedFraction)];
    case "tail":
      return measure.levels.map((level) => tailAt(result, level));
    case "state":
      return [tailAt(result, measure.level) - tailAt(result, measure.level + 1)];
    case "busy-workers":
      return [busyWorkers(result)];
    case "mean-number": {
      const atNodes = result.nodes.reduce((sum, node) => sum + node.meanQueue, 0);
      const all = measure.atGateways ? result.throughputPerSecond * present(result.responseTime.mean) : atNodes;
      return [measure.waitingOnly ? all - busyWorkers(result) : all];
    }
    case "share": {
      const arrivals = result.nodes.reduce((sum, node) => sum + node.arrivals, 0);
      return [present(result.nodes[measure.node]?.arrivals ?? null) / arrivals];
    }
    case "figures":
      return measure.of.map((name) => present(FIGURES[name](result)));
    default:
      throw new Error(`${measure.kind}: not a figure of the result`);
  }
}

/** Time average over nodes of P(at least so many messages are there). */
function tailAt({ queueLengthTail }: RunResult, level: number): number {
  return level === 0 ? 1 : (queueLengthTail[level] ?? 0);
}

function busyWorkers({ nodes }: RunResult): number {
  return nodes.reduce((sum, node) => sum + node.utilisation * (node.workers ?? 0), 0);
}

function present(value: number | null): number {
  if (value === null) throw new NotCovered("no such server, or too few messages for this figure");
  return value;
}
