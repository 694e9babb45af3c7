/**
 * The subset that contains the best alternative with a stated confidence. Model: screen to the best (Nelson, Swann,
 * Goldsman & Song, Simple procedures for selecting the best simulated system, 2001), after Gupta (1965); with paired
 * variances, bounds that are guarded against skewness, and Bonferroni's inequality, as common random numbers need it (Boesel, Nelson & Kim 2003, §2).
 */
import { differencesOf, meanOf, varianceOf } from "./sample.ts";
import { requireCount, requireOpenUnit, requirePairs } from "./check.ts";
import { bonferroni } from "./simultaneous.ts";
import { guardedBounds } from "./skewness.ts";

export interface SubsetOptions {
  /** That the best alternative is in the subset. */
  readonly confidence: number;
  readonly direction: "lower" | "higher";
  /** A best that leads by less than this may be dropped, for a smaller subset; 0 unless said, in the measure's unit. */
  readonly tolerance?: number;
}

/**
 * The indices of those that may be best, ascending: each that no other beats by more than chance allows.
 * `alternatives[a][i]` is alternative a's value with seed i; at least two seeds, as many for each.
 */
export function possibleBests(
  alternatives: readonly (readonly number[])[],
  { confidence, direction, tolerance = 0 }: SubsetOptions,
): number[] {
  requireOpenUnit("confidence", confidence);
  const all = alternatives.map((_, index) => index);
  if (alternatives.length < 2) return all;
  const replications = alternatives[0]!.length;
  requireCount("possibleBests", replications, 2);
  const oneSided = bonferroni(confidence, alternatives.length - 1);
  const sign = direction === "lower" ? 1 : -1;
  /** Whether the other's lead exceeds what both would show by chance, were this one the best. */
  const beaten = (values: readonly number[], other: readonly number[]): boolean => {
    requirePairs("possibleBests", values, other);
    const lead = differencesOf(values, other).map((difference) => sign * difference);
    const { high } = guardedBounds(lead, 2 * oneSided - 1);
    return meanOf(lead) > Math.max(0, high * Math.sqrt(varianceOf(lead) / replications) - tolerance);
  };
  return all.filter((a) => all.every((b) => a === b || !beaten(alternatives[a]!, alternatives[b]!)));
}
