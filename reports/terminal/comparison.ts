/** The comparison table: one row per balancer, the best of each column marked, as many columns as fit. */
import type { RunResult } from "../../sim/index.ts";
import { lostFraction, MEASURES, OCCASIONAL, standings } from "../comparison.ts";
import type { Measure, Standing } from "../comparison.ts";
import { formatCount, formatFraction, formatRatio, formatSeconds } from "../format.ts";
import { emphasise, padEnd, padStart, plainText, shorten, widthOf } from "./text.ts";
import type { TerminalStyle } from "./text.ts";

/** A measure of the comparison as a column of text. */
interface Column {
  readonly measure: Measure["id"];
  /** Columns of a low rank stay when the terminal is narrow. */
  readonly rank: number;
  readonly text: (run: RunResult, value: number | null) => string;
  /** Any value above zero is a loss, not merely a figure. */
  readonly bad?: true;
  /** The measure's own help belongs under the table. */
  readonly explained?: true;
}

const COLUMNS: readonly Column[] = [
  { measure: "mean", rank: 3, text: (_, value) => formatSeconds(value) },
  { measure: "p50", rank: 5, text: (_, value) => formatSeconds(value) },
  { measure: "p99", rank: 0, text: (_, value) => formatSeconds(value) },
  { measure: "p999", rank: 4, text: (_, value) => formatSeconds(value) },
  { measure: "lost", rank: 1, text: (run) => formatFraction(lostFraction(run)), bad: true },
  { measure: "imbalance", rank: 6, text: (_, value) => formatRatio(value), explained: true },
  { measure: "wastedWork", rank: 8, text: (run) => formatFraction(run.wastedWork), explained: true },
  { measure: "attempts", rank: 9, text: (_, value) => formatRatio(value), explained: true },
  { measure: "duplicates", rank: 10, text: (_, value) => formatCount(value), bad: true, explained: true },
  { measure: "misled", rank: 2, text: (_, value) => formatCount(value), bad: true, explained: true },
  { measure: "outOfOrder", rank: 7, text: (_, value) => formatCount(value), explained: true },
];

/** Beside a figure; its cell keeps room for it. */
const MARKS: Readonly<Record<Standing, string>> = { best: "*", tied: "=", other: " " };
const MARK_NOTES: Readonly<Record<Standing, string>> = { best: "* best", tied: "= tied for best", other: "" };
const GAP = "  ";
const NARROWEST_NAME = 8;

/** The table, cut to fit, and the sentences that explain its marks. */
export interface Comparison {
  readonly lines: readonly string[];
  readonly notes: readonly string[];
}

/** Compares the runs, row by row in their order. */
export function compareInTable(runs: readonly RunResult[], style: TerminalStyle): Comparison {
  const names = runs.map((run) => plainText(run.balancer) + (run.truth ? "†" : ""));
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
  const seen = new Set(shown.flatMap((column) => column.standings));
  const marks = [MARK_NOTES.best, MARK_NOTES.tied].filter((_, index) => seen.has(index === 0 ? "best" : "tied"));
  return [
    ...(marks.length > 0 ? [marks.join(", ")] : []),
    ...shown.flatMap((column) => (column.help === null ? [] : [`${column.name}: ${column.help}`])),
    ...(runs.some((run) => run.truth)
      ? ["† Knows the true state of every node, which no real balancer can: a bound."]
      : []),
  ];
}

/** A column as text: every cell as wide as the widest, one place kept for the mark. */
class ColumnText {
  readonly rank: number;
  readonly name: string;
  readonly help: string | null;
  readonly head: string;
  readonly width: number;
  /** False where no run has a value, or what it is about never occurs. */
  readonly says: boolean;
  readonly standings: readonly Standing[];
  readonly #texts: readonly string[];
  readonly #bad: readonly boolean[];

  constructor(column: Column, runs: readonly RunResult[]) {
    const occasional = OCCASIONAL.find(({ id }) => id === column.measure);
    const measure = occasional ?? MEASURES.find(({ id }) => id === column.measure)!;
    const values = runs.map(measure.of);
    this.rank = column.rank;
    this.name = measure.head;
    this.help = column.explained ? measure.help : null;
    this.says = values.some((value) => value !== null) && (occasional === undefined || runs.some(occasional.occurs));
    this.standings = standings(measure, runs);
    this.#texts = runs.map((run, row) => column.text(run, values[row]!));
    this.#bad = values.map((value) => column.bad === true && value !== null && value > 0);
    const textWidth = Math.max(measure.head.length, ...this.#texts.map(widthOf));
    this.width = textWidth + this.#markWidth;
    this.head = padEnd(padStart(measure.head, textWidth), this.width);
  }

  cell(row: number, style: TerminalStyle): string {
    const standing = this.standings[row]!;
    const text = shorten(this.#texts[row]!, this.width, style);
    const mark = this.#markWidth > 0 ? MARKS[standing] : "";
    const padding = " ".repeat(Math.max(0, this.width - mark.length - widthOf(text)));
    return padding + emphasise(text + mark, standing !== "other" ? "bold" : this.#bad[row] ? "bad" : null, style);
  }

  /** A column in which nobody stands out needs no room for marks. */
  get #markWidth(): number {
    return this.standings.every((standing) => standing === "other") ? 0 : 1;
  }
}
