/** What else could stand where a document has a value: the likeliest to be accepted, and to make a difference, first. */
import type { Leaf } from "./schema-keys.ts";

/** Factors by which quantities are changed. */
const FACTORS = [2, 0.5, 1.1, 0.9, 10, 0.1, 0];
/** What a word such as never, unlimited or unbounded stands in for. */
const WORDS_FOR = ["10ms", 1, 2];
const QUANTITY = /^(p?)(\d+(?:\.\d+)?)(\D*)$/;

/** `names`: of nodes, zones and whatever else the document may name. */
export function otherValues({ value, words }: Leaf, names: readonly string[]): readonly unknown[] {
  const others = words.includes(value) ? words : valuesLike(value, names);
  return [...new Set([...others, ...words])].filter((other) => other !== value);
}

function valuesLike(value: unknown, names: readonly string[]): readonly unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return numbersLike(value);
  if (typeof value !== "string") return [];
  const [, sign, digits, unit] = QUANTITY.exec(value) ?? [];
  if (digits === undefined) return [...names, ...WORDS_FOR];
  const number = Number(digits);
  return number === 0 ? [`10${unit}`] : FACTORS.map((factor) => `${sign}${rounded(number * factor)}${unit}`);
}

function numbersLike(value: number): readonly number[] {
  if (!Number.isInteger(value)) return FACTORS.map((factor) => rounded(value * factor));
  return [2 * value, value + 1, value - 1, Math.floor(value / 2), 1, 0, 1000];
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
