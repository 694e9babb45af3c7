/// <reference lib="dom" />
/** What the page's script reads: the data block that the report carries, and how vega is reached. */
import type { Spec, View } from "vega";
import type { Column, Row } from "../../charts/chart.ts";
import { unpack } from "./columns.ts";
import type { Packed } from "./columns.ts";

/** A chart as the page carries it. */
export interface PageChart {
  readonly id: string;
  readonly title: string;
  readonly spec: Spec;
  /** The Vega-Lite specification, without its rows; for download. */
  readonly lite: object;
  readonly columns: readonly Column[];
  /** One packed list per field, all of one length. */
  readonly fields: Readonly<Record<string, Packed>>;
  readonly lines?: { readonly x: string; readonly fields: readonly string[] };
}

export interface PageData {
  readonly balancers: readonly string[];
  readonly emphasised: readonly boolean[];
  /** Values of the charts' colour parameters, by theme. */
  readonly themes: Readonly<Record<"light" | "dark", Readonly<Record<string, unknown>>>>;
  readonly charts: readonly PageChart[];
  /** Begins the names of the files that the page offers. */
  readonly fileName: string;
}

/** The parts of vega that the page uses. */
export interface Vega {
  readonly View: new (runtime: unknown, options: object) => View;
  parse(spec: Spec, config: object, options: { ast: boolean }): unknown;
}

export function readPageData(): PageData {
  return JSON.parse(document.getElementById("report-data")!.textContent) as PageData;
}

/** A chart's data, row by row. */
export function rowsOf(chart: PageChart): Row[] {
  const fields = Object.entries(chart.fields).map(([name, packed]) => [name, unpack(packed)] as const);
  const length = fields[0]?.[1].length ?? 0;
  return Array.from({ length }, (_, index) => Object.fromEntries(fields.map(([name, list]) => [name, list[index]!])));
}
