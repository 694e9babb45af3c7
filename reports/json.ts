/**
 * The result file as bytes, and back. The same result always gives the same bytes: keys in the order in which they were
 * made, lists of plain values on one line each, a newline at the end.
 */
import type { ZodType } from "zod";
import type { ResultFile } from "../sim/index.ts";
import { EXPERIMENT_SCHEMA_VERSION, RESULT_SCHEMA_VERSION } from "../sim/index.ts";
import { experimentSchemas } from "./experiment-schema.ts";
import type { ExperimentFile, ExperimentKind } from "./experiment/kinds.ts";
import { resultSchema } from "./result-schema.ts";

/** What is wrong with a result file: one sentence per problem, shaped `path: expected …, got …`. */
export class ResultFileError extends Error {
  override readonly name = "ResultFileError";
  readonly problems: readonly string[];
  /** Where the text stops being JSON, as `line:column`; null where it is JSON, or nobody can tell. */
  readonly position: string | null;

  constructor(problems: readonly string[], position: string | null = null) {
    super(problems.join("\n"));
    this.problems = problems;
    this.position = position;
  }
}

/** The bytes of a result file, or of an experiment's. Throws on a number that JSON cannot carry, which would silently become null. */
export function renderJson(result: ResultFile | ExperimentFile): string {
  return `${stringifyStable(result)}\n`;
}

/** JSON with two spaces of indent, in which lists of plain values keep to one line. */
export function stringifyStable(value: unknown, indent = ""): string {
  if (value === null || typeof value !== "object") return plain(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => item === null || typeof item !== "object")) return `[${value.map(plain).join(", ")}]`;
    return bracket(
      "[",
      value.map((item) => stringifyStable(item, inner)),
      "]",
      indent,
    );
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}: ${stringifyStable(member, inner)}`);
  return members.length === 0 ? "{}" : bracket("{", members, "}", indent);
}

/** Reads a result file's text. Throws a `ResultFileError` that names every place where it is not one. */
export function parseResultFile(text: string): ResultFile {
  return checked(parseJson(text), resultSchema, RESULT_SCHEMA_VERSION);
}

/** Reads what `compare`, `sweep` or `tune` wrote. Throws a `ResultFileError` that names every place where it is not that. */
export function parseExperimentFile(text: string): ExperimentFile {
  return experimentFrom(parseJson(text));
}

/** Reads any file that evenkeel writes of results: an experiment's says its `kind`. Throws as the others do. */
export function parseSavedFile(text: string): ResultFile | ExperimentFile {
  const value = parseJson(text);
  const isExperiment = (value as { kind?: unknown } | null)?.kind !== undefined;
  return isExperiment ? experimentFrom(value) : checked(value, resultSchema, RESULT_SCHEMA_VERSION);
}

function experimentFrom(value: unknown): ExperimentFile {
  const kind = (value as { kind?: unknown } | null)?.kind;
  const kinds = Object.keys(experimentSchemas) as readonly ExperimentKind[];
  const known = kinds.find((each) => each === kind);
  if (known !== undefined) return checked(value, experimentSchemas[known], EXPERIMENT_SCHEMA_VERSION);
  throw new ResultFileError([`kind: expected ${kinds.map((each) => `"${each}"`).join(", ")}, got ${show(kind)}`]);
}

function checked<T>(value: unknown, schema: ZodType<T>, expected: number): T {
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== expected) {
    throw new ResultFileError([
      `schemaVersion: expected ${expected} (a result file of this version of evenkeel), got ${show(version)}`,
    ]);
  }
  const parsed = schema.safeParse(value);
  // What was read itself, not the schema's copy of it, whose keys stand in the schema's order.
  if (parsed.success) return value as T;
  throw new ResultFileError(
    parsed.error.issues.map((issue) => {
      const found = valueAt(value, issue.path);
      return `${showPath(issue.path)}: ${lowerFirst(issue.message.replace(/^Invalid input: /, "").replace(/, received .*$/, ""))}, got ${show(found)}`;
    }),
  );
}

function bracket(open: string, parts: readonly string[], close: string, indent: string): string {
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(",\n")}\n${indent}${close}`;
}

function plain(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError(`A result holds ${value}, which JSON cannot carry.`);
  }
  return JSON.stringify(value) ?? "null";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const message = (error as Error).message.replace(/\s+/g, " ");
    const got = message.replace(/ in JSON at position.*$/, "").replace(/^\S/, lowerFirst);
    throw new ResultFileError([`expected JSON, got ${got}`], positionIn(text, message));
  }
}

/** V8 tells the offset of some errors, and quotes the text around the others. */
function positionIn(text: string, message: string): string | null {
  const told = / at position (\d+)/.exec(message)?.[1];
  if (told === undefined) return null;
  const before = text.slice(0, Number(told)).split("\n");
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

function showPath(path: readonly PropertyKey[]): string {
  const joined = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return joined.replace(/^\./, "") || "file";
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
