/** What `evenkeel compare` writes. Values are in seconds, per second, fractions or numbers, as each measure's unit says. */
import type { Estimate } from "../experiment.ts";
import type { Contender, ExperimentHead } from "../result.ts";

export interface CompareFile extends ExperimentHead {
  readonly kind: "compare";
  /** The label that the others are compared with. */
  readonly baseline: string;
  /** Relative half width at which a difference counts as decided, and the tolerance of `equivalent`. */
  readonly precision: number;
  readonly maxReplications: number;
  /** By replication: its seed. */
  readonly seeds: readonly number[];
  readonly contenders: readonly Contender[];
  /** One for each measure and contender. */
  readonly intervals: readonly MeasureInterval[];
  /** One for each measure and contender but the baseline. */
  readonly differences: readonly PairedDifference[];
  /** One for each measure. */
  readonly rankings: readonly Ranking[];
  /** How the intervals of the differences closed in, look by look. */
  readonly convergence: readonly ConvergencePoint[];
  /** How often each of the scenario's expectations held over the replications; empty where it has none. */
  readonly expectations: readonly ExpectationShare[];
  /** What `--against` found; null where it was not asked for. */
  readonly against: Against | null;
  /** The decision in one sentence. */
  readonly verdict: string;
}

export interface MeasureInterval extends Estimate {
  readonly measure: string;
  readonly balancer: string;
  /** By replication, aligned with `seeds`; null where nothing was observed or the run is missing. */
  readonly values: readonly (number | null)[];
  /** How the interval was made: `t over replications`, `rule of three`, `batch means`. */
  readonly method: string;
}

export type Verdict = "better" | "worse" | "equivalent" | "cannot tell";

export interface PairedDifference {
  readonly measure: string;
  readonly balancer: string;
  /** balancer - baseline, over pairs of runs with the same seed; corrected for the number of comparisons and looks. */
  readonly difference: Estimate;
  /** balancer / baseline; null bounds where the baseline may be 0. */
  readonly ratio: Estimate;
  readonly verdict: Verdict;
  /** About how many more replications it takes to decide; null where it is decided or no number would. */
  readonly moreReplications: number | null;
  /** How many times the variance of independent runs' difference that of paired runs is smaller; null where unknown. */
  readonly varianceReduction: number | null;
}

export interface Ranking {
  readonly measure: string;
  /** Best first. */
  readonly places: readonly RankedPlace[];
}

export interface RankedPlace {
  readonly balancer: string;
  readonly probabilityOfBest: number;
  /** Belongs to the subset that contains the best with the stated confidence. */
  readonly mayBeBest: boolean;
}

export interface ConvergencePoint {
  readonly replications: number;
  readonly measure: string;
  readonly balancer: string;
  readonly difference: Estimate;
}

export interface ExpectationShare {
  readonly text: string;
  readonly met: number;
  readonly failed: number;
  readonly unknown: number;
  /** Of the replications in which it was known, the fraction where it held, with its interval. */
  readonly share: Estimate;
}

/** A saved comparison beside this one. */
export interface Against {
  /** As the user wrote it. */
  readonly file: string;
  /** The version of evenkeel that made it. */
  readonly version: string;
  readonly rows: readonly AgainstRow[];
}

/** This comparison's balancer less the saved one's, over pairs of runs with the same seed. */
export interface AgainstRow {
  readonly measure: string;
  readonly balancer: string;
  readonly difference: Estimate;
  readonly ratio: Estimate;
  /** `missing`: only one of the two has it, or they have no two seeds in common. */
  readonly verdict: Verdict | "missing";
}
