/**
 * Intervals of the ratio of two means from paired replications. Models: Fieller, Some problems in interval estimation
 * (1954), exact for normal pairs, which t of the residuals decides; and the paired logarithms, for measures that multiply (Law §9.5.3 treats the ratio).
 */
import { exp, log } from "../core/math.ts";
import { covarianceOf, meanOf, varianceOf } from "./sample.ts";
import { guardedBounds } from "./skewness.ts";
import { interval, unbounded, type Interval } from "./interval.ts";
import { meanInterval } from "./mean-interval.ts";
import { requireCount, requireOpenUnit, requirePairs } from "./check.ts";

/**
 * Of mean(numerators) / mean(denominators), value i of both from the same seed; guarded against the skewness of
 * the residuals. Unbounded where the denominators' mean cannot be told from 0, and for a
 * single pair; the estimate is NaN where it is 0.
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
  const residuals = numerators.map((value, i) => value - estimate * denominators[i]!);
  const { low, high } = guardedBounds(residuals, confidence);
  // Below the estimate the residuals' mean is positive, where the denominators' is.
  const [lower, upper] = below > 0 ? [high, -low] : [-low, high];
  const covariance = covarianceOf(numerators, denominators);
  const ends = (t: number): readonly [number, number] | null => {
    const factor = (t * t) / count;
    const a = below * below - factor * varianceOf(denominators);
    if (!(a > 0)) return null;
    const b = above * below - factor * covariance;
    const c = above * above - factor * varianceOf(numerators);
    const root = Math.sqrt(Math.max(0, b * b - a * c));
    return [(b - root) / a, (b + root) / a];
  };
  const [first, last] = [ends(lower), ends(upper)];
  return first === null || last === null ? unbounded(estimate, count) : interval(estimate, first[0], last[1], count);
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
