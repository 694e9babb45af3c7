/** nginx configuration as tokens: words, quoted or not, and `;`, `{`, `}`. Lexical rules: nginx 1.22.1, `ngx_conf_read_token`. */
import { type Problem, problemAt } from "../../problem.ts";
import { quoted as inQuotes } from "../../wording.ts";

export interface Token {
  readonly kind: "word" | ";" | "{" | "}";
  /** Of a word: without its quotes, escapes resolved. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly problems: readonly Problem[];
}

/** The tokens of a file, as far as the first fault in its quotes. */
export function tokenize(text: string, file: string): Tokens {
  return new Tokenizer(text, file).run();
}

const SPACE = /\s/;
const ESCAPED: Readonly<Record<string, string>> = { t: "\t", r: "\r", n: "\n", '"': '"', "'": "'", "\\": "\\" };

class Tokenizer {
  readonly #text: string;
  readonly #file: string;
  readonly #tokens: Token[] = [];
  readonly #problems: Problem[] = [];
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  run(): Tokens {
    while (this.#at < this.#text.length && this.#problems.length === 0) this.#next();
    return { tokens: this.#tokens, problems: this.#problems };
  }

  #next(): void {
    const character = this.#text[this.#at]!;
    if (SPACE.test(character)) this.#step();
    else if (character === "#") this.#comment();
    else if (character === ";" || character === "{" || character === "}") {
      this.#tokens.push({ kind: character, text: character, ...this.#place() });
      this.#step();
    } else if (character === '"' || character === "'") this.#quotedWord(character);
    else this.#bareWord();
  }

  #comment(): void {
    while (this.#at < this.#text.length && this.#text[this.#at] !== "\n") this.#at++;
  }

  /** Until the same quote; then a space, `;`, `{` or a closing parenthesis must follow. */
  #quotedWord(quote: string): void {
    const place = this.#place();
    this.#step();
    let word = "";
    while (this.#at < this.#text.length && this.#text[this.#at] !== quote) word += this.#character();
    if (this.#at >= this.#text.length) return this.#fault(place, `a closing ${quote}`, "the end of the file");
    this.#step();
    this.#tokens.push({ kind: "word", text: word, ...place });
    const follower = this.#text[this.#at];
    if (follower === undefined || SPACE.test(follower) || ";{)".includes(follower)) return;
    this.#fault(this.#place(), `a space, ";" or "{" after a closing quote`, inQuotes(follower));
  }

  /** Until a space, `;`, `{` or `}`; the braces of `${name}` belong to the word. */
  #bareWord(): void {
    const place = this.#place();
    let word = "";
    let inVariable = false;
    for (; this.#at < this.#text.length;) {
      const character = this.#text[this.#at]!;
      if (character === "{" && word.endsWith("$")) inVariable = true;
      else if (character === "}" && inVariable) inVariable = false;
      else if (SPACE.test(character) || ";{}".includes(character)) break;
      word += this.#character();
    }
    this.#tokens.push({ kind: "word", text: word, ...place });
  }

  /** One character, or what a backslash and the one after it stand for; an unknown escape stays as it is. */
  #character(): string {
    const character = this.#step();
    if (character !== "\\" || this.#at >= this.#text.length) return character;
    const next = this.#step();
    return ESCAPED[next] ?? character + next;
  }

  #step(): string {
    const character = this.#text[this.#at++]!;
    if (character === "\n") {
      this.#line++;
      this.#lineStart = this.#at;
    }
    return character;
  }

  #place(): { readonly line: number; readonly column: number } {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  #fault(place: { readonly line: number; readonly column: number }, expected: string, got: string): void {
    this.#problems.push(problemAt(this.#file, place, "nginx", `expected ${expected}, got ${got}`));
  }
}
