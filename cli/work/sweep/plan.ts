/** From the words of the command to the sweep's plan: axes, points with their scenarios, measures, the limit. */
import { designPoints, mostAxes, SPACE_FILLING } from "../../../sim/index.ts";
import type { PlannedAxis, PlannedPoint, SweepPlan, SweepSetup, SweepValue, Unresolved } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";
import { DEFAULT_MEASURES, measuresOf } from "../experiment/measures.ts";
import { confidenceOf } from "../experiment/options.ts";
import type { Session } from "../experiment/session.ts";
import { axisOf, type Axis, type Change } from "./axes.ts";
import { limitAxis, limitPlan } from "./limit.ts";
import { MOST_POINTS, type DesignWish, type SweepOptions, type SweepWords } from "./options.ts";
import { requirementsAmong } from "./requirements.ts";
import type { Variants } from "./variants.ts";

/** Throws a `UserError` where the words make no sweep of this scenario. */
export async function planOf(
  session: Session,
  { varies, limit, design }: SweepWords,
  options: SweepOptions,
  variants: Variants,
): Promise<SweepPlan> {
  const { scenario } = session.loaded;
  const { set: sets = [], measure = DEFAULT_MEASURES } = options;
  const isFilling = SPACE_FILLING.includes(design.kind);
  const axes: Axis[] = [];
  for (const vary of varies) {
    axes.push(
      await axisOf(vary, "--vary", isFilling ? "as it is" : { spaced: noCount(vary.path) }, session, variants, sets),
    );
  }
  const contenders = scenario.balancers.map(({ label }) => label);
  const resolve = resolver(session, variants);
  const values = pointsOf(design, axes, scenario.seed);
  const points = await resolved(values, axes, resolve);
  requireSome(points);
  const searched = limit === null ? null : await limitAxis(limit, session, variants, sets);
  return {
    design: design.kind,
    axes: axes.map((axis, index) => plannedAxis(axis, index, values)),
    contenders,
    points,
    probes: await resolved(probesOf(design, axes, values), axes, resolve),
    seed: scenario.seed,
    replications: options.replications,
    confidence: confidenceOf(options),
    measures: measuresOf(measure, "--measure", scenario),
    requirementsOf: requirementsAmong(contenders),
    limit:
      searched === null
        ? null
        : limitPlan(searched, (point, value) =>
            resolve([...changesOf(axes, points[point]!.values), searched.change(value)]),
          ),
  };
}

/** Only space-filling designs find values in a range by themselves. */
function noCount(path: string): (range: { readonly low: SweepValue; readonly high: SweepValue }) => number {
  return ({ low, high }) => {
    const written = `${low.text}..${high.text}`;
    throw new UserError(
      `--vary ${path}: expected how many values, such as ${written}:9, got ${JSON.stringify(written)}`,
    );
  };
}

function pointsOf(
  { kind, count }: DesignWish,
  axes: readonly Axis[],
  seed: number,
): readonly (readonly SweepValue[])[] {
  const sizes = axes.map(({ design }) => design.values?.length ?? 0);
  if (axes.length > mostAxes(kind)) {
    throw new UserError(`--design ${kind}: expected at most ${mostAxes(kind)} paths to vary, got ${axes.length}`);
  }
  const product = sizes.reduce((points, size) => points * size, 1);
  if (kind === "grid" && product > MOST_POINTS) {
    throw new UserError(`--vary: expected at most ${MOST_POINTS} points, or --design sobol:64, got ${product}`);
  }
  if (kind === "list" && new Set(sizes).size > 1) {
    throw new UserError(`--design list: expected as many values of each path, got ${sizes.join(", ")}`);
  }
  return designPoints(
    kind,
    axes.map(({ design }) => design),
    count,
    seed,
  );
}

/** Where points do not differ in one axis alone, some that do: whatever moves nothing there is named as such. */
function probesOf(
  { kind }: DesignWish,
  axes: readonly Axis[],
  points: readonly (readonly SweepValue[])[],
): readonly (readonly SweepValue[])[] {
  if (kind === "grid" || axes.length < 2) return [];
  return axes.flatMap((_, axis) => {
    const values = valuesAlong(axis, points);
    return [values[0]!, values.at(-1)!].map((value) => points[0]!.map((own, index) => (index === axis ? value : own)));
  });
}

/** The values that points have on an axis, each once: in their order, numbers ascending. */
function valuesAlong(axis: number, points: readonly (readonly SweepValue[])[]): readonly SweepValue[] {
  return [...new Map(points.map((point) => [point[axis]!.text, point[axis]!])).values()].sort(
    (one, other) => (one.number ?? 0) - (other.number ?? 0),
  );
}

function plannedAxis(axis: Axis, index: number, points: readonly (readonly SweepValue[])[]): PlannedAxis {
  const { path, balancer, numeric, unit, logarithmic, design } = axis;
  return { path, balancer, numeric, unit, logarithmic, values: design.values ?? valuesAlong(index, points) };
}

type Resolve = (changes: readonly Change[]) => Promise<SweepSetup | Unresolved>;

function resolver({ loaded }: Session, variants: Variants): Resolve {
  return async (changes) => {
    const variant = await variants.with(changes.flatMap((change) => ("setting" in change ? [change.setting] : [])));
    if ("refused" in variant) return { problem: variant.refused.first };
    const balancers = loaded.scenario.balancers.map((spec) => {
      const own = changes.flatMap((change) =>
        "label" in change && change.label === spec.label ? [[change.parameter, change.value] as const] : [],
      );
      return own.length === 0 ? spec : { ...spec, parameters: { ...spec.parameters, ...Object.fromEntries(own) } };
    });
    return { scenario: variant.scenario, balancers };
  };
}

async function resolved(
  points: readonly (readonly SweepValue[])[],
  axes: readonly Axis[],
  resolve: Resolve,
): Promise<readonly PlannedPoint[]> {
  const planned: PlannedPoint[] = [];
  for (const values of points) planned.push({ values, setup: await resolve(changesOf(axes, values)) });
  return planned;
}

function changesOf(axes: readonly Axis[], values: readonly SweepValue[]): readonly Change[] {
  return axes.map((axis, index) => axis.change(values[index]!));
}

function requireSome(points: readonly PlannedPoint[]): void {
  const problems = points.flatMap(({ setup }) => ("problem" in setup ? [setup.problem] : []));
  if (problems.length === points.length) throw new UserError([...new Set(problems)].slice(0, 4));
}
