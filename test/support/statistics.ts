/**
 * Tests of goodness of fit with bounds that are proved, not fitted: with fixed seeds they are deterministic, and a correct
 * generator would exceed one of them for one seed in a million.
 */

const CHANCE_OF_FALSE_ALARM = 1e-6;
/** So many standard errors are exceeded with about that chance (normal law, two sides: 5.7e-7). */
export const FIVE_SIGMA = 5;

/** So many draws. */
export function sampleOf(count: number, draw: () => number): Float64Array {
  const sample = new Float64Array(count);
  for (let i = 0; i < count; i++) sample[i] = draw();
  return sample;
}

/** The largest distance between an empirical distribution function and the true one (Kolmogorov-Smirnov). */
export function ksDistance(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  let distance = 0;
  sorted.forEach((x, i) => {
    const p = cdf(x);
    distance = Math.max(distance, p - i / sorted.length, (i + 1) / sorted.length - p);
  });
  return distance;
}

/** P(distance > this) is at most one in a million: the Dvoretzky-Kiefer-Wolfowitz inequality in Massart's form (1990). */
export function ksBound(sampleSize: number): number {
  return Math.sqrt(Math.log(2 / CHANCE_OF_FALSE_ALARM) / (2 * sampleSize));
}

/** Pearson's statistic of observed counts against expected ones (each of them 5 or more). */
export function chiSquare(observed: ArrayLike<number>, expected: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < observed.length; i++) {
    if (!(expected[i]! >= 5)) throw new RangeError(`cell ${i}: expected count ${expected[i]} is below 5`);
    sum += (observed[i]! - expected[i]!) ** 2 / expected[i]!;
  }
  return sum;
}

/** P(chi-square > this) is at most one in a million: Laurent & Massart (2000), lemma 1. */
export function chiSquareBound(cells: number): number {
  const degrees = cells - 1;
  const t = Math.log(1 / CHANCE_OF_FALSE_ALARM);
  return degrees + 2 * Math.sqrt(degrees * t) + 2 * t;
}

export function meanOf(sample: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < sample.length; i++) sum += sample[i]!;
  return sum / sample.length;
}

export function varianceOf(sample: ArrayLike<number>): number {
  const mean = meanOf(sample);
  let sum = 0;
  for (let i = 0; i < sample.length; i++) sum += (sample[i]! - mean) ** 2;
  return sum / (sample.length - 1);
}

/** The difference of two numbers in units in the last place of the second. */
export function ulpsApart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(b))));
  return Math.abs(a - b) / 2 ** Math.max(-1074, exponent - 52);
}

/** The regularised lower incomplete gamma function P(shape, x), by its series; `gammaOfNext` is Γ(shape + 1). */
export function lowerGamma(shape: number, x: number, gammaOfNext: number): number {
  if (x <= 0) return 0;
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return Math.min(1, (Math.exp(shape * Math.log(x) - x) * sum) / gammaOfNext);
}

/** The standard normal distribution function, through P(1/2, z^2 / 2). */
export function normalCdf(z: number): number {
  const within = lowerGamma(0.5, (z * z) / 2, Math.sqrt(Math.PI) / 2);
  return z < 0 ? (1 - within) / 2 : (1 + within) / 2;
}
