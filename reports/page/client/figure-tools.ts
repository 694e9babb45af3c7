/// <reference lib="dom" />
/** What each figure offers beside its chart: its data as a table, as CSV, and its Vega-Lite specification. */
import { chartCsv } from "../../charts/csv.ts";
import type { PageChart, PageData } from "./data.ts";
import { rowsOf } from "./data.ts";
import { formatValue } from "./values.ts";

/** Rows in the page's own table; the CSV file has them all. */
const MOST_ROWS = 500;

export function offerFigureTools(figure: HTMLElement, chart: PageChart, page: PageData): void {
  const name = `${page.fileName}-${chart.id}`;
  button(figure, "csv").addEventListener("click", () => {
    save(`${name}.csv`, "text/csv", chartCsv(chart.columns, rowsOf(chart), page.balancers));
  });
  button(figure, "vega-lite").addEventListener("click", () => {
    const spec = { ...chart.lite, data: { name: "rows", values: rowsOf(chart) } };
    save(`${name}.vl.json`, "application/json", `${JSON.stringify(spec, null, 1)}\n`);
  });
  const details = figure.querySelector("details")!;
  details.addEventListener("toggle", () => {
    if (details.open && details.querySelector("table") === null) details.append(...dataTable(chart, page));
  });
}

function button(figure: HTMLElement, tool: string): HTMLButtonElement {
  return figure.querySelector<HTMLButtonElement>(`button[data-tool="${tool}"]`)!;
}

function save(fileName: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function dataTable(chart: PageChart, page: PageData): Node[] {
  const rows = rowsOf(chart);
  const table = document.createElement("table");
  table.createCaption().textContent = chart.title;
  const head = table.createTHead().insertRow();
  for (const column of chart.columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column.title;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows.slice(0, MOST_ROWS)) {
    const line = body.insertRow();
    for (const column of chart.columns) {
      const cell = line.insertCell();
      cell.textContent = formatValue(column, row, page.balancers);
      if (column.kind !== "balancer" && column.kind !== "text") cell.className = "number";
    }
  }
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "Data of the chart");
  scroll.append(table);
  if (rows.length <= MOST_ROWS) return [scroll];
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = `The first ${MOST_ROWS} of ${rows.length} rows; the CSV file has them all.`;
  return [scroll, note];
}
