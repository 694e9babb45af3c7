/// <reference lib="dom" />
/** The box beside the pointer. Everything in it is text: whatever a scenario's names hold, they stay names. */
import type { Row } from "../../charts/chart.ts";
import type { PageChart, PageData } from "./data.ts";
import { formatValue } from "./values.ts";

/** Balancers in one tooltip; the table has them all. */
const MOST_ENTRIES = 12;
const OFFSET_PIXELS = 14;

/** The one tooltip of the page. */
export class Tooltip {
  readonly #box: HTMLElement;

  constructor() {
    this.#box = document.createElement("div");
    this.#box.className = "tooltip";
    this.#box.hidden = true;
    this.#box.setAttribute("aria-hidden", "true");
    document.body.append(this.#box);
  }

  hide(): void {
    this.#box.hidden = true;
  }

  show(content: Node, event: MouseEvent): void {
    this.#box.replaceChildren(content);
    this.#box.hidden = false;
    const { width, height } = this.#box.getBoundingClientRect();
    const right = event.clientX + OFFSET_PIXELS;
    const below = event.clientY + OFFSET_PIXELS;
    const left = right + width > innerWidth - 4 ? event.clientX - OFFSET_PIXELS - width : right;
    const top = below + height > innerHeight - 4 ? event.clientY - OFFSET_PIXELS - height : below;
    this.#box.style.left = `${Math.max(4, left)}px`;
    this.#box.style.top = `${Math.max(4, top)}px`;
  }
}

/** One mark: its columns, one under the other. */
export function markTooltip(page: PageData, chart: PageChart, datum: Row): Node {
  const table = document.createElement("table");
  for (const column of chart.columns) {
    if (datum[column.field] === undefined) continue;
    const row = table.insertRow();
    headCell(row, column.title);
    row.insertCell().textContent = formatValue(column, datum, page.balancers);
  }
  return table;
}

/** One place on the horizontal axis: what every shown balancer has there, the one nearest to the pointer in bold. */
export function columnTooltip(page: PageData, chart: PageChart, rows: readonly Row[], nearest: number): Node {
  const [, place, ...measures] = chart.columns;
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  headCell(head, formatValue(place!, rows[0], page.balancers));
  if (measures.length > 1) for (const measure of measures) headCell(head, measure.title);
  const first = measures[0]!.field;
  const sorted = [...rows].sort((one, other) => Number(other[first] ?? 0) - Number(one[first] ?? 0));
  const body = table.createTBody();
  const entries = chosen(sorted, page, nearest);
  for (const datum of entries) {
    const row = body.insertRow();
    const balancer = datum["b"] as number;
    const name = headCell(row, page.balancers[balancer] ?? "");
    name.prepend(swatch(balancer));
    if (balancer === nearest) row.className = "nearest";
    for (const measure of measures) {
      row.insertCell().textContent = formatValue(measure, datum, page.balancers);
    }
  }
  if (sorted.length > entries.length) headCell(body.insertRow(), `and ${sorted.length - entries.length} more`);
  return table;
}

/** Where there are too many: the nearest, those with a colour, then the greatest; in the order given. */
function chosen(sorted: readonly Row[], page: PageData, nearest: number): readonly Row[] {
  const rank = (row: Row): number => (row["b"] === nearest ? 0 : page.emphasised[row["b"] as number] === true ? 1 : 2);
  const kept = new Set([...sorted].sort((one, other) => rank(one) - rank(other)).slice(0, MOST_ENTRIES));
  return sorted.filter((row) => kept.has(row));
}

function headCell(row: HTMLTableRowElement, text: string): HTMLElement {
  const cell = document.createElement("th");
  cell.textContent = text;
  row.append(cell);
  return cell;
}

/** The patch of colour that stands for a balancer; its colour is in the style sheet. */
export function swatch(balancer: number): HTMLElement {
  const patch = document.createElement("span");
  patch.className = `swatch b${balancer}`;
  return patch;
}
