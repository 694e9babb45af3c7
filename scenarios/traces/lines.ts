/** Cuts bytes into lines of UTF-8 text, LF or CRLF, and counts them. */
import { StringDecoder } from "node:string_decoder";
import { TraceError } from "./trace-error.ts";

/** Longer lines are refused, so that a file that has no lines cannot fill the memory. */
export const LONGEST_LINE = 1_048_576;

/** Takes a line and says whether to go on. */
export type TakeLine = (text: string) => boolean;

export class LineSplitter {
  /** The number of the line that was taken last; 0 before the first. */
  line = 0;
  readonly #file: string;
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Hands each line that ends in the chunk to `take`, until that says no; then false, and nothing more must be written.
   * Throws a TraceError for a line too long.
   */
  write(chunk: Uint8Array, take: TakeLine): boolean {
    const text = this.#rest + this.#decoder.write(chunk as Buffer);
    let start = 0;
    for (;;) {
      const end = text.indexOf("\n", start);
      if (end < 0) break;
      if (!this.#take(text.slice(start, end), take)) return false;
      start = end + 1;
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > LONGEST_LINE) this.#refuse(this.line + 1);
    return true;
  }

  /** Hands over what follows the last line end; the answer is that of `take`. */
  end(take: TakeLine): boolean {
    const last = this.#rest + this.#decoder.end();
    this.#rest = "";
    return last === "" || this.#take(last, take);
  }

  #take(line: string, take: TakeLine): boolean {
    this.line++;
    if (line.length > LONGEST_LINE) this.#refuse(this.line);
    const text = this.line === 1 && line.startsWith("\uFEFF") ? line.slice(1) : line;
    return take(text.endsWith("\r") ? text.slice(0, -1) : text);
  }

  #refuse(line: number): never {
    const position = { line, column: LONGEST_LINE + 1 };
    throw new TraceError(this.#file, position, "line", `expected at most ${LONGEST_LINE} characters, got more`);
  }
}
