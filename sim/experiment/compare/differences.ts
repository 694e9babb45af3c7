/** Every contender against the baseline, pair by pair of runs with the same seed: intervals, and what they decide. */
import { bonferroni, confidenceAtLook, pairedComparison, type SequentialPlan } from "../../stats/index.ts";
import type { ExperimentMeasure } from "../experiment.ts";
import { asEstimate, NO_ESTIMATE } from "../estimate.ts";
import { commonValues, type Observations } from "./observations.ts";
import { judge } from "./judge.ts";
import { comparisonsOf, type ComparePlan } from "./plan.ts";
import type { PairedDifference } from "./result.ts";
import { areIndependent } from "./single-run.ts";

/** Of a verdict for which nothing speaks yet. */
const UNKNOWN = {
  difference: NO_ESTIMATE,
  ratio: NO_ESTIMATE,
  verdict: "cannot tell",
  moreReplications: null,
  varianceReduction: null,
} as const;

const UNDECIDED = { verdict: "cannot tell", moreReplications: null } as const;

/** A contender's differences at one look, by measure; the intervals of all hold together, over all looks as well. */
export function differencesAt(
  plan: ComparePlan,
  observations: Observations,
  balancer: string,
  looks: SequentialPlan,
  look: number,
): readonly PairedDifference[] {
  const confidence = bonferroni(confidenceAtLook(looks, look), comparisonsOf(plan));
  return plan.measures.map((measure) => ({
    measure: measure.text,
    balancer,
    ...differenceOf(plan, observations, balancer, measure, looks.looks[look]!, confidence),
  }));
}

function differenceOf(
  plan: ComparePlan,
  observations: Observations,
  label: string,
  measure: ExperimentMeasure,
  replications: number,
  confidence: number,
): Omit<PairedDifference, "measure" | "balancer"> {
  const columns = [label, plan.baseline].map((each) => observations.samples(each, measure, replications));
  const [candidate, baseline] = commonValues(columns) as [readonly number[], readonly number[]];
  if (candidate.length === 0) return UNKNOWN;
  const { difference, ratio, varianceReduction } = pairedComparison(candidate, baseline, confidence);
  const judgement = isTooShort(observations, label, plan.baseline, measure, replications)
    ? UNDECIDED
    : judge(candidate, baseline, measure.better, plan.precision, confidence);
  return {
    difference: asEstimate(difference),
    ratio: asEstimate(ratio),
    ...judgement,
    varianceReduction,
  };
}

/** Of a single run whose batches are not independent the interval is too narrow to decide by. */
function isTooShort(
  observations: Observations,
  label: string,
  baselineLabel: string,
  measure: ExperimentMeasure,
  replications: number,
): boolean {
  if (replications > 1 || !measure.sectioned) return false;
  const [run, baseline] = [label, baselineLabel].map((each) => observations.figures(each)[0]);
  if (run?.sections === undefined || baseline?.sections === undefined) return false;
  return !areIndependent(measure, run, baseline);
}
