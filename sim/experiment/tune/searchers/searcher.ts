/** What every way of searching has in common: it proposes, and is told how its proposals did. */
import type { Random } from "../../../core/random.ts";
import type { Configuration, Space } from "../space.ts";

/** What a searcher may know when it proposes. */
export interface Standing {
  /** 0, 1, …. */
  readonly round: number;
  /** Those who may still win, best first. */
  readonly elites: readonly Configuration[];
  /** The last proposals, best first. */
  readonly judged: readonly Configuration[];
  /** Whether it was tried before. */
  readonly has: (configuration: Configuration) => boolean;
}

export interface Searcher {
  /** What to try next; none: it knows nothing more. May propose again what was tried. */
  propose(standing: Standing): readonly Configuration[];
  /** Seeds that each proposal meets, none being dropped; null: they race. */
  readonly replications: number | null;
}

export interface SearcherTerms {
  readonly space: Space;
  readonly random: Random;
  /** Runs for the search. */
  readonly budget: number;
}

export type MakeSearcher = (terms: SearcherTerms) => Searcher;

/** Proposals of a round: enough for a race, and for several workers. */
export function batchSize(space: Space): number {
  const dimensions = Math.max(...space.map((part) => part.dimensions.length));
  return Math.min(12, Math.max(6, 4 + dimensions, 2 * space.length));
}
