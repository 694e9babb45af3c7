/** Moments and quantiles of a sample, by simple-statistics where its arithmetic is exact enough (Neumaier's sums). */
import { mean, sampleCovariance, sampleVariance } from "simple-statistics";
import { requireCount, requireOpenUnit } from "./check.ts";

/** The arithmetic mean; throws where there are no values. */
export function meanOf(values: readonly number[]): number {
  requireCount("mean", values.length, 1);
  return mean(values as number[]);
}

/** The unbiased variance (n - 1); throws below two values. Exactly 0 where all values are equal. */
export function varianceOf(values: readonly number[]): number {
  requireCount("variance", values.length, 2);
  if (isConstant(values)) return 0;
  return sampleVariance(values as number[]);
}

/** The unbiased covariance of pairs; throws below two pairs. */
export function covarianceOf(a: readonly number[], b: readonly number[]): number {
  requireCount("covariance", a.length, 2);
  return sampleCovariance(a as number[], b as number[]);
}

/** Whether no value differs from the first. */
export function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}

/** a[i] - b[i]. */
export function differencesOf(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value - b[i]!);
}

/** A sorted copy, ascending. */
export function sortedCopy(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/**
 * The q-quantile of ascending values, nearly median-unbiased whatever the distribution: definition 8 of Hyndman & Fan,
 * Sample quantiles in statistical packages (1996), the one they recommend. 0 < q < 1.
 */
export function quantileOfSorted(sorted: readonly number[], q: number): number {
  requireCount("quantile", sorted.length, 1);
  requireOpenUnit("quantile", q);
  const position = (sorted.length + 1 / 3) * q + 1 / 3;
  const rank = Math.floor(position);
  const last = sorted.length - 1;
  const below = sorted[Math.min(Math.max(rank - 1, 0), last)]!;
  const above = sorted[Math.min(Math.max(rank, 0), last)]!;
  return below + (above - below) * (position - rank);
}
