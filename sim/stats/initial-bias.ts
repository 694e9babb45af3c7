/**
 * Was the warm-up long enough? Models: the two halves of the measured part, compared over replications by the paired t test
 * (Law §9.5.1 after Welch); for a single run, Schruben's optimum test for initialisation bias (Schruben, Singh & Tierney
 * 1983), which sums how far early averages lie from the last one.
 */
import { differencesOf, meanOf, varianceOf } from "./sample.ts";
import { meanInterval } from "./mean-interval.ts";
import { requireCount, requirePairs } from "./check.ts";
import { studentCdf } from "./student.ts";
import type { Interval } from "./interval.ts";

export interface HalvesCheck {
  /** mean(second half) - mean(first half), paired by replication. */
  readonly change: Interval;
  /** The change cannot be chance, and is more than the tolerance: the warm-up looks too short (or the load drifts). */
  readonly tooShort: boolean;
}

/** Compares the halves of the measured part, value i of each from replication i; `tolerance` in the measure's unit. */
export function compareHalves(
  first: readonly number[],
  second: readonly number[],
  confidence: number,
  tolerance = 0,
): HalvesCheck {
  requirePairs("compareHalves", first, second);
  const change = meanInterval(differencesOf(second, first), confidence);
  const certain = change.low > 0 || change.high < 0;
  return { change, tooShort: certain && Math.abs(change.estimate) > tolerance };
}

/**
 * The two-sided p-value of "no initial bias" for one run, from the means of at least 16 batches that are long enough to be
 * nearly independent (`batchMeans` finds how long). 1 where they do not vary.
 */
export function initialBiasPValue(batches: readonly number[]): number {
  const count = batches.length;
  requireCount("initialBiasPValue", count, 16);
  // The spread is taken from the second half, which an initial bias has left by then.
  const variance = varianceOf(batches.slice(Math.floor(count / 2)));
  const mean = meanOf(batches);
  let [sum, weighted] = [0, 0];
  batches.forEach((value, i) => {
    sum += value;
    weighted += (1 - (i + 1) / count) * ((i + 1) * mean - sum);
  });
  if (weighted === 0) return 1;
  const statistic = (Math.sqrt(45) * weighted) / (count * Math.sqrt(count * variance));
  return 2 * studentCdf(-Math.abs(statistic), Math.ceil(count / 2) - 1);
}
