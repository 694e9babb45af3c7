/** What a comparison is asked, as plain data and pure functions. */
import type { RunFigures } from "../../measure/run-figures.ts";
import type { BalancerSpec, Scenario } from "../../scenario.ts";
import { sequentialPlan, type SequentialPlan } from "../../stats/index.ts";
import type { ExperimentMeasure } from "../experiment.ts";

export interface ComparePlan {
  readonly scenario: Scenario;
  readonly contenders: readonly BalancerSpec[];
  /** The label of the contender that the others are compared with. */
  readonly baseline: string;
  /** Each with a direction that is better. */
  readonly measures: readonly ExperimentMeasure[];
  /** Of all verdicts together, a fraction. */
  readonly confidence: number;
  /** Differences up to this fraction of the baseline do not matter. */
  readonly precision: number;
  readonly maxReplications: number;
  /** Judges the scenario's expectations on the runs of one replication; in the order of `scenario.expect`. */
  readonly judge: (runs: readonly RunFigures[]) => readonly ("met" | "failed" | "unknown")[];
}

/** Fewer say little of the spread, and are not enough to believe of equal pairs that all are, with the usual corrections. */
const FIRST_LOOK = 12;

/** When the comparison looks at what it has. */
export function looksOf({ maxReplications, confidence }: ComparePlan): SequentialPlan {
  if (maxReplications < 2) return { looks: [maxReplications], confidence };
  return sequentialPlan(Math.min(FIRST_LOOK, maxReplications), maxReplications, confidence);
}

/** How many verdicts there are to be right about at once: each measure of each contender but the baseline. */
export function comparisonsOf({ contenders, measures }: ComparePlan): number {
  return Math.max(1, (contenders.length - 1) * measures.length);
}
