/** Turns the texts of a record into the numbers of a message. */
import type { BoundColumns, BoundRole } from "./columns.ts";
import { isDecimal, type Instant } from "./decimal.ts";
import { keyOf } from "./keys.ts";
import type { TimeUnit } from "./spec.ts";
import { timeReader, type TimeReader } from "./times.ts";
import { didYouMean, shownText } from "./trace-error.ts";

/** Throws the positioned error for a field of the current record. */
export type FailField = (column: BoundRole, problem: string) => never;

/** The current record, as numbers; overwritten by each `decode`. */
export class RecordDecoder {
  /** Since the time of the first record that was decoded; may be negative where records are unordered. */
  timeNs = 0;
  key = 0;
  workNs = 0;
  sizeBytes = 0;
  readonly #columns: BoundColumns;
  readonly #unit: TimeUnit;
  readonly #fail: FailField;
  #reader: TimeReader | null = null;
  #lastTime: string | null = null;
  readonly #instant: Instant = { seconds: 0, nanos: 0 };
  readonly #origin: Instant = { seconds: 0, nanos: 0 };

  constructor(columns: BoundColumns, unit: TimeUnit, fail: FailField) {
    this.#columns = columns;
    this.#unit = unit;
    this.#fail = fail;
  }

  /** Reads a record; calls `fail` at the first field that makes no sense. */
  decode(fields: readonly string[]): void {
    const { time, minus, key, work, size } = this.#columns;
    this.timeNs = this.#time(time, fields);
    if (minus !== null) this.timeNs -= this.#amount(minus, fields);
    if (key !== null) this.key = keyOf(this.#text(key, fields, "a key"));
    if (work !== null) this.workNs = this.#amount(work, fields);
    if (size !== null) this.sizeBytes = this.#amount(size, fields);
  }

  #text(role: BoundRole, fields: readonly string[], expected: string): string {
    const text = fields[role.field]!;
    if (text !== "") return text;
    if (role.missing !== null) return role.missing;
    const others = this.#columns.available.filter((name) => name !== role.name);
    const hint = this.#columns.available.includes(role.name) ? "" : didYouMean(role.name, others);
    return this.#fail(role, `expected ${expected}, got nothing (\`missing: …\` would give it a value)${hint}`);
  }

  #time(role: BoundRole, fields: readonly string[]): number {
    const text = this.#text(role, fields, "a time");
    // Logs of one-second resolution repeat their times, and reading one is the dearest part of a line.
    if (text !== this.#lastTime) this.#readTime(role, text);
    return (this.#instant.seconds - this.#origin.seconds) * 1e9 + (this.#instant.nanos - this.#origin.nanos);
  }

  #readTime(role: BoundRole, text: string): void {
    const reader = this.#reader ?? timeReader(this.#unit, text);
    if (reader === null) return this.#fail(role, `expected a time, got ${shownText(text)}`);
    if (!reader.read(text, this.#instant)) this.#fail(role, `expected ${reader.expected}, got ${shownText(text)}`);
    if (this.#reader === null) Object.assign(this.#origin, this.#instant);
    this.#reader = reader;
    this.#lastTime = text;
  }

  /** A number of 0 or more times what 1 stands for, as a whole number below 2^53. */
  #amount(role: BoundRole, fields: readonly string[]): number {
    const text = this.#text(role, fields, "a number of 0 or more");
    const value = isDecimal(text) ? Number(text) : NaN;
    if (!(value >= 0)) this.#fail(role, `expected a number of 0 or more, got ${shownText(text)}`);
    const amount = Math.round(value * role.each) + 0;
    if (Number.isSafeInteger(amount)) return amount;
    return this.#fail(role, `expected at most 2^53 nanoseconds or bytes, got ${shownText(text)} of ${role.each} each`);
  }
}
