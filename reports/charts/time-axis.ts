/** The horizontal axis of simulated time, the same in every chart that has one. */
import type { Field, PositionFieldDef } from "vega-lite/types_unstable/channeldef.d.ts";
import { timeTicks } from "./scales.ts";

/** Seconds of simulated time, from the field `t`, over the whole run. `labelled: false` for a panel above another. */
export function timeAxis(endSeconds: number, labelled = true): PositionFieldDef<Field> {
  const { values, labelExpr } = timeTicks(endSeconds);
  return {
    field: "t",
    type: "quantitative",
    scale: { domain: [0, endSeconds], nice: false, zero: false },
    axis: { title: null, grid: false, values, labelExpr, labels: labelled, labelFlush: true, labelOverlap: true },
  };
}

/** How high a point of a series lies, in pixels from the top of a plot. */
export function pixelOnLog(value: number, [low, high]: readonly [number, number], height: number): number {
  return pixelOnLine(Math.log(value), [Math.log(low), Math.log(high)], height);
}

export function pixelOnLine(value: number, [low, high]: readonly [number, number], height: number): number {
  return Math.max(0, Math.min(height, height * (1 - (value - low) / (high - low))));
}
