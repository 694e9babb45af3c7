/** The charts as the page carries them: compiled, their data once, in columns and to five digits. */
import type { Chart, Row } from "../charts/chart.ts";
import { compileChart, standaloneSpec } from "../charts/compile.ts";
import { themeSignals } from "../charts/theme.ts";
import { THEMES } from "../colours.ts";
import { shortName } from "../names.ts";
import { pack } from "./client/columns.ts";
import type { PageChart, PageData } from "./client/data.ts";

/** A pixel shows three digits; five leave the CSV file worth having, and halve the page. */
const DIGITS = 5;

export function pageData(
  name: string,
  balancers: readonly string[],
  emphasised: readonly boolean[],
  charts: readonly Chart[],
): PageData {
  return {
    balancers: balancers.map((balancer) => shortName(balancer, 48)),
    emphasised,
    themes: { light: themeSignals(THEMES.light, emphasised), dark: themeSignals(THEMES.dark, emphasised) },
    charts: charts.map(pageChart),
    fileName: fileNameOf(name),
  };
}

function pageChart(chart: Chart): PageChart {
  const { data: _, ...lite } = standaloneSpec(chart) as unknown as Record<string, unknown>;
  return {
    id: chart.id,
    title: chart.title,
    spec: compileChart(chart.spec).spec,
    lite,
    columns: chart.columns,
    fields: columnar(chart.rows),
    ...(chart.lines === undefined ? {} : { lines: chart.lines }),
  };
}

function columnar(rows: readonly Row[]): PageChart["fields"] {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, pack(rows.map((row) => rounded(row[name] ?? null)))]));
}

function rounded(value: number | string | null): number | string | null {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
}

/** A scenario's name as the beginning of file names. */
function fileNameOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain.slice(0, 60) || "report";
}
