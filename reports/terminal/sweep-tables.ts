/** The tables of a sweep in the terminal: measures along an axis, grids over two, and how far a path may go. */
import type { SweepFile } from "../../sim/index.ts";
import { valueIndex, variedAxes } from "../experiment/sweep/context.ts";
import type { SweepContext } from "../experiment/sweep/context.ts";
import { limitWords, pointWords } from "../experiment/sweep/findings.ts";
import { onScale, spreadInColumn, valueScale } from "../experiment/values.ts";
import type { ValueScale } from "../experiment/values.ts";
import { tableLines, tablesInTurn } from "./columns.ts";
import type { TextColumn } from "./columns.ts";
import { emphasise, fit, plainText, shorten } from "./text.ts";
import type { TerminalStyle } from "./text.ts";

/** Rows of a table in a terminal; the report and the CSV file have them all. */
const MOST_ROWS = 40;
/** Values of one axis that a grid has room for. */
const MOST_GRID = 12;

type Measure = SweepFile["measures"][number];

/** Texts as a column, numbers to the right. */
export function column(
  head: string,
  cells: readonly string[],
  rank: number,
  style: TerminalStyle,
  left = false,
): TextColumn {
  const texts = cells.map((cell) => fit(plainText(cell), style));
  return { head: fit(plainText(head), style), cells: texts, rank, align: left ? "left" : "right" };
}

/** Lines under a title. */
export function titled(title: string, lines: readonly string[], style: TerminalStyle): readonly string[] {
  return [emphasise(shorten(plainText(title), style.columns, style), "bold", style), ...lines];
}

/** A measure: a row for each value of the axis, a column for each balancer. */
export function alongAxis(context: SweepContext, measure: Measure, style: TerminalStyle): readonly string[] {
  const { file, names } = context;
  const [varied] = variedAxes(context);
  if (varied === undefined) return [];
  const points = [...file.points.keys()]
    .sort((one, other) => valueIndex(context, one, varied.index) - valueIndex(context, other, varied.index))
    .slice(0, MOST_ROWS);
  const scale = scaleOf(file, measure);
  const values = points.map((point) => file.points[point]!.values[varied.index]?.text ?? "");
  const columns = names.map((balancer, place) =>
    column(
      balancer,
      points.map((point) => cellText(context, point, balancer, measure, scale)),
      place,
      style,
    ),
  );
  const rows = column(varied.axis.path, values, 0, style, true);
  return titled(`${measure.text}${unitOf(scale)}`, tablesInTurn(rows, columns, style), style);
}

/** The measure that decides over two axes: of each balancer a grid, the second axis across; none where it is too large. */
export function gridsOf(context: SweepContext, style: TerminalStyle): readonly (readonly string[])[] {
  const { file, names, decisive } = context;
  const [down, across] = variedAxes(context);
  if (decisive === null || down === undefined || across === undefined) return [];
  if (Math.max(down.axis.values.length, across.axis.values.length) > MOST_GRID) return [];
  const scale = scaleOf(file, decisive);
  const pointAt = (row: string, head: string): number =>
    file.points.findIndex(({ values }) => values[down.index]?.text === row && values[across.index]?.text === head);
  const rows = down.axis.values.map(({ text }) => text);
  return names.map((balancer) => {
    const columns = across.axis.values.map(({ text: head }, place) =>
      column(
        head,
        rows.map((row) => cellText(context, pointAt(row, head), balancer, decisive, scale)),
        place,
        style,
      ),
    );
    const title = `${balancer}: ${decisive.text}${unitOf(scale)}, by ${across.axis.path}`;
    return titled(title, tablesInTurn(column(down.axis.path, rows, 0, style, true), columns, style), style);
  });
}

/** Of one point a row for each balancer; of several a row for each point and a column for each balancer. */
export function limitLines(context: SweepContext, style: TerminalStyle): readonly string[] {
  const { limits, points } = context.file;
  if (limits === null || limits.length === 0) return [];
  const lines = points.length > 1 ? limitsByPoint(context, limits, style) : limitsOfOne(limits, style);
  return titled(`How far ${limits[0]!.path} may go`, lines, style);
}

type Limits = NonNullable<SweepFile["limits"]>;

function limitsOfOne(limits: Limits, style: TerminalStyle): readonly string[] {
  const sure = limits.map(({ sureLow, sureHigh }) =>
    sureLow === null && sureHigh === null ? "–" : `${sureLow?.text ?? "–"} to ${sureHigh?.text ?? "–"}`,
  );
  const columns = [
    column("expectations hold", limits.map(limitWords), 0, style, true),
    column("surely between", sure, 1, style),
  ];
  const names = limits.map(({ balancer }) => balancer);
  return tableLines(column("balancer", names, 0, style, true), columns, style);
}

function limitsByPoint(context: SweepContext, limits: Limits, style: TerminalStyle): readonly string[] {
  const points = [...context.file.points.keys()].slice(0, MOST_ROWS);
  const [only, ...others] = variedAxes(context);
  const isOne = only !== undefined && others.length === 0;
  const rows = points.map((point) =>
    isOne ? (context.file.points[point]!.values[only.index]?.text ?? "") : pointWords(context, point),
  );
  const columns = context.names.map((balancer, place) =>
    column(
      balancer,
      points.map((point) => {
        const limit = limits.find((each) => each.point === point && each.balancer === balancer);
        return limit === undefined ? "–" : limitWords(limit);
      }),
      place,
      style,
    ),
  );
  return tablesInTurn(column(isOne ? only.axis.path : "at", rows, 0, style, true), columns, style);
}

function cellText(
  { cellOf }: SweepContext,
  point: number,
  balancer: string,
  measure: Measure,
  scale: ValueScale,
): string {
  const cell = cellOf(point, balancer, measure.text);
  return cell === null ? "–" : `${onScale(cell.estimate, scale)} ${spreadInColumn(cell, scale)}`.trim();
}

function scaleOf({ cells }: SweepFile, { text, unit }: Measure): ValueScale {
  return valueScale(
    unit,
    cells.filter(({ measure }) => measure === text).map(({ estimate }) => estimate),
  );
}

function unitOf({ symbol }: ValueScale): string {
  return symbol === "" ? "" : `, ${symbol}`;
}
