/** `--find-limit`: a path of the scenario with the values among which its limit is searched for. */
import { isWholeRange } from "../../../scenarios/index.ts";
import type { Vary, VaryRange } from "../../../scenarios/index.ts";
import type { LimitPlan, SweepValue } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";
import type { Session } from "../experiment/session.ts";
import { axisOf, type Axis } from "./axes.ts";
import type { Variants } from "./variants.ts";

const OPTION = "--find-limit";
/** A limit is told to about a hundredth of its range. */
const STEPS = 100;

/** Throws a `UserError` where the path has no limit to search for. */
export async function limitAxis(
  vary: Vary,
  session: Session,
  variants: Variants,
  sets: readonly string[],
): Promise<Axis> {
  const { loaded } = session;
  if (loaded.scenario.expect.length === 0) {
    throw new UserError(
      `${OPTION}: expected a scenario with expectations to meet, got none; --set 'expect=p99 < 50ms' adds one`,
    );
  }
  const axis = await axisOf(vary, OPTION, { spaced: stepsOf }, session, variants, sets);
  if (axis.balancer !== null) {
    throw new UserError(`${axis.option}: expected a path of the scenario, got the parameter of a balancer`);
  }
  const values = ascending(axis);
  if (values.length < 2) throw new UserError(`${axis.option}: expected at least two values, got one`);
  return axis;
}

/** The limit's part of the plan; `resolve` is told of the point and the value. */
export function limitPlan(
  axis: Axis,
  resolve: (point: number, value: SweepValue) => ReturnType<LimitPlan["resolve"]>,
): LimitPlan {
  const values = ascending(axis);
  const { path, unit } = axis;
  return { path, unit, values, resolve: (point, index) => resolve(point, values[index]!) };
}

function ascending({ design, option }: Axis): readonly SweepValue[] {
  const values = [...design.values!];
  if (values.some(({ number }) => number === null)) {
    const texts = values.map(({ text }) => text).join(",");
    throw new UserError(`${option}: expected a range of numbers, such as 100/s..900/s, got ${JSON.stringify(texts)}`);
  }
  return values.sort((a, b) => a.number! - b.number!);
}

/** Steps of one, two or five, so that limits are round numbers; by equal factors as many as make a hundredth. */
function stepsOf(range: VaryRange): number {
  if (range.logarithmic && !isWholeRange(range)) return STEPS + 1;
  const span = range.high.number - range.low.number;
  const most = span / STEPS;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = power * (most >= 5 * power ? 5 : most >= 2 * power ? 2 : 1);
  return Math.round(span / step) + 1;
}
