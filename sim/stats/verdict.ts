/**
 * Better, worse, equivalent or not yet known: what a confidence interval of a paired difference decides.
 *
 * Every verdict is read from one two-sided interval, so all of them are right whenever it covers the truth: the error is
 * at most 1 - confidence in all. Models: interval inclusion (Westlake 1972, Schuirmann 1987) for equivalence; Fieller's
 * interval for differences relative to the baseline (Hauschke, Kieser & Hothorn 1999). Differences of simulated runs are
 * skewed, and t intervals of few of them wrong more often than they say: bounds are guarded against that (`skewness.ts`).
 */
import { differencesOf, isConstant, meanOf, varianceOf } from "./sample.ts";
import { fiellerInterval } from "./ratio-interval.ts";
import { log } from "../core/math.ts";
import { guardedInterval, replicationsFor } from "./mean-interval.ts";
import { requirePairs } from "./check.ts";
import { rescaled, type Interval } from "./interval.ts";

export type Decision = "better" | "worse" | "equivalent" | "cannot-tell";

export interface VerdictOptions {
  /** Of the whole verdict, a fraction such as 0.95; already corrected for many comparisons or looks. */
  readonly confidence: number;
  /**
   * Differences up to this size do not matter: in the measure's unit for `verdictOf`, a fraction of the baseline's mean for
   * `relativeVerdictOf`. 0 demands that any difference be found; only equal values are then equivalent.
   */
  readonly tolerance: number;
  /** Which values are better. */
  readonly direction: "lower" | "higher";
}

export interface Verdict {
  readonly decision: Decision;
  /** Candidate less baseline; for `relativeVerdictOf` as a fraction of the baseline's mean. */
  readonly difference: Interval;
  /** About so many more would decide, if the spread and the mean stay as they are: 0 once decided, null for no number. */
  readonly moreReplications: number | null;
}

/**
 * Of paired differences candidate - baseline, one for each seed. An interval within the tolerance is equivalent even
 * where it leaves out 0; one that leaves out 0 otherwise is better or worse; anything else cannot be told yet.
 */
export function verdictOf(differences: readonly number[], options: VerdictOptions): Verdict {
  return decide(differences, guardedInterval(differences, options.confidence), options);
}

/**
 * The same relative to the baseline's mean, whose own error is taken into account. Where that mean cannot be told from 0
 * (no loss, say) a relative difference has no bounds and no tolerance: what is left is better or worse.
 */
export function relativeVerdictOf(
  candidate: readonly number[],
  baseline: readonly number[],
  options: VerdictOptions,
): Verdict {
  requirePairs("relativeVerdictOf", candidate, baseline);
  const differences = differencesOf(candidate, baseline);
  if (differences.every((difference) => difference === 0)) return verdictOf(differences, options);
  const scale = Math.abs(meanOf(baseline));
  const ratio = fiellerInterval(candidate, baseline, options.confidence);
  if (!Number.isFinite(ratio.low))
    return { ...verdictOf(differences, { ...options, tolerance: 0 }), difference: rescaled(ratio, 1, -1) };
  // What is left of the candidate once the ratio has explained its share: its spread is the ratio's, times the mean.
  const residuals = candidate.map((value, i) => (value - ratio.estimate * baseline[i]!) / scale);
  const sign = meanOf(baseline) < 0 ? -1 : 1;
  return decide(residuals, rescaled(ratio, sign, -sign), options);
}

function decide(spread: readonly number[], difference: Interval, options: VerdictOptions): Verdict {
  const { low, high, count } = difference;
  const { tolerance, direction, confidence } = options;
  if (!(tolerance >= 0)) throw new RangeError(`verdict: expected a tolerance >= 0, got ${tolerance}`);
  const missing = missingForConstant(spread, confidence);
  if (missing > 0) return { decision: "cannot-tell", difference, moreReplications: missing };
  const decided = (decision: Decision): Verdict => ({ decision, difference, moreReplications: 0 });
  if (low >= -tolerance && high <= tolerance) return decided("equivalent");
  if (high < 0) return decided(direction === "lower" ? "better" : "worse");
  if (low > 0) return decided(direction === "higher" ? "better" : "worse");
  if (count < 2) return { decision: "cannot-tell", difference, moreReplications: null };
  return { decision: "cannot-tell", difference, moreReplications: moreFor(spread, difference.estimate, options) };
}

/** Of both ways to a decision (leaving out 0, staying within the tolerance) the nearer one. */
function moreFor(
  spread: readonly number[],
  estimate: number,
  { tolerance, confidence }: VerdictOptions,
): number | null {
  const size = Math.abs(estimate);
  const target = Math.max(size, tolerance - size);
  const needed = replicationsFor(varianceOf(spread), target, confidence);
  return Number.isFinite(needed) ? Math.max(1, needed - spread.length) : null;
}

/**
 * Values without any spread give t nothing to go on: an interval of no width would claim certainty after two. The signs
 * say what they can: n equal values bound the median of all runs once 2 / 2^n <= 1 - confidence (six at 95%).
 */
function missingForConstant(values: readonly number[], confidence: number): number {
  if (values.length < 2 || !isConstant(values)) return 0;
  return Math.max(0, Math.ceil(1 + log(1 / (1 - confidence)) / log(2) - 1e-9) - values.length);
}
