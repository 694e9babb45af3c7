/** The inverse of a monotone function: Newton's method inside a bracket that halves where Newton would leave it. */

const MAX_STEPS = 400;
const EPSILON = 4e-16;

export interface Monotone {
  /** The function; rising or falling throughout the bracket. */
  readonly value: (x: number) => number;
  /** Its derivative's size; only the speed depends on it. */
  readonly slope: (x: number) => number;
  readonly rising: boolean;
  /** The solution lies between these, both finite. */
  readonly low: number;
  readonly high: number;
}

/** The x at which the function has the target value, as exactly as the function itself is. */
export function invert({ value, slope, rising, low, high }: Monotone, target: number): number {
  let x = (low + high) / 2;
  for (let step = 0; step < MAX_STEPS; step++) {
    const error = (value(x) - target) * (rising ? 1 : -1);
    if (error === 0) return x;
    if (error > 0) high = x;
    else low = x;
    let next = x - error / slope(x);
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - x) <= EPSILON * Math.abs(x)) return next;
    x = next;
  }
  return x;
}

/** A point beyond the solution: the first doubling of 1 where the falling function is at most the target. */
export function beyond(falling: (x: number) => number, target: number): number {
  let high = 1;
  while (falling(high) > target) high *= 2;
  return high;
}
