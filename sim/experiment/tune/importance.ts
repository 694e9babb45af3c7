/**
 * Which parameters matter: the share of the cost's variation over the space that each explains alone. Model: the main
 * effects of a functional analysis of variance (Hutter, Hoos & Leyton-Brown, An efficient approach for assessing
 * hyperparameter importance, 2014), here over the configurations tried, in slices of each parameter's range.
 */
import { Stream } from "../../core/random.ts";
import { log } from "../../core/math.ts";
import { meanOf, quantileOfSorted, varianceOf } from "../../stats/index.ts";
import type { ParameterImportance } from "./result.ts";
import { encode, isOrdered, type Dimension, type Space } from "./space.ts";
import { isFeasible, type Scalar } from "./ranking.ts";
import type { Trial } from "./trial.ts";

/** Fewer configurations of a balancer tell nothing of what matters. */
const LEAST_TRIALS = 8;
/** Slices of an ordered range: about as many as trials carry, so that each holds some. */
const MOST_SLICES = 5;
const RESAMPLES = 200;

/** One for each dimension of each balancer that was tried often enough; the scenario's once for each such balancer. */
export function importanceOf(
  space: Space,
  trials: readonly Trial[],
  scalar: Scalar,
  confidence: number,
): readonly ParameterImportance[] {
  return space.flatMap(({ balancer, dimensions }) => {
    const own = trials.filter((each) => each.configuration.balancer === balancer && isUsable(each));
    if (own.length < LEAST_TRIALS) return [];
    const costs = costsOf(own, scalar);
    return dimensions.map((dimension) => {
      const groups = own.map((trial) => groupOf(dimension, trial, own.length));
      return { path: dimension.path, balancer, share: shareWithInterval(groups, costs, confidence, dimension.path) };
    });
  });
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

function groupOf(dimension: Dimension, { configuration }: Trial, count: number): number {
  const place = encode(dimension, configuration.values[dimension.path]!);
  const levels = dimension.levels?.length ?? Infinity;
  const slices = isOrdered(dimension) ? Math.min(levels, MOST_SLICES, Math.max(2, Math.floor(count / 4))) : levels;
  return Math.min(slices - 1, Math.floor(place * slices));
}

/** By the bootstrap (Efron 1979) over configurations; its chance depends on nothing but the parameter's name. */
function shareWithInterval(
  groups: readonly number[],
  costs: readonly number[],
  confidence: number,
  name: string,
): ParameterImportance["share"] {
  const random = new Stream(0, `tune/importance/${name}`);
  const shares = Array.from({ length: RESAMPLES }, () => {
    const picked = costs.map(() => random.below(costs.length));
    return shareOf(
      picked.map((i) => groups[i]!),
      picked.map((i) => costs[i]!),
    );
  }).sort((a, b) => a - b);
  const tail = (1 - confidence) / 2;
  return {
    estimate: shareOf(groups, costs),
    low: quantileOfSorted(shares, tail),
    high: quantileOfSorted(shares, 1 - tail),
    count: costs.length,
  };
}

/** Omega squared: the variation between groups beyond what as many groups of chance would show (Hays 1963). */
function shareOf(groups: readonly number[], costs: readonly number[]): number {
  const total = varianceOf(costs) * (costs.length - 1);
  const members = new Map<number, number[]>();
  groups.forEach((group, i) => members.set(group, [...(members.get(group) ?? []), costs[i]!]));
  if (total === 0 || members.size < 2 || members.size >= costs.length) return 0;
  const mean = meanOf(costs);
  const between = [...members.values()].reduce((sum, own) => sum + own.length * (meanOf(own) - mean) ** 2, 0);
  const noise = (total - between) / (costs.length - members.size);
  return Math.min(1, Math.max(0, (between - (members.size - 1) * noise) / (total + noise)));
}
