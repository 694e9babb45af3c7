/**
 * Local search around the best, as in irace (López-Ibáñez et al. 2016): each round draws new configurations around those that
 * are still in the race, the narrower the later the round; a quarter of them come from anywhere, as in SMAC.
 */
import type { Random } from "../../../core/random.ts";
import { latinHypercube } from "../../../stats/index.ts";
import type { ParameterValue } from "../../../scenario.ts";
import {
  configuration,
  decode,
  drawConfiguration,
  encode,
  isOrdered,
  stepFrom,
  type Configuration,
  type Dimension,
  type Space,
} from "../space.ts";
import { batchSize, type MakeSearcher } from "./searcher.ts";
import { newOnes } from "./unseen.ts";

/** Parents of a round. */
const ELITES = 4;
/** One in so many comes from anywhere. */
const FRESH = 4;
/** Of the range, in the first round; then it shrinks. */
const FIRST_DEVIATION = 0.25;
const SHRINKAGE = 0.7;
const LEAST_DEVIATION = 0.02;

export const racingSearcher: MakeSearcher = ({ space, random }) => ({
  replications: null,
  propose({ round, elites, has }) {
    if (round === 0) return spread(space, batchSize(space), random);
    const parents = elites.slice(0, ELITES);
    const deviation = Math.max(LEAST_DEVIATION, FIRST_DEVIATION * SHRINKAGE ** (round - 1));
    return newOnes(space, batchSize(space), has, random, (index) => {
      if (parents.length === 0 || index % FRESH === FRESH - 1) return drawConfiguration(space, random);
      return near(space, betterOf(parents, random), deviation, random);
    });
  },
});

/** All over the space: every balancer in turn, and each parameter's range evenly. */
function spread(space: Space, count: number, random: Random): readonly Configuration[] {
  const widest = Math.max(...space.map(({ dimensions }) => dimensions.length));
  return latinHypercube(count, widest, random).map((point, index) =>
    configuration(space[index % space.length]!, (dimension, i) => decode(dimension, point[i]!)),
  );
}

/** One of the parents, the better ones more often: the better of two draws. */
function betterOf(parents: readonly Configuration[], random: Random): Configuration {
  return parents[Math.min(random.below(parents.length), random.below(parents.length))]!;
}

/** Like the parent, but for some of its values. */
function near(space: Space, parent: Configuration, deviation: number, random: Random): Configuration {
  const part = space.find(({ balancer }) => balancer === parent.balancer)!;
  const count = part.dimensions.length;
  if (count === 0) return parent;
  const certain = random.below(count);
  // On average one more changes than is certain to: with all at once nobody could tell what helped.
  const chance = Math.min(0.5, 1 / count);
  return configuration(part, (dimension, index) => {
    const value = parent.values[dimension.path]!;
    return index === certain || random.unit() < chance ? moved(dimension, value, deviation, random) : value;
  });
}

function moved(dimension: Dimension, value: ParameterValue, deviation: number, random: Random): ParameterValue {
  const { levels } = dimension;
  if (!isOrdered(dimension)) {
    const others = levels!.filter((level) => level !== value);
    return others.length === 0 ? value : others[random.below(others.length)]!;
  }
  const next = decode(dimension, reflected(encode(dimension, value) + deviation * random.normal()));
  if (next !== value) return next;
  const step = random.below(2) === 0 ? 1 : -1;
  return stepFrom(dimension, value, step) ?? stepFrom(dimension, value, step === 1 ? -1 : 1) ?? value;
}

/** Back into [0, 1] from beyond its ends, so that the ends are not drawn more often than what lies before them. */
function reflected(place: number): number {
  const folded = Math.abs(place) % 2;
  return folded > 1 ? 2 - folded : folded;
}
