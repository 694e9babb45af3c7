/** What `evenkeel sweep` writes: a grid (or a list, or a space-filling design) of points and each measure at each of them. */
import type { Estimate } from "../experiment.ts";
import type { Contender, ExperimentHead } from "../result.ts";

export interface SweepFile extends ExperimentHead {
  readonly kind: "sweep";
  readonly design: "grid" | "list" | "sobol" | "halton" | "latin-hypercube";
  readonly axes: readonly SweepAxis[];
  readonly contenders: readonly Contender[];
  /** Replications at each point, under common seeds over all points. */
  readonly seeds: readonly number[];
  readonly points: readonly SweepPoint[];
  /** One for each point, contender and measure. */
  readonly cells: readonly SweepCell[];
  /** What `--find-limit` found, one for each contender; null where it was not asked for. */
  readonly limits: readonly CapacityLimit[] | null;
}

export interface SweepAxis {
  /** As written: `nodes.n.count`, `power-of-two-choices.choices`. */
  readonly path: string;
  /** The only balancer that it concerns; null: the scenario. */
  readonly balancer: string | null;
  /** Whether its values are numbers with a common unit, so that lines may be drawn; the unit's sign where it has one. */
  readonly numeric: boolean;
  readonly unit: "seconds" | "perSecond" | "bytes" | "fraction" | "number" | null;
  readonly logarithmic: boolean;
  /** In order: as written in the scenario language, and as numbers where they are. */
  readonly values: readonly SweepValue[];
  /** Changing it changed no digest of any run. */
  readonly inert: boolean;
}

export interface SweepValue {
  readonly text: string;
  readonly number: number | null;
}

export interface SweepPoint {
  /** By axis: its value here. */
  readonly values: readonly SweepValue[];
  /** Why the scenario does not take these values; null where it does. */
  readonly problem: string | null;
}

export interface SweepCell extends Estimate {
  /** Index into `points`. */
  readonly point: number;
  readonly balancer: string;
  readonly measure: string;
  /** Fraction of the replications that met the scenario's expectations about this balancer; null where it has none. */
  readonly met: number | null;
}

/** The largest value of a path at which the expectations still hold, by bisection. */
export interface CapacityLimit {
  readonly balancer: string;
  readonly path: string;
  /** Holds at `low`, fails at `high`; null: it fails everywhere, or holds everywhere, in the range searched. */
  readonly low: SweepValue | null;
  readonly high: SweepValue | null;
  /** Every value tried, in order, and whether it held. */
  readonly tried: readonly { readonly value: SweepValue; readonly met: number; readonly replications: number }[];
}
