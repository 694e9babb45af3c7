/**
 * How far a mean strays from the truth, in its standard errors, where values are skewed. Student's t takes both sides for
 * alike: of means of short, congested runs it then misses the truth on one side two to four times as often as on the other,
 * and in sum too often. Model: Johnson, Modified t tests for asymmetrical populations (1978), the
 * first term of what skewness does; and Hall, On the removal of skewness by transformation (1992), all of it.
 */
import { pow } from "../core/math.ts";
import { isConstant, meanOf } from "./sample.ts";
import { requireOpenUnit } from "./check.ts";
import { studentQuantile } from "./student.ts";

/** What (mean - truth) / standard error lies between: `low` < 0 < `high`. */
export interface StudentBounds {
  readonly low: number;
  readonly high: number;
}

/**
 * The sample's skewness, unbiased for normal values (Fisher and Pearson's adjusted coefficient): 0 for symmetric values, 2 for
 * exponential ones. 0 below three values, and where all are equal.
 */
export function skewnessOf(values: readonly number[]): number {
  const count = values.length;
  if (count < 3 || isConstant(values)) return 0;
  const mean = meanOf(values);
  let [squares, cubes] = [0, 0];
  for (const value of values) {
    const deviation = value - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  const biased = cubes / count / (squares / count) ** 1.5;
  return (biased * Math.sqrt(count * (count - 1))) / (count - 2);
}

/**
 * Hall's bounds: Student's quantiles taken back through the transformation that removes the skewness of these values. For what
 * is very skewed, such as how many of the slowest messages each run had. `unseen` is skewness beyond what the values show.
 */
export function skewedBounds(values: readonly number[], confidence: number, unseen = 0): StudentBounds {
  requireOpenUnit("confidence", confidence);
  const t = studentQuantile((1 + confidence) / 2, Math.max(1, values.length - 1));
  const bend = (skewnessOf(values) + unseen) / Math.sqrt(values.length);
  // Straight, but for rounding.
  if (Math.abs(bend) < 1e-6) return { low: -t, high: t };
  const back = (y: number): number => (3 / bend) * (cubeRoot(1 + bend * (y - bend / 6)) - 1);
  return { low: back(-t), high: back(t) };
}

/** A dozen skewed values show two thirds of their skewness on average, and least where their mean is farthest off. */
const SHOWN_TO_TRUE = 1.5;

/**
 * What a verdict is held to: Student's quantiles, and on the side that skewness makes heavy Johnson's first-order term beyond
 * them. Either side may be heavy by one standard error of the skewness (√(6 / n)) more than shows: verdicts of many comparisons and
 * early looks rest on tails of a few in ten thousand, where what does not show matters most. The light side is given nothing
 * back. So verdicts are wrong no more often than they say for differences of skewness up to 1.5, with 20 comparisons and
 * looks from twelve values on; by t alone five times as often (`test/promises/resampled.ts`). Below three values, where
 * there is no skewness to see, t alone is wide enough.
 */
export function guardedBounds(values: readonly number[], confidence: number): StudentBounds {
  const count = values.length;
  const t = studentQuantile((1 + confidence) / 2, Math.max(1, count - 1));
  if (count < 3 || isConstant(values)) return { low: -t, high: t };
  const shown = SHOWN_TO_TRUE * skewnessOf(values);
  const unseen = Math.sqrt(6 / count);
  const perSkewness = (1 + 2 * t * t) / (6 * Math.sqrt(count));
  return {
    low: -t - perSkewness * Math.max(0, unseen + shown),
    high: t + perSkewness * Math.max(0, unseen - shown),
  };
}

function cubeRoot(x: number): number {
  return Math.sign(x) * pow(Math.abs(x), 1 / 3);
}
