/** Values of a chart's data as people read them, in tooltips and tables. */
import type { Column, ColumnKind, Row } from "../../charts/chart.ts";
import { formatCount, formatFraction, formatNumber, formatPerSecond, formatSeconds } from "../../format.ts";

/** The value of a row in a column. */
export function formatValue(column: Column, row: Row | undefined, balancers: readonly string[]): string {
  const value = row?.[column.field];
  if (typeof value === "string") return value;
  switch (column.kind === "measured" ? unitOf(row) : column.kind) {
    case "balancer":
      return balancers[value ?? -1] ?? "";
    case "seconds":
      return formatSeconds(value);
    case "time":
      return value === null || value === undefined ? "–" : `${Number(value.toPrecision(6))} s`;
    case "count":
      return formatCount(value);
    case "fraction":
      return formatFraction(value);
    case "perSecond":
      return formatPerSecond(value);
    default:
      return formatNumber(value);
  }
}

/** A measure's unit as the kind of a column. */
function unitOf(row: Row | undefined): ColumnKind {
  const unit = row?.["unit"];
  return unit === "seconds" || unit === "fraction" || unit === "perSecond" ? unit : "number";
}
