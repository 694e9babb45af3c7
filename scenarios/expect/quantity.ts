/** A value over one balancer's run, as experiments compare and tune it: `p99`, `lost(rejected)`, `nodes * 0.2 + p99 / 1ms`. */
import type { ExperimentConstraint, ExperimentMeasure, MeasureUnit, RunFigures } from "../../sim/index.ts";
import { calls, judge, valueOf, type Runs } from "./evaluate.ts";
import { NUMBER, RATE, sameDimension, TIME } from "./dimension.ts";
import type { KnownNames } from "./calls.ts";
import { isFault, parseExpectation, parseQuantity } from "./parse.ts";
import type { Comparison, Condition, ExpectationFault, MeasureCall, Quantity } from "./tree.ts";

/**
 * Reads a value, or null where nothing was observed. It speaks of the balancer at hand: naming one is a fault. What is
 * calculated is better when lower, since costs are calculated.
 */
export function readFigure(text: string, names: Omit<KnownNames, "balancers">): ExperimentMeasure | ExpectationFault {
  const quantity = parseQuantity(text, { ...names, balancers: null });
  if ("offset" in quantity) return quantity;
  const named = calls(quantity).find(({ balancer }) => balancer !== null);
  if (named !== undefined) return namesBalancer(named);
  return {
    text,
    unit: unitOf(quantity),
    better: quantity.kind === "measure" ? quantity.measure.better : "lower",
    ...pooled(quantity),
    sectioned: calls(quantity).every(({ measure, extra }) => measure.sectioned === true && extra === null),
    read: (run) => valueOf(quantity, alone(run)),
  };
}

/** Reads a condition over the balancer at hand. */
export function readConstraint(
  text: string,
  names: Omit<KnownNames, "balancers">,
): ExperimentConstraint | ExpectationFault {
  const condition = parseExpectation(text, { ...names, balancers: null });
  if (isFault(condition)) return condition;
  return {
    text,
    holds: (run) => judge(condition, text, alone(run)).truth,
    violation: (run) => violationOf(condition, alone(run)),
  };
}

function namesBalancer({ balancer, balancerSpan }: MeasureCall): ExpectationFault {
  return { offset: balancerSpan.start, message: `expected no balancer, since each is meant, got ${balancer}` };
}

/** The run as the only one there is, whatever its label. */
function alone(run: RunFigures): Runs {
  return { byLabel: new Map([["", run]]), current: "" };
}

function unitOf({ dimension, display }: Quantity): MeasureUnit {
  if (sameDimension(dimension, TIME)) return "seconds";
  if (sameDimension(dimension, RATE)) return "perSecond";
  if (!sameDimension(dimension, NUMBER)) return "other";
  return display === "fraction" ? "fraction" : "number";
}

/** How it is made of all messages of several runs: what is calculated from measures is not. */
function pooled(quantity: Quantity): Pick<ExperimentMeasure, "trials" | "quantile"> {
  if (quantity.kind !== "measure") return { trials: null, quantile: null };
  const { measure, extra } = quantity;
  const { trials, quantile } = measure;
  return {
    trials: trials === undefined ? null : (run) => trials(run, extra),
    quantile: quantile === undefined ? null : { q: quantile.q, of: (run) => quantile.of(run, extra) },
  };
}

/** Both parts of an `and` count, the nearer one of an `or`. */
function violationOf(condition: Condition, runs: Runs): number | null {
  if (condition.kind === "comparison") {
    const [left, right] = [valueOf(condition.left, runs), valueOf(condition.right, runs)];
    return left === null || right === null ? null : excess(left, condition.operator, right);
  }
  if (condition.kind === "not") {
    const inner = judge(condition.of, "", runs).truth;
    return inner === null ? null : Number(inner);
  }
  const [left, right] = [violationOf(condition.left, runs), violationOf(condition.right, runs)];
  if (condition.kind === "or") return left === null ? right : right === null ? left : Math.min(left, right);
  return left === null || right === null ? null : left + right;
}

function excess(left: number, operator: Comparison, right: number): number {
  const relative = (by: number): number => by / Math.max(Math.abs(left), Math.abs(right), Number.MIN_VALUE);
  if (operator === "==") return relative(Math.abs(left - right));
  if (operator === "!=") return left === right ? 1 : 0;
  const isUpper = operator === "<" || operator === "<=";
  const by = isUpper ? left - right : right - left;
  // A strict bound that is only just touched is not met, by as little as there is.
  if (by === 0) return operator.length === 1 ? Number.EPSILON : 0;
  return Math.max(0, relative(by));
}
