/** Confidence intervals from a few independent runs, of 95% unless another is asked for: of their mean by Student's t, of their median by ranks. */
import { gammaln } from "simple-statistics";

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

const CONFIDENCE = 0.95;

/** Of the mean; infinitely wide for a single run. */
export function meanInterval(values: readonly number[], confidence: number = CONFIDENCE): Interval {
  const count = values.length;
  const estimate = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { estimate, low: -Infinity, high: Infinity };
  const variance = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (count - 1);
  const half = studentQuantile((1 + confidence) / 2, count - 1) * Math.sqrt(variance / count);
  return { estimate, low: estimate - half, high: estimate + half };
}

/**
 * Of the median, whatever the distribution: between the two ranks that enclose it with at least this chance (the count of
 * runs below it is binomial). Infinitely wide where no pair of ranks does, for 95% below six runs.
 */
export function medianInterval(values: readonly number[], confidence: number = CONFIDENCE): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  const count = sorted.length;
  const estimate = (sorted[Math.floor((count - 1) / 2)]! + sorted[Math.ceil((count - 1) / 2)]!) / 2;
  let outside = 2 * 0.5 ** count;
  let rank = 0;
  if (outside > 1 - confidence) return { estimate, low: -Infinity, high: Infinity };
  for (let term = 0.5 ** count; ; rank++) {
    term *= (count - rank) / (rank + 1);
    outside += 2 * term;
    if (outside > 1 - confidence) break;
  }
  return { estimate, low: sorted[rank]!, high: sorted[count - 1 - rank]! };
}

/** The quantile of Student's t with `freedom` degrees of freedom, for p > 0.5, by bisection of its distribution. */
export function studentQuantile(p: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentBelow(high, freedom) < p) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (studentBelow(middle, freedom) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T <= t) for t >= 0: half of the density's integral from the centre, by Simpson's rule in the angle atan(t / √ν). */
function studentBelow(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const scale = Math.exp(gammaln((freedom + 1) / 2) - gammaln(freedom / 2)) / Math.sqrt(Math.PI);
  const steps = 200;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.cos((angle * i) / steps) ** (freedom - 1);
  }
  return 0.5 + (scale * sum * angle) / (3 * steps);
}
