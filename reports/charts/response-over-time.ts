/** Chart: the median and the 99th percentile of response times, interval by interval. */
import type { Field } from "vega-lite/types_unstable/channeldef.d.ts";
import type { LayerSpec, UnitSpec } from "vega-lite/types_unstable/spec/index.d.ts";
import type { ResultFile } from "../../sim/index.ts";
import { formatDuration } from "../format.ts";
import { overTimeDescription, overTimeFinding } from "../findings/response.ts";
import { groupSize, middles, worst } from "./aggregate.ts";
import { bandLayers } from "./bands.ts";
import type { Chart, Row } from "./chart.ts";
import type { ChartContext } from "./context.ts";
import { chartContext } from "./context.ts";
import { lineLayers } from "./layers.ts";
import { SECONDS_LABEL, logAxis } from "./scales.ts";
import { specBase } from "./theme.ts";
import { pixelOnLog, timeAxis } from "./time-axis.ts";

const HEIGHT = 170;
const MOST_COLUMNS = 240;

/** Null where no interval of any balancer has a response. */
export function responseOverTime(result: ResultFile): Chart | null {
  const context = chartContext(result);
  const { rows, groupSeconds, size } = timeRows(result);
  const times = rows.flatMap((row) => [row["p50"] as number | null, row["p99"] as number | null]);
  if (times.every((time) => time === null)) return null;
  const axis = logAxis(times);
  return {
    id: "response-over-time",
    section: "response",
    title: overTimeFinding(result),
    subtitle:
      `Median and 99th percentile of the responses that came within each ${formatDuration(groupSeconds)} of simulated time` +
      `${size > 1 ? ` (the worst of ${size} neighbouring intervals)` : ""}; logarithmic, one scale for both.`,
    description: overTimeDescription(result),
    spec: {
      ...specBase(context),
      spacing: 26,
      vconcat: [panel(context, rows, axis, "p99", true), panel(context, rows, axis, "p50", false)],
    },
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "t", title: "simulated time", kind: "time" },
      { field: "p99", title: "p99", kind: "seconds" },
      { field: "p50", title: "p50", kind: "seconds" },
    ],
    rows,
    lines: { x: "t", fields: ["p99", "p50"] },
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function panel(
  context: ChartContext,
  rows: readonly Row[],
  axis: ReturnType<typeof logAxis>,
  field: "p50" | "p99",
  first: boolean,
): LayerSpec<Field> {
  const y = {
    field,
    type: "quantitative",
    scale: { type: "log", domain: axis.domain, nice: false },
    axis: { title: null, values: axis.ticks, labelExpr: SECONDS_LABEL },
  } as const;
  const x = timeAxis(context.endSeconds, !first);
  const columns = new Set(rows.map((row) => row["t"])).size;
  return {
    width: 640,
    height: HEIGHT,
    layer: [
      ...bandLayers(context, first),
      panelName(field),
      ...lineLayers(context, { name: field, x, y, height: HEIGHT, columns, ends: lineEnds(rows, field, axis.domain) }),
    ],
  };
}

/** The panel's name, in the corner that the vertical axis leaves. */
function panelName(name: string): LayerSpec<Field> | UnitSpec<Field> {
  return {
    data: { values: [{}] },
    mark: {
      type: "text",
      text: name,
      x: -6,
      y: -10,
      align: "right",
      baseline: "bottom",
      fontWeight: 600,
      fontSize: 12,
      color: { expr: "ink" },
    },
  };
}

function lineEnds(
  rows: readonly Row[],
  field: string,
  domain: readonly [number, number],
): { b: number; end: number }[] {
  const last = new Map<number, number>();
  for (const row of rows) if (row[field] !== null) last.set(row["b"] as number, row[field] as number);
  return [...last].map(([b, seconds]) => ({ b, end: pixelOnLog(seconds, domain, HEIGHT) }));
}

function timeRows(result: ResultFile): { rows: readonly Row[]; groupSeconds: number; size: number } {
  const longest = Math.max(0, ...result.runs.map((run) => run.series.length));
  const size = groupSize(longest, MOST_COLUMNS);
  const rows = result.runs.flatMap(({ series }, b) => {
    const p50 = worst(series.p50, size);
    const p99 = worst(series.p99, size);
    return middles(series, size).map((t, index) => ({ b, t, p50: p50[index] ?? null, p99: p99[index] ?? null }));
  });
  return { rows, groupSeconds: size * (result.runs[0]?.series.intervalSeconds ?? 0), size };
}
