/**
 * How high a chart will be, told from its specification: the page keeps that room free until the chart is drawn, so that
 * nothing moves under the reader. Rendering would tell it exactly and cost more than all the rest of a report.
 */
import type { Chart, Row } from "./chart.ts";

/** Pixels of one line of labels along an axis or above a panel of a facet, of an axis' title, and of ticks without labels. */
const LABELS_PIXELS = 20;
const TITLE_PIXELS = 15;
const TICKS_PIXELS = 5;
/** A legend with one line of symbols, each further line, and a legend that is a strip of colours. */
const LEGEND_PIXELS = 21;
const LEGEND_LINE_PIXELS = 13;
const STRIP_PIXELS = 30;
/** Columns of a legend of symbols where the page is wide; where it is narrow, there is one. */
const LEGEND_COLUMNS = 4;

/** Those parts of a specification that take room from top to bottom. */
interface Part {
  readonly height?: number | { readonly step: number };
  readonly spacing?: number;
  readonly layer?: readonly Part[];
  readonly vconcat?: readonly Part[];
  readonly facet?: { readonly row: Channel };
  readonly spec?: Part;
  readonly data?: { readonly values?: readonly Row[] };
  readonly mark?: string | { readonly type: string; readonly y?: unknown; readonly fontSize?: number };
  readonly encoding?: Readonly<Record<string, Channel>>;
}

interface Channel {
  readonly field?: string;
  readonly type?: string;
  readonly axis?: null | { readonly title?: unknown; readonly labels?: boolean; readonly ticks?: boolean };
  readonly legend?: null | { readonly values?: readonly unknown[] };
}

/** The height in pixels, within some pixels of what is drawn; `narrow` as on a phone, where legends have one column. */
export function chartHeight({ spec, rows }: Chart, narrow: boolean): number {
  const whole = spec as unknown as Part;
  return Math.ceil(legendHeight(whole, narrow) + plotsHeight(whole, rows));
}

function plotsHeight(part: Part, rows: readonly Row[]): number {
  const { spacing = 0, vconcat, facet, spec } = part;
  if (vconcat !== undefined)
    return stacked(
      vconcat.map((panel) => plotsHeight(panel, rows)),
      spacing,
    );
  if (facet === undefined || spec === undefined) return aboveHeight(part) + bodyHeight(part, rows) + axisHeight(part);
  const panels = new Set(rows.map((row) => row[facet.row.field ?? ""])).size;
  const each = LABELS_PIXELS + bodyHeight(spec, rows);
  return stacked(new Array<number>(panels).fill(each), spacing) + axisHeight(spec);
}

function stacked(heights: readonly number[], spacing: number): number {
  return heights.reduce((sum, height) => sum + height, 0) + spacing * Math.max(0, heights.length - 1);
}

function bodyHeight(part: Part, rows: readonly Row[]): number {
  const { height = 0 } = part;
  if (typeof height === "number") return height;
  const field = channels(part, "y").find((channel) => channel.type === "ordinal")?.field ?? "";
  return height.step * new Set(rows.map((row) => row[field])).size;
}

/** What stands above the plot: texts at a height of less than zero, in a mark's own `y` or as the `lift` of its data. */
function aboveHeight({ layer = [] }: Part): number {
  const tops = layer.map(({ mark, data }) => {
    if (typeof mark !== "object" || mark.type !== "text") return 0;
    const lifts = (data?.values ?? []).map((row) => Number(row["lift"] ?? 0));
    const lowest = Math.min(0, typeof mark.y === "number" ? mark.y : 0, ...lifts);
    return lowest === 0 ? 0 : (mark.fontSize ?? 11) - lowest;
  });
  return Math.max(0, ...tops);
}

function axisHeight(part: Part): number {
  const axis = channels(part, "x").find((channel) => channel.axis !== undefined)?.axis;
  if (axis === undefined || axis === null) return 0;
  const title = typeof axis.title === "string" && axis.title !== "" ? TITLE_PIXELS : 0;
  if (axis.labels !== false) return title + LABELS_PIXELS;
  return title + (axis.ticks === false ? 0 : TICKS_PIXELS);
}

function legendHeight(whole: Part, narrow: boolean): number {
  const [channel] = channels(whole, "color").filter(({ legend }) => legend !== undefined && legend !== null);
  if (channel === undefined) return 0;
  if (channel.type === "quantitative") return STRIP_PIXELS;
  const lines = Math.ceil((channel.legend?.values?.length ?? 1) / (narrow ? 1 : LEGEND_COLUMNS));
  return LEGEND_PIXELS + (lines - 1) * LEGEND_LINE_PIXELS;
}

/** A channel wherever it is used, from the top. */
function channels(part: Part, name: "x" | "y" | "color"): readonly Channel[] {
  const own = part.encoding?.[name];
  const within = [...(part.layer ?? []), ...(part.vconcat ?? []), ...(part.spec === undefined ? [] : [part.spec])];
  return [...(own === undefined ? [] : [own]), ...within.flatMap((inner) => channels(inner, name))];
}
