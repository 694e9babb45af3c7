/** A chart's data as CSV (RFC 4180), one line per row under the columns' titles. */
import type { Column, Row } from "./chart.ts";

/** Numbers in full, balancers by name. Text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function chartCsv(columns: readonly Column[], rows: readonly Row[], balancers: readonly string[]): string {
  const cell = ({ kind, field }: Column, row: Row): string => {
    const value = row[field];
    if (value === null || value === undefined) return "";
    return kind === "balancer" ? quoted(balancers[Number(value)] ?? "") : quoted(value);
  };
  const head = columns.map((column) => quoted(column.title + unit(column))).join(",");
  const lines = rows.map((row) => columns.map((column) => cell(column, row)).join(","));
  return [head, ...lines].map((line) => `${line}\r\n`).join("");
}

function unit({ kind }: Column): string {
  return kind === "seconds" || kind === "time" ? " (s)" : kind === "perSecond" ? " (1/s)" : "";
}

function quoted(value: number | string): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
