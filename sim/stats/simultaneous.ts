/**
 * Several statements that shall all be right together. Models: Bonferroni's inequality (Law §9.7); Šidák, Rectangular
 * confidence regions for the means of multivariate normal distributions (1967); Holm, A simple sequentially rejective
 * multiple test procedure (1979).
 */
import { exp, log } from "../core/math.ts";
import { meanOf, varianceOf } from "./sample.ts";
import { requireOpenUnit } from "./check.ts";
import { studentCdf } from "./student.ts";

/** The confidence that each of `comparisons` intervals needs, whatever their dependence. */
export function bonferroni(confidence: number, comparisons: number): number {
  requireComparisons(confidence, comparisons);
  return 1 - (1 - confidence) / comparisons;
}

/** The same for two-sided intervals of means, slightly narrower: it holds for normal estimates of any correlation. */
export function sidak(confidence: number, comparisons: number): number {
  requireComparisons(confidence, comparisons);
  return exp(log(confidence) / comparisons);
}

/** Holm's adjusted p-values, in the order given: reject those at most 1 - confidence. Valid for any dependence. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]! || a - b);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, pValues[index]! * (pValues.length - rank)));
    adjusted[index] = largest;
  });
  return adjusted;
}

/**
 * The two-sided p-value of paired differences against a mean of 0, by Student's t; 1 for a single difference. Where all
 * differences are equal it is 0, or 1 if they are 0.
 */
export function pairedPValue(differences: readonly number[]): number {
  const count = differences.length;
  if (count < 2) return 1;
  const mean = meanOf(differences);
  if (mean === 0) return 1;
  return 2 * studentCdf(-Math.abs(mean) / Math.sqrt(varianceOf(differences) / count), count - 1);
}

function requireComparisons(confidence: number, comparisons: number): void {
  requireOpenUnit("confidence", confidence);
  if (!(comparisons >= 1)) throw new RangeError(`expected at least 1 comparison, got ${comparisons}`);
}
