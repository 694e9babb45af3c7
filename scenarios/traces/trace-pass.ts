/** One reading of a trace from its start: bytes to lines to records, through the stages that put them in order. */
import { isAbsolute, join } from "node:path";
import { ByteProblem, type ByteSource, type OpenBytes } from "./bytes.ts";
import type { BlockWriter } from "./block-writer.ts";
import { bindColumns, type BoundColumns, type BoundRole, type KnownFormat } from "./columns.ts";
import { RecordDecoder } from "./decoder.ts";
import { Lateness } from "./lateness.ts";
import { formatOf, parserFor, readHead, type Head } from "./open-records.ts";
import { ColumnProblem, type RecordParser } from "./record-parser.ts";
import { MOST_IN_WINDOW, SortWindow } from "./sort-window.ts";
import type { TraceSpec } from "./spec.ts";
import { MOST_AT_ONCE, Spread } from "./spread.ts";
import { TraceError } from "./trace-error.ts";

/** The path under which a trace is opened and named in messages. */
export function tracePath(spec: TraceSpec): string {
  return isAbsolute(spec.file) ? spec.file : join(spec.baseDir, spec.file);
}

/** Opens the bytes and the parser; rejects with a TraceError. */
export async function openPass(spec: TraceSpec, openBytes: OpenBytes, writer: BlockWriter): Promise<TracePass> {
  const file = tracePath(spec);
  const source = await openBytes().catch((error: unknown) => {
    throw positioned(error, file, 1);
  });
  try {
    return new TracePass(spec, source, await readHead(source, file), writer);
  } catch (error) {
    await source.close();
    throw positioned(error, file, 1);
  }
}

function positioned(error: unknown, file: string, line: number): unknown {
  if (error instanceof ByteProblem) return new TraceError(file, { line, column: 1 }, "file", error.message);
  if (error instanceof ColumnProblem) return new TraceError(file, { line, column: 1 }, error.path, error.message);
  return error;
}

export class TracePass {
  readonly format: KnownFormat;
  readonly lateness: Lateness;
  readonly #file: string;
  readonly #source: ByteSource;
  readonly #parser: RecordParser;
  readonly #writer: BlockWriter;
  readonly #order: SortWindow;
  readonly #spread: Spread;
  readonly #timeUnit: TraceSpec["time"]["unit"];
  #head: Uint8Array | null;
  #columns: BoundColumns | null = null;
  #decoder: RecordDecoder | null = null;

  constructor(spec: TraceSpec, source: ByteSource, head: Head, writer: BlockWriter) {
    this.#file = tracePath(spec);
    this.#source = source;
    this.#writer = writer;
    this.#head = head.bytes;
    this.#timeUnit = spec.time.unit;
    this.format = formatOf(spec, head);
    this.lateness = new Lateness(spec.unordered);
    this.#spread = new Spread(spec.spreadNs, writer);
    // A window of nothing hands each record on at once, and takes only what is in order.
    this.#order = new SortWindow(spec.unordered.kind === "sort" ? spec.unordered.windowNs : 0, this.#spread);
    this.#parser = parserFor(this.format, spec, head, this.#file, (available) => {
      this.#columns = bindColumns(spec, this.format, available);
      return this.#columns.names;
    });
  }

  /** The names of the columns read; empty before the first record. */
  get columnNames(): readonly string[] {
    return this.#columns?.names ?? [];
  }

  /** Reads a chunk; false at the end of the file. Rejects with a TraceError. */
  async pump(): Promise<boolean> {
    try {
      const chunk = this.#head ?? (await this.#source.next());
      this.#head = null;
      if (chunk !== null) this.#parser.write(chunk, this.#onRecord);
      else this.#parser.end(this.#onRecord);
      return chunk !== null;
    } catch (error) {
      // Of two faults in a chunk the one further up is told, though it was only measured further down.
      if (this.lateness.isBroken) throw this.orderError();
      throw positioned(error, this.#file, Math.max(1, this.#parser.line));
    }
  }

  /** The file has ended: lets go of what waited. Throws a TraceError where there was no record at all. */
  finish(): void {
    this.#order.end();
    if (this.#writer.passCount > 0) return;
    const position = { line: Math.max(1, this.#parser.line), column: 1 };
    throw new TraceError(this.#file, position, "file", "expected at least one record, got none");
  }

  /** Throws where a record's time is beyond what the simulated clock can tell exactly. */
  refuseTooLate(): void {
    if (!this.#writer.tooLate) return;
    this.#fail(this.#columns!.time, "expected a time within 104 days of the start, got a later one");
  }

  /** Safe to call twice. */
  close(): Promise<void> {
    return this.#source.close();
  }

  /** The error for the first record out of order, once the lateness is known. */
  orderError(): TraceError {
    const { position, column, problem } = this.lateness.describe();
    return new TraceError(this.#file, position, column, problem);
  }

  readonly #onRecord = (): boolean => {
    const decoder = (this.#decoder ??= new RecordDecoder(this.#columns!, this.#timeUnit, this.#fail));
    decoder.decode(this.#parser.fields);
    const { timeNs, key, workNs, sizeBytes } = decoder;
    const time = this.#columns!.time;
    this.lateness.note(timeNs, this.#parser, time);
    if (this.lateness.isBroken) return true;
    if (!this.#order.push(timeNs, key, workNs, sizeBytes)) this.lateness.break(timeNs, this.#parser, time);
    this.#refuseTooMany(time);
    return !this.#writer.isDone;
  };

  #refuseTooMany(time: BoundRole): void {
    this.refuseTooLate();
    if (this.#order.held > MOST_IN_WINDOW) {
      this.#fail(time, `expected at most ${MOST_IN_WINDOW} records within the sort window, got more`);
    }
    if (this.#spread.held > MOST_AT_ONCE) {
      this.#fail(time, `expected at most ${MOST_AT_ONCE} records of one time to spread, got more`);
    }
  }

  readonly #fail = (column: BoundRole, problem: string): never => {
    throw new TraceError(this.#file, this.#parser.locate(column.field), column.name, problem);
  };
}
