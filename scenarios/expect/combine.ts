/** Puts the parts of an expectation together, and refuses those that do not fit: conditions, values, dimensions. */
import { quoted } from "../wording.ts";
import { dimensionWords, NUMBER, sameDimension, times, type Dimension } from "./dimension.ts";
import { Fault } from "./scanner.ts";
import type { Display } from "./measure.ts";
import type { Comparison, Condition, Quantity, Span } from "./tree.ts";

/** What stands on one side of an operator. */
export type Operand =
  { readonly is: "condition"; readonly of: Condition } | { readonly is: "quantity"; readonly of: Quantity };

/** Characters of a value that a message repeats. */
const REPEATED = 40;

/** The operand as a condition; `text` is the whole expectation. */
export function conditionOf(operand: Operand, text: string): Condition {
  if (operand.is === "condition") return operand.of;
  const { start, end } = operand.of.span;
  throw new Fault(
    start,
    `expected a comparison such as ${text.slice(start, Math.min(end, start + REPEATED))} < …, got a value`,
  );
}

/** The operand as a value. */
export function quantityOf(operand: Operand): Quantity {
  if (operand.is === "quantity") return operand.of;
  throw new Fault(operand.of.span.start, "expected a value, got a comparison");
}

export function bracketed(inner: Operand, span: Span): Operand {
  return inner.is === "condition"
    ? { is: "condition", of: { ...inner.of, span } }
    : { is: "quantity", of: { ...inner.of, span } };
}

export function negated(of: Condition, start: number): Operand {
  return { is: "condition", of: { kind: "not", of, span: { start, end: of.span.end } } };
}

export function negative(of: Quantity, start: number): Operand {
  const { dimension, display, span } = of;
  return { is: "quantity", of: { kind: "negative", of, dimension, display, span: { start, end: span.end } } };
}

export function connected(kind: "and" | "or", left: Condition, right: Condition): Operand {
  return { is: "condition", of: { kind, left, right, span: around(left, right) } };
}

export function compared(operator: Comparison, left: Quantity, right: Quantity, text: string): Operand {
  requireSame(left, right, text);
  return { is: "condition", of: { kind: "comparison", operator, left, right, span: around(left, right) } };
}

export type Arithmetic = "+" | "-" | "*" | "/";

export function calculated(operator: Arithmetic, left: Quantity, right: Quantity, text: string): Operand {
  const dimension = dimensionOf(operator, left, right, text);
  const display = displayOf(operator, left, right);
  return {
    is: "quantity",
    of: { kind: "arithmetic", operator, left, right, dimension, display, span: around(left, right) },
  };
}

/** min(…), max(…), abs(…) of values of one dimension. */
export function chosen(name: "min" | "max" | "abs", of: readonly Quantity[], span: Span, text: string): Operand {
  const [first, ...others] = of as [Quantity, ...Quantity[]];
  if (name === "abs" && others.length > 0)
    throw new Fault(others[0]!.span.start, "expected ) after one value, got another");
  for (const other of others) requireSame(first, other, text);
  const { dimension, display } = of.find((each) => !isZero(each)) ?? first;
  return { is: "quantity", of: { kind: "choice", function: name, of, dimension, display, span } };
}

function dimensionOf(operator: Arithmetic, left: Quantity, right: Quantity, text: string): Dimension {
  if (operator === "*" || operator === "/") return times(left.dimension, right.dimension, operator === "*" ? 1 : -1);
  requireSame(left, right, text);
  return isZero(left) ? right.dimension : left.dimension;
}

/** A plain 0 is zero of everything. */
function requireSame(left: Quantity, right: Quantity, text: string): void {
  if (sameDimension(left.dimension, right.dimension) || isZero(left) || isZero(right)) return;
  const [expected, got] = [dimensionWords(left.dimension), dimensionWords(right.dimension)];
  const { start, end } = right.span;
  throw new Fault(start, `expected ${expected} as on the left, got ${got}: ${quoted(text.slice(start, end))}`);
}

/** `2 * lostFraction` is a fraction still, as is a sum of two; `lostFraction * offered` is a count. */
function displayOf(operator: Arithmetic, left: Quantity, right: Quantity): Display {
  if (operator === "+" || operator === "-") return left.display === right.display ? left.display : "plain";
  if (right.kind === "number") return left.display;
  return left.kind === "number" && operator === "*" ? right.display : "plain";
}

function isZero(quantity: Quantity): boolean {
  return quantity.kind === "number" && quantity.value === 0 && sameDimension(quantity.dimension, NUMBER);
}

function around(left: { readonly span: Span }, right: { readonly span: Span }): Span {
  return { start: left.span.start, end: right.span.end };
}
