/** What a measure of a result is: its name, what it measures, and how it is read. */
import type { Distribution, RunFigures } from "../../sim/index.ts";
import type { Dimension } from "./dimension.ts";

export interface Measure {
  /** How it is called; of a statistic with its time: `p99(responseTime)`. */
  readonly name: string;
  /** One line, for documentation. */
  readonly help: string;
  readonly dimension: Dimension;
  /** Which of two values an operator would rather have. */
  readonly better: Better;
  readonly display: Display;
  /** What may follow the balancer. */
  readonly extra: readonly ExtraKind[];
  readonly extraRequired: boolean;
  /** Of a fraction of messages: how many messages it is a fraction of. */
  readonly trials?: (run: RunFigures, extra: Extra | null) => number;
  /** Of a quantile of times: which one, and the times of the run, where its figures have them. */
  readonly quantile?: {
    readonly q: number;
    readonly of: (run: RunFigures, extra: Extra | null) => Distribution | undefined;
  };
  /** Whether sections of a run have it, as long as nothing follows the balancer. */
  readonly sectioned?: boolean;
  /** null where nothing was observed. */
  readonly read: (run: RunFigures, extra: Extra | null) => number | null;
}

/** What may stand after the balancer. */
export type ExtraKind = "node" | "producer" | "cause" | "whole" | "origin" | "window";

export interface Extra {
  readonly kind: ExtraKind;
  readonly value: string;
}

/** How values are shown: fractions as percentages, counts whole. */
export type Display = "plain" | "fraction";

/** Which way is good, where a value is good or bad in itself at all. */
export type Better = "lower" | "higher" | "neither";
