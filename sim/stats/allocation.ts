/**
 * Where the next replications tell most about which alternative is best. Model: optimal computing budget allocation,
 * Chen, Lin, Yücesan & Chick, Simulation budget allocation for further enhancing the efficiency of ordinal optimization
 * (2000), theorem 1. It takes alternatives for independent; under common random numbers it is a good rule, not the best.
 */

export interface AlternativeState {
  readonly mean: number;
  /** Of a single replication. */
  readonly variance: number;
  /** Replications so far. */
  readonly count: number;
}

/**
 * How many of `budget` further replications each alternative gets (whole numbers, adding up to the budget). An alternative
 * that has more than its share already gets none. Lower means are better, or higher ones.
 */
export function allocate(
  alternatives: readonly AlternativeState[],
  budget: number,
  direction: "lower" | "higher",
): number[] {
  if (!(Number.isInteger(budget) && budget >= 0))
    throw new RangeError(`allocate: expected a whole number of replications, got ${budget}`);
  if (alternatives.length === 0) return [];
  const shares = sharesOf(alternatives, direction);
  return wholeNumbers(lacking(alternatives, shares, budget), budget);
}

/** The fractions of all replications, of which the theorem gives the ratios. */
function sharesOf(alternatives: readonly AlternativeState[], direction: "lower" | "higher"): number[] {
  const sign = direction === "lower" ? 1 : -1;
  const best = alternatives.reduce((a, { mean }, b) => (sign * mean < sign * alternatives[a]!.mean ? b : a), 0);
  const scale = alternatives.reduce((sum, { variance }) => sum + variance, 0) / alternatives.length;
  // Without any spread one replication tells all, and ties would ask for infinitely many: both are bounded here.
  const spread = (index: number): number => Math.max(alternatives[index]!.variance, 1e-9 * scale) || 1;
  const weights = alternatives.map(({ mean }, index) => {
    const gap = Math.max((mean - alternatives[best]!.mean) ** 2, 1e-6 * scale) || 1;
    return index === best ? 0 : spread(index) / gap;
  });
  const others = weights.reduce((sum, weight, index) => sum + (weight * weight) / spread(index), 0);
  weights[best] = alternatives.length === 1 ? 1 : Math.sqrt(spread(best) * others);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** What each lacks of its share of all replications, where those that have too many are left out and the rest share. */
function lacking(alternatives: readonly AlternativeState[], shares: readonly number[], budget: number): number[] {
  let active = alternatives.map((_, index) => index);
  for (;;) {
    const counts = active.reduce((sum, index) => sum + alternatives[index]!.count, budget);
    const weight = active.reduce((sum, index) => sum + shares[index]!, 0);
    const wanted = (index: number): number => (counts * shares[index]!) / weight - alternatives[index]!.count;
    const short = active.filter((index) => wanted(index) > 0);
    if (short.length === active.length || short.length === 0)
      return alternatives.map((_, index) => (active.includes(index) ? Math.max(0, wanted(index)) : 0));
    active = short;
  }
}

/** Rounded so that they add up: the largest remainders are rounded up (Hare), the first of equals. */
function wholeNumbers(amounts: readonly number[], budget: number): number[] {
  const whole = amounts.map(Math.floor);
  const left = budget - whole.reduce((sum, count) => sum + count, 0);
  const remainder = (index: number): number => amounts[index]! - whole[index]!;
  const order = amounts.map((_, index) => index).sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const index of order.slice(0, left)) whole[index]!++;
  return whole;
}
