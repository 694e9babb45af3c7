/** From `--vary` to an axis: what its path leads to, which values it has, and what each of them changes. */
import { isWholeRange, spacedValues, valueAt, wholeCount } from "../../../scenarios/index.ts";
import type { Vary, VaryRange } from "../../../scenarios/index.ts";
import type { DesignAxis, ParameterValue, PlannedAxis, SweepValue } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";
import type { Session } from "../experiment/session.ts";
import { MOST_POINTS } from "./options.ts";
import { parameterValue } from "./parameter-value.ts";
import { targetOf, type Target } from "./target.ts";
import type { Setting, Variants } from "./variants.ts";

/** One path with its values, and what they change. */
export interface Axis extends Omit<PlannedAxis, "values"> {
  readonly option: string;
  readonly design: DesignAxis;
  readonly change: (value: SweepValue) => Change;
}

export type Change =
  | { readonly setting: Setting }
  | { readonly label: string; readonly parameter: string; readonly value: ParameterValue };

/** How a range without a number of values is taken. */
export type RangeUse = "as it is" | { readonly spaced: (range: VaryRange) => number };

/** Throws a `UserError` where the path leads nowhere, or does not take a value. `option` is `--vary` or `--find-limit`. */
export async function axisOf(
  vary: Vary,
  option: string,
  use: RangeUse,
  session: Session,
  variants: Variants,
  sets: readonly string[],
): Promise<Axis> {
  const { path, values } = vary;
  const named = `${option} ${path}`;
  const target = targetOf(path, named, values.unit === "number", session.loaded, sets);
  const change = (value: SweepValue): Change => changeOf(value, target, named, session);
  const whole = values.kind === "range" && (await isOfWholeNumbers(values, target, named, session, variants));
  const design = values.kind === "list" ? listDesign(values.values) : rangeDesign(values, whole, use, named);
  // Between two ends that a path takes, it takes the rest.
  const checked = values.kind === "list" ? values.values : [design.at(0), design.at(1)];
  await checkValues(checked, change, named, variants);
  return {
    path,
    option: named,
    design,
    change,
    balancer: target.kind === "parameter" ? target.balancer.label : null,
    numeric: values.unit !== null,
    unit: values.unit,
    logarithmic: values.kind === "range" && values.logarithmic,
  };
}

function changeOf(value: SweepValue, target: Target, option: string, { loaded }: Session): Change {
  if (target.kind === "scenario") return { setting: { path: target.path, text: value.text, option } };
  const { balancer, parameter } = target;
  const definition = loaded.definition(balancer.algorithm);
  return { label: balancer.label, parameter, value: parameterValue(value.text, parameter, definition, option) };
}

function listDesign(values: readonly SweepValue[]): DesignAxis {
  return { values, at: (fraction) => values[Math.min(values.length - 1, Math.floor(fraction * values.length))]! };
}

function rangeDesign(range: VaryRange, whole: boolean, use: RangeUse, option: string): DesignAxis {
  if (range.count !== null) return listDesign(spacedValues(range, range.count, whole));
  if (use === "as it is") return { values: null, at: (fraction) => valueAt(range, fraction, whole) };
  const isEach = isWholeRange(range) && !range.logarithmic;
  const count = isEach ? wholeCount(range) : use.spaced(range);
  if (count > MOST_POINTS) {
    const written = `${range.low.text}..${range.high.text}`;
    throw new UserError(`${option}: expected at most ${MOST_POINTS} values, such as ${written}:100, got ${count}`);
  }
  return listDesign(spacedValues(range, count, isEach || whole));
}

/** Between whole numbers only whole ones are meant where the path takes no others: its declaration or its schema says so. */
async function isOfWholeNumbers(
  range: VaryRange,
  target: Target,
  option: string,
  { loaded }: Session,
  variants: Variants,
): Promise<boolean> {
  if (!isWholeRange(range)) return false;
  if (target.kind === "parameter") {
    const { parameters } = loaded.definition(target.balancer.algorithm).about;
    return parameters[target.parameter]!.type === "integer";
  }
  const text = String(range.low.number + 0.5);
  const variant = await variants.with([{ path: target.path, text, option }]);
  return "refused" in variant && variant.refused.of(option).length > 0;
}

/** What is wrong with a value by itself is the user's slip; what only comes of its company is a point's problem. */
async function checkValues(
  values: readonly SweepValue[],
  change: (value: SweepValue) => Change,
  option: string,
  variants: Variants,
): Promise<void> {
  for (const value of values) {
    const changed = change(value);
    if (!("setting" in changed)) continue;
    const variant = await variants.with([changed.setting]);
    const sentences = "refused" in variant ? variant.refused.of(option) : [];
    if (sentences.length > 0) throw new UserError(sentences);
  }
}
