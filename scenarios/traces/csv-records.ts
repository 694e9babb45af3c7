/**
 * Records of a CSV file (RFC 4180). A line without a quote is cut at its delimiters; from the first quote of a chunk on,
 * csv-parse reads the rest of the chunk. That is as strict as csv-parse alone, and several times as fast where few
 * fields are quoted, which is how traces are written.
 */
import { CsvError, parse } from "csv-parse/sync";
import { fieldStart } from "./csv-position.ts";
import { LineSplitter, LONGEST_LINE } from "./lines.ts";
import type { BindColumns, OnRecord, RecordParser } from "./record-parser.ts";
import { shownText, TraceError, type TracePosition } from "./trace-error.ts";

export interface CsvShape {
  readonly delimiter: string;
  /** Whether the first record names the columns; if not they are called `1`, `2`, … */
  readonly header: boolean;
}

/** The text of one record, which quotes may have spread over several lines, and the first of them. */
interface RecordText {
  readonly text: string;
  readonly line: number;
}

export class CsvRecords implements RecordParser {
  fields: string[] = [];
  line = 1;
  readonly #file: string;
  readonly #shape: CsvShape;
  readonly #bind: BindColumns;
  readonly #lines: LineSplitter;
  #names: readonly string[] | null = null;
  #bound: readonly number[] = [];
  #text = "";
  /** Whole records that csv-parse is to read. */
  #batch: RecordText[] = [];
  /** A record with a quote that is still open. */
  #open: RecordText | null = null;

  constructor(file: string, shape: CsvShape, bind: BindColumns) {
    this.#file = file;
    this.#shape = shape;
    this.#bind = bind;
    this.#lines = new LineSplitter(file);
  }

  write(chunk: Uint8Array, onRecord: OnRecord): void {
    if (this.#lines.write(chunk, (text) => this.#takeLine(text, onRecord))) this.#takeBatch(onRecord);
  }

  end(onRecord: OnRecord): void {
    if (!this.#lines.end((text) => this.#takeLine(text, onRecord)) || !this.#takeBatch(onRecord)) return;
    if (this.#open === null) return;
    // A quote that opens within a field is the likelier mistake; csv-parse tells it from one that is not closed.
    this.#batch.push(this.#open);
    this.#takeBatch(onRecord);
  }

  locate(field: number): TracePosition {
    const start = fieldStart(this.#text, this.#bound[field] ?? 0, this.#shape.delimiter);
    return { line: this.line + start.line - 1, column: start.column };
  }

  #takeLine(text: string, onRecord: OnRecord): boolean {
    const hasQuote = text.includes('"');
    if (this.#open === null && !hasQuote) {
      if (text.trim() === "") return true;
      const line = this.#lines.line;
      if (this.#batch.length === 0) return this.#take(text.split(this.#shape.delimiter), { text, line }, onRecord);
      this.#batch.push({ text, line });
      return true;
    }
    this.#join(text, hasQuote);
    return true;
  }

  /** Adds a line to the record whose quote is open, or starts one; doubled quotes leave the count even. */
  #join(text: string, hasQuote: boolean): void {
    const begun = this.#open;
    const record = begun === null ? { text, line: this.#lines.line } : { ...begun, text: `${begun.text}\n${text}` };
    const isOpen = (begun !== null) !== (hasQuote && text.split('"').length % 2 === 0);
    this.#open = isOpen ? record : null;
    if (!isOpen) this.#batch.push(record);
    if (record.text.length <= LONGEST_LINE) return;
    const problem = `expected a record of at most ${LONGEST_LINE} characters, got more (is a quote left open?)`;
    throw this.#wrong(record.line, "record", problem);
  }

  #takeBatch(onRecord: OnRecord): boolean {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return true;
    try {
      return this.#takeAll(batch, onRecord);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const { records: bad, column } = error as CsvError & { records: number; column: unknown };
      // The records before the bad one may be all that are wanted.
      if (bad > 0 && !this.#takeAll(batch.slice(0, bad), onRecord)) return false;
      const name = typeof column === "number" ? this.#names?.[column] : undefined;
      throw this.#wrong((batch[bad] ?? batch.at(-1)!).line, name ?? "record", describe(error));
    }
  }

  /** Throws a `CsvError` before the first record is taken, or not at all. */
  #takeAll(batch: readonly RecordText[], onRecord: OnRecord): boolean {
    const text = batch.map((record) => record.text).join("\n");
    const { delimiter } = this.#shape;
    const records = parse(text, { delimiter, record_delimiter: "\n", relax_column_count: true, trim: true });
    return records.every((record, index) => this.#take(record, batch[index]!, onRecord));
  }

  #take(record: readonly string[], { text, line }: RecordText, onRecord: OnRecord): boolean {
    this.#text = text;
    this.line = line;
    if (this.#names === null) {
      this.#setColumns(record);
      if (this.#shape.header) return true;
    }
    const width = this.#names!.length;
    if (record.length !== width) throw this.#wrong(line, "record", `expected ${width} fields, got ${record.length}`);
    for (let i = 0; i < this.#bound.length; i++) this.fields[i] = record[this.#bound[i]!]!.trim();
    return onRecord();
  }

  #setColumns(first: readonly string[]): void {
    this.#names = first.map((name, index) => (this.#shape.header ? name.trim() : String(index + 1)));
    const names = this.#names;
    this.#bound = this.#bind(names).map((name) => names.indexOf(name));
  }

  #wrong(line: number, path: string, problem: string): TraceError {
    return new TraceError(this.#file, { line, column: 1 }, path, problem);
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
    default:
      return `expected a CSV record, got ${shownText(error.message)}`;
  }
}
