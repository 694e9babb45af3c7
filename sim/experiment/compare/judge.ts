/** What pairs of values decide, in the words of results. */
import { meanOf, relativeVerdictOf, verdictOf } from "../../stats/index.ts";
import type { ExperimentMeasure } from "../experiment.ts";
import type { PairedDifference } from "./result.ts";

/**
 * Relative to the baseline, within the precision; where the baseline is 0 (nothing lost, say) there is nothing to be
 * relative to, and any difference counts. Value i of both has the same seed; at least one pair.
 */
export function judge(
  candidate: readonly number[],
  baseline: readonly number[],
  better: ExperimentMeasure["better"],
  precision: number,
  confidence: number,
): Pick<PairedDifference, "verdict" | "moreReplications"> {
  const options = { confidence, direction: better === "higher" ? "higher" : "lower" } as const;
  const differences = candidate.map((value, i) => value - baseline[i]!);
  const { decision, moreReplications } =
    meanOf(baseline) === 0
      ? verdictOf(differences, { ...options, tolerance: 0 })
      : relativeVerdictOf(candidate, baseline, { ...options, tolerance: precision });
  if (decision === "cannot-tell") return { verdict: "cannot tell", moreReplications };
  return { verdict: decision, moreReplications: null };
}
