/** Values of an expectation as people read them: three digits, a unit, fractions as percentages, counts whole. */
import { NUMBER, RATE, sameDimension, SIZE, TIME, type Dimension } from "./dimension.ts";
import type { Quantity } from "./tree.ts";

type Shown = Pick<Quantity, "dimension" | "display">;

const UNITS: readonly (readonly [number, string])[] = [
  [1, "s"],
  [1e-3, "ms"],
  [1e-6, "us"],
  [1e-9, "ns"],
];

/** `35.2 ms`, `0.52%`, `1204`, `812 /s`. */
export function formatValue(value: number, shown: Shown, digits: number = 3): string {
  if (!Number.isFinite(value)) return value < 0 ? "-infinite" : "infinite";
  if (sameDimension(shown.dimension, TIME)) return inUnits(value, digits);
  if (sameDimension(shown.dimension, NUMBER)) {
    return shown.display === "fraction" ? `${rounded(value * 100, digits)}%` : rounded(value, digits);
  }
  return `${rounded(value, digits)} ${unitName(shown.dimension)}`;
}

/** Both sides of a comparison, with as many digits as it takes to tell them apart where they differ. */
export function formatSides(
  left: number,
  right: number,
  shownLeft: Shown,
  shownRight: Shown,
): readonly [string, string] {
  for (let digits = 3; digits < 17; digits++) {
    const [a, b] = [formatValue(left, shownLeft, digits), formatValue(right, shownRight, digits)];
    if (left === right || a !== b) return [a, b];
  }
  return [formatValue(left, shownLeft, 17), formatValue(right, shownRight, 17)];
}

function inUnits(seconds: number, digits: number): string {
  const size = Math.abs(seconds);
  const [scale, unit] = UNITS.find(([least]) => size >= least) ?? (size === 0 ? UNITS[0]! : UNITS.at(-1)!);
  return `${rounded(seconds / scale, digits)} ${unit}`;
}

/** Whole numbers stay whole: a count of 12345 is not 12300. */
function rounded(value: number, digits: number): string {
  if (Number.isInteger(value)) return String(value);
  const enough = Math.abs(value) >= 10 ** digits ? Math.round(value) : Number(value.toPrecision(digits));
  return String(enough);
}

function unitName(dimension: Dimension): string {
  if (sameDimension(dimension, RATE)) return "/s";
  if (sameDimension(dimension, SIZE)) return "B";
  const powers = [
    ["s", dimension.seconds],
    ["B", dimension.bytes],
  ] as const;
  return powers.flatMap(([unit, power]) => (power === 0 ? [] : [power === 1 ? unit : `${unit}^${power}`])).join(" ");
}
