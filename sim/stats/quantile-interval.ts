/**
 * The interval of a quantile between two order statistics of independent values, whatever their distribution. Model:
 * David & Nagaraja, Order Statistics, §7.1; the number of values below the quantile is binomial.
 */
import { binomialCdf } from "./beta.ts";
import { interval, type Interval } from "./interval.ts";
import { quantileOfSorted, sortedCopy } from "./sample.ts";
import { requireOpenUnit } from "./check.ts";

/**
 * Of the q-quantile (0 < q < 1) of independent values; holds with at least the stated confidence. A side that the sample
 * cannot bound is infinite: the median at 95% needs six values, the 99th percentile's upper side 368.
 */
export function quantileInterval(values: readonly number[], q: number, confidence: number): Interval {
  requireOpenUnit("confidence", confidence);
  const sorted = sortedCopy(values);
  const count = sorted.length;
  const estimate = quantileOfSorted(sorted, q);
  const tail = (1 - confidence) / 2;
  const low = lowerRank(count, q, tail);
  const high = lowerRank(count, 1 - q, tail);
  return interval(
    estimate,
    low === 0 ? -Infinity : sorted[low - 1]!,
    high === 0 ? Infinity : sorted[count - high]!,
    count,
  );
}

/** Of the median: for few replications of an unknown distribution. */
export function medianInterval(values: readonly number[], confidence: number): Interval {
  return quantileInterval(values, 0.5, confidence);
}

/** The largest rank r (from 1) whose value exceeds the quantile with at most the tail's chance; 0 where none does. */
function lowerRank(count: number, q: number, tail: number): number {
  let [low, high] = [0, count + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    // The r-th smallest lies above the quantile where fewer than r values lie below it. A rounding error is no failure.
    if (binomialCdf(middle - 1, count, q) <= tail * (1 + 1e-12)) low = middle;
    else high = middle;
  }
  return low;
}
