/** The shapes that sections are made of: maps with known keys, maps with exactly one of them, one or a list of many. */
import { z } from "zod";
import { listed } from "../wording.ts";
import { complain, type Json } from "./leaf.ts";

export type Shape = Readonly<Record<string, z.ZodType>>;

/** Which of the alternatives was written, and what it holds. */
export type OneKey<S extends Shape> = {
  [K in keyof S & string]: { readonly kind: K; readonly value: z.output<S[K]> };
}[keyof S & string];

/** How a map's own message tells its reader (`issues.ts`) what it knows: the expectation, then the keys, a line each. */
export function knowledge(expected: string, keys: readonly string[]): string {
  return [expected, ...keys].join("\n");
}

function mapOf(shape: Shape): string {
  return `a map with ${Object.keys(shape).join(", ")}`;
}

/** A map with these keys and no others. */
export function map<S extends Shape>(shape: S, expected: string = mapOf(shape)): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, { error: () => knowledge(expected, Object.keys(shape)) });
}

/** A map with exactly one of these keys: `{poisson: 400/s}`. `json` adds to its JSON Schema. */
export function oneKey<S extends Shape>(shape: S, json: Json = {}): z.ZodType<OneKey<S>> {
  const keys = Object.keys(shape);
  const expected = `exactly one of ${keys.join(", ")}`;
  const optional = Object.fromEntries(keys.map((key) => [key, shape[key]!.optional()]));
  return map(optional, `a map with ${expected}`)
    .meta({ minProperties: 1, maxProperties: 1, ...json })
    .transform((value: Readonly<Record<string, unknown>>, context): OneKey<S> => {
      const written = keys.filter((key) => value[key] !== undefined);
      if (written.length === 1) return { kind: written[0]!, value: value[written[0]!] } as OneKey<S>;
      const got = written.length === 0 ? "none of them" : listed(written, "and");
      complain(context, [], { expected, got, ...(written.length === 0 ? {} : { key: written[1]! }) });
      return z.NEVER;
    });
}

/** One of several forms that differ in their YAML type; `expected` names them all. */
export function either<T extends readonly [z.ZodType, z.ZodType, ...z.ZodType[]]>(
  expected: string,
  ...forms: T
): z.ZodUnion<T> {
  return z.union(forms, { error: () => expected });
}

/** A list of at least `least` items, or a single item that stands for a list of one. */
export function oneOrMany<T>(item: z.ZodType<T>, expected: string, least: number = 1): z.ZodType<readonly T[]> {
  return either(
    expected,
    item.transform((one): readonly T[] => [one]),
    list(item, expected, least),
  );
}

/** A list of at least `least` items. */
export function list<T>(item: z.ZodType<T>, expected: string, least: number = 1): z.ZodType<readonly T[]> {
  return z
    .array(item, { error: () => knowledge(expected, []) })
    .meta(least > 0 ? { minItems: least } : {})
    .superRefine((items, context) => {
      if (items.length < least) complain(context, [], { expected, got: "an empty list" });
    });
}
