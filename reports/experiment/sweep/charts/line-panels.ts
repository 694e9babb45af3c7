/** Lines of every balancer along a numeric axis, each with the band of its interval, in panels one below the other. */
import type { MeasureUnit, SweepAxis } from "../../../../sim/index.ts";
import type { Chart, Column, ColumnKind, Row } from "../../../charts/chart.ts";
import { VISIBLE, balancerColour, lineLayers } from "../../../charts/layers.ts";
import type { BalancerContext, Layer } from "../../../charts/layers.ts";
import { logAxis } from "../../../charts/scales.ts";
import { pixelOnLine, pixelOnLog } from "../../../charts/time-axis.ts";
import { along, tickLabel, valueAxis } from "../../charts/axes.ts";
import type { ValueAxis } from "../../charts/axes.ts";
import { panelsSpec } from "../../charts/panels.ts";
import type { Panel } from "../../charts/panels.ts";

const HEIGHT = 190;

/** One panel: rows have its values in `v0`, `l0`, `h0` for panel 0, and so on. */
export interface LinePanel {
  readonly title: string;
  readonly unit: MeasureUnit;
  /** Panels with the same key share an axis. */
  readonly scale: string;
}

/** The parts of a chart of lines that follow from its rows; a row has a balancer `b`, a place `x`, and values by panel. */
export function linePanels(
  context: BalancerContext,
  axis: Pick<SweepAxis, "path" | "unit" | "logarithmic">,
  panels: readonly LinePanel[],
  rows: readonly Row[],
): Pick<Chart, "spec" | "columns" | "lines"> {
  const scales = new Map(panels.map(({ scale, unit }) => [scale, sharedAxis(panels, rows, scale, unit)]));
  const x = placeAxis(axis, rows);
  return {
    spec: panelsSpec(
      context,
      panels.map((panel, index) => drawn(context, panel, index, scales.get(panel.scale)!, x, axis.path, rows)),
    ),
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "x", title: axis.path, kind: kindOf(axis.unit) },
      ...panels.map(({ title, unit }, index): Column => ({ field: `v${index}`, title, kind: kindOf(unit) })),
    ],
    lines: { x: "x", fields: panels.map((_, index) => `v${index}`) },
  };
}

/** The kind of a column that holds values of a unit. */
export function kindOf(unit: MeasureUnit | SweepAxis["unit"]): ColumnKind {
  return unit === "seconds" || unit === "fraction" || unit === "perSecond" ? unit : "number";
}

function sharedAxis(panels: readonly LinePanel[], rows: readonly Row[], scale: string, unit: MeasureUnit): ValueAxis {
  const indices = panels.flatMap((panel, index) => (panel.scale === scale ? [index] : []));
  const values = rows.flatMap((row) =>
    indices.flatMap((index) => ["v", "l", "h"].map((field) => (row[`${field}${index}`] ?? null) as number | null)),
  );
  return valueAxis(unit, values);
}

interface PlaceAxis {
  readonly scale: object;
  readonly axis: object;
  readonly count: number;
}

function placeAxis(axis: Pick<SweepAxis, "unit" | "logarithmic">, rows: readonly Row[]): PlaceAxis {
  const places = [...new Set(rows.map((row) => row["x"] as number))];
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const logarithmic = axis.logarithmic && low > 0 && high > low;
  const ticks = logarithmic ? logAxis(places).ticks.filter((tick) => tick >= low && tick <= high) : null;
  return {
    scale: { ...(logarithmic ? { type: "log" } : {}), domain: [low, high], nice: false, zero: false },
    axis: {
      grid: false,
      labelExpr: tickLabel(axis.unit),
      labelFlush: true,
      labelOverlap: true,
      ...(ticks !== null && ticks.length >= 2 ? { values: ticks } : { tickCount: 6 }),
    },
    count: places.length,
  };
}

function drawn(
  context: BalancerContext,
  panel: LinePanel,
  index: number,
  axis: ValueAxis,
  place: PlaceAxis,
  path: string,
  rows: readonly Row[],
): Panel {
  const field = `v${index}`;
  const x = { field: "x", type: "quantitative", scale: place.scale, axis: { ...place.axis, title: path } } as const;
  const y = { ...along(field, axis), axis: { ...axis.axis, labelFlush: false } } as const;
  const last = new Map<number, number>();
  for (const row of rows) if ((row[field] ?? null) !== null) last.set(row["b"] as number, row[field] as number);
  const pixel = axis.logarithmic ? pixelOnLog : pixelOnLine;
  const ends = [...last].map(([b, value]) => ({ b, end: pixel(value, axis.domain, HEIGHT) }));
  return {
    title: `${panel.title}${axis.logarithmic ? ", logarithmic" : ""}`,
    height: HEIGHT,
    layers: [
      bandLayer(context, index, x, y),
      ...lineLayers(context, { name: field, x: x as never, y: y as never, height: HEIGHT, columns: place.count, ends }),
      dotLayer(context, index, x, y),
    ],
  };
}

/** Faint, and only for those with a colour: twenty bands would be a fog. */
function bandLayer(context: BalancerContext, index: number, x: object, y: object): Layer {
  return {
    // A point without an interval stays in, so that the band breaks there as the line does.
    transform: [{ filter: `${VISIBLE} && emphasised[datum.b]` }],
    mark: { type: "area", clip: true },
    encoding: {
      x,
      y: { ...y, field: `l${index}` },
      y2: { field: `h${index}` },
      color: balancerColour(context),
      opacity: { condition: { test: "picked < 0 || datum.b == picked", value: 0.16 }, value: 0.04 },
    },
  } as unknown as Layer;
}

/** What was simulated is a dot; between dots the line only leads the eye. */
function dotLayer(context: BalancerContext, index: number, x: object, y: object): Layer {
  return {
    transform: [{ filter: `${VISIBLE} && emphasised[datum.b] && isValid(datum.v${index})` }],
    mark: { type: "point", filled: true, size: 22, clip: false },
    encoding: {
      x,
      y,
      color: balancerColour(context),
      opacity: { condition: { test: "picked < 0 || datum.b == picked", value: 1 }, value: 0.3 },
    },
  } as unknown as Layer;
}
