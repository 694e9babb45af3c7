/**
 * Reads an expectation: a Pratt parser (Pratt, "Top down operator precedence", 1973) over conditions and quantities.
 * From loosest to tightest: or, and, not, comparisons, + and -, * and /, the minus sign, brackets and calls.
 */
import { quoted } from "../wording.ts";
import { CHOICES, isStatistic, readCall, type KnownNames } from "./calls.ts";
import { dimensionWords, NUMBER, sameDimension, times, type Dimension } from "./dimension.ts";
import { Fault, Scanner, type Token } from "./scanner.ts";
import type { Comparison, Condition, ExpectationFault, Quantity, Span } from "./tree.ts";

type Operand =
  { readonly is: "condition"; readonly of: Condition } | { readonly is: "quantity"; readonly of: Quantity };

const BINDING: Readonly<Record<string, number>> = {
  ...{ or: 1, and: 2 },
  ...{ "<": 4, "<=": 4, ">": 4, ">=": 4, "==": 4, "!=": 4 },
  ...{ "+": 5, "-": 5, "*": 6, "/": 6 },
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

/** Whether a text could not be read. */
export function isFault(read: Condition | ExpectationFault): read is ExpectationFault {
  return "offset" in read;
}

class Parser {
  readonly #scanner: Scanner;
  readonly #names: KnownNames;
  #depth = 0;

  constructor(text: string, names: KnownNames) {
    this.#scanner = new Scanner(text);
    this.#names = names;
  }

  whole(): Condition {
    const read = this.#operand(0);
    const rest = this.#scanner.next();
    if (rest.kind !== "end")
      throw new Fault(rest.span.start, `expected an operator such as <, == or and, got ${this.#shown(rest)}`);
    return this.#condition(read);
  }

  #operand(binding: number): Operand {
    if (++this.#depth > DEEPEST)
      throw new Fault(this.#scanner.position, `expected at most ${DEEPEST} levels of brackets, got more`);
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

  #prefix(): Operand {
    const token = this.#scanner.next();
    if (token.kind === "number") return { is: "quantity", of: { ...token } };
    if (token.kind === "end")
      throw new Fault(token.span.start, "expected a number, a measure or a bracket, got the end");
    if (token.kind === "symbol") return this.#bracketOrMinus(token.text, token.span);
    if (token.text === "not") {
      const of = this.#condition(this.#operand(NOT_BINDING));
      return { is: "condition", of: { kind: "not", of, span: { start: token.span.start, end: of.span.end } } };
    }
    const choice = CHOICES.find((name) => name === token.text);
    if (choice !== undefined && !isStatistic(token.text, this.#scanner))
      return { is: "quantity", of: this.#choice(choice, token.span) };
    const call = readCall(token.text, token.span, this.#scanner, this.#names);
    return { is: "quantity", of: { ...call, dimension: call.measure.dimension, display: call.measure.display } };
  }

  #bracketOrMinus(text: string, span: Span): Operand {
    if (text === "(") {
      const inner = this.#operand(0);
      const end = this.#take(")");
      const whole = { start: span.start, end };
      return inner.is === "condition"
        ? { is: "condition", of: { ...inner.of, span: whole } }
        : { is: "quantity", of: { ...inner.of, span: whole } };
    }
    if (text !== "-") throw new Fault(span.start, `expected a number, a measure or a bracket, got ${quoted(text)}`);
    const of = this.#quantity(this.#operand(MINUS_BINDING));
    const { dimension, display } = of;
    return {
      is: "quantity",
      of: { kind: "negative", of, dimension, display, span: { start: span.start, end: of.span.end } },
    };
  }

  /** min(…), max(…), abs(…) of quantities of one dimension. */
  #choice(name: (typeof CHOICES)[number], span: Span): Quantity {
    const of: Quantity[] = [];
    this.#take("(");
    do of.push(this.#quantity(this.#operand(0)));
    while (this.#takeComma());
    const end = this.#take(")");
    if (name === "abs" && of.length > 1) throw new Fault(of[1]!.span.start, "expected ) after one value, got another");
    const [first, ...others] = of as [Quantity, ...Quantity[]];
    for (const other of others) this.#same(first, other);
    const measured = of.find((each) => !isZero(each)) ?? first;
    return {
      kind: "choice",
      function: name,
      of,
      dimension: measured.dimension,
      display: measured.display,
      span: { start: span.start, end },
    };
  }

  #join(left: Operand, operator: string, strength: number, at: Span): Operand {
    if (operator === "and" || operator === "or") {
      const before = this.#condition(left);
      const after = this.#condition(this.#operand(strength));
      return { is: "condition", of: { kind: operator, left: before, right: after, span: around(before, after) } };
    }
    if (left.is === "condition")
      throw new Fault(at.start, `expected and, or, or the end after a comparison, got ${quoted(operator)}`);
    const before = left.of;
    const after = this.#quantity(this.#operand(strength));
    const span = around(before, after);
    if (strength === BINDING["<"]) {
      this.#same(before, after);
      return {
        is: "condition",
        of: { kind: "comparison", operator: operator as Comparison, left: before, right: after, span },
      };
    }
    const dimension = this.#dimension(operator, before, after);
    const display =
      before.display === "fraction" && after.display === "fraction" ? "fraction" : displayOf(operator, before, after);
    return {
      is: "quantity",
      of: { kind: "arithmetic", operator: operator as "+", left: before, right: after, dimension, display, span },
    };
  }

  #dimension(operator: string, left: Quantity, right: Quantity): Dimension {
    if (operator === "*" || operator === "/") return times(left.dimension, right.dimension, operator === "*" ? 1 : -1);
    this.#same(left, right);
    return isZero(left) ? right.dimension : left.dimension;
  }

  /** A plain 0 is zero of everything. */
  #same(left: Quantity, right: Quantity): void {
    if (sameDimension(left.dimension, right.dimension) || isZero(left) || isZero(right)) return;
    const [expected, got] = [dimensionWords(left.dimension), dimensionWords(right.dimension)];
    throw new Fault(
      right.span.start,
      `expected ${expected} as on the left, got ${got}: ${quoted(this.#text(right.span))}`,
    );
  }

  #condition(operand: Operand): Condition {
    if (operand.is === "condition") return operand.of;
    const { span } = operand.of;
    throw new Fault(span.start, `expected a comparison such as ${this.#text(span).slice(0, 40)} < …, got a value`);
  }

  #quantity(operand: Operand): Quantity {
    if (operand.is === "quantity") return operand.of;
    throw new Fault(operand.of.span.start, `expected a value, got a comparison`);
  }

  #take(symbol: string): number {
    const token = this.#scanner.next();
    if (token.kind === "symbol" && token.text === symbol) return token.span.end;
    throw new Fault(token.span.start, `expected ${symbol}, got ${this.#shown(token)}`);
  }

  #takeComma(): boolean {
    const token = this.#scanner.peek();
    if (token.kind !== "symbol" || token.text !== ",") return false;
    this.#scanner.next();
    return true;
  }

  #shown(token: Token): string {
    return token.kind === "end" ? "the end" : quoted(this.#text(token.span));
  }

  #text(span: Span): string {
    return this.#scanner.text.slice(span.start, span.end);
  }
}

function around(left: { readonly span: Span }, right: { readonly span: Span }): Span {
  return { start: left.span.start, end: right.span.end };
}

function isZero(quantity: Quantity): boolean {
  return quantity.kind === "number" && quantity.value === 0 && sameDimension(quantity.dimension, NUMBER);
}

/** `2 * lostFraction` is a fraction still; `lostFraction * offered` is a count. */
function displayOf(operator: string, left: Quantity, right: Quantity): Quantity["display"] {
  const scaledLeft = left.kind === "number" && operator === "*" ? right.display : "plain";
  const scaledRight = right.kind === "number" ? left.display : "plain";
  return scaledLeft === "fraction" || scaledRight === "fraction" ? "fraction" : "plain";
}
