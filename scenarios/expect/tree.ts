/** What an expectation is once it is read: a tree whose every node knows where it stands in the text. */
import type { Dimension } from "./dimension.ts";
import type { Display, Extra, Measure } from "./measure.ts";

/** Half open: characters [start, end) of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Comparison = "<" | "<=" | ">" | ">=" | "==" | "!=";

/** True, false, or not to be known. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition; readonly span: Span }
  | { readonly kind: "not"; readonly of: Condition; readonly span: Span }
  | {
      readonly kind: "comparison";
      readonly operator: Comparison;
      readonly left: Quantity;
      readonly right: Quantity;
      readonly span: Span;
    };

/** A number with a dimension; null in evaluation where a measure of it has no value. */
export type Quantity = { readonly dimension: Dimension; readonly display: Display; readonly span: Span } & (
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-" | "*" | "/";
      readonly left: Quantity;
      readonly right: Quantity;
    }
  | { readonly kind: "negative"; readonly of: Quantity }
  | { readonly kind: "choice"; readonly function: "min" | "max" | "abs"; readonly of: readonly Quantity[] }
  | MeasureCall
);

export interface MeasureCall {
  readonly kind: "measure";
  readonly measure: Measure;
  /** null: each balancer in turn. */
  readonly balancer: string | null;
  /** Where the balancer stands in the text; empty, before the closing bracket or after the name, where it is left out. */
  readonly balancerSpan: Span;
  /** A node, a producer, a cause of loss or a whole number, where the measure takes one and it is given. */
  readonly extra: Extra | null;
}

/** Why a text is no expectation: `expected …, got …`, at a character. */
export interface ExpectationFault {
  readonly offset: number;
  readonly message: string;
}
