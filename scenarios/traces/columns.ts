/** Which columns of the file become what: the description's, or the format's own where it names none. */
import { ColumnProblem } from "./record-parser.ts";
import type { ScaledColumn, TraceColumn, TraceFormat, TraceSpec } from "./spec.ts";
import { listed, oneOf } from "../wording.ts";
import { didYouMean, shownText } from "./trace-error.ts";

/** What a column is read for. */
export type Role = "time" | "minus" | "key" | "work" | "size";

/** A column to read, by its place among the parser's fields. */
export interface BoundRole {
  readonly field: number;
  readonly name: string;
  readonly missing: string | null;
  /** Nanoseconds or bytes per 1; for times and keys 1. */
  readonly each: number;
}

export interface BoundColumns {
  /** In the order of the parser's fields. */
  readonly names: readonly string[];
  readonly time: BoundRole;
  readonly minus: BoundRole | null;
  readonly key: BoundRole | null;
  readonly work: BoundRole | null;
  readonly size: BoundRole | null;
  /** All columns of the file, for suggestions. */
  readonly available: readonly string[];
}

export type KnownFormat = Exclude<TraceFormat, "auto">;

/** The first of these that the file has, case aside, where the description names none. */
const OWN_TABLE: Readonly<Record<Role, readonly string[]>> = {
  time: ["time", "timestamp"],
  minus: [],
  key: ["key"],
  work: ["work_s", "work_ms", "work_us", "work_ns"],
  size: ["size", "bytes"],
};

const OWN_LOG: Readonly<Record<Role, readonly string[]>> = {
  time: ["time_us", "time_ms", "msec", "time_iso8601", "time_local"],
  minus: ["request_time_us", "request_time_ms", "request_time"],
  key: ["remote_addr"],
  work: ["service_time"],
  size: ["body_bytes_sent", "bytes_sent"],
};

/** Finds each column that the description wants. Throws a `ColumnProblem` where the file has no such column. */
export function bindColumns(spec: TraceSpec, format: KnownFormat, available: readonly string[]): BoundColumns {
  const names: string[] = [];
  const bind = (role: Role, wanted: TraceColumn | ScaledColumn | null): BoundRole | null => {
    if (wanted === null) return null;
    const name = find(role, wanted, format, available);
    const field = names.push(name) - 1;
    return { field, name, missing: wanted.missing, each: eachOf(role, wanted, name, format) };
  };
  const time = bind("time", spec.time)!;
  const minus = bind("minus", spec.time.minus);
  const [key, work, size] = [bind("key", spec.key), bind("work", spec.work), bind("size", spec.size)];
  return { names, time, minus, key, work, size, available };
}

function find(role: Role, wanted: TraceColumn, format: KnownFormat, available: readonly string[]): string {
  if (wanted.column === null) return findOwn(role, format, available);
  const name = format === "access-log" ? wanted.column.replace(/^\$/, "") : wanted.column;
  // A JSON object may lack a member that later ones have, so a path is looked up record by record.
  if (format === "ndjson" || available.includes(name)) return name;
  const known = `expected a column of the file (${oneOf(available, null)})`;
  throw new ColumnProblem(role, `${known}, got ${shownText(name)}${didYouMean(name, available)}`);
}

function findOwn(role: Role, format: KnownFormat, available: readonly string[]): string {
  const own = (format === "access-log" ? OWN_LOG : OWN_TABLE)[role];
  const found = own.flatMap((name) => available.filter((column) => column.toLowerCase() === name));
  if (found.length > 0) return found[0]!;
  throw new ColumnProblem(role, `expected ${ownText(own)}the name of a column (${oneOf(available, null)}), got none`);
}

/** `service_time` is worked out, so the message names what it is worked out from. */
function ownText(own: readonly string[]): string {
  if (own.length === 0) return "";
  if (own.includes("service_time")) return "a log with $upstream_response_time or $request_time, or ";
  return `a column called ${listed(own, "or")}, or `;
}

const UNITS_NS: Readonly<Record<string, number>> = { s: 1e9, ms: 1e6, us: 1e3, ns: 1 };

function eachOf(role: Role, wanted: TraceColumn | ScaledColumn, name: string, format: KnownFormat): number {
  if (!("each" in wanted)) return 1;
  const own = role === "size" ? 1 : unitOfName(name, format);
  const each = wanted.each ?? own;
  if (each !== null) return each;
  throw new ColumnProblem(role, `expected the unit of column ${shownText(name)} (such as each: 1ms), got none`);
}

/** `duration_ms` says what it is in; so do the times of a web server, in seconds. */
function unitOfName(name: string, format: KnownFormat): number | null {
  const suffix = /_(s|ms|us|ns)$/.exec(name)?.[1];
  if (suffix !== undefined) return UNITS_NS[suffix]!;
  return format === "access-log" && name.endsWith("_time") ? UNITS_NS["s"]! : null;
}
