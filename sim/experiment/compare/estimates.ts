/** Each contender's own interval for each measure, over replications or the batches of a single run. */
import { estimateOver } from "../estimate.ts";
import type { Estimate, ExperimentMeasure } from "../experiment.ts";
import type { Observations } from "./observations.ts";
import type { MeasureInterval } from "./result.ts";

/** The measure's interval for one contender, with the values that it rests on. */
export function measureInterval(
  observations: Observations,
  balancer: string,
  measure: ExperimentMeasure,
  replications: number,
  confidence: number,
): MeasureInterval {
  const values = observations.values(balancer, measure, replications);
  const basis = observations.basis(balancer, measure, replications).filter((figures) => figures !== null);
  const { estimate, method } = estimateOver(basis, measure, confidence);
  const made = { measure: measure.text, balancer, values };
  const alone = replications === 1 ? observations.figures(balancer)[0] : undefined;
  if (alone === undefined || basis.length === 1) return { ...made, ...estimate, method };
  return { ...made, ...about(measure.read(alone), estimate), method: `batch means (${method})` };
}

/** The batches' interval about the whole run's value, where they have one: batches with few messages weigh less in that. */
function about(value: number | null, estimate: Estimate): Estimate {
  if (value === null || estimate.estimate === null) return estimate;
  const moved = (end: number | null): number | null => (end === null ? null : end + value - estimate.estimate!);
  return { ...estimate, estimate: value, low: moved(estimate.low), high: moved(estimate.high) };
}
