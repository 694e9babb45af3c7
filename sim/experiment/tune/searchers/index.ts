/** The ways of searching, by the names that a user gives them. */
import { cmaEsSearcher } from "./cma-es.ts";
import { gridSearcher } from "./grid.ts";
import { racingSearcher } from "./racing.ts";
import { randomSearcher } from "./random.ts";
import type { MakeSearcher } from "./searcher.ts";

export const SEARCHERS: Readonly<Record<string, MakeSearcher>> = {
  racing: racingSearcher,
  random: randomSearcher,
  grid: gridSearcher,
  "cma-es": cmaEsSearcher,
};

export { cmaEsFault } from "./cma-es.ts";
export { gridRuns } from "./grid.ts";
