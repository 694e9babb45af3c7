/** Intervals as results write them, and a measure's own interval over runs: Student's t, or of fractions the pooled one. */
import type { RunFigures } from "../measure/result.ts";
import { fractionInterval, meanInterval, type Interval } from "../stats/index.ts";
import type { Estimate, ExperimentMeasure } from "./experiment.ts";

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
 * where none was seen, it is what that bounds.
 */
export function estimateOver(
  runs: readonly RunFigures[],
  { read, trials }: ExperimentMeasure,
  confidence: number,
): MadeEstimate {
  const seen = runs.flatMap((run) => {
    const value = read(run);
    return value === null ? [] : [{ value, tried: trials?.(run) ?? 0 }];
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
