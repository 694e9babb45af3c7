/** How flat the optimum is: how far each parameter was moved, the others near the winner's, without becoming worse. */
import { meanOf } from "../../stats/index.ts";
import type { FlatRange } from "./result.ts";
import { isFeasible, sharedCosts, type Scalar } from "./ranking.ts";
import { dimensionsOf, encode, isOrdered, type Dimension, type Space } from "./space.ts";
import type { Trial } from "./trial.ts";

/** How near the other parameters must be, as a part of their ranges. */
const NEAR = 0.15;

/** One for each dimension with an order that concerns the winner's balancer. */
export function flatRanges(
  space: Space,
  winner: Trial,
  trials: readonly Trial[],
  scalar: Scalar,
  precision: number,
): readonly FlatRange[] {
  const { balancer, values } = winner.configuration;
  const dimensions = dimensionsOf(space, balancer);
  const known = trials.filter(
    ({ configuration, observations }) => configuration.balancer === balancer && observations.length > 1,
  );
  const isGood = (trial: Trial): boolean => isFeasible(trial) && isAsGood(trial, winner, scalar, precision);
  return dimensions.filter(isOrdered).map((dimension) => {
    const others = dimensions.filter((each) => each !== dimension);
    const near = known.filter(({ configuration }) =>
      others.every((each) => isNear(each, configuration.values, values)),
    );
    const tried = near.map((trial) => ({
      value: Number(trial.configuration.values[dimension.path]),
      good: isGood(trial),
    }));
    const [low, high] = reach(Number(values[dimension.path]), tried);
    return { path: dimension.path, balancer: dimension.balancer, low, high };
  });
}

interface Tried {
  readonly value: number;
  readonly good: boolean;
}

/** From the winner's value to both sides, up to the last good one before a bad one. */
function reach(from: number, tried: readonly Tried[]): [number, number] {
  const [bad, good] = [tried.filter((each) => !each.good), tried.filter((each) => each.good)];
  const floor = Math.max(...bad.map(({ value }) => value).filter((value) => value < from), -Infinity);
  const ceiling = Math.min(...bad.map(({ value }) => value).filter((value) => value > from), Infinity);
  const within = good.map(({ value }) => value).filter((value) => value > floor && value < ceiling);
  return [Math.min(from, ...within), Math.max(from, ...within)];
}

function isAsGood(trial: Trial, winner: Trial, scalar: Scalar, precision: number): boolean {
  const [own, best] = sharedCosts(trial, winner, scalar);
  return meanOf(own) - meanOf(best) <= precision * Math.abs(meanOf(best));
}

function isNear(
  dimension: Dimension,
  a: Trial["configuration"]["values"],
  b: Trial["configuration"]["values"],
): boolean {
  const [x, y] = [a[dimension.path]!, b[dimension.path]!];
  return isOrdered(dimension) ? Math.abs(encode(dimension, x) - encode(dimension, y)) <= NEAR : x === y;
}
