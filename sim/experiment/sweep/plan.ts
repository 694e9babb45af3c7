/** What a sweep is to do, resolved by whoever knows the scenario language, and what comes of it. */
import type { RunFigures } from "../../measure/run-figures.ts";
import type { BalancerSpec, Scenario } from "../../scenario.ts";
import type { ExperimentMeasure, FailedRun } from "../experiment.ts";
import type { ExperimentWarning } from "../result.ts";
import type { CapacityLimit, SweepAxis, SweepCell, SweepFile, SweepPoint, SweepValue } from "./result.ts";

export interface SweepPlan {
  readonly design: SweepFile["design"];
  readonly axes: readonly PlannedAxis[];
  /** The labels of the balancers; every setup has one balancer for each, in this order. */
  readonly contenders: readonly string[];
  readonly points: readonly PlannedPoint[];
  /** Points of which one replication is run, only to see which paths move nothing, where the design's own do not tell. */
  readonly probes: readonly PlannedPoint[];
  /** Of the first replication. */
  readonly seed: number;
  /** At each point. */
  readonly replications: number;
  /** Of intervals, such as 0.95. */
  readonly confidence: number;
  readonly measures: readonly ExperimentMeasure[];
  readonly requirementsOf: RequirementsOf;
  readonly limit: LimitPlan | null;
}

export type PlannedAxis = Omit<SweepAxis, "inert">;

export interface PlannedPoint {
  readonly values: readonly SweepValue[];
  readonly setup: SweepSetup | Unresolved;
}

/** The scenario and the balancers with the values of a point. Points that share a scenario share the object. */
export interface SweepSetup {
  readonly scenario: Scenario;
  readonly balancers: readonly BalancerSpec[];
}

/** The scenario does not take these values; `problem` says why, in a sentence. */
export interface Unresolved {
  readonly problem: string;
}

/** A path to search for the last value that meets the expectations, over `values` in ascending order; at least two. */
export interface LimitPlan {
  readonly path: string;
  readonly unit: SweepAxis["unit"];
  readonly values: readonly SweepValue[];
  /** The setup of a point with the value of this index. */
  readonly resolve: (point: number, value: number) => SweepSetup | Unresolved | Promise<SweepSetup | Unresolved>;
}

/** Something that a scenario expects of one balancer. */
export interface Requirement {
  readonly text: string;
  /** Labels of the other balancers whose runs of the same seed it is judged on. */
  readonly needs: readonly string[];
  /** By label; null where it cannot be known. */
  readonly holds: (runs: ReadonlyMap<string, RunFigures>) => boolean | null;
}

export type RequirementsOf = (scenario: Scenario, balancer: string) => readonly Requirement[];

/** What a sweep found: the body of its result file. */
export interface SweepOutcome {
  readonly axes: readonly SweepAxis[];
  readonly seeds: readonly number[];
  readonly points: readonly SweepPoint[];
  readonly cells: readonly SweepCell[];
  readonly limits: readonly CapacityLimit[] | null;
  readonly runs: number;
  readonly failures: readonly FailedRun[];
  readonly warnings: readonly ExperimentWarning[];
  readonly complete: boolean;
}

/** Whether a point can be run. */
export function isResolved(setup: SweepSetup | Unresolved): setup is SweepSetup {
  return "scenario" in setup;
}
