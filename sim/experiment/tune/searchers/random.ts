/** Random search: what every other way of searching must beat (Bergstra & Bengio, Random search, 2012). */
import { drawConfiguration } from "../space.ts";
import { batchSize, type MakeSearcher } from "./searcher.ts";
import { newOnes } from "./unseen.ts";

export const randomSearcher: MakeSearcher = ({ space, random }) => ({
  replications: null,
  propose: ({ has }) => newOnes(space, batchSize(space), has, random, () => drawConfiguration(space, random)),
});
