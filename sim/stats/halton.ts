/**
 * Space-filling points by Halton's sequence (On the efficiency of certain quasi-random sequences of points, 1960): axis i
 * counts in the i-th prime and mirrors the digits at the point. Any number of points is even; beyond about ten axes the
 * large primes leave stripes among few points, where Sobol's sequence serves better.
 */

const PRIMES: readonly number[] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];

/** As many axes as there are primes here. */
export const HALTON_DIMENSIONS_MAX: number = PRIMES.length;

/** The first `count` points in (0, 1)^dimensions, without the origin. Throws a RangeError beyond 20 dimensions. */
export function halton(count: number, dimensions: number): number[][] {
  if (!(dimensions >= 1 && dimensions <= HALTON_DIMENSIONS_MAX)) {
    throw new RangeError(`halton: expected 1 to ${HALTON_DIMENSIONS_MAX} dimensions, got ${dimensions}`);
  }
  const bases = PRIMES.slice(0, dimensions);
  return Array.from({ length: count }, (_, index) => bases.map((base) => radicalInverse(index + 1, base)));
}

/** The digits of `index` in `base`, mirrored at the point. */
function radicalInverse(index: number, base: number): number {
  let [mirrored, place] = [0, 1 / base];
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    mirrored += (rest % base) * place;
    place /= base;
  }
  return mirrored;
}
