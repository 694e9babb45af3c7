/** haproxy.cfg as lines of words, quotes and escapes resolved. Lexical rules: HAProxy 2.6, `parse_line` and its manual's section 2.2. */
import { type Problem, problemAt } from "../../problem.ts";

export interface Word {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface Lines {
  /** Those that are not empty; each has at least one word. */
  readonly lines: readonly (readonly [Word, ...Word[]])[];
  readonly problems: readonly Problem[];
}

export function readLines(text: string, file: string): Lines {
  const lines: (readonly [Word, ...Word[]])[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const scanner = new LineScanner(line, index + 1);
    const [first, ...rest] = scanner.words();
    if (scanner.openQuote !== null) {
      const place = { line: index + 1, column: scanner.openQuote + 1 };
      problems.push(
        problemAt(file, place, "haproxy", `expected a closing ${line[scanner.openQuote]}, got the end of the line`),
      );
    } else if (first !== undefined) lines.push([first, ...rest]);
  }
  return { lines, problems };
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

class LineScanner {
  /** Where a quote begins that nobody closes. */
  openQuote: number | null = null;
  readonly #text: string;
  readonly #line: number;
  #at = 0;

  constructor(text: string, line: number) {
    this.#text = text;
    this.#line = line;
  }

  words(): Word[] {
    const words: Word[] = [];
    for (;;) {
      while (this.#at < this.#text.length && " \t".includes(this.#text[this.#at]!)) this.#at++;
      if (this.#at >= this.#text.length || this.#text[this.#at] === "#" || this.openQuote !== null) return words;
      const column = this.#at + 1;
      words.push({ text: this.#word(), line: this.#line, column });
    }
  }

  /** Up to a space, or a `#` that is neither quoted nor escaped. */
  #word(): string {
    let word = "";
    while (this.#at < this.#text.length && !" \t#".includes(this.#text[this.#at]!)) {
      const character = this.#text[this.#at]!;
      if (character === '"' || character === "'") word += this.#quoted(character);
      else if (character === "\\") word += this.#escape();
      else {
        word += character;
        this.#at++;
      }
    }
    return word;
  }

  /** Within single quotes nothing is escaped; within double quotes quotes, backslashes and `$` are. */
  #quoted(quote: string): string {
    const start = this.#at++;
    let text = "";
    while (this.#at < this.#text.length && this.#text[this.#at] !== quote) {
      const isEscape =
        quote === '"' && this.#text[this.#at] === "\\" && '"\\$'.includes(this.#text[this.#at + 1] ?? " ");
      if (isEscape) this.#at++;
      text += this.#text[this.#at++];
    }
    if (this.#at >= this.#text.length) this.openQuote = start;
    this.#at++;
    return text;
  }

  #escape(): string {
    const hex = /^\\x([0-9a-fA-F]{2})/.exec(this.#text.slice(this.#at, this.#at + 4));
    const next = this.#text[this.#at + 1] ?? "\\";
    this.#at += hex === null ? 2 : 4;
    return hex === null ? (ESCAPED[next] ?? next) : String.fromCharCode(Number.parseInt(hex[1]!, 16));
  }
}
