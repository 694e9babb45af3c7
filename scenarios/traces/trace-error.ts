/**
 * What is wrong with a trace, in the form that every fault of a file has: `file:line:column: path: expected …, got …`.
 */

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

const LONGEST_QUOTE = 60;

/** A text as it is shown in a message: quoted, escaped and cut; `nothing` where it is empty. */
export function quoted(text: string): string {
  if (text === "") return "nothing";
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}
