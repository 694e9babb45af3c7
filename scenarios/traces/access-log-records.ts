/** Records of a web server's access log: one line each, in a known format. */
import { LineSplitter } from "./lines.ts";
import { logColumn, logColumnNames, type LogColumn } from "./log-columns.ts";
import type { LogPart } from "./log-format.ts";
import { LogMatcher } from "./log-matcher.ts";
import type { BindColumns, OnRecord, RecordParser } from "./record-parser.ts";
import { shownText, TraceError, type TracePosition } from "./trace-error.ts";

/** A column with the numbers of the match's groups that it is made from. */
interface BoundColumn {
  readonly column: LogColumn;
  readonly groups: readonly number[];
}

export class AccessLogRecords implements RecordParser {
  fields: string[] = [];
  readonly #file: string;
  readonly #lines: LineSplitter;
  readonly #matcher: LogMatcher;
  readonly #bound: readonly BoundColumn[];
  #text = "";

  constructor(file: string, parts: readonly LogPart[], bind: BindColumns) {
    this.#file = file;
    this.#lines = new LineSplitter(file);
    const variables = parts.flatMap((part) => ("variable" in part ? [part.variable] : []));
    const columns = bind(logColumnNames(variables)).map((name) => logColumn(name, variables)!);
    this.#matcher = new LogMatcher(parts, new Set(columns.flatMap((column) => column.sources)));
    this.#bound = columns.map((column) => ({
      column,
      groups: column.sources.map((source) => this.#matcher.variables.indexOf(source) + 1),
    }));
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
    const group = this.#bound[field]?.groups[0] ?? 1;
    return { line: this.line, column: this.#matcher.offsetOf(this.#text, group - 1) + 1 };
  }

  #take(text: string, onRecord: OnRecord): boolean {
    if (text.trim() === "") return true;
    this.#text = text;
    const match = this.#matcher.match(text);
    if (match === null) throw this.#mismatch(text);
    for (let i = 0; i < this.#bound.length; i++) {
      const { column, groups } = this.#bound[i]!;
      this.fields[i] = column.read(groups.map((group) => match[group]!));
    }
    return onRecord();
  }

  #mismatch(text: string): TraceError {
    const { offset, expected } = this.#matcher.mismatch(text);
    const position = { line: this.line, column: offset + 1 };
    const problem = `expected ${expected} of the log's format, got ${shownText(text.slice(offset))}`;
    return new TraceError(this.#file, position, "line", problem);
  }
}
