/**
 * Designs over the unit cube: every combination of levels, or points of which each one-dimensional shadow is even. Model:
 * McKay, Beckman & Conover, A comparison of three methods for selecting values of input variables (1979).
 */
import type { Random } from "../core/random.ts";

/**
 * `count` points in [0, 1)^dimensions, of which each of the `count` equal slices of every axis holds exactly one. The
 * order of points is random, too.
 */
export function latinHypercube(count: number, dimensions: number, random: Random): number[][] {
  const columns = Array.from({ length: dimensions }, () => shuffledRanks(count, random));
  return Array.from({ length: count }, (_, i) => columns.map((ranks) => (ranks[i]! + random.unit()) / count));
}

/** 0 … count - 1 in an order of which all are equally likely (Fisher & Yates). */
function shuffledRanks(count: number, random: Random): number[] {
  const ranks = Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [ranks[last], ranks[other]] = [ranks[other]!, ranks[last]!];
  }
  return ranks;
}

/** Every combination of one value of each list, the last list turning fastest; one empty combination of no lists. */
export function fullGrid<Value>(levels: readonly (readonly Value[])[]): Value[][] {
  return levels.reduce<Value[][]>(
    (points, values) => points.flatMap((point) => values.map((value) => [...point, value])),
    [[]],
  );
}
