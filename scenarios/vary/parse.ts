/**
 * What a path takes on the command line: `nodes=2..20`, `a.b=100/s..900/s:9`, `a.b=1ms..1s:7:log`, `a.b=1,2,5`. The same
 * words say what is varied, searched for a limit, and tuned.
 */
import type { SweepValue } from "../../sim/index.ts";
import { quoted } from "../wording.ts";
import { readQuantity, type VaryQuantity, type VaryUnit } from "./quantity.ts";
import type { VaryRange } from "./range.ts";

/** `1,2,5`, `fifo,lifo`. */
export interface VaryList {
  readonly kind: "list";
  readonly values: readonly SweepValue[];
  /** null where they are no numbers, or of different kinds. */
  readonly unit: VaryUnit | null;
}

export interface Vary {
  readonly path: string;
  readonly values: VaryRange | VaryList;
}

/** Why a text says nothing to vary: `expected …, got …`. */
export interface VaryFault {
  /** As far as it could be read. */
  readonly path: string | null;
  readonly message: string;
}

/** More values of one path than anybody runs. */
const MOST_VALUES = 10_000;

/** Reads `path=values`. */
export function parseVary(text: string): Vary | VaryFault {
  const equals = text.indexOf("=");
  const path = text.slice(0, Math.max(0, equals)).trim();
  if (path === "") return { path: null, message: `expected PATH=VALUES, such as nodes=2..20, got ${quoted(text)}` };
  const values = parseValues(text.slice(equals + 1).trim());
  return typeof values === "string" ? { path, message: values } : { path, values };
}

/** Whether a text could not be read. */
export function isVaryFault(read: Vary | VaryFault): read is VaryFault {
  return "message" in read;
}

function parseValues(text: string): VaryRange | VaryList | string {
  if (text === "") return "expected values, such as 2..20, 100/s..900/s:9 or 1,2,5, got nothing";
  const parts = splitList(text);
  if (parts.length === 1 && text.includes("..")) return parseRange(text);
  return parseList(parts, text);
}

/** At the commas that stand in no brackets and no quotes. */
function splitList(text: string): readonly string[] {
  const parts = text.match(/(?:"[^"]*"|\{[^}]*\}|\[[^\]]*\]|[^,])+|(?<=^|,)(?=,|$)/g) ?? [];
  return parts.map((part) => part.trim());
}

function parseList(parts: readonly string[], text: string): VaryList | string {
  if (parts.includes("")) return `expected a value on each side of a comma, got ${quoted(text)}`;
  const range = parts.find((part) => /^[^"{[]*\.\./.test(part) && parts.length > 1);
  if (range !== undefined) return `expected either a range or a list, got ${quoted(text)}`;
  const twice = parts.find((part, index) => parts.indexOf(part) !== index);
  if (twice !== undefined) return `expected each value once, got ${quoted(twice)} twice`;
  if (parts.length > MOST_VALUES) return `expected at most ${MOST_VALUES} values, got ${parts.length}`;
  const read = parts.map(readQuantity);
  const unit = sharedUnit(read);
  const values = parts.map((part, index) => ({ text: part, number: unit === null ? null : read[index]!.number }));
  return { kind: "list", values, unit };
}

function parseRange(text: string): VaryRange | string {
  const [ends, ...options] = text.split(":").map((part) => part.trim()) as [string, ...string[]];
  const at = ends.indexOf("..");
  const [from, to] = [ends.slice(0, at).trim(), ends.slice(at + 2).trim()];
  const [low, high] = [readQuantity(from), readQuantity(to)];
  const unit = sharedUnit([low, high]);
  if (low === null || high === null || unit === null) {
    return `expected a range of numbers of one kind, such as 100/s..900/s:9, got ${quoted(text)}`;
  }
  if (low.number >= high.number) return `expected a low end below the high end, got ${quoted(text)}`;
  const read = parseOptions(options, text);
  if (typeof read === "string") return read;
  if (read.logarithmic && low.number <= 0) return `expected a low end above 0 on a log scale, got ${quoted(text)}`;
  return {
    kind: "range",
    low: { text: from, number: low.number },
    high: { text: to, number: high.number },
    unit,
    ...read,
  };
}

/** `:9`, `:log`, `:9:log`. */
function parseOptions(options: readonly string[], text: string): Pick<VaryRange, "count" | "logarithmic"> | string {
  let rest = options;
  let count: number | null = null;
  if (/^\d+$/.test(rest[0] ?? "")) {
    count = Number(rest[0]);
    if (count < 2 || count > MOST_VALUES) return `expected 2 to ${MOST_VALUES} values, got ${quoted(rest[0]!)}`;
    rest = rest.slice(1);
  }
  if (rest.length === 0) return { count, logarithmic: false };
  if (rest.length === 1 && (rest[0] === "log" || rest[0] === "linear"))
    return { count, logarithmic: rest[0] === "log" };
  const wanted = count === null ? "a number of values, log or linear" : "log or linear";
  return `expected ${wanted} after the colon, got ${quoted(rest.join(":"))} in ${quoted(text)}`;
}

/** The unit that all have; 0 goes with any. null where there is none. */
function sharedUnit(read: readonly (VaryQuantity | null)[]): VaryUnit | null {
  const units = new Set(read.map((each) => (each?.number === 0 ? "any" : (each?.unit ?? null))));
  if (units.has(null)) return null;
  const named = [...units].filter((unit) => unit !== "any");
  return named.length > 1 ? null : ((named[0] as VaryUnit | undefined) ?? "number");
}
