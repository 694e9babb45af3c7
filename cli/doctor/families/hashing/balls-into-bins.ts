/** Balls thrown one after the other, each into the emptiest of d bins that it draws: `{bins, balls, d, choice?}`. */
import { NotCovered } from "../../setup.ts";
import type { Calculation, Family } from "../family.ts";
import { Desk } from "./desk.ts";

interface Throw {
  readonly bins: number;
  readonly balls: number;
  readonly choices: number;
  /** Whether a ball may draw a bin twice; where the set-up does not say. */
  readonly replacement: boolean;
}

/** Draws per run, in as many trials as it takes. */
const DRAWS_PER_RUN = 6_000_000;
const MOST_TRIALS = 2000;

export const ballsIntoBins: Family = {
  name: "balls into bins",
  plan(setup, { measure, value }) {
    const replacement = !/\bwithout replacement\b|\bdistinct\b/i.test(setup.textOr("choice", ""));
    setup.expectText("choice", /^d (distinct )?bins( with(out)? replacement)?, least loaded, sequential$/i);
    const thrown = { bins: setup.count("bins"), balls: setup.count("balls"), choices: setup.count("d"), replacement };
    if (!replacement && thrown.choices > thrown.bins) throw new NotCovered(`setup.d: ${thrown.choices} distinct bins`);
    if (/^distribution of maximum load, percent of trials$/.test(measure)) return distribution(thrown, value);
    if (/^mean \(max load - average\)$/.test(measure)) {
      const average = thrown.balls / thrown.bins;
      return { compute: (seed) => [meanOf(maxima(thrown, seed)) - average] };
    }
    if (/^mean (?:of )?max(?:imum)? load$/.test(measure)) return { compute: (seed) => [meanOf(maxima(thrown, seed))] };
    throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
  },
};

/** The value says of some maxima in how many percent of the trials they came. */
function distribution(thrown: Throw, value: unknown): Calculation {
  const entries = typeof value === "object" && value !== null ? Object.entries(value as object) : [];
  const good = entries.every(([maximum, percent]) => /^\d+$/.test(maximum) && typeof percent === "number");
  if (entries.length === 0 || !good) throw new NotCovered("value: expected percents by maximum");
  const levels = entries.map(([maximum]) => Number(maximum));
  return {
    expected: entries.map(([, percent]) => percent as number),
    compute(seed) {
      const all = maxima(thrown, seed);
      return levels.map((level) => (100 * all.filter((maximum) => maximum === level).length) / all.length);
    },
  };
}

/** The largest load of each trial. */
function maxima(thrown: Throw, seed: number): number[] {
  const trials = Math.max(1, Math.min(MOST_TRIALS, Math.round(DRAWS_PER_RUN / (thrown.balls * thrown.choices))));
  const names = Array<string>(thrown.bins).fill("bin");
  return Array.from({ length: trials }, (_, trial) => {
    const parameters = { choices: thrown.choices, replacement: thrown.replacement };
    const desk = new Desk({ algorithm: "power-of-two-choices", names, parameters, seed: seed * trials + trial });
    return desk.give(thrown.balls, 0).reduce((most, load) => Math.max(most, load), 0);
  });
}

function meanOf(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}
