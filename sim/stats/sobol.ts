/**
 * Sobol's points: they fill the unit cube more evenly than chance does, from the first few on. Model: Sobol (1967) in the
 * Gray code order of Antonov & Saleev (1979), direction numbers of Joe & Kuo, Constructing Sobol sequences with better
 * two-dimensional projections (2008, new-joe-kuo-6); shifted digitally at random, so that every point is uniform.
 */
import type { Random } from "../core/random.ts";

/** For each axis beyond the first: the primitive polynomial over GF(2) as bits, and the first direction numbers. */
const JOE_KUO: readonly (readonly [polynomial: number, first: readonly number[]])[] = [
  [3, [1]],
  [7, [1, 3]],
  [11, [1, 3, 1]],
  [13, [1, 1, 1]],
  [19, [1, 1, 3, 3]],
  [25, [1, 3, 5, 13]],
  [37, [1, 1, 5, 5, 17]],
  [41, [1, 1, 5, 5, 5]],
  [47, [1, 1, 7, 11, 19]],
  [55, [1, 1, 5, 1, 1]],
  [59, [1, 1, 1, 3, 11]],
  [61, [1, 3, 5, 5, 31]],
  [67, [1, 3, 3, 9, 7, 49]],
  [91, [1, 1, 1, 15, 21, 21]],
  [97, [1, 3, 1, 13, 27, 49]],
  [103, [1, 1, 1, 15, 7, 5]],
  [109, [1, 3, 1, 15, 13, 25]],
  [115, [1, 1, 5, 5, 19, 61]],
  [131, [1, 3, 7, 11, 23, 15, 103]],
  [137, [1, 3, 7, 13, 13, 15, 69]],
  [143, [1, 1, 3, 13, 7, 35, 63]],
  [145, [1, 3, 5, 9, 1, 25, 53]],
  [157, [1, 3, 1, 13, 9, 35, 107]],
  [167, [1, 3, 1, 5, 27, 61, 31]],
  [171, [1, 1, 5, 11, 19, 41, 61]],
  [185, [1, 3, 5, 3, 3, 13, 69]],
  [191, [1, 1, 7, 13, 1, 19, 1]],
  [193, [1, 3, 7, 5, 13, 19, 59]],
  [203, [1, 1, 3, 9, 25, 29, 41]],
  [211, [1, 3, 5, 13, 23, 1, 55]],
  [213, [1, 3, 7, 3, 13, 59, 17]],
];

/** As many axes as there are direction numbers for. */
export const SOBOL_DIMENSIONS_MAX: number = JOE_KUO.length + 1;
const BITS = 32;
const TWO_POW_MINUS_32 = 2.3283064365386963e-10;

/**
 * The first `count` points in [0, 1)^dimensions, best a power of two. Without `random` they are Sobol's own, whose first
 * point is the origin. Throws a RangeError beyond 32 dimensions.
 */
export function sobol(count: number, dimensions: number, random?: Random): number[][] {
  if (!(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= SOBOL_DIMENSIONS_MAX))
    throw new RangeError(`sobol: expected 1 to ${SOBOL_DIMENSIONS_MAX} dimensions, got ${dimensions}`);
  const directions = Array.from({ length: dimensions }, (_, axis) => directionsOf(axis));
  const state = directions.map(() => random?.u32() ?? 0);
  return Array.from({ length: count }, (_, index) => {
    const point = state.map((bits) => (bits >>> 0) * TWO_POW_MINUS_32);
    const flipped = trailingOnes(index);
    directions.forEach((numbers, axis) => (state[axis]! ^= numbers[flipped]!));
    return point;
  });
}

/** Sobol's recurrence for the direction numbers of one axis, as fractions of 32 bits. */
function directionsOf(axis: number): readonly number[] {
  if (axis === 0) return Array.from({ length: BITS }, (_, i) => 1 << (BITS - 1 - i));
  const [polynomial, first] = JOE_KUO[axis - 1]!;
  const degree = first.length;
  const numbers = first.map((number, i) => number << (BITS - 1 - i));
  for (let i = degree; i < BITS; i++) {
    let next = numbers[i - degree]! ^ (numbers[i - degree]! >>> degree);
    for (let k = 1; k < degree; k++) if ((polynomial >> (degree - k)) & 1) next ^= numbers[i - k]!;
    numbers.push(next);
  }
  return numbers;
}

/** Which bit the Gray code flips on the way from this index to the next. */
function trailingOnes(index: number): number {
  let bit = 0;
  while ((index >> bit) & 1) bit++;
  return bit;
}
