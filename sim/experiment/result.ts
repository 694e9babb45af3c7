/** What every experiment's result file has: plain JSON-able data, from which the terminal and the report are made. */
import type { FaultBand, ScenarioDocument } from "../measure/result.ts";
import type { ParameterValue } from "../scenario.ts";
import type { ExperimentMeasure, FailedRun } from "./experiment.ts";

export const EXPERIMENT_SCHEMA_VERSION = 1;

/** The head of a compare, sweep or tune result. */
export interface ExperimentHead {
  readonly schemaVersion: typeof EXPERIMENT_SCHEMA_VERSION;
  /** The version of evenkeel. */
  readonly version: string;
  /** The command that repeats it. */
  readonly command: string;
  /** The scenario as resolved, before anything was varied. */
  readonly scenario: ScenarioDocument;
  readonly faults: readonly FaultBand[];
  /** The first is what decides. */
  readonly measures: readonly MeasureHead[];
  readonly confidence: number;
  /** Runs made, failed ones among them. */
  readonly runs: number;
  readonly failures: readonly FailedRun[];
  readonly warnings: readonly ExperimentWarning[];
  /** False where it was interrupted; everything else then holds what had finished. */
  readonly complete: boolean;
}

export type MeasureHead = Pick<ExperimentMeasure, "text" | "unit" | "better">;

/** Something that a reader must know before believing a figure. */
export interface ExperimentWarning {
  /**
   * heavy-tail: the measure's mean may not exist. unstable: offered load at or over capacity, or a backlog that grows.
   * warmup: it looks too short. dependent-batches: one run is too short for independent batches. truth: uses what no
   * real balancer knows. inert: a path that moves nothing. losses: loses more messages than others, so that its times are those of
   * fewer. other: anything else.
   */
  readonly kind: "heavy-tail" | "unstable" | "warmup" | "dependent-batches" | "truth" | "inert" | "losses" | "other";
  /** The balancer it is about; null: all. */
  readonly balancer: string | null;
  /** One sentence. */
  readonly text: string;
}

/** A balancer that takes part. */
export interface Contender {
  /** The label: unique in the file. */
  readonly balancer: string;
  readonly algorithm: string;
  /** Every parameter, defaults included. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly truth: boolean;
}
