/** Configurations that were not tried yet. */
import type { Random } from "../../../core/random.ts";
import { fullGrid } from "../../../stats/index.ts";
import type { ParameterValue } from "../../../scenario.ts";
import {
  configuration,
  keyOf,
  sizeOf,
  type BalancerSpace,
  type Configuration,
  type Dimension,
  type Space,
} from "../space.ts";

/** Draws that may hit something known before all that is left is listed. */
const ATTEMPTS = 30;
/** A larger space is not listed: chance finds something new there. */
const LISTED = 4096;

/** `count` new configurations, each made by `draw` where that finds one; fewer where the space holds no more. */
export function newOnes(
  space: Space,
  count: number,
  has: (configuration: Configuration) => boolean,
  random: Random,
  draw: (index: number) => Configuration,
): readonly Configuration[] {
  const found = new Map<string, Configuration>();
  const isNew = (each: Configuration): boolean => !has(each) && !found.has(keyOf(each));
  for (let index = 0; index < count; index++) {
    const drawn = firstNew(() => draw(index), isNew) ?? anyOf(listed(space).filter(isNew), random);
    if (drawn !== undefined) found.set(keyOf(drawn), drawn);
  }
  return [...found.values()];
}

function firstNew(draw: () => Configuration, isNew: (each: Configuration) => boolean): Configuration | undefined {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const drawn = draw();
    if (isNew(drawn)) return drawn;
  }
  return undefined;
}

function anyOf(all: readonly Configuration[], random: Random): Configuration | undefined {
  return all.length === 0 ? undefined : all[random.below(all.length)];
}

/** Every configuration; none where there are too many. */
function listed(space: Space): readonly Configuration[] {
  const size = space.reduce((sum, { dimensions }) => sum + productOf(dimensions.map(sizeOf)), 0);
  return size > LISTED ? [] : space.flatMap((part) => crossed(part, part.dimensions.map(everyValue)));
}

/** Every combination of these values of each dimension. */
export function crossed(part: BalancerSpace, values: readonly (readonly ParameterValue[])[]): Configuration[] {
  return fullGrid(values).map((point) => configuration(part, (_dimension, index) => point[index]!));
}

function everyValue({ levels, low, high }: Dimension): readonly ParameterValue[] {
  return levels ?? Array.from({ length: high! - low! + 1 }, (_, index) => low! + index);
}

function productOf(factors: readonly number[]): number {
  return factors.reduce((product, factor) => product * factor, 1);
}
