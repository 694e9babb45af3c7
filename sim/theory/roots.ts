/** Roots of monotone functions by bisection: slow, certain, and free of derivatives. */

/**
 * The x in [low, high] where the decreasing function `f` crosses zero, to the last bits of a double. Returns `low` where
 * `f(low)` is not positive. Throws a RangeError where `f(high)` is still positive.
 */
export function fallingRoot(f: (x: number) => number, low: number, high: number): number {
  if (f(low) <= 0) return low;
  if (f(high) > 0) throw new RangeError(`no root below ${high}: the function is still ${f(high)} there`);
  let [below, above] = [low, high];
  for (let i = 0; i < 200; i++) {
    const middle = (below + above) / 2;
    if (middle <= below || middle >= above) break;
    if (f(middle) > 0) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** The t at which the survival function falls to 1 - q: the quantile of a non-negative time. */
export function quantileOf(survival: (t: number) => number, q: number, scale: number): number {
  let high = scale;
  while (survival(high) > 1 - q) high *= 2;
  return fallingRoot((t) => survival(t) - (1 - q), 0, high);
}
