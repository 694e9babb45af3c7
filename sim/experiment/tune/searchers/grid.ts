/** The full grid: as many points as the budget carries, each on the same seeds, none dropped. */
import { decode, isOrdered, sizeOf, type BalancerSpace, type Configuration, type Dimension } from "../space.ts";
import type { ParameterValue } from "../../../scenario.ts";
import type { MakeSearcher, SearcherTerms } from "./searcher.ts";
import { crossed } from "./unseen.ts";

/** Fewer replications of a point than this tell nothing of its noise. */
const LEAST_REPLICATIONS = 2;
/** Each balancer as it is when nobody tunes runs beside the grid, and the nearest to it that is searched. */
const STARTERS = 2;

export const gridSearcher: MakeSearcher = (terms) => {
  const points = pointsOf(terms);
  return {
    replications: Math.max(1, Math.floor(terms.budget / gridRuns(terms))),
    propose: ({ round }) => (round === 0 ? points : []),
  };
};

/** How many runs the search needs to visit every point of its grid once, the starting points beside it. */
export function gridRuns(terms: Pick<SearcherTerms, "space" | "budget">): number {
  return pointsOf(terms).length + STARTERS * terms.space.length;
}

function pointsOf(terms: Pick<SearcherTerms, "space" | "budget">): readonly Configuration[] {
  return terms.space.flatMap((part) =>
    crossed(
      part,
      part.dimensions.map((each) => levelsOf(each, widthOf(part, terms))),
    ),
  );
}

/** Values of each ordered dimension: as many as the balancer's part of the budget allows, at least the range's ends. */
function widthOf({ dimensions }: BalancerSpace, { space, budget }: Pick<SearcherTerms, "space" | "budget">): number {
  const room = budget / LEAST_REPLICATIONS / space.length - STARTERS;
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
