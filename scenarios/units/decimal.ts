/**
 * Decimal numbers without rounding on the way: a unit is a shift of the decimal point, so `0.3333ms` is 333300 ns exactly
 * and what is printed reads back as the same double.
 */

/** A decimal number without a sign, as a part of a regular expression. */
export const NUMBER: string = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?`;

/** The number in `text` times ten to the `exponent`, rounded once. */
export function scaled(text: string, exponent: number): number {
  const [digits, power = "0"] = text.toLowerCase().split("e");
  return Number(`${digits}e${Number(power) + exponent}`);
}

/** `value` times ten to the `exponent` in plain decimals, exactly as many as tell it from its neighbours. */
export function shifted(value: number, exponent: number): string {
  const [digits, power] = value.toExponential().split("e") as [string, string];
  const [whole, fraction = ""] = digits.split(".") as [string, string?];
  const point = whole.length + Number(power) + exponent;
  const all = (whole + fraction).padEnd(point, "0");
  if (point <= 0) return value === 0 ? "0" : `0.${"0".repeat(-point)}${all}`;
  return point < all.length ? `${all.slice(0, point)}.${all.slice(point)}` : all;
}
