/**
 * How often would whole comparisons be wrong? Thousands of them, drawn from a pool of differences instead of simulated: equals
 * are looked at as `compare` looks, again and again, each at its share of an error that many comparisons have in common.
 */
import type { statistics } from "../../sim/index.ts";
import type { CoverageRow } from "./experiments.ts";

type Statistics = Pick<typeof statistics, "verdictOf" | "sequentialPlan" | "confidenceAtLook" | "bonferroni">;

export interface ResampledOptions {
  /** One of a pool of differences whose mean is 0. */
  readonly draw: () => number;
  readonly experiments: number;
  /** How many verdicts share the error. */
  readonly comparisons: number;
}

/** As `compare` has them unless told otherwise. */
const [FIRST_LOOK, MOST_REPLICATIONS, CONFIDENCE] = [12, 64, 0.95];

/** How many comparisons of equals end with somebody said to be better: a line of the table. */
export function resampledVerdicts(
  { verdictOf, sequentialPlan, confidenceAtLook, bonferroni }: Statistics,
  { draw, experiments, comparisons }: ResampledOptions,
): CoverageRow {
  const plan = sequentialPlan(FIRST_LOOK, MOST_REPLICATIONS, CONFIDENCE);
  const confidences = plan.looks.map((_, look) => bonferroni(confidenceAtLook(plan, look), comparisons));
  const isWrong = (): boolean => {
    const values: number[] = [];
    return plan.looks.some((size, look) => {
      while (values.length < size) values.push(draw());
      const options = { confidence: confidences[look]!, tolerance: 0, direction: "lower" } as const;
      return verdictOf(values, options).decision !== "cannot-tell";
    });
  };
  const hits = Array.from({ length: experiments }, isWrong).filter(Boolean).length;
  const what = `equals, looks at ${plan.looks.join(", ")}, 1 of ${comparisons} verdicts`;
  return { what, kind: "wrong verdict", hits, experiments, comparisons };
}

/** Draws from the values, less their mean; `uniform` gives numbers in [0, 1). */
export function centredPool(values: readonly number[], uniform: () => number): () => number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return () => values[Math.floor(uniform() * values.length)]! - mean;
}
