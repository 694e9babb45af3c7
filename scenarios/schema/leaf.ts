/**
 * The leaves of the schema: one value of the file, read from what people write. Each knows three things together, so that
 * they cannot drift apart: how it is read, what a message says it expected, and what JSON Schema tells an editor.
 */
import { z } from "zod";

/** A part of a JSON Schema. */
export type Json = Readonly<Record<string, unknown>>;

/** Why a leaf did not take a value. */
export interface Refusal {
  readonly refused: string;
  /** It is no better a reason than that the value is nothing of the kind. */
  readonly generic?: boolean;
}

export interface LeafOptions<T> {
  /** What a message says: `a duration such as 150ms`. */
  readonly expected: string;
  readonly json: Json;
  /** The value, `undefined` where it is nothing of the kind, or a refusal that says more than `expected`. */
  readonly read: (value: unknown) => T | Refusal | undefined;
}

/** What an issue of ours carries beside zod's own fields. */
export interface IssueParameters {
  readonly expected: string;
  /** What stands there instead of the value itself: `"a" and "b"`. */
  readonly got?: string;
  /** Points at the key of this entry, below the issue's path, but names the issue's path. */
  readonly key?: string;
  /** The value is nothing of the kind (not merely out of range); where alternatives exist, all of them are named. */
  readonly generic?: boolean;
  /** The value is not even of this YAML type (a map where a scalar belongs): another alternative may fit. */
  readonly mistype?: boolean;
}

/** A leaf schema. Refuses with an issue that carries `IssueParameters`. */
export function leaf<T>({ expected, json, read }: LeafOptions<T>): z.ZodType<T> {
  return described(json).transform((value, context): T => {
    const result = read(value);
    if (result !== undefined && !isRefusal(result)) return result as T;
    const parameters: IssueParameters =
      result === undefined
        ? { expected, generic: true, mistype: typeof value === "object" && value !== null }
        : { expected: (result as Refusal).refused, generic: (result as Refusal).generic ?? false };
    context.issues.push({ code: "custom", input: value, params: { ...parameters } });
    return z.NEVER;
  });
}

const shared = new WeakMap<Json, z.ZodUnknown>();

/** One schema for one part of JSON Schema, so that those with an `id` are defined once and referred to. */
function described(json: Json): z.ZodUnknown {
  const known = shared.get(json) ?? z.unknown().meta(json);
  shared.set(json, known);
  return known;
}

/** Says that a value is of the right kind but out of range: `expected …, got …`. */
export function refuse(expected: string): Refusal {
  return { refused: expected };
}

/** Adds an issue of ours at `path` below the schema's own. */
export function complain(
  context: z.RefinementCtx,
  path: readonly (string | number)[],
  parameters: IssueParameters,
): void {
  context.addIssue({ code: "custom", path: [...path], params: { ...parameters } });
}

function isRefusal(result: unknown): boolean {
  return typeof result === "object" && result !== null && "refused" in result;
}
