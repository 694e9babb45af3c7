/**
 * What is wrong with a trace, in the form that every fault of a file has: `file:line:column: path: expected …, got …`.
 */
import { nearest, quoted } from "../wording.ts";

/** A place in a trace as it reads decompressed: lines and columns (in characters) count from 1. */
export interface TracePosition {
  readonly line: number;
  readonly column: number;
}

/** A trace that cannot be read or makes no sense. Its message is complete: print it without a stack. */
export class TraceError extends Error {
  override readonly name = "TraceError";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The column of the file, or the part of the trace's description, that is at fault. */
  readonly path: string;

  constructor(file: string, position: TracePosition, path: string, problem: string) {
    super(`${file}:${position.line}:${position.column}: ${path}: ${problem}`);
    this.file = file;
    this.line = position.line;
    this.column = position.column;
    this.path = path;
  }
}

/** Where there is no line to blame: the file itself. */
export const FILE_START: TracePosition = { line: 1, column: 1 };

/** A text of the file as it is shown in a message: quoted and cut, `nothing` where it is empty. */
export function shownText(text: string): string {
  return text === "" ? "nothing" : quoted(text);
}

/** `; did you mean "…"?` for the known name that is near to the one written, or begins with it; "" where none is. */
export function didYouMean(written: string, known: readonly string[]): string {
  const begun = written.length < 3 ? undefined : known.find((name) => name.startsWith(written));
  const near = nearest(written, known) ?? begun;
  return near === undefined ? "" : `; did you mean ${quoted(near)}?`;
}
