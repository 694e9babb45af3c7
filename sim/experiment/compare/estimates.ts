/** Each contender's own interval for each measure, over replications. */
import { fractionInterval, meanInterval, type Interval } from "../../stats/index.ts";
import type { Estimate, ExperimentMeasure } from "../experiment.ts";
import type { Observations } from "./observations.ts";
import type { MeasureInterval } from "./result.ts";

/** An interval as plain JSON-able data. */
export function estimateOf({ estimate, low, high, count }: Interval): Estimate {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return { estimate: finite(estimate), low: finite(low), high: finite(high), count };
}

/** Of nothing at all. */
export const NO_ESTIMATE: Estimate = { estimate: null, low: null, high: null, count: 0 };

/** The measure's interval for one contender, with the values that it rests on. */
export function measureInterval(
  observations: Observations,
  balancer: string,
  measure: ExperimentMeasure,
  replications: number,
  confidence: number,
): MeasureInterval {
  const values = observations.values(balancer, measure, replications);
  const known = values.filter((value) => value !== null);
  const head = { measure: measure.text, balancer, values };
  if (known.length === 0) return { ...head, ...NO_ESTIMATE, method: "nothing observed" };
  if (measure.trials === null)
    return { ...head, ...estimateOf(meanInterval(known, confidence)), method: "t over replications" };
  return { ...head, ...fractionOf(observations, balancer, measure, confidence) };
}

/** Pooled over messages, as wide as the runs differ; where none was seen, what that bounds. */
function fractionOf(
  observations: Observations,
  balancer: string,
  { read, trials }: ExperimentMeasure,
  confidence: number,
): Estimate & { readonly method: string } {
  const runs = observations
    .figures(balancer)
    .flatMap((figures) => (figures === undefined || read(figures) === null ? [] : figures));
  const tried = runs.map((figures) => trials!(figures));
  const events = runs.map((figures, i) => read(figures)! * tried[i]!);
  const pooled = fractionInterval(events, tried, confidence);
  const method = pooled.events === 0 ? "none seen: exact bound (rule of three)" : "pooled over messages and runs";
  return { ...estimateOf(pooled), method };
}
