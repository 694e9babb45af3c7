/**
 * The tables of the ziggurat method: a decreasing density cut into 256 layers of equal area, so that a draw is nearly
 * always one table look-up, one product and one comparison. Computed at load by portable arithmetic, so equal everywhere.
 *
 * Model: Marsaglia & Tsang, The Ziggurat Method for Generating Random Variables, JSS 5(8), 2000, with layer and position
 * taken from different bits (Doornik, 2005: drawn from the same bits they are correlated).
 */
import { exp, log } from "./math.ts";

export const LAYERS = 256;

/** Layer i is as wide as `edge[i]`; a position left of `edge[i + 1]` lies wholly under the density. */
export interface Ziggurat {
  /** 257 falling right edges; the first is that of the base layer, its area spread out as a box; the last is 0. */
  readonly edge: Float64Array;
  /** The density (its value at 0 being 1) at those edges. */
  readonly height: Float64Array;
  /** Where the tail starts: `edge[1]`. */
  readonly tail: number;
}

function ziggurat(
  tail: number,
  area: number,
  density: (x: number) => number,
  inverse: (y: number) => number,
): Ziggurat {
  const edge = new Float64Array(LAYERS + 1);
  edge[0] = area / density(tail);
  edge[1] = tail;
  for (let i = 2; i < LAYERS; i++) edge[i] = inverse(area / edge[i - 1]! + density(edge[i - 1]!));
  return { edge, height: edge.map(density), tail };
}

/** For exp(-x). Tail and area solve "the 256 layers close exactly at x = 0" (found to 25 digits). */
export const EXPONENTIAL: Ziggurat = ziggurat(
  7.697117470131049714,
  0.00394965982258155722,
  (x) => exp(-x),
  (y) => -log(y),
);

/** For exp(-x^2 / 2), the right half of the normal density. */
export const NORMAL: Ziggurat = ziggurat(
  3.654152885361008772,
  0.00492867323397465535,
  (x) => exp(-0.5 * x * x),
  (y) => Math.sqrt(-2 * log(y)),
);
