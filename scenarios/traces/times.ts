/**
 * Times as files write them: numbers since any origin, ISO 8601, and the access log's own. Only differences between the
 * times of one file matter, so a time without a zone is read as UTC.
 */
import { isDecimal, readDecimal, roundedNanos, type Instant } from "./decimal.ts";
import type { TimeUnit } from "./spec.ts";

/** Reads a text into an instant; false where it is no such time. */
export type ReadTime = (text: string, into: Instant) => boolean;

export interface TimeReader {
  readonly unit: Exclude<TimeUnit, "auto">;
  readonly read: ReadTime;
  /** What messages say was expected: `a time in seconds`. */
  readonly expected: string;
}

const READERS: Record<Exclude<TimeUnit, "auto">, { read: ReadTime; expected: string }> = {
  s: { read: (text, into) => readDecimal(text, 0, into), expected: "a time in seconds" },
  ms: { read: (text, into) => readDecimal(text, 3, into), expected: "a time in milliseconds" },
  us: { read: (text, into) => readDecimal(text, 6, into), expected: "a time in microseconds" },
  ns: { read: (text, into) => readDecimal(text, 9, into), expected: "a time in nanoseconds" },
  iso: { read: readIso, expected: "a time as in 2023-11-16T18:15:46.680Z" },
  log: { read: readLog, expected: "a time as in 17/May/2015:10:05:03 +0000" },
};

/** The reader of a unit; for `auto` the one that the first record's text calls for, `null` where none reads it. */
export function timeReader(unit: TimeUnit, first: string): TimeReader | null {
  const known = unit === "auto" ? detectUnit(first) : unit;
  return known === null ? null : { unit: known, ...READERS[known] };
}

/**
 * A number is taken for seconds below 10^11, milliseconds below 10^14, microseconds below 10^17, else nanoseconds: as
 * epoch times these mean a date after 1970 and before the year 5138. Relative times in another unit must name it.
 */
function detectUnit(first: string): Exclude<TimeUnit, "auto"> | null {
  const text = first.trim();
  if (isDecimal(text)) {
    const size = Math.abs(Number(text));
    return size < 1e11 ? "s" : size < 1e14 ? "ms" : size < 1e17 ? "us" : "ns";
  }
  const scratch: Instant = { seconds: 0, nanos: 0 };
  return readLog(text, scratch) ? "log" : readIso(text, scratch) ? "iso" : null;
}

const ISO =
  /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
const LOG = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?: ([+-]\d\d:?\d\d))?$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function readIso(text: string, into: Instant): boolean {
  const match = ISO.exec(text);
  if (match === null) return false;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  into.nanos = roundedNanos(fraction);
  return setSeconds(into, [year, month, day, hour, minute, second].map(Number), zone);
}

function readLog(text: string, into: Instant): boolean {
  const match = LOG.exec(text);
  if (match === null) return false;
  const [, day, month, year, hour, minute, second, fraction = "", zone = "Z"] = match;
  into.nanos = roundedNanos(fraction);
  const parts = [Number(year), MONTHS.indexOf(month!) + 1, ...[day, hour, minute, second].map(Number)];
  return setSeconds(into, parts, zone);
}

/** False where the calendar has no such time. A leap second (`:60`) is the second after it, as in POSIX time. */
function setSeconds(into: Instant, parts: readonly number[], zone: string): boolean {
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false;
  if (hour > 23 || minute > 59 || second > 60) return false;
  const zoneSeconds = readZone(zone);
  if (Number.isNaN(zoneSeconds)) return false;
  into.seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - zoneSeconds;
  return true;
}

/** Seconds east of UTC; NaN where the offset is not below a day. */
function readZone(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2)) * (zone.length > 3 ? 1 : 0);
  if (hours > 23 || minutes > 59) return NaN;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}
