/** Chart: each balancer's paired difference from the baseline around zero, with the band that counts as equivalent. */
import type { PairedDifference } from "../../../../sim/index.ts";
import type { Chart, Row } from "../../../charts/chart.ts";
import type { Layer } from "../../../charts/layers.ts";
import { ROW_STEP } from "../../../charts/rows.ts";
import { formatFraction } from "../../../format.ts";
import { linearAxis } from "../../charts/axes.ts";
import { intervalLayers } from "../../charts/interval-layers.ts";
import { panelsSpec, uprightRule } from "../../charts/panels.ts";
import type { Panel } from "../../charts/panels.ts";
import { chosenPercent, relativeText, signedText } from "../../values.ts";
import type { CompareContext } from "../context.ts";
import { describeDifferences, differenceFinding } from "../findings.ts";
import { VERDICT_SIGNS } from "../standing.ts";
import type { ComparedCell, ComparedMeasure } from "../standing.ts";

const PADDING = 0.06;

/** Null where there is nothing to compare with. */
export function differences(context: CompareContext): Chart | null {
  const shown = context.measures.filter(({ cells }) => cells.some(({ difference }) => difference !== null));
  if (shown.length === 0) return null;
  const { baseline, precision, confidence } = context.file;
  return {
    id: "differences",
    section: "differences",
    title: differenceFinding(context),
    subtitle:
      `Difference from ${baseline} over pairs of runs with the same seed, with its ${chosenPercent(confidence)} interval, ` +
      `corrected for the number of comparisons. The band around zero is the tolerance, ${chosenPercent(precision)}: ` +
      "an interval within it is equivalent, one beyond zero is better or worse, and a hollow dot is open.",
    description: describeDifferences(context),
    spec: panelsSpec(
      context,
      shown.map((measure) => panel(context, measure)),
    ),
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "measure", title: "measure", kind: "text" },
      { field: "verdict", title: "verdict", kind: "text" },
      { field: "estimate", title: "difference", kind: "measured" },
      { field: "low", title: "from", kind: "measured" },
      { field: "high", title: "to", kind: "measured" },
      { field: "relative", title: "relative", kind: "text" },
      { field: "count", title: "pairs", kind: "count" },
      { field: "gain", title: "variance of independent runs / of pairs", kind: "number" },
    ],
    rows: shown.flatMap((measure) => rows(measure)),
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

/** Whether a measure's differences can all be told relative to the baseline. */
function isRelative({ cells }: ComparedMeasure): boolean {
  return cells.every(
    ({ difference }) => difference === null || (difference.ratio.low !== null && difference.ratio.high !== null),
  );
}

function rows(measure: ComparedMeasure): readonly Row[] {
  const relative = isRelative(measure);
  return measure.cells.flatMap(({ place, difference }) =>
    difference === null ? [] : [row(measure, place, difference, relative)],
  );
}

function row({ index, head }: ComparedMeasure, b: number, difference: PairedDifference, relative: boolean): Row {
  const { ratio } = difference;
  const drawn = (bound: "estimate" | "low" | "high"): number | null =>
    relative ? (ratio[bound] === null ? null : ratio[bound] - 1) : difference.difference[bound];
  return {
    b,
    m: index,
    measure: head.text,
    unit: head.unit,
    verdict: difference.verdict,
    open: difference.verdict === "cannot tell" ? 1 : 0,
    estimate: difference.difference.estimate,
    low: difference.difference.low,
    high: difference.difference.high,
    relative: relative
      ? `${relativeText(ratio.estimate)} (${relativeText(ratio.low)} to ${relativeText(ratio.high)})`
      : null,
    count: difference.difference.count,
    gain: difference.varianceReduction,
    x: drawn("estimate"),
    x1: drawn("low"),
    x2: drawn("high"),
  };
}

function panel(context: CompareContext, measure: ComparedMeasure): Panel {
  const { index, head, cells } = measure;
  const relative = isRelative(measure);
  const baseline = cells[0]?.interval?.estimate ?? 0;
  const tolerance = context.file.precision * (relative ? 1 : Math.abs(baseline));
  const drawn = rows(measure).flatMap((each) => [each["x"], each["x1"], each["x2"]] as (number | null)[]);
  const reach = [...drawn, -tolerance, tolerance].filter((value) => value !== null);
  const [low, high] = [Math.min(...reach), Math.max(...reach)];
  const padding = (high - low) * PADDING || 1;
  const axis = linearAxis(relative ? "fraction" : head.unit, [low - padding, high + padding]);
  const labels = cells.filter(({ difference }) => difference !== null).map((cell) => label(cell, measure, relative));
  const goal = head.better === "neither" ? "" : `, ${head.better === "lower" ? "left" : "right"} is better`;
  return {
    title: `${head.text}: difference from the baseline${goal}`,
    height: { step: ROW_STEP },
    layers: [
      toleranceBand(tolerance),
      uprightRule(0),
      ...intervalLayers(context, `datum.m == ${index}`, { estimate: "x", low: "x1", high: "x2" }, axis, labels),
    ],
  };
}

function label(
  { place, difference }: ComparedCell,
  { head }: ComparedMeasure,
  relative: boolean,
): { b: number; label: string } {
  const { verdict, ratio, difference: absolute } = difference!;
  const size = relative ? relativeText(ratio.estimate) : signedText(absolute.estimate, head.unit);
  return { b: place, label: `${VERDICT_SIGNS[verdict].unicode} ${verdict}  ${size}` };
}

function toleranceBand(tolerance: number): Layer {
  return {
    data: { values: [{ from: -tolerance, to: tolerance, tolerance: formatFraction(tolerance) }] },
    mark: { type: "rect", color: { expr: "line" }, opacity: 0.7 },
    encoding: { x: { field: "from", type: "quantitative" }, x2: { field: "to" } },
  } as Layer;
}
