/** Values of a measure and their intervals as people read them, whatever the measure's unit is. */
import type { Estimate, MeasureUnit } from "../../sim/index.ts";
import {
  NOT_APPLICABLE,
  formatDifference,
  formatFraction,
  formatNumber,
  formatPerSecond,
  formatSeconds,
  sharedTimeUnit,
} from "../format.ts";

/** Significant digits of a half width: more would say that an interval is known better than it is. */
const HALF_WIDTH_DIGITS = 2;
/** Bounds whose distances from the estimate differ by more than this share are written out, and not as ±. */
const LOPSIDED = 0.25;

/** The unit that the values of one column share: what its head says, and how many of the base unit one of it is. */
export interface ValueScale {
  readonly unit: MeasureUnit;
  readonly symbol: string;
  readonly size: number;
}

/** The scale for a measure's values: times in the unit that suits the smallest, fractions in percent. */
export function valueScale(unit: MeasureUnit, values: readonly (number | null)[]): ValueScale {
  if (unit === "seconds") {
    const { symbol, seconds } = sharedTimeUnit(values);
    return { unit, symbol, size: seconds };
  }
  if (unit === "fraction") return { unit, symbol: "%", size: 0.01 };
  const most = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)));
  if (unit === "perSecond" && most >= 1e4) return { unit, symbol: "k/s", size: 1e3 };
  return { unit, symbol: unit === "perSecond" ? "/s" : "", size: 1 };
}

/** A bare number on a scale, for a column whose head has the symbol; almost all of a fraction keeps its nines. */
export function onScale(value: number | null, scale: ValueScale, digits?: number): string {
  if (value === null) return NOT_APPLICABLE;
  if (scale.unit === "fraction" && digits === undefined) return formatFraction(value).replace("%", "");
  return formatNumber(value / scale.size, digits);
}

/** A value with its unit. */
export function measuredText(value: number | null | undefined, unit: MeasureUnit): string {
  switch (unit) {
    case "seconds":
      return formatSeconds(value);
    case "fraction":
      return formatFraction(value);
    case "perSecond":
      return formatPerSecond(value);
    default:
      return formatNumber(value);
  }
}

/** What of an estimate is left to write beside it: `±1.2`, `1.1 to 1.9`, `≤0.3` where none was seen; empty without bounds. */
export function spreadOnScale({ estimate, low, high }: Estimate, scale: ValueScale): string {
  if (estimate === null || low === null || high === null) return "";
  if (estimate === low && estimate === high) return "±0";
  if (estimate === 0 && low === 0) return `≤${onScale(high, scale, HALF_WIDTH_DIGITS)}`;
  if (isLopsided(estimate, low, high)) return `${onScale(low, scale)} to ${onScale(high, scale)}`;
  return `±${onScale((high - low) / 2, scale, HALF_WIDTH_DIGITS)}`;
}

/** The same in a column of figures, where bounds stand in brackets: `[1.1, 1.9]`. */
export function spreadInColumn(estimate: Estimate, scale: ValueScale): string {
  const spread = spreadOnScale(estimate, scale);
  return spread === "" || /^[±≤]/.test(spread) ? spread : `[${spread.replace(" to ", ", ")}]`;
}

/** `62.0 ±1.2 ms`, and where that would mislead `62.0 ms (58.1 to 71.0)`: for sentences. */
export function estimateText(estimate: Estimate, unit: MeasureUnit): string {
  if (estimate.estimate === null) return NOT_APPLICABLE;
  const size = estimate.estimate === 0 ? (estimate.high ?? 0) : estimate.estimate;
  // A column's unit suits its smallest value to a tenth; a sentence has only this one.
  const scale = valueScale(unit, [size / 10]);
  const spread = spreadOnScale(estimate, scale);
  const symbol = scale.symbol === "" || /^[/%]/.test(scale.symbol) ? scale.symbol : ` ${scale.symbol}`;
  const value = onScale(estimate.estimate, scale);
  if (spread === "") return `${value}${symbol}`;
  return /^[±≤]/.test(spread) ? `${value} ${spread}${symbol}` : `${value}${symbol} (${spread})`;
}

/** A signed value with its unit: `−95.0 ms`, and of fractions `+1.20 points`. */
export function signedText(value: number | null, unit: MeasureUnit): string {
  if (value === null) return NOT_APPLICABLE;
  const text = unit === "fraction" ? `${formatNumber(value * 100)} points` : measuredText(value, unit);
  return `${value > 0 ? "+" : ""}${text}`;
}

/** A ratio as a relative difference, `−60.5%`. */
export function relativeText(ratio: number | null): string {
  return formatDifference(ratio === null ? null : ratio - 1);
}

/** A share that somebody chose and nobody measured, so without trailing zeros: `95%`, `99.5%`. */
export function chosenPercent(fraction: number): string {
  return formatFraction(fraction)
    .replace(/(\.\d*?)0+%/, "$1%")
    .replace(".%", "%");
}

/** Whether the bounds lie so unevenly about the estimate that ± would mislead. */
export function isLopsided(estimate: number, low: number, high: number): boolean {
  const [below, above] = [estimate - low, high - estimate];
  return Math.abs(above - below) > LOPSIDED * Math.max(above, below);
}
