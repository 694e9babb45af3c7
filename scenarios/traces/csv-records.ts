/** Records of a CSV file: csv-parse does the quoting, this counts lines, finds columns and words the errors. */
import { parse, type CsvError, type Parser } from "csv-parse";
import { fieldStart } from "./csv-position.ts";
import type { BindColumns, OnRecord, RecordParser } from "./record-parser.ts";
import { quoted, TraceError, type TracePosition } from "./trace-error.ts";

export interface CsvShape {
  readonly delimiter: string;
  /** Whether the first record names the columns; if not they are called `1`, `2`, … */
  readonly header: boolean;
}

/** What csv-parse gives with `raw: true`; `raw` may or may not end in the record's own line end. */
interface RawRecord {
  readonly record: readonly string[];
  readonly raw: string;
}

const LARGEST_RECORD = 1024 * 1024;

export class CsvRecords implements RecordParser {
  fields: string[] = [];
  line = 1;
  readonly #file: string;
  readonly #shape: CsvShape;
  readonly #bind: BindColumns;
  readonly #parser: Parser;
  #names: readonly string[] | null = null;
  #bound: readonly number[] = [];
  #nextLine = 1;
  #raw = "";

  constructor(file: string, shape: CsvShape, bind: BindColumns) {
    this.#file = file;
    this.#shape = shape;
    this.#bind = bind;
    this.#parser = parse({
      bom: true,
      delimiter: shape.delimiter,
      max_record_size: LARGEST_RECORD,
      raw: true,
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
    });
    // Errors are read from `errored` after each write, in order with the records before them.
    this.#parser.on("error", () => {});
  }

  write(chunk: Uint8Array, onRecord: OnRecord): void {
    this.#parser.write(chunk);
    for (;;) {
      const next = this.#parser.read() as RawRecord | null;
      if (next === null) break;
      if (!this.#take(next, onRecord)) return;
    }
    if (this.#parser.errored !== null) throw this.#positioned(this.#parser.errored as CsvError);
  }

  async end(onRecord: OnRecord): Promise<void> {
    this.#parser.end();
    try {
      for await (const next of this.#parser) if (!this.#take(next as RawRecord, onRecord)) return;
    } catch (error) {
      throw this.#parser.errored === error ? this.#positioned(error as CsvError) : error;
    }
  }

  locate(field: number): TracePosition {
    const start = fieldStart(this.#raw, this.#bound[field] ?? 0, this.#shape.delimiter);
    return { line: this.line + start.line - 1, column: start.column };
  }

  #take(next: RawRecord, onRecord: OnRecord): boolean {
    this.line = this.#nextLine;
    this.#nextLine += linesOf(next.raw);
    this.#raw = next.raw;
    const { record } = next;
    if (record.length === 1 && record[0]!.trim() === "") return true;
    if (this.#names === null) {
      this.#setColumns(record);
      if (this.#shape.header) return true;
    }
    this.#checkWidth(record.length);
    for (let i = 0; i < this.#bound.length; i++) this.fields[i] = record[this.#bound[i]!]!.trim();
    return onRecord();
  }

  #setColumns(first: readonly string[]): void {
    this.#names = first.map((name, index) => (this.#shape.header ? name.trim() : String(index + 1)));
    const names = this.#names;
    this.#bound = this.#bind(names).map((name) => names.indexOf(name));
  }

  #checkWidth(width: number): void {
    const expected = this.#names!.length;
    if (width === expected) return;
    const position = { line: this.line, column: 1 };
    throw new TraceError(this.#file, position, "record", `expected ${expected} fields, got ${width}`);
  }

  #positioned(error: CsvError): TraceError {
    const column = typeof error.column === "number" ? this.#names?.[error.column] : undefined;
    const position = { line: this.#nextLine, column: 1 };
    return new TraceError(this.#file, position, column ?? "record", describe(error));
  }
}

function describe(error: CsvError): string {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return "expected a closing quote, got the end of the file";
    case "INVALID_OPENING_QUOTE":
      return "expected a quote only where a field starts, got one within a field";
    case "CSV_INVALID_CLOSING_QUOTE":
      return "expected the delimiter or the line's end after a closing quote, got another character";
    case "CSV_MAX_RECORD_SIZE":
      return `expected a record of at most ${LARGEST_RECORD} bytes, got more (is a quote left open?)`;
    default:
      return `expected a CSV record, got ${quoted(error.message)}`;
  }
}

/** How many lines a record covers; its own line end counts once, whether or not `raw` has it. */
function linesOf(raw: string): number {
  let lines = 1;
  const last = raw.length - 1;
  for (let at = raw.indexOf("\n"); at >= 0 && at < last; at = raw.indexOf("\n", at + 1)) lines++;
  return lines;
}
