/** Records of newline-delimited JSON: one object per line; a column is a dotted path such as `request.duration`. */
import { firstError, locateMember } from "./json-locate.ts";
import { LineSplitter } from "./lines.ts";
import type { BindColumns, OnRecord, RecordParser } from "./record-parser.ts";
import { shownText, TraceError, type TracePosition } from "./trace-error.ts";

/** Below this a double is exact to a nanosecond of a time in seconds; from here on the digits are read from the text. */
const EXACT_BELOW = 2 ** 23;

export class NdjsonRecords implements RecordParser {
  fields: string[] = [];
  readonly #file: string;
  readonly #bind: BindColumns;
  readonly #lines: LineSplitter;
  #paths: readonly (readonly string[])[] | null = null;
  #names: readonly string[] = [];
  #text = "";

  constructor(file: string, bind: BindColumns) {
    this.#file = file;
    this.#bind = bind;
    this.#lines = new LineSplitter(file);
  }

  get line(): number {
    return this.#lines.line;
  }

  write(chunk: Uint8Array, onRecord: OnRecord): void {
    this.#lines.write(chunk, (text) => this.#take(text, onRecord));
  }

  end(onRecord: OnRecord): void {
    this.#lines.end((text) => this.#take(text, onRecord));
  }

  locate(field: number): TracePosition {
    const span = locateMember(this.#text, this.#paths?.[field] ?? []);
    return { line: this.line, column: (span?.start ?? 0) + 1 };
  }

  #take(text: string, onRecord: OnRecord): boolean {
    if (text.trim() === "") return true;
    this.#text = text;
    const record = this.#parse(text);
    if (this.#paths === null) {
      this.#names = this.#bind(pathsOf(record));
      this.#paths = this.#names.map((name) => (Object.hasOwn(record, name) ? [name] : name.split(".")));
    }
    for (let i = 0; i < this.#paths.length; i++) this.fields[i] = this.#textOf(record, i);
    return onRecord();
  }

  #parse(text: string): object {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      const offset = firstError(text);
      throw this.#wrong(offset, "line", `expected a JSON object, got ${shownText(text.slice(offset))}`);
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    throw this.#wrong(0, "line", `expected one JSON object per line, got ${kindOf(value)}`);
  }

  #textOf(record: object, field: number): string {
    let value: unknown = record;
    for (const name of this.#paths![field]!) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return "";
      value = (value as Record<string, unknown>)[name];
    }
    if (typeof value === "string") return value.trim();
    if (value === null) return "";
    if (typeof value === "number") return this.#digitsOf(value, field);
    if (typeof value === "boolean") return String(value);
    const position = this.locate(field);
    throw this.#wrong(position.column - 1, this.#names[field]!, `expected a number or a text, got ${kindOf(value)}`);
  }

  #digitsOf(value: number, field: number): string {
    if (Math.abs(value) < EXACT_BELOW) return String(value);
    const span = locateMember(this.#text, this.#paths![field]!);
    return span === null ? String(value) : this.#text.slice(span.start, span.end);
  }

  #wrong(offset: number, path: string, problem: string): TraceError {
    return new TraceError(this.#file, { line: this.line, column: offset + 1 }, path, problem);
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  return value === null
    ? "null"
    : typeof value === "object"
      ? "an object"
      : `the ${typeof value} ${shownText(String(value))}`;
}

const DEEPEST_PATH = 6;
const MOST_PATHS = 200;

/** The dotted paths of an object's texts, numbers and nulls, arrays left out. */
export function pathsOf(record: object, prefix: string = "", depth: number = 1): string[] {
  const paths = Object.entries(record).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value !== "object" || value === null) return [prefix + name];
    return Array.isArray(value) || depth === DEEPEST_PATH ? [] : pathsOf(value, `${prefix}${name}.`, depth + 1);
  });
  return paths.slice(0, MOST_PATHS);
}
