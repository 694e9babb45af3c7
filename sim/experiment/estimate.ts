/**
 * Intervals as results write them, and a measure's own interval over runs: Student's t, or of fractions and quantiles
 * the pooled one.
 */
import { NS_PER_SECOND, toSeconds } from "../core/time.ts";
import { countAbove, countOf, type Distribution } from "../measure/distribution.ts";
import type { RunFigures } from "../measure/run-figures.ts";
import { fractionInterval, meanInterval, pooledQuantile } from "../stats/index.ts";
import type { CountedSample, Interval } from "../stats/index.ts";
import type { Estimate, ExperimentMeasure, MeasuredQuantile } from "./experiment.ts";

/** Of nothing at all. */
export const NO_ESTIMATE: Estimate = { estimate: null, low: null, high: null, count: 0 };

/** JSON has no infinity: a side without a bound, or a ratio to 0, is not known. */
export function asEstimate({ estimate, low, high, count }: Interval): Estimate {
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return { estimate: known(estimate), low: known(low), high: known(high), count };
}

/** An estimate, and how it was made. */
export interface MadeEstimate {
  readonly estimate: Estimate;
  readonly method: string;
}

/**
 * Over the runs in which the measure was observed. A fraction of messages is pooled over them and as wide as the runs differ;
 * where none was seen, it is what that bounds. A quantile is that of all their messages.
 */
export function estimateOver(
  runs: readonly RunFigures[],
  measure: ExperimentMeasure,
  confidence: number,
): MadeEstimate {
  const ofMessages = measure.quantile === null ? null : quantileOver(runs, measure.quantile, confidence);
  if (ofMessages !== null) return ofMessages;
  const seen = runs.flatMap((run) => {
    const value = measure.read(run);
    return value === null ? [] : [{ value, tried: measure.trials?.(run) ?? 0 }];
  });
  if (seen.length === 0) return { estimate: NO_ESTIMATE, method: "nothing observed" };
  const counted = seen.filter(({ tried }) => tried > 0);
  if (counted.length === 0) {
    const values = seen.map(({ value }) => value);
    return { estimate: asEstimate(meanInterval(values, confidence)), method: "t over replications" };
  }
  const events = counted.map(({ value, tried }) => value * tried);
  const pooled = fractionInterval(events, counted.map(({ tried }) => tried), confidence); // prettier-ignore
  const method = pooled.events === 0 ? "none seen: exact bound (rule of three)" : "pooled over messages and runs";
  return { estimate: asEstimate(pooled), method };
}

/** So many values must lie beyond a quantile for it to mean something, in all runs together. */
const BEYOND_LEAST = 10;

/** null where some run does not know its distribution, where too few values lie beyond, and for a single run. */
function quantileOver(
  runs: readonly RunFigures[],
  { q, of }: MeasuredQuantile,
  confidence: number,
): MadeEstimate | null {
  const known = runs.flatMap((run) => of(run) ?? []);
  if (known.length < runs.length) return null;
  const filled = known.filter((distribution) => countOf(distribution) > 0);
  const total = filled.reduce((sum, distribution) => sum + countOf(distribution), 0);
  if (filled.length < 2 || total * Math.min(q, 1 - q) < BEYOND_LEAST - 1e-9) return null;
  const pooled = pooledQuantile(filled.map(sampleOf), q, confidence);
  return { estimate: asEstimate(pooled), method: "quantile of all messages of the runs" };
}

/** In seconds. */
function sampleOf(distribution: Distribution): CountedSample {
  return {
    count: countOf(distribution),
    max: toSeconds(distribution.maxNs),
    above: (seconds) => countAbove(distribution, seconds * NS_PER_SECOND),
  };
}
