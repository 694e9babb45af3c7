/**
 * Two alternatives under common random numbers: differences seed by seed. Model: Law, Simulation Modeling and Analysis,
 * §10.2.1 (paired t) and §11.2 (common random numbers). Both intervals are guarded against skewness, as verdicts are.
 */
import { covarianceOf, differencesOf, varianceOf } from "./sample.ts";
import { fiellerInterval } from "./ratio-interval.ts";
import { guardedInterval } from "./mean-interval.ts";
import { requirePairs } from "./check.ts";
import type { Interval } from "./interval.ts";

export interface PairedComparison {
  /** mean(candidate) - mean(baseline), in the measure's unit. */
  readonly difference: Interval;
  /** mean(candidate) / mean(baseline). */
  readonly ratio: Interval;
  /**
   * (var A + var B) / var(A - B): as many times fewer replications as independent seeds would need. Below 1 where common
   * numbers do harm; null where it is unknown (one pair) or without bound (the difference is the same in every pair).
   */
  readonly varianceReduction: number | null;
  /** Pearson's, from -1 to 1; null where one side does not vary. */
  readonly correlation: number | null;
}

/** Compares a candidate with a baseline; value i of both comes from the same seed. */
export function pairedComparison(
  candidate: readonly number[],
  baseline: readonly number[],
  confidence: number,
): PairedComparison {
  requirePairs("pairedComparison", candidate, baseline);
  return {
    difference: guardedInterval(differencesOf(candidate, baseline), confidence),
    ratio: fiellerInterval(candidate, baseline, confidence),
    varianceReduction: varianceReduction(candidate, baseline),
    correlation: correlationOf(candidate, baseline),
  };
}

/** (var A + var B) / var(A - B); null below two pairs and where the difference does not vary. */
export function varianceReduction(a: readonly number[], b: readonly number[]): number | null {
  if (a.length < 2) return null;
  const spread = varianceOf(differencesOf(a, b));
  return spread === 0 ? null : (varianceOf(a) + varianceOf(b)) / spread;
}

/** Pearson's correlation of pairs; null below two pairs and where one side does not vary. */
export function correlationOf(a: readonly number[], b: readonly number[]): number | null {
  if (a.length < 2) return null;
  const product = Math.sqrt(varianceOf(a)) * Math.sqrt(varianceOf(b));
  return product === 0 ? null : Math.min(1, Math.max(-1, covarianceOf(a, b) / product));
}
