/**
 * A small scanner over the text of one JSON value. It answers what `JSON.parse` does not: where a member stands, its
 * digits as they were written (a double would round `1700000000000123456`), and where the text stops being JSON.
 */

/** Where a member's value stands: offsets into the text. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/** The value at a path of member names and array indices; `null` where the text has none. */
export function locateMember(text: string, path: readonly string[]): JsonSpan | null {
  const scanner = new Scanner(text, path);
  scanner.value(0, true);
  return scanner.found;
}

/** The offset of the first character at which the text is not JSON; its length where all of it is, or it is cut off. */
export function firstError(text: string): number {
  const scanner = new Scanner(text, []);
  scanner.value(0, false);
  scanner.space();
  return scanner.at;
}

const DEEPEST = 512;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class Scanner {
  at = 0;
  found: JsonSpan | null = null;
  readonly #text: string;
  readonly #path: readonly string[];

  constructor(text: string, path: readonly string[]) {
    this.#text = text;
    this.#path = path;
  }

  /** Passes over one value; `onPath`: its parents are those of the path. False where it is no JSON. */
  value(depth: number, onPath: boolean): boolean {
    this.space();
    const start = this.at;
    if (!this.#valueAt(depth, onPath)) return false;
    // A later member of the same name replaces an earlier one, as in JSON.parse.
    if (onPath && depth === this.#path.length) this.found = { start, end: this.at };
    return true;
  }

  #valueAt(depth: number, onPath: boolean): boolean {
    if (depth > DEEPEST) return false;
    const opener = this.#text[this.at];
    if (opener === "{") return this.#members("}", depth, onPath, true);
    if (opener === "[") return this.#members("]", depth, onPath, false);
    return this.#token(opener === '"' ? STRING : SCALAR) !== null;
  }

  #members(closer: string, depth: number, onPath: boolean, named: boolean): boolean {
    this.at++;
    this.space();
    if (this.#skip(closer)) return true;
    for (let index = 0; ; index++) {
      const name = named ? this.#name() : String(index);
      if (name === null) return false;
      if (!this.value(depth + 1, onPath && name === this.#path[depth])) return false;
      this.space();
      if (this.#skip(closer)) return true;
      if (!this.#skip(",")) return false;
    }
  }

  #name(): string | null {
    this.space();
    const token = this.#token(STRING);
    this.space();
    if (token === null || !this.#skip(":")) return null;
    return token.includes("\\") ? (JSON.parse(token) as string) : token.slice(1, -1);
  }

  space(): void {
    while (" \t\r\n".includes(this.#text[this.at] ?? "x")) this.at++;
  }

  #skip(character: string): boolean {
    if (this.#text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  #token(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#text);
    if (match === null) return null;
    this.at = pattern.lastIndex;
    return match[0];
  }
}
