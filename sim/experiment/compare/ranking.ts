/** Who may be best in each measure, and how likely each is. */
import { Stream } from "../../core/random.ts";
import { possibleBests, probabilityOfBest } from "../../stats/index.ts";
import type { ExperimentMeasure } from "../experiment.ts";
import { commonValues, type Observations } from "./observations.ts";
import type { ComparePlan } from "./plan.ts";
import type { RankedPlace, Ranking } from "./result.ts";

/** Over the replications that all contenders have; no places below two of them. */
export function rankings(plan: ComparePlan, observations: Observations, replications: number): readonly Ranking[] {
  return plan.measures.map((measure) => ({
    measure: measure.text,
    places: placesOf(plan, observations, measure, replications),
  }));
}

function placesOf(
  { contenders, scenario, confidence }: ComparePlan,
  observations: Observations,
  measure: ExperimentMeasure,
  replications: number,
): readonly RankedPlace[] {
  const labels = contenders.map(({ label }) => label);
  const values = commonValues(labels.map((label) => observations.samples(label, measure, replications)));
  if (values[0]!.length < 2) return [];
  const direction = measure.better === "higher" ? "higher" : "lower";
  // A stream of its own for each measure: what is asked of one does not move another's third digit.
  const random = new Stream(scenario.seed, `compare/ranking/${measure.text}`);
  const probabilities = probabilityOfBest(values, random, { direction });
  const possible = possibleBests(values, { confidence, direction });
  return labels
    .map((balancer, i) => ({ balancer, probabilityOfBest: probabilities[i]!, mayBeBest: possible.includes(i) }))
    .sort((a, b) => b.probabilityOfBest - a.probabilityOfBest);
}
