/** Cuts an expectation into tokens, on demand: inside a measure's brackets names stand as they are, hyphens and all. */
import { NUMBER as NUMBER_PATTERN } from "../units/decimal.ts";
import { parsePercent } from "../units/fraction.ts";
import { parseRate } from "../units/rate.ts";
import { parseSeconds } from "../units/duration.ts";
import { parseSize } from "../units/size.ts";
import { quoted } from "../wording.ts";
import { NUMBER, RATE, SIZE, TIME, type Dimension } from "./dimension.ts";
import type { Display } from "./measure.ts";
import type { ExpectationFault, Span } from "./tree.ts";

export type Token =
  | {
      readonly kind: "number";
      readonly value: number;
      readonly dimension: Dimension;
      readonly display: Display;
      readonly span: Span;
    }
  | { readonly kind: "word" | "symbol"; readonly text: string; readonly span: Span }
  | { readonly kind: "end"; readonly span: Span };

/** Thrown inside the reader and caught at its door. */
export class Fault extends Error {
  readonly fault: ExpectationFault;

  constructor(offset: number, message: string) {
    super(message);
    this.fault = { offset, message };
  }
}

const SYMBOL = /<=|>=|==|!=|[-<>+*/(),]/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const DURATION = new RegExp(String.raw`(?:${NUMBER_PATTERN}(?:ns|us|µs|μs|ms|min|s|m|h|d))+(?![A-Za-z0-9_])`, "y");
const NUMERIC = new RegExp(
  String.raw`${NUMBER_PATTERN}(?:%|/(?:ns|us|µs|μs|ms|sec|second|s|minute|min|m|hour|h|day|d)(?![A-Za-z0-9_(])|[kKMGT]i?B(?![A-Za-z0-9_])|B(?![A-Za-z0-9_]))?`,
  "y",
);

export class Scanner {
  readonly text: string;
  #position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get position(): number {
    return this.#position;
  }

  /** The next token, without taking it. */
  peek(): Token {
    const before = this.#position;
    const token = this.next();
    this.#position = before;
    return token;
  }

  next(): Token {
    this.skipSpace();
    const start = this.#position;
    if (start >= this.text.length) return { kind: "end", span: { start, end: start } };
    const symbol = this.#match(SYMBOL);
    if (symbol !== null) return { kind: "symbol", text: symbol, span: { start, end: this.#position } };
    const word = this.#match(WORD);
    if (word !== null) return { kind: "word", text: word, span: { start, end: this.#position } };
    return this.#number(start);
  }

  skipSpace(): void {
    while (/\s/.test(this.text[this.#position] ?? "x")) this.#position++;
  }

  /** A name as it stands between a bracket or comma and the next: brackets inside it must match; quotes set it off. */
  name(): { readonly text: string; readonly span: Span } {
    this.skipSpace();
    const start = this.#position;
    const quote = this.text[start];
    if (quote === '"' || quote === "'") return this.#quotedName(quote, start);
    let depth = 0;
    for (; this.#position < this.text.length; this.#position++) {
      const character = this.text[this.#position];
      if (depth === 0 && (character === "," || character === ")")) break;
      if (character === "(") depth++;
      if (character === ")") depth--;
    }
    const text = this.text.slice(start, this.#position).trimEnd();
    return { text, span: { start, end: start + text.length } };
  }

  #quotedName(quote: string, start: number): { readonly text: string; readonly span: Span } {
    const end = this.text.indexOf(quote, start + 1);
    if (end < 0) throw new Fault(start, `expected a closing ${quote}, got the end`);
    this.#position = end + 1;
    return { text: this.text.slice(start + 1, end), span: { start, end: end + 1 } };
  }

  #number(start: number): Token {
    const time = this.#match(DURATION);
    const text = time ?? this.#match(NUMERIC);
    if (text === null) return this.#stray(start);
    const span = { start, end: this.#position };
    const seconds = time === null ? null : parseSeconds(time);
    if (time !== null && seconds === null)
      throw new Fault(start, `expected a duration such as 1m30s, got ${quoted(time)}`);
    if (seconds !== null) return { kind: "number", value: seconds, dimension: TIME, display: "plain", span };
    if (/[A-Za-z_]/.test(this.text[this.#position] ?? " ")) {
      const unit = this.text.slice(start).match(/^[\w.%/]+/)![0];
      throw new Fault(start, `expected a number with a unit such as ms, %, KiB or /s, got ${quoted(unit)}`);
    }
    return { kind: "number", span, ...readNumber(text) };
  }

  /** A character that begins nothing; whoever asked for the token says what it wanted. */
  #stray(start: number): Token {
    this.#position = start + 1;
    return { kind: "symbol", text: this.text[start]!, span: { start, end: start + 1 } };
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.text);
    if (match === null) return null;
    this.#position += match[0].length;
    return match[0];
  }
}

function readNumber(text: string): {
  readonly value: number;
  readonly dimension: Dimension;
  readonly display: Display;
} {
  const percent = parsePercent(text);
  if (percent !== null) return { value: percent, dimension: NUMBER, display: "fraction" };
  const rate = parseRate(text);
  if (rate !== null) return { value: rate, dimension: RATE, display: "plain" };
  const size = parseSize(text);
  if (size !== null) return { value: size, dimension: SIZE, display: "plain" };
  return { value: Number(text), dimension: NUMBER, display: "plain" };
}
