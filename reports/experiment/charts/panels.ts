/** Charts in panels, one below the other: one for each measure, each with an axis of its own and its name above it. */
import type { TopLevelSpec } from "vega-lite";
import type { Layer } from "../../charts/layers.ts";
import type { BalancerContext } from "../../charts/layers.ts";
import { specBase } from "../../charts/theme.ts";

const WIDTH = 640;
/** Room for a panel's name. */
const SPACING = 44;

/** One panel: what it is called (nothing, where it is the only one), and what is drawn in it. */
export interface Panel {
  readonly title: string;
  readonly height: number | { readonly step: number };
  readonly layers: readonly Layer[];
}

/** The specification of a chart of panels, which all have the same width; `texts` are data that expressions may look up. */
export function panelsSpec(
  context: BalancerContext,
  panels: readonly Panel[],
  texts: Readonly<Record<string, unknown>> = {},
): TopLevelSpec {
  return {
    ...specBase(context, texts),
    spacing: SPACING,
    vconcat: panels.map(({ title, height, layers }) => ({
      width: WIDTH,
      height,
      layer: title === "" ? [...layers] : [titleLayer(title), ...layers],
    })),
  } as TopLevelSpec;
}

/** The panel's name is data, as it may be somebody's expression. */
function titleLayer(title: string): Layer {
  return {
    data: { values: [{ title }] },
    mark: {
      type: "text",
      x: 0,
      y: -10,
      align: "left",
      baseline: "bottom",
      fontWeight: 600,
      fontSize: 12,
      limit: { expr: "max(width, 200)" },
      color: { expr: "ink" },
    },
    encoding: { text: { field: "title", type: "nominal" } },
  } as Layer;
}

/** A column of plain text above which a rule stands: what zero, or a bound, is. */
export function uprightRule(value: number, dashed = false): Layer {
  return {
    data: { values: [{ at: value }] },
    mark: { type: "rule", color: { expr: "ink" }, strokeWidth: 1, ...(dashed ? { strokeDash: [3, 3] } : {}) },
    encoding: { x: { field: "at", type: "quantitative" } },
  } as Layer;
}
