/** What `evenkeel sweep` writes: a grid (or a list, or a space-filling design) of points and each measure at each of them. */
import type { Estimate } from "../experiment.ts";
import type { Contender, ExperimentHead } from "../result.ts";

export interface SweepFile extends ExperimentHead {
  readonly kind: "sweep";
  readonly design: "grid" | "list" | "sobol" | "halton" | "latin-hypercube";
  /** None where only a limit was searched for: then there is one point, the scenario as it is. */
  readonly axes: readonly SweepAxis[];
  readonly contenders: readonly Contender[];
  /** Replications at each point, under common seeds over all points. */
  readonly seeds: readonly number[];
  readonly points: readonly SweepPoint[];
  /** One for each point, contender and measure. */
  readonly cells: readonly SweepCell[];
  /** What `--find-limit` found, one for each point and contender; null where it was not asked for. */
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

/**
 * How far a path may go at a point while the expectations about a balancer still hold, by bisection. A value holds where
 * more than half of its runs meet them, so the limit is the median of the limits that single runs have.
 */
export interface CapacityLimit {
  /** Index into `points`: what else was varied. */
  readonly point: number;
  readonly balancer: string;
  readonly path: string;
  readonly unit: SweepAxis["unit"];
  /**
   * largest: they hold up to the limit (a load). smallest: they hold from the limit on (a number of nodes). always, never:
   * they hold, or fail, at both ends of the range, and there is no limit in it. unknown: the point does not resolve, or
   * the search was interrupted.
   */
  readonly kind: "largest" | "smallest" | "always" | "never" | "unknown";
  /** The last value tried that holds; null unless `kind` is largest or smallest. */
  readonly limit: SweepValue | null;
  /** The neighbours between which holding ends or begins: the values tried just below and above. null as `limit` is. */
  readonly low: SweepValue | null;
  readonly high: SweepValue | null;
  /** The values tried nearest to the limit, below and above, that hold or fail with confidence; null: none does. */
  readonly sureLow: SweepValue | null;
  readonly sureHigh: SweepValue | null;
  /** Every value tried, in order. */
  readonly tried: readonly TriedValue[];
}

export interface TriedValue {
  readonly value: SweepValue;
  /** Fraction of the replications that met the expectations. */
  readonly met: number;
  readonly replications: number;
  readonly holds: boolean;
  /** Whether the sign test tells on which side of one half `met` lies, at the confidence, over all looks. */
  readonly sure: boolean;
}
