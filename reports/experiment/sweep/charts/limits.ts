/** Charts of limits: how far a path may go while the expectations hold, and the values that the search tried. */
import type { CapacityLimit, MeasureUnit, SweepAxis } from "../../../../sim/index.ts";
import type { Chart, Row } from "../../../charts/chart.ts";
import { ROW_STEP } from "../../../charts/rows.ts";
import { shortName } from "../../../names.ts";
import { valueAxis } from "../../charts/axes.ts";
import { intervalLayers } from "../../charts/interval-layers.ts";
import { panelsSpec } from "../../charts/panels.ts";
import { variedAxes } from "../context.ts";
import type { SweepContext } from "../context.ts";
import { limitFinding, limitWords, pointWords } from "../findings.ts";
import { linePanels } from "./line-panels.ts";

/** Null where none was searched for; a row for each balancer at one point, lines along the first numeric axis of several. */
export function limitChart(context: SweepContext): Chart | null {
  const limits = context.file.limits ?? [];
  if (limits.every(({ limit }) => (limit?.number ?? null) === null)) return null;
  const [axis] = variedAxes(context).filter(({ axis: each }) => each.numeric);
  if (context.file.points.length === 1) return limitRows(context, limits);
  return axis === undefined || variedAxes(context).length > 1
    ? null
    : limitLines(context, limits, axis.axis, axis.index);
}

/** A unit of an axis as one of a measure. */
function measureUnit(unit: SweepAxis["unit"]): MeasureUnit {
  return unit === null || unit === "bytes" ? "number" : unit;
}

function limitRows(context: SweepContext, limits: readonly CapacityLimit[]): Chart {
  const unit = measureUnit(limits[0]!.unit);
  const rows = limits.map((limit): Row => ({
    b: context.names.indexOf(limit.balancer),
    unit,
    kind: limitWords(limit),
    limit: limit.limit?.number ?? null,
    low: (limit.sureLow ?? limit.low)?.number ?? null,
    high: (limit.sureHigh ?? limit.high)?.number ?? null,
    tried: limit.tried.length,
    open: limit.sureLow === null || limit.sureHigh === null ? 1 : 0,
  }));
  const axis = valueAxis(
    unit,
    rows.flatMap((row) => [row["limit"], row["low"], row["high"]] as (number | null)[]),
  );
  const labels = rows.map((row) => ({ b: row["b"] as number, label: String(row["kind"]) }));
  const fields = { estimate: "limit", low: "low", high: "high" };
  return {
    id: "limits",
    section: "limits",
    title: limitFinding(limits).replace(/\.$/, ""),
    subtitle:
      `How far ${shortName(limits[0]!.path, 60)} may go while more than half of the runs still meet the expectations. The bar ` +
      "reaches to the nearest values that surely hold and surely fail; a hollow dot has none on one side.",
    description: limitFinding(limits),
    spec: panelsSpec(context, [
      {
        title: `${limits[0]!.path}${axis.logarithmic ? ", logarithmic" : ""}`,
        height: { step: ROW_STEP },
        layers: intervalLayers(context, "true", fields, axis, labels),
      },
    ]),
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "kind", title: "expectations hold", kind: "text" },
      { field: "limit", title: "limit", kind: "measured" },
      { field: "low", title: "holds or fails surely at", kind: "measured" },
      { field: "high", title: "and at", kind: "measured" },
      { field: "tried", title: "values tried", kind: "count" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function limitLines(
  context: SweepContext,
  limits: readonly CapacityLimit[],
  axis: SweepAxis,
  index: number,
): Chart | null {
  const { file, names } = context;
  const path = limits[0]!.path;
  const rows = names.flatMap((balancer, b) =>
    [...file.points.keys()].flatMap((point): readonly Row[] => {
      const x = file.points[point]!.values[index]?.number ?? null;
      const limit = limits.find((each) => each.point === point && each.balancer === balancer);
      if (x === null) return [];
      const [low, high] = [limit?.sureLow ?? limit?.low, limit?.sureHigh ?? limit?.high];
      return [{ b, x, v0: limit?.limit?.number ?? null, l0: low?.number ?? null, h0: high?.number ?? null }];
    }),
  );
  const panel = { title: path, unit: measureUnit(limits[0]!.unit), scale: "limit" };
  return {
    id: "limits",
    section: "limits",
    title: farthest(context, limits),
    subtitle:
      "The limit up to which, or from which on, more than half of the runs meet the expectations; the band reaches to the nearest values " +
      "that surely hold and surely fail.",
    description: describeLimits(context, limits),
    ...linePanels(
      context,
      axis,
      [panel],
      [...rows].sort((one, other) => (one["x"] as number) - (other["x"] as number)),
    ),
    rows,
    balancers: names,
    emphasised: context.emphasised,
  };
}

/** The limit that goes farthest, and where. */
function farthest(context: SweepContext, limits: readonly CapacityLimit[]): string {
  const sorted = limits
    .filter(({ limit }) => (limit?.number ?? null) !== null)
    .sort((one, other) => other.limit!.number! - one.limit!.number!);
  const [first] = sorted;
  const path = shortName(limits[0]!.path, 60);
  if (first === undefined) return `${path} has no limit in the range`;
  return `${path} goes farthest with ${shortName(first.balancer)}: ${limitWords(first)} at ${pointWords(context, first.point)}`;
}

function describeLimits({ file }: SweepContext, limits: readonly CapacityLimit[]): string {
  const said = limits
    .slice(0, 20)
    .map(
      (limit) =>
        `${shortName(limit.balancer)} ${limitWords(limit)} at ${file.points[limit.point]?.values.map(({ text }) => text).join(", ") ?? "–"}`,
    );
  return `Where the expectations hold, by point: ${said.join("; ")}.`;
}

/** How many of the runs met the expectations at each value that the search tried; null unless it searched at one point. */
export function triedChart(context: SweepContext): Chart | null {
  const limits = context.file.limits ?? [];
  const [first] = limits;
  if (first === undefined || context.file.points.length !== 1) return null;
  const rows = limits.flatMap(({ balancer, tried }) => {
    const b = context.names.indexOf(balancer);
    const sorted = [...tried].sort((one, other) => (one.value.number ?? 0) - (other.value.number ?? 0));
    return sorted.flatMap(({ value, met }): readonly Row[] =>
      value.number === null ? [] : [{ b, x: value.number, v0: met, l0: null, h0: null }],
    );
  });
  if (new Set(rows.map((row) => row["x"])).size < 2) return null;
  const axis = { path: first.path, unit: first.unit, logarithmic: false };
  return {
    id: "tried",
    section: "limits",
    title: `The search tried ${new Set(rows.map((row) => row["x"])).size} values of ${shortName(first.path, 60)}`,
    subtitle: "Share of the replications that met the expectations at each value tried; a value holds above one half.",
    description: `${limitFinding(limits)} Each line falls, or rises, through one half at its balancer's limit.`,
    ...linePanels(context, axis, [{ title: "expectations met", unit: "fraction", scale: "met" }], rows),
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}
