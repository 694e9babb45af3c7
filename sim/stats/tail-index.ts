/**
 * How heavy is the tail: does the mean exist, does the variance? A tail like x^-index has moments only below its index.
 * Models: Hill, A simple general approach to inference about the tail of a distribution (1975); from quantiles alone, the
 * slope of the log-log plot (Kratz & Resnick, The qq-estimator and heavy tails, 1996).
 */
import { log } from "../core/math.ts";
import { interval, type Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import { requireOpenUnit } from "./check.ts";
import { sortedCopy } from "./sample.ts";

/** What a tail index means for averages. */
export type TailWarning = "mean-may-not-exist" | "variance-may-not-exist";

/** The largest values that Hill's estimator rests on; fewer say nothing. */
const EXCEEDANCES_LEAST = 20;
const EXCEEDANCES_FRACTION = 0.02;

/**
 * The tail index from independent or weakly dependent values, by their largest fiftieth; null below 1,000 values, or where
 * these are not positive and different. Light tails, such as an exponential, show a large index.
 */
export function tailIndex(values: readonly number[], confidence: number): Interval | null {
  requireOpenUnit("confidence", confidence);
  const count = Math.floor(values.length * EXCEEDANCES_FRACTION);
  if (count < EXCEEDANCES_LEAST) return null;
  const top = sortedCopy(values).slice(-count - 1);
  const threshold = top[0]!;
  if (!(threshold > 0)) return null;
  const excess = top.reduce((sum, value) => sum + log(value / threshold), 0) / count;
  if (!(excess > 0)) return null;
  // 1 / index is a mean of exponentials: asymptotically normal with standard error 1 / (index √count).
  const z = normalQuantile((1 + confidence) / 2) / Math.sqrt(count);
  const high = z < 1 ? 1 / (excess * (1 - z)) : Infinity;
  return interval(1 / excess, 1 / (excess * (1 + z)), high, count);
}

/**
 * The tail index from quantiles (`q` ascending, `value` > 0) from `from` on, 0.98 unless said: the slope of -ln(1 - q)
 * against ln(value). null where fewer than two different quantiles lie there.
 */
export function tailIndexOfQuantiles(
  quantiles: readonly { readonly q: number; readonly value: number }[],
  from = 0.98,
): number | null {
  const points = quantiles
    .filter(({ q, value }) => q >= from && q < 1 && value > 0)
    .map(({ q, value }) => ({ x: log(value), y: -log(1 - q) }));
  if (points.length < 2) return null;
  const middle = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const squares = points.reduce((sum, { x }) => sum + (x - middle) ** 2, 0);
  if (squares === 0) return null;
  return points.reduce((sum, { x, y }) => sum + (x - middle) * y, 0) / squares;
}

/** What to warn of, if anything: an index of at most 1 has no mean, one of at most 2 no variance, and t no meaning. */
export function tailWarning(index: number | null): TailWarning | null {
  if (index === null || index > 2) return null;
  return index <= 1 ? "mean-may-not-exist" : "variance-may-not-exist";
}
