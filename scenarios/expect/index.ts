/** Expectations: what a scenario's author claims, in figures, judged on the results. */
import type { ExpectationResult, RunFigures } from "../../sim/index.ts";
import type { KnownNames } from "./calls.ts";
import { judge, speaksOfEach, type Runs, type Truth, type Verdict } from "./evaluate.ts";
import { isFault, parseExpectation } from "./parse.ts";
import type { Condition, ExpectationFault } from "./tree.ts";

export type { KnownNames } from "./calls.ts";
export type { ExpectationFault } from "./tree.ts";
export type { Measure } from "./measure.ts";
export { expectationsAbout } from "./about.ts";
export { readConstraint, readFigure } from "./quantity.ts";
export { MEASURES, STATISTICS, TIMES } from "./measures.ts";

/** Cases of one expectation that are shown; the rest is counted. */
const SHOWN_CASES = 4;

const ANY: KnownNames = { balancers: null, nodes: null, producers: null };

/** What is wrong with an expectation before anything has run: grammar, names, dimensions. null where nothing is. */
export function checkExpectation(text: string, names: KnownNames): ExpectationFault | null {
  const read = parseExpectation(text, names);
  return isFault(read) ? read : null;
}

/**
 * Judges each expectation on the runs. One that names no balancer must hold for each; with several seeds, for every seed.
 * `unknown`: a measure in it was not observed, or its balancer has no run here.
 */
export function evaluateExpectations(
  texts: readonly string[],
  runs: readonly RunFigures[],
): readonly ExpectationResult[] {
  return texts.map((text) => {
    const read = parseExpectation(text, ANY);
    if (isFault(read)) return { text, outcome: "unknown", detail: read.message };
    return resultOf(text, casesOf(read, text, runs));
  });
}

interface Case extends Verdict {
  /** Which seed, where there are several. */
  readonly note: string;
}

function casesOf(condition: Condition, text: string, runs: readonly RunFigures[]): readonly Case[] {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  return seeds.flatMap((seed) => {
    const byLabel = new Map(runs.filter((run) => run.seed === seed).map((run) => [run.balancer, run]));
    const bindings: readonly Runs[] = speaksOfEach(condition)
      ? [...byLabel.keys()].map((current) => ({ byLabel, current }))
      : [{ byLabel, current: null }];
    const note = seeds.length > 1 ? ` (seed ${seed})` : "";
    return bindings.map((binding) => ({ ...judge(condition, text, binding), note }));
  });
}

function resultOf(text: string, cases: readonly Case[]): ExpectationResult {
  if (cases.length === 0) return { text, outcome: "unknown", detail: "nothing was run" };
  const worst = worstOf(cases.map(({ truth }) => truth));
  const telling = cases.filter(({ truth }) => truth === worst);
  const shown = telling.slice(0, SHOWN_CASES).flatMap(({ sides, note }) => sides.map((side) => side + note));
  const more = telling.length > SHOWN_CASES ? [`and ${telling.length - SHOWN_CASES} more`] : [];
  const outcome = worst === null ? "unknown" : worst ? "met" : "failed";
  return { text, outcome, detail: [...new Set([...shown, ...more])].join("; ") };
}

function worstOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}
