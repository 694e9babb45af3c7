/**
 * Reads an expectation: a Pratt parser (Pratt, "Top down operator precedence", 1973) over conditions and quantities.
 * From loosest to tightest: or, and, not, comparisons, + and -, * and /, the minus sign, brackets and calls.
 */
import { quoted } from "../wording.ts";
import { CHOICES, isStatistic, readCall, type KnownNames } from "./calls.ts";
import * as combine from "./combine.ts";
import { conditionOf, quantityOf, type Operand } from "./combine.ts";
import { Fault, Scanner, type Token } from "./scanner.ts";
import type { Comparison, Condition, ExpectationFault, Quantity, Span } from "./tree.ts";

const BINDING: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "==": 4,
  "!=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
};
const NOT_BINDING = 3;
const MINUS_BINDING = 7;
const DEEPEST = 200;

/** The condition that the text states, checked against the names it may use; or why it is none. */
export function parseExpectation(text: string, names: KnownNames): Condition | ExpectationFault {
  try {
    return new Parser(text, names).whole();
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}

/** The value that the text states, checked in the same way; or why it is none. */
export function parseQuantity(text: string, names: KnownNames): Quantity | ExpectationFault {
  try {
    return new Parser(text, names).value();
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}

/** Whether a text could not be read. */
export function isFault(read: Condition | ExpectationFault): read is ExpectationFault {
  return "offset" in read;
}

class Parser {
  readonly #text: string;
  readonly #scanner: Scanner;
  readonly #names: KnownNames;
  #depth = 0;

  constructor(text: string, names: KnownNames) {
    this.#text = text;
    this.#scanner = new Scanner(text);
    this.#names = names;
  }

  whole(): Condition {
    return conditionOf(this.#all("an operator such as <, == or and"), this.#text);
  }

  value(): Quantity {
    return quantityOf(this.#all("an operator such as + or *"));
  }

  #all(expected: string): Operand {
    const read = this.#operand(0);
    const rest = this.#scanner.next();
    if (rest.kind !== "end") throw this.#unexpected(expected, rest);
    return read;
  }

  /** Reads as far as operators bind more tightly than `binding`. */
  #operand(binding: number): Operand {
    if (++this.#depth > DEEPEST) {
      throw new Fault(this.#scanner.position, `expected at most ${DEEPEST} levels of brackets, got more`);
    }
    let left = this.#prefix();
    for (;;) {
      const token = this.#scanner.peek();
      const operator = token.kind === "word" || token.kind === "symbol" ? token.text : "";
      const strength = Object.hasOwn(BINDING, operator) ? BINDING[operator]! : 0;
      if (strength <= binding) break;
      this.#scanner.next();
      left = this.#join(left, operator, strength, token.span);
    }
    this.#depth--;
    return left;
  }

  /** What begins with this token. */
  #prefix(): Operand {
    const token = this.#scanner.next();
    if (token.kind === "number") return { is: "quantity", of: token };
    if (token.kind === "word") return this.#word(token.text, token.span);
    if (token.kind === "symbol" && token.text === "(") {
      const inner = this.#operand(0);
      return combine.bracketed(inner, { start: token.span.start, end: this.#take(")") });
    }
    if (token.kind === "symbol" && token.text === "-") {
      return combine.negative(quantityOf(this.#operand(MINUS_BINDING)), token.span.start);
    }
    throw this.#unexpected("a number, a measure or a bracket", token);
  }

  #word(word: string, span: Span): Operand {
    if (word === "not") return combine.negated(conditionOf(this.#operand(NOT_BINDING), this.#text), span.start);
    const choice = CHOICES.find((name) => name === word);
    if (choice !== undefined && !isStatistic(word, this.#scanner)) return this.#choice(choice, span);
    const call = readCall(word, span, this.#scanner, this.#names);
    return { is: "quantity", of: { ...call, dimension: call.measure.dimension, display: call.measure.display } };
  }

  #choice(name: (typeof CHOICES)[number], span: Span): Operand {
    const of: Quantity[] = [];
    this.#take("(");
    do of.push(quantityOf(this.#operand(0)));
    while (this.#takeComma());
    return combine.chosen(name, of, { start: span.start, end: this.#take(")") }, this.#text);
  }

  #join(left: Operand, operator: string, strength: number, at: Span): Operand {
    if (operator === "and" || operator === "or") {
      const before = conditionOf(left, this.#text);
      return combine.connected(operator, before, conditionOf(this.#operand(strength), this.#text));
    }
    if (left.is === "condition") {
      throw new Fault(at.start, `expected and, or, or the end after a comparison, got ${quoted(operator)}`);
    }
    const right = quantityOf(this.#operand(strength));
    if (strength === BINDING["<"]) return combine.compared(operator as Comparison, left.of, right, this.#text);
    return combine.calculated(operator as combine.Arithmetic, left.of, right, this.#text);
  }

  #take(symbol: string): number {
    const token = this.#scanner.next();
    if (token.kind === "symbol" && token.text === symbol) return token.span.end;
    throw this.#unexpected(symbol, token);
  }

  #takeComma(): boolean {
    const token = this.#scanner.peek();
    if (token.kind !== "symbol" || token.text !== ",") return false;
    this.#scanner.next();
    return true;
  }

  #unexpected(expected: string, { kind, span }: Token): Fault {
    const got = kind === "end" ? "the end" : quoted(this.#text.slice(span.start, span.end));
    return new Fault(span.start, `expected ${expected}, got ${got}`);
  }
}
