/** The full grid: as many points as the budget carries, each on the same seeds, none dropped. */
import { decode, isOrdered, sizeOf, type BalancerSpace, type Dimension } from "../space.ts";
import type { ParameterValue } from "../../../scenario.ts";
import type { MakeSearcher, SearcherTerms } from "./searcher.ts";
import { crossed } from "./unseen.ts";

/** Fewer replications of a point than this tell nothing of its noise. */
const LEAST_REPLICATIONS = 2;

export const gridSearcher: MakeSearcher = (terms) => {
  const points = terms.space.flatMap((part) =>
    crossed(
      part,
      part.dimensions.map((each) => levelsOf(each, widthOf(part, terms))),
    ),
  );
  return {
    replications: Math.max(1, Math.floor(terms.budget / points.length)),
    propose: ({ round }) => (round === 0 ? points : []),
  };
};

/** Values of each ordered dimension: as many as the balancer's part of the budget allows, at least the range's ends. */
function widthOf({ dimensions }: BalancerSpace, { space, budget }: SearcherTerms): number {
  const room = budget / space.length / LEAST_REPLICATIONS;
  const pointsAt = (width: number): number => dimensions.reduce((product, each) => product * countOf(each, width), 1);
  let width = 2;
  while (pointsAt(width + 1) <= room && pointsAt(width + 1) > pointsAt(width)) width++;
  return width;
}

function countOf(dimension: Dimension, width: number): number {
  return isOrdered(dimension) && dimension.levels === null ? Math.min(width, sizeOf(dimension)) : sizeOf(dimension);
}

function levelsOf(dimension: Dimension, width: number): readonly ParameterValue[] {
  const count = countOf(dimension, width);
  if (dimension.levels !== null) return dimension.levels;
  if (count === 1) return [dimension.low!];
  return [...new Set(Array.from({ length: count }, (_, index) => decode(dimension, index / (count - 1))))];
}
