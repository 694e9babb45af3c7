/**
 * Intervals of the ratio of two means from paired replications. Models: Fieller, Some problems in interval estimation
 * (1954), exact for normal pairs; and the paired logarithms, for measures that multiply (Law §9.5.3 treats the ratio).
 */
import { exp, log } from "../core/math.ts";
import { covarianceOf, meanOf, varianceOf } from "./sample.ts";
import { interval, unbounded, type Interval } from "./interval.ts";
import { meanInterval } from "./mean-interval.ts";
import { requireCount, requireOpenUnit, requirePairs } from "./check.ts";
import { studentQuantile } from "./student.ts";

/**
 * Of mean(numerators) / mean(denominators), value i of both from the same seed. Unbounded where the denominators' mean
 * cannot be told from 0, and for a single pair; the estimate is NaN where it is 0.
 */
export function fiellerInterval(
  numerators: readonly number[],
  denominators: readonly number[],
  confidence: number,
): Interval {
  requirePairs("fiellerInterval", numerators, denominators);
  requireOpenUnit("confidence", confidence);
  const count = numerators.length;
  const [above, below] = [meanOf(numerators), meanOf(denominators)];
  const estimate = below === 0 ? NaN : above / below;
  if (count < 2) return unbounded(estimate, count);
  const t = studentQuantile((1 + confidence) / 2, count - 1);
  const factor = (t * t) / count;
  const a = below * below - factor * varianceOf(denominators);
  if (!(a > 0)) return unbounded(estimate, count);
  const b = above * below - factor * covarianceOf(numerators, denominators);
  const c = above * above - factor * varianceOf(numerators);
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return interval(estimate, (b - root) / a, (b + root) / a, count);
}

/** Of the geometric mean of numerators[i] / denominators[i]; all values must be above 0. Unbounded for a single pair. */
export function logRatioInterval(
  numerators: readonly number[],
  denominators: readonly number[],
  confidence: number,
): Interval {
  requirePairs("logRatioInterval", numerators, denominators);
  requireCount("logRatioInterval", numerators.length, 1);
  const logs = numerators.map((value, i) => {
    const other = denominators[i]!;
    if (!(value > 0 && other > 0))
      throw new RangeError(`logRatioInterval: expected values > 0, got ${value}, ${other}`);
    return log(value / other);
  });
  const { estimate, low, high, count } = meanInterval(logs, confidence);
  return interval(exp(estimate), low === -Infinity ? 0 : exp(low), exp(high), count);
}
