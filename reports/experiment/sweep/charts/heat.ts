/** Charts: heat maps over two axes, one for each balancer on a shared scale of colour. */
import type { MeasureHead } from "../../../../sim/index.ts";
import type { Chart, Row } from "../../../charts/chart.ts";
import { VISIBLE } from "../../../charts/layers.ts";
import { specBase } from "../../../charts/theme.ts";
import { listNames, shortName } from "../../../names.ts";
import { valueAxis } from "../../charts/axes.ts";
import type { ValueAxis } from "../../charts/axes.ts";
import { estimateText, measuredText } from "../../values.ts";
import { bestOf, valueIndex, variedAxes } from "../context.ts";
import type { SweepContext } from "../context.ts";
import { pointWords } from "../findings.ts";

/** Measures with a heat map each; the CSV file has all. */
const MOST_MEASURES = 3;
const TALLEST_ROW = 26;
const SHORTEST_ROW = 12;
const PANEL_PIXELS = 200;
const STOPS = 6;

/** Empty unless two axes were varied over a grid. */
export function heatMaps(context: SweepContext): readonly Chart[] {
  const varied = variedAxes(context);
  if (varied.length !== 2 || context.file.design !== "grid") return [];
  const [one, other] = varied as [(typeof varied)[number], (typeof varied)[number]];
  const [across, down] =
    one.axis.values.length >= other.axis.values.length ? [one.index, other.index] : [other.index, one.index];
  return context.file.measures
    .slice(0, MOST_MEASURES)
    .map((measure, index) => heatMap(context, measure, index, across, down))
    .filter((chart) => chart !== null);
}

function heatMap(
  context: SweepContext,
  measure: MeasureHead,
  index: number,
  across: number,
  down: number,
): Chart | null {
  const rows = heatRows(context, measure, across, down);
  const values = rows.map((row) => row["v"] as number | null);
  if (values.every((value) => value === null)) return null;
  const [horizontal, vertical] = [context.file.axes[across]!, context.file.axes[down]!];
  const words = describe(context, measure);
  return {
    id: `heat-${index + 1}`,
    section: "lines",
    title: finding(context, measure),
    subtitle:
      `${shortName(measure.text)} over ${shortName(horizontal.path, 60)} (across) and ${shortName(vertical.path, 60)} (down), one scale of colour ` +
      "for all balancers. A ring marks each balancer's best cell, if they differ; a blank cell could not be simulated or had nothing to observe.",
    description: words,
    spec: {
      ...specBase(context, {
        acrossTexts: horizontal.values.map(({ text }) => shortName(text, 16)),
        downTexts: vertical.values.map(({ text }) => shortName(text, 16)),
      }),
      transform: [{ filter: VISIBLE }],
      spacing: 14,
      facet: {
        row: {
          field: "b",
          type: "ordinal",
          header: { title: null, labelExpr: "names[datum.value]", labelOrient: "top", labelAnchor: "start" },
        },
      },
      spec: cellSpec(horizontal.path, vertical.values.length, colour(measure, valueAxis(measure.unit, values))),
    } as unknown as Chart["spec"],
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "at", title: "at", kind: "text" },
      { field: "v", title: measure.text, kind: "measured" },
      { field: "l", title: "from", kind: "measured" },
      { field: "h", title: "to", kind: "measured" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function heatRows(context: SweepContext, measure: MeasureHead, across: number, down: number): readonly Row[] {
  const { file, names, cellOf } = context;
  return names.flatMap((balancer, b) => {
    const cells = [...file.points.keys()].map((point) => cellOf(point, balancer, measure.text));
    const estimates = cells.map((cell) => cell?.estimate ?? null);
    const best = bestOf(estimates, measure);
    const rings = measure.better !== "neither" && best !== null && estimates.some((value) => (value ?? best) !== best);
    return cells.map((cell, point) => ({
      b,
      i: valueIndex(context, point, across),
      j: valueIndex(context, point, down),
      at: pointWords(context, point),
      unit: measure.unit,
      v: cell?.estimate ?? null,
      l: cell?.low ?? null,
      h: cell?.high ?? null,
      best: rings && cell?.estimate === best ? 1 : 0,
    }));
  });
}

function cellSpec(across: string, rows: number, color: object): object {
  const step = Math.max(SHORTEST_ROW, Math.min(TALLEST_ROW, Math.floor(PANEL_PIXELS / rows)));
  const x = {
    field: "i",
    type: "ordinal",
    scale: { paddingInner: 0, paddingOuter: 0 },
    axis: { title: across, labelExpr: "acrossTexts[datum.value]", labelAngle: 0, labelOverlap: true, ticks: false },
  };
  const y = {
    field: "j",
    type: "ordinal",
    scale: { paddingInner: 0, paddingOuter: 0 },
    // Its name stands in the subtitle: beside every panel there is no room for it.
    axis: { title: null, labelExpr: "downTexts[datum.value]", labelLimit: 80 },
  };
  return {
    width: 640,
    height: { step },
    layer: [
      {
        transform: [{ filter: "isValid(datum.v)" }],
        mark: { type: "rect", tooltip: { content: "data" }, stroke: { expr: "ground" }, strokeWidth: 1 },
        encoding: { x, y, color },
      },
      {
        transform: [{ filter: "datum.best == 1" }],
        // A light ring within a dark one can be seen on every colour of the scale.
        mark: { type: "point", shape: "circle", size: 90, strokeWidth: 4, stroke: { expr: "ink" }, opacity: 1 },
        encoding: { x, y },
      },
      {
        transform: [{ filter: "datum.best == 1" }],
        mark: { type: "point", shape: "circle", size: 90, strokeWidth: 1.5, stroke: { expr: "ground" }, opacity: 1 },
        encoding: { x, y },
      },
    ],
  };
}

function colour(measure: MeasureHead, axis: ValueAxis): object {
  const { values, labelExpr } = axis.axis as { readonly values?: readonly number[]; readonly labelExpr: string };
  return {
    field: "v",
    type: "quantitative",
    scale: {
      ...axis.scale,
      range: Array.from({ length: STOPS }, (_, stop) => ({ expr: `heat[${stop}]` })),
      interpolate: "lab",
    },
    legend: {
      title: `${shortName(measure.text)}${axis.logarithmic ? ", logarithmic" : ""}`,
      titleOrient: "left",
      orient: "top",
      direction: "horizontal",
      gradientLength: { expr: "narrow ? 110 : 220" },
      gradientThickness: 12,
      labelExpr,
      titleLimit: 300,
      ...(values === undefined ? { tickCount: 4 } : { values: thinned(values) }),
    },
  };
}

/** A short legend has room for a few figures only. */
function thinned(ticks: readonly number[]): readonly number[] {
  const step = Math.ceil(ticks.length / 4);
  return ticks.filter((_, index) => index % step === 0);
}

function finding({ file, names, cellOf }: SweepContext, measure: MeasureHead): string {
  const estimates = names.map((balancer) =>
    [...file.points.keys()].map((point) => cellOf(point, balancer, measure.text)?.estimate ?? null),
  );
  const all = estimates.flat();
  const best = bestOf(all, measure);
  const worst = bestOf(all, { ...measure, better: measure.better === "higher" ? "lower" : "higher" });
  if (best !== null && best === worst)
    return `${shortName(measure.text)} is ${measuredText(best, measure.unit)} everywhere`;
  const holders = names.filter((_, place) => best !== null && estimates[place]!.includes(best));
  if (measure.better === "neither")
    return `${shortName(measure.text)} goes from ${measuredText(best, measure.unit)} to ${measuredText(worst, measure.unit)}`;
  return `${shortName(measure.text)} is best with ${listNames(holders, 2)}, ${measuredText(best, measure.unit)}, and at worst ${measuredText(worst, measure.unit)}`;
}

function describe(context: SweepContext, measure: MeasureHead): string {
  const { file, names, cellOf } = context;
  const said = names.slice(0, 10).flatMap((balancer) => {
    const cells = [...file.points.keys()].map((point) => cellOf(point, balancer, measure.text));
    const best = bestOf(
      cells.map((cell) => cell?.estimate ?? null),
      measure,
    );
    const point = cells.findIndex((cell) => best !== null && cell?.estimate === best);
    return point < 0
      ? []
      : [`${shortName(balancer)} ${estimateText(cells[point]!, measure.unit)} at ${pointWords(context, point)}`];
  });
  return `${finding(context, measure)}. The best cells: ${said.join("; ")}.`;
}
