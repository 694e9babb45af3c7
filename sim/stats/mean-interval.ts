/**
 * The interval of a mean over independent replications, by Student's t. Model: Law, Simulation Modeling and Analysis,
 * §4.5 and §9.4.1. It holds for quantiles, fractions or any other measure of a run as well, one value per replication.
 */
import { isConstant, meanOf, varianceOf } from "./sample.ts";
import { guardedBounds } from "./skewness.ts";
import { interval, unbounded, type Interval } from "./interval.ts";
import { requireCount, requireOpenUnit } from "./check.ts";
import { normalQuantile } from "./normal.ts";
import { studentQuantile } from "./student.ts";

/**
 * Of the mean of independent values; unbounded for a single one. `confidence` is a fraction, such as 0.95. Few values of a
 * skewed distribution, such as means of short runs under load, are covered less often: make the runs longer.
 */
export function meanInterval(values: readonly number[], confidence: number): Interval {
  requireOpenUnit("confidence", confidence);
  requireCount("meanInterval", values.length, 1);
  const count = values.length;
  if (count === 1) return unbounded(values[0]!, 1);
  if (isConstant(values)) return interval(values[0]!, values[0]!, values[0]!, count);
  const estimate = meanOf(values);
  const half = studentQuantile((1 + confidence) / 2, count - 1) * Math.sqrt(varianceOf(values) / count);
  return interval(estimate, estimate - half, estimate + half, count);
}

/**
 * The same, for verdicts: each side as far out as Student's t says, and further where
 * skewness makes it miss too often. At 95% about a fifth wider for twelve values, a twelfth for fifty.
 */
export function guardedInterval(values: readonly number[], confidence: number): Interval {
  const plain = meanInterval(values, confidence);
  if (values.length < 3 || isConstant(values)) return plain;
  const { low, high } = guardedBounds(values, confidence);
  const error = Math.sqrt(varianceOf(values) / values.length);
  return interval(plain.estimate, plain.estimate - high * error, plain.estimate - low * error, values.length);
}

/**
 * How many values in all give a half-width of at most `halfWidth`, judged by the variance so far: the smallest n with
 * t(n - 1) √(variance / n) <= halfWidth (Law §9.4.1). At least 2; Infinity where the half-width asked for is 0.
 */
export function replicationsFor(variance: number, halfWidth: number, confidence: number): number {
  requireOpenUnit("confidence", confidence);
  if (variance === 0) return 2;
  if (!(halfWidth > 0)) return Infinity;
  const p = (1 + confidence) / 2;
  const enough = (n: number): boolean => studentQuantile(p, n - 1) * Math.sqrt(variance / n) <= halfWidth;
  // Student's t exceeds the normal quantile, so fewer cannot do; it soon comes close, so few more are needed.
  const fewest = Math.max(1, Math.floor((normalQuantile(p) / halfWidth) ** 2 * variance));
  let [low, high] = [fewest, fewest + 2];
  while (!enough(high)) [low, high] = [high, high + 2 * (high - fewest)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return Math.max(2, high);
}
