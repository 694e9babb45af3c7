/** What an expectation is worth on the runs of one seed: true, false, or null where it is not to be known (Kleene). */
import type { RunFigures } from "../../sim/index.ts";
import { formatSides, formatValue } from "./format.ts";
import type { Comparison, Condition, MeasureCall, Quantity } from "./tree.ts";

/** Three-valued: a comparison with a measure that has no value is neither true nor false. */
export type Truth = boolean | null;

export interface Verdict {
  readonly truth: Truth;
  /** `p99(responseTime, hash) = 1.23 s`, for each side of each comparison that is not merely a number. */
  readonly sides: readonly string[];
}

/** Runs of one seed by label, and the one that stands for "each balancer" now. */
export interface Runs {
  readonly byLabel: ReadonlyMap<string, RunFigures>;
  readonly current: string | null;
}

export function judge(condition: Condition, text: string, runs: Runs): Verdict {
  const sides: string[] = [];
  return { truth: truthOf(condition, text, runs, sides), sides };
}

/** Whether the condition speaks of each balancer in turn. */
export function speaksOfEach(condition: Condition): boolean {
  if (condition.kind === "not") return speaksOfEach(condition.of);
  if (condition.kind === "comparison")
    return [condition.left, condition.right].some((side) => calls(side).some(isOpen));
  return speaksOfEach(condition.left) || speaksOfEach(condition.right);
}

function truthOf(condition: Condition, text: string, runs: Runs, sides: string[]): Truth {
  switch (condition.kind) {
    case "not": {
      const of = truthOf(condition.of, text, runs, sides);
      return of === null ? null : !of;
    }
    case "comparison":
      return compare(condition, text, runs, sides);
    default: {
      // Both are judged, so that the sides of both can be shown.
      const [left, right] = [condition.left, condition.right].map((side) => truthOf(side, text, runs, sides));
      const decisive = condition.kind === "or";
      if (left === decisive || right === decisive) return decisive;
      return left === null || right === null ? null : !decisive;
    }
  }
}

function compare(
  { left, right, operator }: Extract<Condition, { readonly kind: "comparison" }>,
  text: string,
  runs: Runs,
  sides: string[],
): Truth {
  const [a, b] = [valueOf(left, runs), valueOf(right, runs)];
  const known = a !== null && b !== null;
  const shown = known ? formatSides(a, b, left, right) : [single(a, left), single(b, right)];
  [left, right].forEach((side, index) => {
    if (calls(side).length > 0) sides.push(`${sideText(side, text, runs)} = ${shown[index]}`);
  });
  return known ? holds(a, operator, b) : null;
}

function single(value: number | null, side: Quantity): string {
  return value === null ? "not known" : formatValue(value, side);
}

function holds(left: number, operator: Comparison, right: number): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "==":
      return left === right;
    case "!=":
      return left !== right;
  }
}

/** The value on the runs; null where a measure in it has none. */
export function valueOf(quantity: Quantity, runs: Runs): number | null {
  switch (quantity.kind) {
    case "number":
      return quantity.value;
    case "negative": {
      const of = valueOf(quantity.of, runs);
      return of === null ? null : -of;
    }
    case "measure": {
      const run = runs.byLabel.get(quantity.balancer ?? runs.current ?? "");
      return run === undefined ? null : quantity.measure.read(run, quantity.extra);
    }
    case "choice": {
      const values = quantity.of.map((each) => valueOf(each, runs));
      return values.includes(null) ? null : Math[quantity.function](...(values as [number]));
    }
    case "arithmetic":
      return calculate(valueOf(quantity.left, runs), quantity.operator, valueOf(quantity.right, runs));
  }
}

/** Division by zero has no value; it must not make a comparison true. */
function calculate(left: number | null, operator: "+" | "-" | "*" | "/", right: number | null): number | null {
  if (left === null || right === null) return null;
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  if (operator === "*") return left * right;
  return right === 0 ? null : left / right;
}

/** The measures that the value is made of. */
export function calls(quantity: Quantity): readonly MeasureCall[] {
  switch (quantity.kind) {
    case "number":
      return [];
    case "measure":
      return [quantity];
    case "negative":
      return calls(quantity.of);
    case "choice":
      return quantity.of.flatMap(calls);
    case "arithmetic":
      return [...calls(quantity.left), ...calls(quantity.right)];
  }
}

function isOpen(call: MeasureCall): boolean {
  return call.balancer === null;
}

/** The side as written, with the balancer filled in where each is meant. */
function sideText(side: Quantity, text: string, runs: Runs): string {
  let [written, from] = ["", side.span.start];
  for (const call of calls(side).filter(isOpen)) {
    written += text.slice(from, call.balancerSpan.start) + filledIn(call, text, runs.current ?? "*");
    from = call.balancerSpan.end;
  }
  return written + text.slice(from, side.span.end);
}

function filledIn({ balancerSpan: { start, end } }: MeasureCall, text: string, label: string): string {
  if (end > start) return label;
  const before = text.slice(0, start).trimEnd().at(-1);
  if (text[start] !== ")") return `(${label})`;
  return before === "(" ? label : `, ${label}`;
}
