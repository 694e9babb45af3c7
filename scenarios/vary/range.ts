/** The values of a range: evenly spaced, or by equal factors; written with as many digits as tell neighbours apart. */
import type { SweepValue } from "../../sim/index.ts";
import { readQuantity, writeQuantity, type VaryUnit } from "./quantity.ts";

/** `100/s..900/s:9`, `1ms..1s:7:log`. */
export interface VaryRange {
  readonly kind: "range";
  readonly low: SweepValue & { readonly number: number };
  readonly high: SweepValue & { readonly number: number };
  readonly unit: VaryUnit;
  /** How many values; null where it was not said. */
  readonly count: number | null;
  readonly logarithmic: boolean;
}

/** Whether both ends are whole numbers without a unit. */
export function isWholeRange({ low, high, unit }: VaryRange): boolean {
  return unit === "number" && Number.isInteger(low.number) && Number.isInteger(high.number);
}

/** How many whole numbers it holds. */
export function wholeCount({ low, high }: VaryRange): number {
  return Math.floor(high.number) - Math.ceil(low.number) + 1;
}

/** So many values from end to end, both included; rounded to whole numbers, and each once, where `whole` asks for it. */
export function spacedValues(range: VaryRange, count: number, whole: boolean): readonly SweepValue[] {
  const scale = scaleOf(range);
  const at = (step: number): number => scale.at(step / (count - 1));
  const inner = Array.from({ length: Math.max(0, count - 2) }, (_, index) =>
    valueIn(range, scale, rounded(at(index + 1), at(index + 1) - at(index), whole)),
  );
  const all = [range.low, ...inner, range.high];
  return all.filter(({ text }, index) => all.findIndex((other) => other.text === text) === index);
}

/** The value at a fraction of the way from `low` to `high`, as space-filling designs place it. */
export function valueAt(range: VaryRange, fraction: number, whole: boolean): SweepValue {
  const scale = scaleOf(range);
  if (whole) {
    // Every whole number has the same stretch of the way.
    const place = Math.floor(range.logarithmic ? scale.at(fraction) : range.low.number + fraction * wholeCount(range));
    return valueIn(range, scale, Math.min(place, range.high.number));
  }
  const number = scale.at(fraction);
  const gap = range.logarithmic ? number : scale.at(1) - scale.at(0);
  return valueIn(range, scale, rounded(number, gap, false));
}

interface Scale {
  /** In the range's own way of writing. */
  readonly at: (fraction: number) => number;
  /** The unit as written where both ends have the same; null: the base unit. */
  readonly suffix: string | null;
}

/** Numbers as written where both ends share a unit, so that `10/min..60/min` goes by ten a minute; else base units. */
function scaleOf({ low, high, logarithmic }: VaryRange): Scale {
  const [first, last] = [splitUnit(low.text), splitUnit(high.text)];
  const shared = first !== null && last !== null && first.suffix === last.suffix;
  const [from, to] = shared ? [first.number, last.number] : [low.number, high.number];
  const at = (fraction: number): number =>
    logarithmic ? from * (to / from) ** fraction : from + (to - from) * fraction;
  return { at, suffix: shared ? first.suffix : null };
}

function splitUnit(text: string): { readonly number: number; readonly suffix: string } | null {
  const match = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)(\D*)$/.exec(text);
  return match === null ? null : { number: Number(match[1]), suffix: match[2]! };
}

function valueIn({ unit }: VaryRange, { suffix }: Scale, number: number): SweepValue {
  if (suffix === null) return { text: writeQuantity({ number, unit }), number };
  const text = `${number}${suffix}`;
  return { text, number: readQuantity(text)?.number ?? number };
}

/** To a thousandth of the gap to its neighbour, in decimal: enough to be even, few enough digits to be read. */
function rounded(number: number, gap: number, whole: boolean): number {
  if (whole) return Math.round(number);
  const exponent = Math.floor(Math.log10(Math.abs(gap))) - 3;
  if (exponent < 0) return Number(number.toFixed(Math.min(100, -exponent)));
  return Math.round(number / 10 ** exponent) * 10 ** exponent;
}
