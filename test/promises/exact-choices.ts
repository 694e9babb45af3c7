/**
 * Two choices of three exponential servers, exactly: the stationary distribution of the truncated Markov chain. Finite
 * clusters lie above the supermarket model's limit, by more than a confidence interval forgives.
 */

/** Longer queues change the mean by less than 1e-7 at the loads used here. */
const LONGEST = 14;
const SIDE = LONGEST + 1;

/**
 * The mean response time, in mean service times, of Poisson arrivals at `load` per server that join the shorter of two
 * distinct queues drawn at random, ties broken evenly. load < 1.
 */
export function meanResponseOfTwoChoicesAmongThree(load: number): number {
  let chances: Float64Array = new Float64Array(SIDE ** 3);
  chances[0] = 1;
  for (let round = 0; ; round++) {
    const next = step(chances, load);
    const change = next.reduce((sum, chance, state) => sum + Math.abs(chance - chances[state]!), 0);
    chances = next;
    if (change < 1e-12) break;
  }
  const inSystem = chances.reduce((sum, chance, state) => sum + chance * lengthsOf(state).reduce((a, b) => a + b), 0);
  return inSystem / (3 * load);
}

function lengthsOf(state: number): [number, number, number] {
  return [state % SIDE, Math.floor(state / SIDE) % SIDE, Math.floor(state / SIDE ** 2)];
}

/** One step of the uniformised chain. */
function step(chances: Float64Array, load: number): Float64Array {
  const next = new Float64Array(chances.length);
  const [arrival, departure] = [load / (1 + load) / 3, 1 / (1 + load) / 3];
  chances.forEach((chance, state) => {
    if (chance === 0) return;
    const lengths = lengthsOf(state);
    lengths.forEach((length, queue) => {
      const unit = SIDE ** queue;
      next[length === 0 ? state : state - unit]! += chance * departure;
      // Three pairs, each without one queue, are equally likely.
      const [one, two] = [(queue + 1) % 3, (queue + 2) % 3];
      for (const [from, other] of [
        [one, two],
        [two, one],
      ] as const) {
        const share = lengths[from]! < lengths[other]! ? 1 : lengths[from] === lengths[other] ? 0.5 : 0;
        const joined = lengths[from]! < LONGEST ? state + SIDE ** from : state;
        next[joined]! += chance * arrival * share;
      }
    });
  });
  return next;
}
