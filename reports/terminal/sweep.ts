/** A sweep in the terminal: what was found, the limits, the measures along one axis, or where they are best. */
import type { SweepFile } from "../../sim/index.ts";
import { formatCount, formatFraction } from "../format.ts";
import { sweepContext, variedAxes, winsOf } from "../experiment/sweep/context.ts";
import type { SweepContext } from "../experiment/sweep/context.ts";
import { bestPoint, inertWords, sweepVerdict } from "../experiment/sweep/findings.ts";
import { estimateText } from "../experiment/values.ts";
import { tableLines } from "./columns.ts";
import { block, confidenceWords, failureLines, joinBlocks, paragraph, warningLines } from "./experiment.ts";
import { alongAxis, column, gridsOf, limitLines, titled } from "./sweep-tables.ts";
import type { TerminalStyle } from "./text.ts";

/** Everything of a sweep but the scenario's name and question. */
export function renderSweepTerminal(file: SweepFile, style: TerminalStyle): string {
  const context = sweepContext(file);
  return joinBlocks([
    block(paragraph(sweepVerdict(context), style)),
    block(warningLines(file, style)),
    block(limitLines(context, style)),
    ...measureBlocks(context, style).map(block),
    block(notes(context).flatMap((note) => paragraph(note, style, "", "dim"))),
    block(failureLines(file, style)),
  ]);
}

/** Along one axis a table of each measure; over two where each is best, and a grid of each balancer; else the best alone. */
function measureBlocks(context: SweepContext, style: TerminalStyle): readonly (readonly string[])[] {
  const varied = variedAxes(context);
  if (varied.length === 1) return context.file.measures.map((measure) => alongAxis(context, measure, style));
  const grids = varied.length === 2 && context.file.design === "grid" ? gridsOf(context, style) : [];
  return [bestLines(context, style), ...grids];
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

function notes({ file }: SweepContext): readonly string[] {
  // Said once: a sweep's own warnings name them, too.
  const inert = file.warnings.some(({ kind }) => kind === "inert") ? null : inertWords(file.axes);
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
