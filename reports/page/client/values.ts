/** Values of a chart's data as people read them, in tooltips and tables. */
import type { Column } from "../../charts/chart.ts";
import { formatCount, formatFraction, formatNumber, formatPerSecond, formatSeconds } from "../../format.ts";

export function formatValue(
  column: Column,
  value: number | string | null | undefined,
  balancers: readonly string[],
): string {
  if (typeof value === "string") return value;
  switch (column.kind) {
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
