/**
 * Looking repeatedly without being fooled: a comparison that stops as soon as it is decided looks at the same data again
 * and again, and would be wrong far more often than one look is.
 *
 * Model: error spending (Lan & DeMets 1983) with the linear function of Kim & DeMets (1987): after n of at most N
 * replications, n / N of the error may be spent. Each look gets its own share, added up by Bonferroni, so that the bound
 * holds exactly for t intervals and any dependence. Looks at doubling counts spend half of the error at the last one:
 * clear differences stop early, and the last interval is only a seventh wider than one without looks.
 */
import { requireOpenUnit } from "./check.ts";

/** When to look, fixed before the first replication; a study that shall grow later must say so in its maximum. */
export interface SequentialPlan {
  /** Replications at each look, ascending; the last one is the maximum. */
  readonly looks: readonly number[];
  /** Of all looks together. */
  readonly confidence: number;
}

/** Looks at `first`, twice as many, and so on, up to the maximum (a last step of less than half as much is left out). */
export function sequentialPlan(first: number, maximum: number, confidence: number): SequentialPlan {
  requireOpenUnit("confidence", confidence);
  if (!(Number.isInteger(first) && first >= 2 && Number.isInteger(maximum) && maximum >= 2))
    throw new RangeError(`sequentialPlan: expected whole numbers >= 2, got ${first} and ${maximum}`);
  const looks: number[] = [];
  for (let count = first; count * 1.5 < maximum; count *= 2) looks.push(count);
  return { looks: [...looks, maximum], confidence };
}

/** The confidence of the intervals at look `index` (from 0); give it to `verdictOf`. */
export function confidenceAtLook({ looks, confidence }: SequentialPlan, index: number): number {
  const count = looks[index];
  if (count === undefined) throw new RangeError(`confidenceAtLook: expected a look of ${looks.length}, got ${index}`);
  const maximum = looks[looks.length - 1]!;
  return 1 - ((1 - confidence) * (count - (looks[index - 1] ?? 0))) / maximum;
}
