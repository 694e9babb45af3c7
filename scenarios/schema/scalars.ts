/** Leaves without units: text, whole numbers, numbers, true or false, a choice among words. */
import type { z } from "zod";
import { oneOf } from "../wording.ts";
import { leaf, refuse } from "./leaf.ts";

/** Text on one or more lines; numbers and dates that YAML might see in a name are left to their quotes. */
export function text(expected: string): z.ZodType<string> {
  return leaf({ expected, json: { type: "string" }, read: (value) => (typeof value === "string" ? value : undefined) });
}

/** A name: text that is not empty, on one line, without spaces around it. `slow`, `2` and `true` are names too. */
export function name(expected: string): z.ZodType<string> {
  return leaf({
    expected,
    json: { type: ["string", "integer"], minLength: 1 },
    read: (value) => {
      if (Number.isSafeInteger(value)) return String(value);
      return typeof value === "string" && /^\S(.*\S)?$/.test(value) ? value : undefined;
    },
  });
}

/** A whole number from `min` to `max`. */
export function whole(expected: string, min: number, max: number = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  return leaf({
    expected,
    json: { type: "integer", minimum: min, maximum: max },
    read: (value) => {
      if (typeof value !== "number" || !Number.isInteger(value)) return undefined;
      if (value < min) return min === 1 ? refuse(expected) : refuse(`at least ${min}`);
      return value > max ? refuse(`at most ${max}`) : value;
    },
  });
}

/** A finite number above `above`. */
export function above(expected: string, least: number): z.ZodType<number> {
  return leaf({
    expected,
    json: { type: "number", exclusiveMinimum: least },
    read: (value) => {
      if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
      return value > least ? value : refuse(`more than ${least}`);
    },
  });
}

/** A finite number of at least `least`. */
export function atLeast(expected: string, least: number): z.ZodType<number> {
  return leaf({
    expected,
    json: { type: "number", minimum: least },
    read: (value) => {
      if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
      return value >= least ? value : refuse(`at least ${least}`);
    },
  });
}

export const yesOrNo: z.ZodType<boolean> = leaf({
  expected: "true or false",
  json: { type: "boolean" },
  read: (value) => (typeof value === "boolean" ? value : undefined),
});

/** One of these words; the nearest is suggested for another. */
export function choice<const C extends string>(choices: readonly C[]): z.ZodType<C> {
  return leaf<C>({
    expected: oneOf(choices, ""),
    json: { type: "string", enum: choices },
    read: (value) => {
      if (typeof value !== "string") return undefined;
      return choices.find((word) => word === value) ?? { ...refuse(oneOf(choices, value)), generic: true };
    },
  });
}

/** A whole number, or a word that stands for a special one. */
export function wholeOr(
  word: string,
  meaning: number,
  expected: string,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): z.ZodType<number> {
  const bounds = max === Number.MAX_SAFE_INTEGER ? { minimum: min } : { minimum: min, maximum: max };
  return leaf({
    expected,
    json: { anyOf: [{ type: "integer", ...bounds }, { const: word }] },
    read: (value) => {
      if (value === word) return meaning;
      if (typeof value !== "number" || !Number.isSafeInteger(value) || value < min) return undefined;
      return value > max ? refuse(`at most ${max}`) : value;
    },
  });
}
