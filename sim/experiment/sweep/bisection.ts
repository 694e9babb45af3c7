/**
 * Looks for the one place in an ascending list of values where holding ends (a load) or begins (a number of nodes), by
 * bisection: both ends first, then the middle of what is left. Where values hold in several stretches, one end of one of
 * them is found.
 */

/** Whether the value of an index holds, as far as it has been asked. */
export type Held = ReadonlyMap<number, boolean>;

export type BisectionState =
  /** Indices to try next. */
  | { readonly kind: "try"; readonly indices: readonly number[] }
  | { readonly kind: "always" | "never" }
  /** `low` and `high` are neighbours; one of them holds and is the limit. */
  | { readonly kind: "largest" | "smallest"; readonly low: number; readonly high: number };

/** What is known of a list of so many values, and what to ask next. */
export function bisect(count: number, held: Held): BisectionState {
  const ends = [0, count - 1].filter((index) => !held.has(index));
  if (ends.length > 0) return { kind: "try", indices: ends };
  const [first, last] = [held.get(0)!, held.get(count - 1)!];
  if (first === last) return { kind: first ? "always" : "never" };
  let [low, high] = [0, count - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const known = held.get(middle);
    if (known === undefined) return { kind: "try", indices: [middle] };
    if (known === first) low = middle;
    else high = middle;
  }
  return { kind: first ? "largest" : "smallest", low, high };
}
