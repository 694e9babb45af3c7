/** A measure over the replications of one point: Student's t over runs, or of fractions the pooled one, down to none seen. */
import type { RunFigures } from "../../measure/result.ts";
import { fractionInterval, meanInterval, type Interval } from "../../stats/index.ts";
import type { Estimate, ExperimentMeasure } from "../experiment.ts";

/** Of the runs in which it was observed; no estimate where there is none, no bounds of a single value of a mean. */
export function estimateOf(measure: ExperimentMeasure, runs: readonly RunFigures[], confidence: number): Estimate {
  const observed = runs.flatMap((run) => {
    const value = measure.read(run);
    return value === null ? [] : [{ value, trials: measure.trials?.(run) ?? null }];
  });
  if (observed.length === 0) return { estimate: null, low: null, high: null, count: 0 };
  const counted = observed.filter(({ trials }) => trials !== null && trials > 0);
  if (measure.trials === null || counted.length === 0) {
    return finite(meanInterval(observed.map(({ value }) => value), confidence)); // prettier-ignore
  }
  const trials = counted.map((each) => each.trials!);
  return finite(fractionInterval(counted.map(({ value }, i) => value * trials[i]!), trials, confidence)); // prettier-ignore
}

/** JSON has no infinity: an unbounded side is not known. */
function finite({ estimate, low, high, count }: Interval): Estimate {
  return { estimate, low: bound(low), high: bound(high), count };
}

function bound(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
