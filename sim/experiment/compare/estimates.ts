/** Each contender's own interval for each measure, over replications. */
import { estimateOver } from "../estimate.ts";
import type { ExperimentMeasure } from "../experiment.ts";
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
  const runs = observations.figures(balancer).filter((figures) => figures !== undefined);
  const { estimate, method } = estimateOver(runs, measure, confidence);
  return { measure: measure.text, balancer, values, ...estimate, method };
}
