/** What `evenkeel tune` writes: the study's answer. The journal beside it has every run. */
import type { Estimate } from "../experiment.ts";
import type { ExperimentHead } from "../result.ts";
import type { ParameterValue } from "../../scenario.ts";

export interface TuneFile extends ExperimentHead {
  readonly kind: "tune";
  readonly searcher: string;
  readonly budget: number;
  /** The objectives, as written; several make a Pareto front. */
  readonly objectives: readonly Objective[];
  readonly constraints: readonly string[];
  readonly space: readonly TuneDimension[];
  /** Every configuration that was tried, in order; the defaults first. */
  readonly configurations: readonly TunedConfiguration[];
  /** Index of the winner; null where nothing feasible was found. */
  readonly winner: number | null;
  /** The winner on seeds that the search never saw, beside the default on the same seeds. */
  readonly confirmation: Confirmation | null;
  /** Indices of the configurations that no other beats in every objective; of one objective, the winner alone. */
  readonly front: readonly number[];
  readonly importance: readonly ParameterImportance[];
  /** The best objective after each run: what a chart of the search shows. */
  readonly history: readonly HistoryPoint[];
  /** How far parameters may move before the objective is worse by the precision. */
  readonly flatness: readonly FlatRange[];
  readonly recommendation: Recommendation | null;
  readonly verdict: string;
}

export interface Objective {
  readonly text: string;
  readonly goal: "minimise" | "maximise";
}

export interface TuneDimension {
  /** `choices` of the balancer, or a path of the scenario. */
  readonly path: string;
  /** The balancer whose parameter it is; null: the scenario's. */
  readonly balancer: string | null;
  readonly type: "integer" | "number" | "boolean" | "choice";
  readonly low: number | null;
  readonly high: number | null;
  readonly choices: readonly string[] | null;
  readonly logarithmic: boolean;
  readonly unit: string | null;
}

export interface TunedConfiguration {
  readonly balancer: string;
  /** By path; only the dimensions that concern its balancer. */
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly replications: number;
  /** By objective. */
  readonly objectives: readonly Estimate[];
  /** Fraction of its replications that met every constraint. */
  readonly feasible: number | null;
  /** What became of it: still in the race, dropped in it, failed to run. */
  readonly state: "survivor" | "dropped" | "failed";
}

export interface Confirmation {
  readonly seeds: readonly number[];
  readonly objectives: readonly {
    readonly objective: string;
    readonly winner: Estimate;
    readonly default: Estimate;
    /** winner - default, paired. */
    readonly difference: Estimate;
    readonly ratio: Estimate;
  }[];
  readonly feasible: number | null;
}

export interface ParameterImportance {
  readonly path: string;
  readonly balancer: string | null;
  /** Share of the objective's variation over the space that it explains alone, 0 to 1, with its interval. */
  readonly share: Estimate;
}

export interface HistoryPoint {
  readonly runs: number;
  readonly configuration: number;
  /** The incumbent's estimate then. */
  readonly best: number | null;
}

export interface FlatRange {
  readonly path: string;
  readonly balancer: string | null;
  /** Values tried with the others near the winner's that are within the precision of the winner. */
  readonly low: ParameterValue;
  readonly high: ParameterValue;
}

export interface Recommendation {
  /** As `--set` and `--balancer` words and as YAML to paste. */
  readonly patch: string;
  /** The product's own configuration, where the balancer is nginx's, HAProxy's or Envoy's. */
  readonly configuration: { readonly product: string; readonly text: string } | null;
}
