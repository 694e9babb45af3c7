/** A number with a unit of the scenario language, of whichever kind: `150ms`, `900/s`, `4KiB`, `2%`, `12`. */
import type { SweepAxis } from "../../sim/index.ts";
import { formatPercent, formatRate, formatSeconds, formatSize } from "../units/index.ts";
import { parsePercent, parseRate, parseSeconds, parseSize } from "../units/index.ts";

/** What a value counts; null where it is no number. */
export type VaryUnit = NonNullable<SweepAxis["unit"]>;

export interface VaryQuantity {
  readonly number: number;
  readonly unit: VaryUnit;
}

const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** What the text says; null where it is no number. */
export function readQuantity(text: string): VaryQuantity | null {
  const written = text.trim();
  if (PLAIN.test(written)) return { number: Number(written), unit: "number" };
  const readings: readonly (readonly [VaryUnit, number | null])[] = [
    ["seconds", parseSeconds(written)],
    ["perSecond", parseRate(written)],
    ["bytes", parseSize(written)],
    ["fraction", parsePercent(written)],
  ];
  const found = readings.find(([, number]) => number !== null);
  return found === undefined ? null : { number: found[1]!, unit: found[0] };
}

/** The quantity as the scenario language writes it. */
export function writeQuantity({ number, unit }: VaryQuantity): string {
  switch (unit) {
    case "seconds":
      return formatSeconds(number);
    case "perSecond":
      return formatRate(number);
    case "bytes":
      return formatSize(number);
    case "fraction":
      return formatPercent(number);
    case "number":
      return String(number);
  }
}
