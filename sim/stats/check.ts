/** Refusals of arguments that have no answer, in one wording. */

/** Probabilities and confidences: 0 < p < 1. */
export function requireOpenUnit(name: string, p: number): void {
  if (!(p > 0 && p < 1)) throw new RangeError(`${name}: expected a number between 0 and 1, got ${p}`);
}

/** Enough observations for the answer to exist. */
export function requireCount(name: string, count: number, least: number): void {
  if (!(count >= least)) throw new RangeError(`${name}: expected at least ${least} values, got ${count}`);
}

/** Samples that are paired, one value of each for each seed. */
export function requirePairs(name: string, a: readonly number[], b: readonly number[]): void {
  if (a.length !== b.length)
    throw new RangeError(`${name}: expected as many values on both sides, got ${a.length} and ${b.length}`);
}
