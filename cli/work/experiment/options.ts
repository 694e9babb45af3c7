/** The options that compare, sweep and tune share, and how their words become values. */
import { parsePercent } from "../../../scenarios/units/fraction.ts";
import { UserError } from "../../errors.ts";

/** As commander reads them. */
export interface ExperimentOptions {
  readonly balancer?: readonly string[];
  readonly seed?: number;
  readonly set?: readonly string[];
  readonly measure?: readonly string[];
  readonly confidence?: string;
  readonly out?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly workers?: number;
  /** False with `--no-cache`. */
  readonly cache: boolean;
  readonly quiet?: true;
  /** False with `--no-open`. */
  readonly open: boolean;
}

/** `95%` or `0.95`, for an option whose value lies strictly between `low` and `high`. Throws a `UserError`. */
export function fractionOption(text: string, option: string, low: number, high: number, example: string): number {
  const trimmed = text.trim();
  const value = trimmed.endsWith("%") ? parsePercent(trimmed) : Number(trimmed === "" ? NaN : trimmed);
  if (typeof value === "number" && value > low && value < high) return value;
  throw new UserError(`${option}: expected a fraction such as ${example}, got ${JSON.stringify(text)}`);
}

/** The confidence of all intervals together; 95% where nobody says. */
export function confidenceOf({ confidence }: ExperimentOptions): number {
  return fractionOption(confidence ?? "95%", "--confidence", 0.5, 1, "95%");
}
