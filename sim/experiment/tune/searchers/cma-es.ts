/**
 * CMA-ES (Hansen, The CMA evolution strategy: a tutorial, 2016) over the unit cube of one balancer's numbers. A generation
 * is told by its ranks in the race; whole numbers are rounded, and whoever was not run counts as last.
 */
import { CmaEs } from "../../../stats/index.ts";
import { configuration, decode, encode, isOrdered, keyOf, type Configuration, type Space } from "../space.ts";
import { batchSize, type MakeSearcher } from "./searcher.ts";

/** Why a space is none for it; null where it is. */
export function cmaEsFault(space: Space): string | null {
  if (space.length > 1) return `one balancer, got ${space.length}`;
  const other = space[0]!.dimensions.find((each) => !isOrdered(each));
  if (other !== undefined) return `numbers only, got ${other.path}, which is a ${other.type}`;
  return space[0]!.dimensions.length === 0 ? "at least one parameter, got none" : null;
}

export const cmaEsSearcher: MakeSearcher = ({ space, random }) => {
  const part = space[0]!;
  const start = part.dimensions.map((each) => encode(each, each.initial));
  const strategy = new CmaEs({ start, random, population: batchSize(space) });
  let asked: readonly Configuration[] = [];
  return {
    replications: null,
    propose({ round, judged }) {
      if (round > 0) {
        const ranks = new Map(judged.map((each, rank) => [keyOf(each), rank]));
        strategy.tell(asked.map((each) => ranks.get(keyOf(each)) ?? NaN));
      }
      asked = strategy.ask().map((point) => configuration(part, (each, index) => decode(each, point[index]!)));
      return asked;
    },
  };
};
