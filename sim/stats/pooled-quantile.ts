/**
 * The quantile of all messages of several runs. The mean of the runs' own quantiles is biased by the order of 1 / messages (a
 * p99 of some thousand correlated messages lies low, as congestion is rarer than once a run), however many runs there are.
 * Of how many messages lie above a value there is no such bias, so the interval is made of that.
 *
 * Model: Woodruff, Confidence intervals for medians and other position measures (1952), inverted at each value as by Francisco
 * & Fuller, Quantile estimation with a complex survey design (1991): runs are clusters of messages, and a value is plausible
 * as the q-quantile if 1 - q lies in the interval of the fraction above it.
 */
import { pooledFraction } from "./fraction-interval.ts";
import { interval, type Interval } from "./interval.ts";
import { requireCount, requireOpenUnit } from "./check.ts";

/** One run's values, as far as needed: none of them below 0. */
export interface CountedSample {
  readonly count: number;
  readonly max: number;
  /** How many values lie above x; parts of values where it is interpolated. */
  readonly above: (x: number) => number;
}

/** Halvings of a range: to a millionth, where the times themselves are known to half a percent. */
const HALVINGS = 20;

/**
 * Of the q-quantile (0 < q < 1) over all values of all runs; `count` is that of the runs. `high` is infinite where too few
 * values lie beyond to bound it. Throws where there are no values.
 */
export function pooledQuantile(runs: readonly CountedSample[], q: number, confidence: number): Interval {
  requireOpenUnit("quantile", q);
  const counted = runs.filter(({ count }) => count > 0);
  requireCount("pooledQuantile", counted.length, 1);
  const counts = counted.map(({ count }) => count);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const max = Math.max(...counted.map((run) => run.max));
  // A rounding error is no value.
  const beyond = (1 - q) * total * (1 + 1e-12);
  const aboveEach = (x: number): number[] => counted.map(({ above }) => above(x));
  const isBelow = (x: number): boolean => aboveEach(x).reduce((sum, n) => sum + n, 0) > beyond;
  const estimate = bisect(isBelow, 0, max);
  const fraction = (x: number): Interval => pooledFraction(aboveEach(x), counts, confidence);
  const low = bisect((x) => fraction(x).low > 1 - q, 0, estimate);
  // Of the values above the largest one there are none; what may still be there is the rule of three's.
  const isBounded = fraction(max).high < 1 - q;
  const high = isBounded ? bisect((x) => fraction(x).high >= 1 - q, estimate, max) : Infinity;
  return interval(estimate, low, high, runs.length);
}

/** Where a condition that holds below and not above ends; `low` where it holds nowhere. */
function bisect(holds: (x: number) => boolean, low: number, high: number): number {
  if (!holds(low)) return low;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
