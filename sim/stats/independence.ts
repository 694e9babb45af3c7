/**
 * Are the values of a sequence independent of their neighbours? Model: von Neumann's ratio (1941) with the normal
 * approximation that Fishman uses to choose batch sizes (Grouping observations in digital simulation, 1978).
 */
import { meanOf } from "./sample.ts";
import { normalCdf } from "./normal.ts";
import { requireCount } from "./check.ts";

export interface Dependence {
  /** The correlation of neighbours, corrected for the ends: 0 for independent values, up to 1. */
  readonly lagOne: number;
  /** The chance that independent values would look as positively correlated. */
  readonly pValue: number;
}

/** Of the values in their order, at least eight. Equal values throughout show no dependence. */
export function dependenceOf(values: readonly number[]): Dependence {
  requireCount("dependenceOf", values.length, 8);
  const count = values.length;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (squares === 0) return { lagOne: 0, pValue: 1 };
  const steps = values.slice(1).reduce((sum, value, i) => sum + (value - values[i]!) ** 2, 0);
  const lagOne = 1 - steps / (2 * squares);
  return { lagOne, pValue: normalCdf(-lagOne / Math.sqrt((count - 2) / (count * count - 1))) };
}
