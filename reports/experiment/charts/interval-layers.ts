/** A row per balancer: its interval as a bar, its estimate as a dot, its name and figures above them. */
import { VISIBLE, balancerColour, dimUnlessPicked } from "../../charts/layers.ts";
import type { BalancerContext, Layer } from "../../charts/layers.ts";
import { nameLayer, rowChannel } from "../../charts/rows.ts";
import { along } from "./axes.ts";
import type { ValueAxis } from "./axes.ts";

/** The bar lies in the lower half of its row, below the name. */
const BAR_OFFSET = 7;

/** Fields of the rows that an interval is drawn from. */
export interface IntervalFields {
  readonly estimate: string;
  readonly low: string;
  readonly high: string;
}

/** The layers of one panel, of the rows that `filter` chooses; a row whose field `open` is 1 has a hollow dot. */
export function intervalLayers(
  context: BalancerContext,
  filter: string,
  fields: IntervalFields,
  axis: ValueAxis,
  labels: readonly { readonly b: number; readonly label: string }[],
): Layer[] {
  const transform = [{ filter: `${VISIBLE} && ${filter}` }];
  const color = balancerColour(context);
  const x = along(fields.estimate, axis);
  return [
    {
      transform: [...transform, { filter: `isValid(datum.${fields.low}) && isValid(datum.${fields.high})` }],
      mark: { type: "rule", strokeWidth: 2.5, yOffset: BAR_OFFSET, y2Offset: BAR_OFFSET, clip: true },
      encoding: {
        y: rowChannel(),
        x: along(fields.low, axis),
        x2: { field: fields.high },
        color,
        opacity: dimUnlessPicked(0.85),
      },
    } as Layer,
    {
      transform: [...transform, { filter: `isValid(datum.${fields.estimate})` }],
      mark: {
        type: "point",
        shape: "circle",
        size: 64,
        filled: true,
        yOffset: BAR_OFFSET,
        strokeWidth: 2,
        tooltip: { content: "data" },
      },
      encoding: {
        y: rowChannel(),
        x,
        stroke: color,
        fill: { condition: { test: "datum.open == 1", value: { expr: "ground" } }, ...color },
        opacity: dimUnlessPicked(1),
      },
    } as unknown as Layer,
    nameLayer({ values: labels.map((label) => ({ ...label })) }),
  ];
}
