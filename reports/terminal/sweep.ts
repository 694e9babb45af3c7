/** A sweep in the terminal: what was found, the limits, the measure that decides along one axis or where it is best. */
import type { SweepFile } from "../../sim/index.ts";
import { formatCount, formatFraction } from "../format.ts";
import { sweepContext, valueIndex, variedAxes, winsOf } from "../experiment/sweep/context.ts";
import type { SweepContext } from "../experiment/sweep/context.ts";
import { bestPoint, inertWords, limitWords, pointWords, sweepVerdict } from "../experiment/sweep/findings.ts";
import { estimateText, onScale, spreadOnScale, valueScale } from "../experiment/values.ts";
import { tableLines } from "./columns.ts";
import type { TextColumn } from "./columns.ts";
import { block, confidenceWords, failureLines, joinBlocks, paragraph, warningLines } from "./experiment.ts";
import { emphasise, fit, plainText, shorten } from "./text.ts";
import type { TerminalStyle } from "./text.ts";

/** Rows of a table in a terminal; the report and the CSV file have them all. */
const MOST_ROWS = 40;

/** Everything of a sweep but the scenario's name and question. */
export function renderSweepTerminal(file: SweepFile, style: TerminalStyle): string {
  const context = sweepContext(file);
  return joinBlocks([
    block(paragraph(sweepVerdict(context), style)),
    block(warningLines(file, style)),
    block(limitLines(context, style)),
    block(variedAxes(context).length === 1 ? alongAxis(context, style) : bestLines(context, style)),
    block(notes(context).flatMap((note) => paragraph(note, style, "", "dim"))),
    block(failureLines(file, style)),
  ]);
}

function column(head: string, cells: readonly string[], rank: number, style: TerminalStyle, left = false): TextColumn {
  const texts = cells.map((cell) => fit(plainText(cell), style));
  return { head: fit(plainText(head), style), cells: texts, rank, align: left ? "left" : "right" };
}

function titled(title: string, lines: readonly string[], style: TerminalStyle): readonly string[] {
  return [emphasise(shorten(plainText(title), style.columns, style), "bold", style), ...lines];
}

/** The measure that decides: a row for each value of the axis, a column for each balancer. */
function alongAxis(context: SweepContext, style: TerminalStyle): readonly string[] {
  const { file, decisive, names, cellOf } = context;
  const [varied] = variedAxes(context);
  if (decisive === null || varied === undefined) return [];
  const points = [...file.points.keys()]
    .sort((one, other) => valueIndex(context, one, varied.index) - valueIndex(context, other, varied.index))
    .slice(0, MOST_ROWS);
  const estimates = file.cells.filter(({ measure }) => measure === decisive.text).map(({ estimate }) => estimate);
  const scale = valueScale(decisive.unit, estimates);
  const values = points.map((point) => file.points[point]!.values[varied.index]?.text ?? "");
  const columns = names.map((balancer, place) => {
    const cells = points.map((point) => {
      const cell = cellOf(point, balancer, decisive.text);
      return cell === null ? "–" : `${onScale(cell.estimate, scale)} ${spreadOnScale(cell, scale)}`.trim();
    });
    return column(balancer, cells, place, style);
  });
  const unit = scale.symbol === "" ? "" : `, ${scale.symbol}`;
  return titled(
    `${decisive.text}${unit}`,
    tableLines(column(varied.axis.path, values, 0, style, true), columns, style),
    style,
  );
}

/** Over several axes: where each balancer is best. */
function bestLines(context: SweepContext, style: TerminalStyle): readonly string[] {
  const { decisive, names, file } = context;
  if (decisive === null) return [];
  const wins = winsOf(context);
  const best = names.map((balancer) => bestPoint(context, balancer));
  const several = file.points.length > 1;
  const columns = [
    column(
      `${several ? "best " : ""}${decisive.text}`,
      best.map((each) => (each === null ? "–" : estimateText(each.cell, decisive.unit))),
      0,
      style,
    ),
    column(
      "expectations",
      best.map((each) => formatFraction(each?.cell.met)),
      3,
      style,
    ),
    ...(several
      ? [
          column(
            "first at",
            wins.map((count) => formatCount(count)),
            1,
            style,
          ),
          column(
            "at",
            best.map((each) => each?.at ?? "–"),
            2,
            style,
            true,
          ),
        ]
      : []),
  ];
  const title = several
    ? `Where ${decisive.text} is best, of ${formatCount(file.points.length)} points`
    : "The scenario as it is";
  return titled(title, tableLines(column("balancer", names, 0, style, true), columns, style), style);
}

function limitLines(context: SweepContext, style: TerminalStyle): readonly string[] {
  const { limits, points } = context.file;
  if (limits === null || limits.length === 0) return [];
  const shown = limits.slice(0, MOST_ROWS);
  const sure = shown.map(({ sureLow, sureHigh }) =>
    sureLow === null && sureHigh === null ? "–" : `${sureLow?.text ?? "–"} to ${sureHigh?.text ?? "–"}`,
  );
  const columns = [
    column("expectations hold", shown.map(limitWords), 0, style, true),
    column("surely between", sure, 1, style),
    ...(points.length > 1
      ? [
          column(
            "at",
            shown.map(({ point }) => pointWords(context, point)),
            2,
            style,
            true,
          ),
        ]
      : []),
  ];
  const names = column(
    "balancer",
    shown.map(({ balancer }) => balancer),
    0,
    style,
    true,
  );
  return titled(`How far ${limits[0]!.path} may go`, tableLines(names, columns, style), style);
}

function notes({ file }: SweepContext): readonly string[] {
  const inert = inertWords(file.axes);
  const problems = file.points.filter(({ problem }) => problem !== null);
  const left = problems.length === 1 ? "point is" : "points are";
  return [
    ...(inert === null ? [] : [inert]),
    ...(problems.length === 0
      ? []
      : [`${formatCount(problems.length)} ${left} no scenario, the first since ${problems[0]!.problem ?? ""}`]),
    `${formatCount(file.points.length)} ${file.points.length === 1 ? "point" : "points"}, ${formatCount(file.seeds.length)} ${file.seeds.length === 1 ? "replication" : "replications"} each with common seeds · ${confidenceWords(file)}`,
  ];
}
