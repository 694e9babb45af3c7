/** Weights as the small whole numbers that exact round-robin arithmetic needs. */

const DECIMALS = 6;

/**
 * The weights in the same ratios as whole numbers without a common divisor. They are taken to six decimals; one that is 0 or
 * less becomes 0, a positive one at least the least that six decimals can say.
 */
export function wholeWeights(weights: Float64Array): Float64Array {
  const scale = scaleOf(weights);
  const whole = weights.map((weight) => (weight <= 0 ? 0 : Math.max(1, Math.round(weight * scale))));
  const divisor = whole.reduce(greatestCommonDivisor, 0);
  return divisor > 1 ? whole.map((weight) => weight / divisor) : whole;
}

/** The least power of ten that makes every weight whole, or a million. */
function scaleOf(weights: Float64Array): number {
  let scale = 1;
  for (let decimals = 0; decimals < DECIMALS; decimals++) {
    const isWhole = weights.every((weight) => Math.abs(weight * scale - Math.round(weight * scale)) < 1e-9 * scale);
    if (isWhole) break;
    scale *= 10;
  }
  return scale;
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
