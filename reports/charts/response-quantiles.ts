/** Chart: response-time quantiles on an axis of nines, logarithmic both ways, so that the tail has as much room as the rest. */
import type { ResultFile } from "../../sim/index.ts";
import { quantileFinding, quantileDescription } from "../findings/response.ts";
import type { Chart, Row } from "./chart.ts";
import { chartContext } from "./context.ts";
import { lineLayers } from "./layers.ts";
import { SECONDS_LABEL, logAxis } from "./scales.ts";
import { specBase } from "./theme.ts";
import { pixelOnLog } from "./time-axis.ts";

const HEIGHT = 320;
/** 50%, then one more nine each. */
const TICKS = [Math.log10(2), 1, 2, 3, 4, 5, 6, 7];
/** What is quicker than this share of the responses says nothing of a balancer, and would take half of a logarithmic axis. */
const FIRST_QUANTILE = 0.1;

/** Null where no balancer has a response to show. */
export function responseQuantiles(result: ResultFile): Chart | null {
  const context = chartContext(result);
  const rows = quantileRows(result);
  if (rows.length === 0) return null;
  const { domain, ticks } = logAxis(rows.map((row) => row["seconds"] as number));
  const first = Math.min(...rows.map((row) => row["nines"] as number));
  const deepest = Math.max(1, ...rows.map((row) => row["nines"] as number));
  const columns = new Set(rows.map((row) => row["nines"])).size;
  const x = {
    field: "nines",
    type: "quantitative",
    scale: { domain: [first, deepest] as [number, number], nice: false, zero: false },
    axis: {
      title: null,
      values: TICKS.filter((tick) => tick <= deepest + 1e-9),
      labelExpr: "format(1 - pow(10, -datum.value), '.7~%')",
      labelFlush: true,
    },
  } as const;
  const y = {
    field: "seconds",
    type: "quantitative",
    scale: { type: "log", domain, nice: false },
    axis: { title: null, values: ticks, labelExpr: SECONDS_LABEL },
  } as const;
  const ends = lastOf(rows).map((row) => ({
    b: row["b"] as number,
    end: pixelOnLog(row["seconds"] as number, domain, HEIGHT),
  }));
  return {
    id: "response-quantiles",
    section: "response",
    title: quantileFinding(result),
    subtitle:
      "Response time by quantile: how soon all but the slowest came; each nine to the right is ten times rarer. " +
      "Both axes are logarithmic; a line stops where fewer than ten responses lie beyond it.",
    description: quantileDescription(result),
    spec: {
      ...specBase(context),
      width: 640,
      height: HEIGHT,
      layer: lineLayers(context, { name: "quantiles", x, y, height: HEIGHT, columns, ends }),
    },
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "q", title: "quantile", kind: "fraction" },
      { field: "seconds", title: "response time", kind: "seconds" },
    ],
    rows,
    lines: { x: "nines", fields: ["seconds"] },
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function quantileRows(result: ResultFile): readonly Row[] {
  return result.runs.flatMap((run, b) =>
    run.responseTimeQuantiles
      .filter(({ q, seconds }) => q >= FIRST_QUANTILE && q < 1 && seconds > 0)
      .map(({ q, seconds }) => ({ b, q, nines: Math.log10(1 / (1 - q)), seconds })),
  );
}

/** The last row of each balancer. */
export function lastOf(rows: readonly Row[]): readonly Row[] {
  const last = new Map<number, Row>();
  for (const row of rows) last.set(row["b"] as number, row);
  return [...last.values()];
}
