/**
 * What experiments are made of: measures to compare by, and a way to have jobs run that says nothing of where. Controllers
 * (compare, sweep, tune) ask for whole batches and get them back in the order asked for, so that what they decide does not
 * depend on how many workers there are or which of them was quickest.
 */
import type { Distribution } from "../measure/distribution.ts";
import type { RunFigures } from "../measure/run-figures.ts";
import type { FiguresJob } from "./job.ts";

/** How values of a measure are written: `other` is of a mixed dimension. */
export type MeasureUnit = "seconds" | "perSecond" | "fraction" | "number" | "other";

/** A figure that every run has, by which runs are compared. */
export interface ExperimentMeasure {
  /** As written: `p99`, `lost(rejected)`, `nodes * 0.2 + p99 / 1ms`. */
  readonly text: string;
  readonly unit: MeasureUnit;
  readonly better: "lower" | "higher" | "neither";
  /** Of how many messages it is a fraction; null where it is none. "None seen" is then no zero, but a bound. */
  readonly trials: ((run: RunFigures) => number) | null;
  /** Which quantile of which times it is; null where it is none. Over runs it is then that of all their messages. */
  readonly quantile: MeasuredQuantile | null;
  /** Whether sections of a run have it: it is made of response times, deliveries and losses alone. */
  readonly sectioned: boolean;
  /** null where nothing was observed. */
  readonly read: (run: RunFigures) => number | null;
}

export interface MeasuredQuantile {
  readonly q: number;
  /** undefined where the run's figures do not have it. */
  readonly of: (run: RunFigures) => Distribution | undefined;
}

/** A condition that a run meets, misses by so much, or (null) leaves open. */
export interface ExperimentConstraint {
  readonly text: string;
  readonly holds: (run: RunFigures) => boolean | null;
  /** Relative to the bound; 0 where it holds. */
  readonly violation: (run: RunFigures) => number | null;
}

/** How a job ended. */
export type Outcome =
  | { readonly kind: "done"; readonly figures: RunFigures }
  /** `replay`: the command that repeats it. */
  | { readonly kind: "failed"; readonly message: string; readonly replay: string }
  /** The user wanted no more. */
  | { readonly kind: "interrupted" };

/**
 * Has every job run and gives their outcomes in the jobs' order. `onOutcome` is told of each as soon as it has ended, by the
 * job's place in the list: a journal keeps it, whatever becomes of the others.
 */
export type Execute = (
  jobs: readonly FiguresJob[],
  onOutcome?: (outcome: Outcome, index: number) => void,
) => Promise<readonly Outcome[]>;

/** A run that could not succeed. */
export interface FailedRun {
  readonly balancer: string;
  readonly seed: number;
  readonly message: string;
  readonly replay: string;
}

/** An estimate with its confidence interval, over replications. `null` bounds: too few observations to say. */
export interface Estimate {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Observations it rests on. */
  readonly count: number;
}

/** The seed of replication `index` (0, 1, …): the scenario's own first, so that a single run is the first replication. */
export function replicationSeed(seed: number, index: number): number {
  return seed + index;
}
