/** Chart: the estimate and the interval of every balancer, a panel for each measure. */
import type { Chart, Row } from "../../../charts/chart.ts";
import { ROW_STEP } from "../../../charts/rows.ts";
import { valueAxis } from "../../charts/axes.ts";
import { intervalLayers } from "../../charts/interval-layers.ts";
import { panelsSpec } from "../../charts/panels.ts";
import type { Panel } from "../../charts/panels.ts";
import { chosenPercent, estimateText } from "../../values.ts";
import type { CompareContext } from "../context.ts";
import { describeIntervals, intervalFinding } from "../findings.ts";
import type { ComparedMeasure } from "../standing.ts";

/** Null where nothing was observed. */
export function intervals(context: CompareContext): Chart | null {
  const shown = context.measures.filter(({ cells }) => cells.some(({ interval }) => interval?.estimate != null));
  if (shown.length === 0) return null;
  return {
    id: "intervals",
    section: "intervals",
    title: intervalFinding(context),
    subtitle:
      `A dot is the estimate over all replications, its bar the ${chosenPercent(context.file.confidence)} interval. ` +
      "Each measure has an axis of its own.",
    description: describeIntervals(context),
    spec: panelsSpec(
      context,
      shown.map((measure) => panel(context, measure)),
    ),
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "measure", title: "measure", kind: "text" },
      { field: "estimate", title: "estimate", kind: "measured" },
      { field: "low", title: "from", kind: "measured" },
      { field: "high", title: "to", kind: "measured" },
      { field: "count", title: "observations", kind: "count" },
      { field: "method", title: "made by", kind: "text" },
    ],
    rows: shown.flatMap(rows),
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function rows({ index, head, cells }: ComparedMeasure): readonly Row[] {
  return cells.flatMap(({ place, interval }) =>
    interval === null
      ? []
      : [
          {
            b: place,
            m: index,
            measure: head.text,
            unit: head.unit,
            estimate: interval.estimate,
            low: interval.low,
            high: interval.high,
            count: interval.count,
            method: interval.method,
          },
        ],
  );
}

const STANDING = { best: "  • best", tied: "  = may be best", other: "" } as const;

function panel(context: CompareContext, { index, head, cells }: ComparedMeasure): Panel {
  const bounds = cells.flatMap(({ interval }) => [interval?.low, interval?.estimate, interval?.high]);
  const axis = valueAxis(
    head.unit,
    bounds.map((bound) => bound ?? null),
  );
  const labels = cells.map(({ place, interval, standing, contender }) => ({
    b: place,
    label:
      (interval === null ? "no run" : estimateText(interval, head.unit)) +
      STANDING[standing] +
      (contender.truth ? "  (bound)" : ""),
  }));
  const fields = { estimate: "estimate", low: "low", high: "high" };
  return {
    title: `${head.text}${head.better === "neither" ? "" : `, ${head.better} is better`}${axis.logarithmic ? ", logarithmic" : ""}`,
    height: { step: ROW_STEP },
    layers: intervalLayers(context, `datum.m == ${index}`, fields, axis, labels),
  };
}
