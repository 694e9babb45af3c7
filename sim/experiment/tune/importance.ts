/**
 * Which parameters matter: the share of the cost's variation over the space that each explains alone, read off a polynomial
 * through the configurations tried (`sim/stats/importance.ts`), with an interval by the grouped jackknife (Miller,
 * The jackknife: a review, 1974).
 */
import { log } from "../../core/math.ts";
import { importanceOf as explained, meanOf, studentQuantile, varianceOf } from "../../stats/index.ts";
import type { ParameterImportance } from "./result.ts";
import { encode, isOrdered, type Dimension, type Space } from "./space.ts";
import { isFeasible, type Scalar } from "./ranking.ts";
import type { Trial } from "./trial.ts";

/** Groups of configurations that are left out in turn: more would tell little more, and take long where parameters are many. */
const GROUPS = 10;

/**
 * One for each dimension of each balancer that was tried often enough (a few more configurations than dimensions); the scenario's once for each such balancer.
 */
export function importanceOf(
  space: Space,
  trials: readonly Trial[],
  scalar: Scalar,
  confidence: number,
): readonly ParameterImportance[] {
  return space.flatMap(({ balancer, dimensions }) => {
    const own = trials.filter((each) => each.configuration.balancer === balancer && isUsable(each));
    if (dimensions.length === 0 || own.length < leastTrials(dimensions)) return [];
    const costs = costsOf(own, scalar);
    const points = pointsOf(dimensions, own, costs);
    const shares = sharesOf(points, costs);
    const others = Array.from({ length: Math.min(GROUPS, own.length) }, (_, group) => without(group, points, costs));
    return dimensions.map(({ path }, axis) => {
      const half = halfWidth(
        others.map((each) => each[axis]!),
        confidence,
      );
      const estimate = shares[axis]!;
      const share = { estimate, low: Math.max(0, estimate - half), high: Math.min(1, estimate + half) };
      return { path, balancer, share: { ...share, count: own.length } };
    });
  });
}

/** Of an estimate that comes out like these where a group is left out. */
function halfWidth(estimates: readonly number[], confidence: number): number {
  const degrees = estimates.length - 1;
  return (
    studentQuantile((1 + confidence) / 2, degrees) *
    Math.sqrt((degrees * degrees * varianceOf(estimates)) / (degrees + 1))
  );
}

/** As many as the polynomial needs where a tenth is left out. */
function leastTrials(dimensions: readonly Dimension[]): number {
  return Math.max(8, Math.ceil(1.12 * (dimensions.length + 3)) + 1);
}

function isUsable(trial: Trial): boolean {
  return trial.observations.length > 0 && trial.state !== "failed" && isFeasible(trial);
}

/** On the seeds that all have met; as logarithms where all are above 0, since costs differ by factors. */
function costsOf(trials: readonly Trial[], scalar: Scalar): number[] {
  const shared = Math.min(...trials.map(({ observations }) => observations.length));
  const costs = trials.map(({ observations }) =>
    meanOf(observations.slice(0, shared).map((each) => scalar(each.costs))),
  );
  return costs.every((cost) => cost > 0) ? costs.map(log) : costs;
}

/** In the unit cube. Values without an order are put into that of their mean costs. */
function pointsOf(dimensions: readonly Dimension[], trials: readonly Trial[], costs: readonly number[]): number[][] {
  const placers = dimensions.map((dimension) => {
    if (isOrdered(dimension)) return (trial: Trial) => encode(dimension, trial.configuration.values[dimension.path]!);
    const of = (level: unknown): number[] =>
      costs.filter((_, i) => trials[i]!.configuration.values[dimension.path] === level);
    const levels = dimension.levels!.filter((level) => of(level).length > 0);
    const order = [...levels].sort((a, b) => meanOf(of(a)) - meanOf(of(b)));
    return ({ configuration: { values } }: Trial) =>
      order.indexOf(values[dimension.path]!) / Math.max(1, order.length - 1);
  });
  return trials.map((trial) => placers.map((place) => place(trial)));
}

/** Of all the variation: what no polynomial predicts is nobody's. */
function sharesOf(points: readonly (readonly number[])[], costs: readonly number[]): number[] {
  const { parameters, predicted } = explained(points, costs);
  return parameters.map(({ main }) => main * Math.min(1, Math.max(0, predicted)));
}

/** The shares where every tenth configuration is left out, from `group` on. */
function without(group: number, points: readonly (readonly number[])[], costs: readonly number[]): number[] {
  const isKept = (_: unknown, index: number): boolean => index % GROUPS !== group;
  return sharesOf(points.filter(isKept), costs.filter(isKept));
}
