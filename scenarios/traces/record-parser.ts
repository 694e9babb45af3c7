/** What the readers of the three formats have in common: bytes in, the wanted columns' texts out, record by record. */
import type { TracePosition } from "./trace-error.ts";

export interface RecordParser {
  /** The texts of the bound columns in the current record, in their order; "" where the record has none. */
  readonly fields: readonly string[];
  /** The line on which the current record starts; after the last one, the last line read. */
  readonly line: number;
  /** Takes a chunk of the file and calls `onRecord` for each record that ends in it, until it returns false. */
  write(chunk: Uint8Array, onRecord: OnRecord): void;
  /** The file has ended: hands over what was left. */
  end(onRecord: OnRecord): void;
  /** Where a bound column stands in the current record. Slow; for messages. */
  locate(field: number): TracePosition;
}

/** Called with the parser's fields set; false where no more are wanted. */
export type OnRecord = () => boolean;

/**
 * Chooses the columns to read once it is known which there are. Returns their names in the order of `fields`; throws a
 * `ColumnProblem` for a name that is not there.
 */
export type BindColumns = (available: readonly string[]) => readonly string[];

/** A column that the trace's description names and the file does not have. */
export class ColumnProblem extends Error {
  override readonly name = "ColumnProblem";
  /** The part of the description: `work`. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(problem);
    this.path = path;
  }
}
