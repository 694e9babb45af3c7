/** The comparison table: one row per balancer, the best of each column marked, as many columns as fit. */
import type { RunResult } from "../../sim/index.ts";
import { formatFraction, formatRatio, formatSeconds, NOT_APPLICABLE } from "../format.ts";
import { emphasise, fit, padEnd, padStart, shorten, widthOf, withoutControls } from "./text.ts";
import type { TerminalStyle } from "./text.ts";

/** One measure: less is better in all of them. */
interface Column {
  readonly head: string;
  /** Columns of a low rank stay when the terminal is narrow. */
  readonly rank: number;
  readonly value: (run: RunResult) => number | null;
  readonly format: (value: number | null) => string;
  /** Any value above zero is a loss, not merely a figure. */
  readonly bad?: boolean;
}

const COLUMNS: readonly Column[] = [
  { head: "mean", rank: 2, value: (run) => run.responseTime.mean, format: formatSeconds },
  { head: "p50", rank: 4, value: (run) => run.responseTime.p50, format: formatSeconds },
  { head: "p99", rank: 0, value: (run) => run.responseTime.p99, format: formatSeconds },
  { head: "p99.9", rank: 3, value: (run) => run.responseTime.p999, format: formatSeconds },
  { head: "lost", rank: 1, value: lostFraction, format: formatFraction, bad: true },
  { head: "busiest", rank: 5, value: (run) => run.imbalance.maxOverMean, format: formatRatio },
  { head: "reordered", rank: 6, value: (run) => run.ordering?.outOfOrderFraction ?? null, format: formatFraction },
];

/** What a column's head means, for the legend under the table. */
const LEGEND: Readonly<Record<string, string>> = {
  busiest: "busiest: the fullest node's arrivals, as a multiple of the mean",
  reordered: "reordered: messages overtaken by a later one with their key",
};

/** Marks the best of a column; the cell keeps room for it. */
const BEST = "*";
const GAP = "  ";
const NARROWEST_NAME = 8;

/** The table, cut to fit, and the sentences that explain its marks. */
export interface Comparison {
  readonly lines: readonly string[];
  readonly notes: readonly string[];
}

/** Compares the runs, row by row in their order. */
export function compareInTable(runs: readonly RunResult[], style: TerminalStyle): Comparison {
  const names = runs.map((run) => withoutControls(run.balancer) + (run.truth ? "†" : ""));
  const columns = COLUMNS.map((column) => new ColumnText(column, runs)).filter((column) => column.says);
  const widest = Math.max("balancer".length, ...names.map(widthOf));
  const shown = columnsThatFit(columns, widest, style.columns);
  const room = style.columns - shown.reduce((sum, column) => sum + GAP.length + column.width, 0);
  const nameWidth = Math.min(widest, Math.max(room, 1));
  const head =
    padEnd(shorten("balancer", nameWidth, style), nameWidth) + shown.map((column) => GAP + column.head).join("");
  const rows = names.map(
    (name, row) =>
      padEnd(shorten(name, nameWidth, style), nameWidth) +
      shown.map((column) => GAP + column.cell(row, style)).join(""),
  );
  return {
    lines: [emphasise(head.trimEnd(), "dim", style), ...rows.map((row) => row.trimEnd())],
    notes: notes(runs, shown),
  };
}

/** By rank, as long as there is room beside a readable name; in the table's own order. */
function columnsThatFit(columns: readonly ColumnText[], widest: number, width: number): readonly ColumnText[] {
  let left = width - widest;
  const kept = new Set<ColumnText>();
  for (const column of [...columns].sort((a, b) => a.rank - b.rank)) {
    left -= GAP.length + column.width;
    const fits = kept.size === 0 ? left >= NARROWEST_NAME - widest : left >= 0;
    if (!fits) break;
    kept.add(column);
  }
  return columns.filter((column) => kept.has(column));
}

function notes(runs: readonly RunResult[], shown: readonly ColumnText[]): readonly string[] {
  const marked = shown.some((column) => column.marksBest);
  return [
    ...(marked ? [`${BEST} best of its column`] : []),
    ...shown.flatMap((column) => LEGEND[column.name] ?? []),
    ...(runs.some((run) => run.truth) ? ["† knows the true state of every node, which no real balancer can"] : []),
  ];
}

/** A column as text: every cell as wide as the widest, one place kept for the mark. */
class ColumnText {
  readonly rank: number;
  readonly name: string;
  readonly head: string;
  readonly width: number;
  /** False where no run has a value. */
  readonly says: boolean;
  readonly marksBest: boolean;
  readonly #texts: readonly string[];
  readonly #best: string;
  readonly #contends: readonly boolean[];
  readonly #bad: readonly boolean[];

  constructor(column: Column, runs: readonly RunResult[]) {
    const values = runs.map(column.value);
    const observed = values.filter((value): value is number => value !== null);
    this.rank = column.rank;
    this.name = column.head;
    this.says = observed.length > 0;
    this.#texts = values.map(column.format);
    this.#bad = values.map((value) => column.bad === true && value !== null && value > 0);
    // Who knows the truth is a bound and no contender. What reads alike is a tie; where all are alike none is best.
    this.#contends = runs.map((run) => !run.truth);
    const contending = values.filter((value, row): value is number => value !== null && this.#contends[row]!);
    this.#best = column.format(contending.length === 0 ? null : Math.min(...contending));
    this.marksBest = this.#texts.some(
      (text, row) => this.#contends[row] && text !== this.#best && text !== NOT_APPLICABLE,
    );
    const textWidth = Math.max(column.head.length, ...this.#texts.map(widthOf));
    this.width = textWidth + (this.marksBest ? BEST.length : 0);
    this.head = padEnd(padStart(column.head, textWidth), this.width);
  }

  cell(row: number, style: TerminalStyle): string {
    const text = fit(this.#texts[row]!, style);
    const isBest = this.marksBest && this.#contends[row]! && this.#texts[row] === this.#best;
    const mark = this.marksBest ? (isBest ? BEST : " ") : "";
    const padding = " ".repeat(Math.max(0, this.width - mark.length - widthOf(text)));
    return padding + emphasise(text + mark, isBest ? "bold" : this.#bad[row] ? "bad" : null, style);
  }
}

function lostFraction(run: RunResult): number | null {
  return run.messages.offered === 0 ? null : run.messages.lost / run.messages.offered;
}
