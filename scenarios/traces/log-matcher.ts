/**
 * Matches the lines of an access log. Only as much of a line is read as the wanted variables need: what stands after the
 * last of them may be cut off or garbled, as it is in real logs, without a bearing on the replay.
 */
import type { LogPart } from "./log-format.ts";
import { shownText } from "./trace-error.ts";

/** Where a line stops looking like the format, and what was expected there. */
export interface LogMismatch {
  /** Counts from 0. */
  readonly offset: number;
  readonly expected: string;
}

export class LogMatcher {
  /** The variables whose texts a match gives, in the order of the line. */
  readonly variables: readonly string[];
  readonly #parts: readonly LogPart[];
  readonly #patterns: readonly string[];
  readonly #expression: RegExp;

  constructor(parts: readonly LogPart[], wanted: ReadonlySet<string>) {
    const isWanted = (part: LogPart): boolean => "variable" in part && wanted.has(part.variable);
    const last = parts.map(isWanted).lastIndexOf(true);
    this.#parts = parts.slice(0, last + 2);
    this.#patterns = this.#parts.map((part, index) => {
      if ("literal" in part) return escaped(part.literal);
      const pattern = patternOf(part.variable, parts[index + 1]);
      return isWanted(part) ? `(${pattern})` : `(?:${pattern})`;
    });
    this.variables = this.#parts.flatMap((part) => ("variable" in part && isWanted(part) ? [part.variable] : []));
    this.#expression = new RegExp(`^${this.#patterns.join("")}`);
  }

  /** The match, whose groups 1, 2, … are the variables' texts; `null` where the line is not in the format. */
  match(line: string): RegExpExecArray | null {
    return this.#expression.exec(line);
  }

  /** The offset of a variable's text in a line that matches. Slow; for messages. */
  offsetOf(line: string, variable: number): number {
    const match = new RegExp(this.#expression.source, "d").exec(line);
    return match?.indices?.[variable + 1]?.[0] ?? 0;
  }

  /** How far a line that does not match is in the format. Slow; for messages. */
  mismatch(line: string): LogMismatch {
    for (let count = this.#parts.length - 1; count > 0; count--) {
      const match = new RegExp(`^${this.#patterns.slice(0, count).join("")}`).exec(line);
      if (match !== null) return { offset: match[0].length, expected: describe(this.#parts[count]!) };
    }
    return { offset: 0, expected: describe(this.#parts[0]!) };
  }
}

function describe(part: LogPart): string {
  return "literal" in part ? shownText(part.literal) : `$${part.variable}`;
}

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

const QUOTED = String.raw`[^"\\]*(?:\\.[^"\\]*)*`;
const LIST = String.raw`[^\s,]*(?:(?:, | : )[^\s,]+)*`;
const TIME = String.raw`\S*(?: [+-]\d{4})?`;
const REQUEST = String.raw`\S*(?: [^\s[]\S*)?(?: HTTP\/[\d.]+)?`;
const USER = String.raw`.{0,256}?`;

/**
 * What a variable's text may be, given what follows it. No pattern can give a character back in more than one way, and
 * the one that may hold spaces without a mark at its end is bounded, so matching time is linear in the line.
 */
function patternOf(variable: string, next: LogPart | undefined): string {
  if (next !== undefined && "variable" in next) return USER;
  const mark = next?.literal[0] ?? " ";
  if (mark === '"') return QUOTED;
  if (mark !== " ") return `[^${escaped(mark)}]*`;
  if (variable.startsWith("upstream_")) return LIST;
  if (variable === "time_local") return TIME;
  if (variable === "request") return REQUEST;
  return variable === "remote_user" ? USER : String.raw`\S*`;
}
