/** Chart: how the intervals of the differences closed in as replications were added, down to the precision asked for. */
import type { CompareFile, ConvergencePoint } from "../../../../sim/index.ts";
import type { Chart, Row } from "../../../charts/chart.ts";
import { lineLayers } from "../../../charts/layers.ts";
import type { Layer } from "../../../charts/layers.ts";
import { logAxis } from "../../../charts/scales.ts";
import { pixelOnLog } from "../../../charts/time-axis.ts";
import { panelsSpec } from "../../charts/panels.ts";
import type { Panel } from "../../charts/panels.ts";
import { chosenPercent } from "../../values.ts";
import type { CompareContext } from "../context.ts";
import { convergenceFinding, describeConvergence } from "../findings.ts";
import type { ComparedMeasure } from "../standing.ts";

const HEIGHT = 150;
/** Narrower than this is as good as exact, and would squeeze everything else. */
const NARROWEST = 1e-5;

/** Null where there was but one look. */
export function convergence(context: CompareContext): Chart | null {
  const { file } = context;
  const shown = context.measures.filter(({ cells }) => (cells[0]?.interval?.estimate ?? 0) !== 0);
  const rows = convergenceRows(context, shown);
  const looks = new Set(rows.map((row) => row["n"]));
  const widths = rows.flatMap((row) => shown.map(({ index }) => (row[`m${index}`] ?? null) as number | null));
  if (looks.size < 2 || widths.every((width) => width === null)) return null;
  const axis = logAxis([...widths, file.precision]);
  const drawn = shown.filter(({ index }) => rows.some((row) => row[`m${index}`] !== null));
  return {
    id: "convergence",
    section: "differences",
    title: convergenceFinding(context),
    subtitle:
      "Half width of each difference's interval after so many replications, as a share of the baseline's estimate; " +
      `logarithmic, one scale for all. The dashed line is the precision asked for, ${chosenPercent(file.precision)}.`,
    description: describeConvergence(context),
    spec: panelsSpec(
      context,
      drawn.map((measure) => panel(context, measure, rows, axis)),
    ),
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "n", title: "replications", kind: "count" },
      ...drawn.map(({ index, head }) => ({ field: `m${index}`, title: head.text, kind: "fraction" as const })),
    ],
    rows,
    lines: { x: "n", fields: drawn.map(({ index }) => `m${index}`) },
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function convergenceRows(context: CompareContext, measures: readonly ComparedMeasure[]): readonly Row[] {
  const { file, names } = context;
  const looks = [...new Set(file.convergence.map(({ replications }) => replications))].sort((a, b) => a - b);
  return names.flatMap((balancer, b) =>
    balancer === file.baseline
      ? []
      : looks.map((n) => ({
          b,
          n,
          ...Object.fromEntries(measures.map((measure) => [`m${measure.index}`, width(file, measure, balancer, n)])),
        })),
  );
}

/** Half the width of a difference's interval, relative to the baseline. */
function width(file: CompareFile, { head, cells }: ComparedMeasure, balancer: string, looked: number): number | null {
  const isWanted = (point: ConvergencePoint): boolean =>
    point.replications === looked && point.measure === head.text && point.balancer === balancer;
  const found = file.convergence.find(isWanted)?.difference;
  const base = Math.abs(cells[0]?.interval?.estimate ?? 0);
  if (found === undefined || found.low === null || found.high === null || base === 0) return null;
  return Math.max(NARROWEST, (found.high - found.low) / 2 / base);
}

function panel(
  context: CompareContext,
  { index, head }: ComparedMeasure,
  rows: readonly Row[],
  axis: ReturnType<typeof logAxis>,
): Panel {
  const field = `m${index}`;
  const last = new Map<number, number>();
  for (const row of rows) if (row[field] !== null) last.set(row["b"] as number, row[field] as number);
  const looks = [...new Set(rows.map((row) => row["n"] as number))];
  return {
    title: head.text,
    height: HEIGHT,
    layers: [
      precisionLine(context.file.precision),
      ...lineLayers(context, {
        name: field,
        x: {
          field: "n",
          type: "quantitative",
          scale: { domain: [Math.min(...looks), Math.max(...looks)], nice: false, zero: false },
          axis: { title: "replications", grid: false, tickMinStep: 1, tickCount: 6, labelFlush: true },
        },
        y: {
          field,
          type: "quantitative",
          scale: { type: "log", domain: axis.domain, nice: false },
          axis: { title: null, values: decades(axis.ticks), labelExpr: "'±' + format(datum.value, '~%')" },
        },
        height: HEIGHT,
        columns: looks.length,
        ends: [...last].map(([b, value]) => ({ b, end: pixelOnLog(value, axis.domain, HEIGHT) })),
      }),
    ],
  };
}

/** A low panel has room for a few ticks only. */
function decades(ticks: readonly number[]): number[] {
  const few = ticks.filter((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e6) / 1e6));
  return few.length >= 2 ? few : [...ticks];
}

function precisionLine(precision: number): Layer {
  return {
    data: { values: [{ at: precision }] },
    mark: { type: "rule", strokeDash: [4, 3], color: { expr: "ink" }, opacity: 0.6 },
    encoding: { y: { field: "at", type: "quantitative" } },
  } as Layer;
}
