/** Charts with one row per balancer: the name stands above its row, where a phone has room for it. */
import type { Field, PositionFieldDef } from "vega-lite/types_unstable/channeldef.d.ts";
import type { Layer } from "./layers.ts";
import { VISIBLE } from "./layers.ts";

/** Height of a row with its name. */
export const ROW_STEP = 38;

/** The vertical place of a balancer's row. */
export function rowChannel(): PositionFieldDef<Field> {
  return { field: "b", type: "ordinal", axis: null, scale: { type: "band", paddingInner: 0, paddingOuter: 0 } };
}

/** The names; where a row of `data` has a `label`, it stands behind the name. */
export function nameLayer(data: { values: object[] }): Layer {
  return {
    data,
    transform: [{ filter: VISIBLE }],
    mark: { type: "text", align: "left", baseline: "middle", x: 3, yOffset: -10, color: { expr: "ink" }, fontSize: 12 },
    encoding: {
      y: rowChannel(),
      text: { value: { expr: "isValid(datum.label) ? names[datum.b] + ':  ' + datum.label : names[datum.b]" } },
    },
  };
}
