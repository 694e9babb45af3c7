/** What a chart is: a Vega-Lite specification, the rows it draws, and the sentences that say the same. */
import type { TopLevelSpec } from "vega-lite";

/** How a column's values are written in tables and tooltips. */
export type ColumnKind =
  | "balancer"
  | "text"
  | "seconds"
  | "time"
  | "count"
  | "messages"
  | "fraction"
  | "perSecond"
  | "number"
  /** Each row says in its field `unit` what its values are: a chart of several measures. */
  | "measured";

/** One column of a chart's data. */
export interface Column {
  /** Its name in the rows and in the specification: fixed by the chart, never taken from a scenario. */
  readonly field: string;
  /** Its head in the table, in the tooltip and in the CSV file. */
  readonly title: string;
  readonly kind: ColumnKind;
}

/** In a column of kind `balancer` a row holds the balancer's place in the scenario, 0 for the baseline. */
export type Row = Readonly<Record<string, number | string | null>>;

/** The parts of the report that charts belong to, in order. */
export type Section = "response" | "load" | "messages" | "imbalance" | ExperimentSection;

/** The parts of the page of an experiment. */
export type ExperimentSection =
  "intervals" | "differences" | "ranking" | "replications" | "lines" | "limits" | "search" | "parameters";

export interface Chart {
  /** Unique in a report; fit for file names and markup. */
  readonly id: string;
  readonly section: Section;
  /** What the data show, in a sentence computed from them. */
  readonly title: string;
  /** What is plotted, and in which unit. */
  readonly subtitle: string;
  /** The text alternative: says without eyes what the chart says. */
  readonly description: string;
  /** Complete but for its data: they go under the name `rows`. */
  readonly spec: TopLevelSpec;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** For charts of lines: the field along the horizontal axis, and what each panel from the top shows. */
  readonly lines?: { readonly x: string; readonly fields: readonly string[] };
  /** Names of the balancers by place, for columns of kind `balancer`. */
  readonly balancers: readonly string[];
  /** Which of them, by place, have a colour of their own. */
  readonly emphasised: readonly boolean[];
}

/** The name under which a chart's specification expects its rows. */
export const ROWS = "rows";
