/**
 * Two one-sided tests: is a mean difference within a tolerance? Model: Schuirmann, A comparison of the two one-sided tests
 * procedure and the power approach (1987).
 */
import { meanOf, varianceOf } from "./sample.ts";
import { requireCount } from "./check.ts";
import { studentCdf } from "./student.ts";

/**
 * The p-value of |mean difference| >= tolerance, against paired differences: equivalence is shown at confidence c where it
 * is at most 1 - c, just when the interval of confidence 2 c - 1 lies within ±tolerance. At least two differences.
 */
export function equivalencePValue(differences: readonly number[], tolerance: number): number {
  requireCount("equivalencePValue", differences.length, 2);
  if (!(tolerance > 0)) throw new RangeError(`equivalencePValue: expected a tolerance > 0, got ${tolerance}`);
  const margin = tolerance - Math.abs(meanOf(differences));
  const error = Math.sqrt(varianceOf(differences) / differences.length);
  if (error === 0) return margin > 0 ? 0 : 1;
  return studentCdf(-margin / error, differences.length - 1);
}
