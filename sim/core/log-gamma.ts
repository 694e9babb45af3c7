/** The logarithm of the gamma function, for the moments of Weibull distributions. Model: Stirling's series, shifted. */
import { log } from "./math.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** From here on the series below is exact to a double. */
const STIRLING_FROM = 16;

/** ln Γ(x) for x > 0, to about 14 digits. */
export function logGamma(x: number): number {
  let product = 1;
  let shifted = x;
  while (shifted < STIRLING_FROM) product *= shifted++;
  return stirling(shifted) - log(product);
}

function stirling(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (x - 0.5) * log(x) - x + HALF_LOG_TWO_PI + series;
}
