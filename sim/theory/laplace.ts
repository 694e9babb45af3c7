/** Numerical inversion of Laplace transforms. */
import { complex, type Complex } from "./complex.ts";

const TERMS = 15;
const WEIGHTS = eulerWeights(TERMS);

/**
 * f(t) from its Laplace transform, by the Euler algorithm in the unified form of Abate & Whitt (INFORMS Journal on
 * Computing 18, 2006). For t > 0 and f smooth there; six to eight correct digits.
 */
export function invertLaplace(transform: (s: Complex) => Complex, t: number): number {
  const real = (TERMS * Math.LN10) / 3;
  let sum = 0;
  for (let k = 0; k <= 2 * TERMS; k++) {
    const value = transform(complex(real / t, (Math.PI * k) / t));
    sum += WEIGHTS[k]! * value.re;
  }
  return (10 ** (TERMS / 3) / t) * sum;
}

/** Alternating signs, with binomial smoothing of the last half (Euler summation). */
function eulerWeights(terms: number): number[] {
  const weights = Array.from({ length: 2 * terms + 1 }, () => 1);
  weights[0] = 0.5;
  weights[2 * terms] = 2 ** -terms;
  let binomial = 1;
  for (let k = 1; k < terms; k++) {
    binomial = (binomial * (terms - k + 1)) / k;
    weights[2 * terms - k] = weights[2 * terms - k + 1]! + 2 ** -terms * binomial;
  }
  return weights.map((weight, k) => (k % 2 === 0 ? weight : -weight));
}
