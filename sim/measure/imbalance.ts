/** How unevenly nodes are loaded: max/mean, coefficient of variation, Jain's fairness index (Jain, Chiu, Hawe 1984). */
import type { Imbalance } from "./result.ts";

/** Of non-negative loads; all null where they sum to 0. Equal loads: 1, 0, 1. */
export function imbalanceOf(loads: ArrayLike<number>): Imbalance {
  let sum = 0;
  let squares = 0;
  let max = 0;
  for (let i = 0; i < loads.length; i++) {
    const load = loads[i]!;
    sum += load;
    squares += load * load;
    if (load > max) max = load;
  }
  if (sum === 0) return { maxOverMean: null, coefficientOfVariation: null, jain: null };
  const mean = sum / loads.length;
  const variance = Math.max(0, squares / loads.length - mean * mean);
  return {
    maxOverMean: max / mean,
    coefficientOfVariation: Math.sqrt(variance) / mean,
    jain: (sum * sum) / (loads.length * squares),
  };
}
