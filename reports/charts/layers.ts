/** The layers that line charts are made of: pale lines, coloured lines, the picked line, labels, columns for the pointer. */
import type { LayerSpec, UnitSpec } from "vega-lite/types_unstable/spec/index.d.ts";
import type { Field, PositionFieldDef } from "vega-lite/types_unstable/channeldef.d.ts";
import type { ChartContext } from "./context.ts";
import { spreadLabels } from "./labels.ts";

/** What layers need to know of the balancers. */
export type BalancerContext = Pick<ChartContext, "names" | "emphasised">;

export type Layer = LayerSpec<Field> | UnitSpec<Field>;

/** Neither hidden by the reader, nor anything else: balancers are asked for by their place, never by their name. */
export const VISIBLE = "indexof(hidden, datum.b) < 0";

/** Begins the name of a layer that only serves the pointer. */
export const HOVER_PREFIX = "hover_";

export interface LinePlot {
  /** Unique within a chart. */
  readonly name: string;
  readonly x: PositionFieldDef<Field>;
  readonly y: PositionFieldDef<Field>;
  readonly height: number;
  /** Distinct places of points on the horizontal axis. */
  readonly columns: number;
  /** Where each line ends, in pixels from the top; a balancer that drew nothing is left out. */
  readonly ends: readonly { readonly b: number; readonly end: number }[];
}

/** Lines of all balancers over shared axes, those that stand out above the others, and the picked one above all. */
export function lineLayers(context: BalancerContext, plot: LinePlot): Layer[] {
  const encoding = { x: plot.x, y: plot.y, color: balancerColour(context) };
  const layers: Layer[] = [
    {
      transform: [{ filter: `${VISIBLE} && emphasised[datum.b]` }],
      mark: { type: "line", strokeWidth: 2, strokeJoin: "round", clip: true },
      encoding: { ...encoding, opacity: dimUnlessPicked(1) },
    },
    pickedLayer(plot),
    ...labelLayers(context, plot),
    hoverLayer(plot),
  ];
  return context.emphasised.includes(false) ? [paleLayer(encoding), ...layers] : layers;
}

function paleLayer(encoding: object): Layer {
  return {
    transform: [{ filter: `${VISIBLE} && !emphasised[datum.b]` }],
    mark: { type: "line", strokeWidth: 1, clip: true },
    encoding: { ...encoding, opacity: dimUnlessPicked(1) },
  };
}

function pickedLayer({ x, y }: LinePlot): Layer {
  return {
    transform: [{ filter: `${VISIBLE} && datum.b == picked` }],
    mark: {
      type: "line",
      strokeWidth: 3,
      clip: true,
      color: { expr: "picked >= 0 && emphasised[picked] ? palette[picked] : ink" },
    },
    encoding: { x, y },
  };
}

/**
 * One invisible column per place on the horizontal axis: under the pointer it shows itself as a thin line, and the page
 * shows what every balancer has there. Only for the page; its name takes it out of a specification that stands alone.
 */
function hoverLayer({ name, x, y, columns }: LinePlot): Layer {
  const param = `${name}_column`;
  const field = String(x.field);
  return {
    name: `${HOVER_PREFIX}${name}`,
    transform: [
      { filter: `${VISIBLE} && isValid(datum.${String(y.field)})` },
      { aggregate: [{ op: "count", as: "count" }], groupby: [field] },
    ],
    layer: [
      {
        transform: [{ filter: { param, empty: false } }],
        mark: { type: "rule", color: { expr: "muted" }, strokeWidth: 1 },
        encoding: { x },
      },
      {
        params: [{ name: param, select: { type: "point", on: "pointerover", clear: "pointerout", fields: [field] } }],
        mark: {
          type: "rule",
          opacity: 0,
          strokeWidth: { expr: `max(2, width / ${Math.max(1, columns)})` },
          tooltip: { content: "data" },
        },
        encoding: { x },
      },
    ],
  };
}

function labelLayers(context: BalancerContext, plot: LinePlot): Layer[] {
  const labels = spreadLabels(
    plot.ends.filter(({ b }) => context.emphasised[b]),
    plot.height,
  );
  if (labels.length === 0) return [];
  const shared = {
    data: { values: labels.map((label) => ({ ...label })) },
    transform: [{ filter: `${VISIBLE} && !narrow` }],
  };
  return [
    {
      ...shared,
      mark: { type: "rule", strokeWidth: 1 },
      encoding: {
        x: { value: { expr: "width + 3" } },
        x2: { value: { expr: "width + 12" } },
        y: { value: { expr: "datum.end" } },
        y2: { value: { expr: "datum.y" } },
        color: balancerColour(context),
        opacity: dimUnlessPicked(1),
      },
    },
    {
      ...shared,
      mark: {
        type: "text",
        align: "left",
        baseline: "middle",
        x: { expr: "width + 15" },
        y: { expr: "datum.y" },
        color: { expr: "ink" },
        limit: 150,
      },
      encoding: { text: { value: { expr: "endLabels[datum.b]" } }, opacity: dimUnlessPicked(1) },
    },
  ];
}

/** The colour channel: by place, from the palette of the theme. */
export function balancerColour(context: Pick<ChartContext, "names">): object {
  const places = context.names.map((_, place) => place);
  return {
    field: "b",
    type: "nominal",
    legend: null,
    scale: { domain: places, range: places.map((place) => ({ expr: `palette[${place}]` })) },
  };
}

/** Full opacity for all, or for the picked one while one is picked. */
export function dimUnlessPicked(full: number): object {
  return { condition: { test: "picked < 0 || datum.b == picked", value: full }, value: full * 0.3 };
}
