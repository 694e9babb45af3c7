/** Axes for the values of a measure, whatever its unit: chosen once, so that they stay when a balancer is hidden. */
import type { Field, PositionFieldDef } from "vega-lite/types_unstable/channeldef.d.ts";
import type { MeasureUnit } from "../../../sim/index.ts";
import { SECONDS_LABEL, logAxis } from "../../charts/scales.ts";

/** Values that differ by more than this factor need a logarithmic axis for the small ones to be told apart. */
const LOG_FACTOR = 25;
/** A linear axis begins at zero where that costs less than this share of its length. */
const ZERO_SHARE = 0.4;
const PADDING = 0.04;

/** Scale and ticks of an axis. */
export interface ValueAxis {
  readonly logarithmic: boolean;
  readonly domain: readonly [number, number];
  readonly scale: object;
  readonly axis: object;
}

/** Tick labels of a unit, as a constant expression: nothing of a scenario is in it. */
export function tickLabel(unit: MeasureUnit | "bytes" | null): string {
  switch (unit) {
    case "seconds":
      return `(datum.value < 0 ? '−' : '') + (${SECONDS_LABEL.replaceAll("datum.value", "abs(datum.value)")})`;
    case "fraction":
      return "format(datum.value, '~%')";
    case "perSecond":
      return "format(datum.value, '~s') + '/s'";
    default:
      return "abs(datum.value) < 1e4 && (abs(datum.value) >= 1e-3 || datum.value == 0) ? format(datum.value, ',~r') : format(datum.value, '~s')";
  }
}

/** An axis that holds all the values: logarithmic where all are positive and far apart. */
export function valueAxis(unit: MeasureUnit, values: readonly (number | null)[]): ValueAxis {
  const seen = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  if (low > 0 && high / low > LOG_FACTOR) {
    const { domain, ticks } = logAxis(seen);
    return {
      logarithmic: true,
      domain,
      scale: { type: "log", domain, nice: false },
      axis: { title: null, values: ticks, labelExpr: tickLabel(unit), labelFlush: true, labelOverlap: true },
    };
  }
  return linearAxis(unit, paddedDomain(seen.length === 0 ? 0 : low, seen.length === 0 ? 1 : high));
}

/** A linear axis over a domain. */
export function linearAxis(unit: MeasureUnit, domain: readonly [number, number]): ValueAxis {
  return {
    logarithmic: false,
    domain,
    scale: { domain, nice: false, zero: false },
    axis: { title: null, tickCount: 5, labelExpr: tickLabel(unit), labelFlush: true, labelOverlap: true },
  };
}

function paddedDomain(low: number, high: number): [number, number] {
  if (low >= 0 && (low === high || low < ZERO_SHARE * high)) return [0, high === 0 ? 1 : high * (1 + PADDING)];
  const padding = (high - low) * PADDING || Math.abs(high) * PADDING || 1;
  return [low - padding, high + padding];
}

/** A position channel along the axis. */
export function along(field: string, { scale, axis }: ValueAxis): PositionFieldDef<Field> {
  return { field, type: "quantitative", scale, axis } as PositionFieldDef<Field>;
}
