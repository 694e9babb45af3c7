/**
 * The last replications of the search go where they decide most (OCBA), until one configuration is left or they are used
 * up. Of several objectives there is no one best: the front's least known gets the next ones.
 */
import { allocate, meanOf, varianceOf } from "../../stats/index.ts";
import type { Course } from "./course.ts";
import { dropLosers } from "./race.ts";
import { isFeasible, ranked, sharedCosts, type DropRule, type Scalar } from "./ranking.ts";
import type { Trial } from "./trial.ts";

/** Runs between two looks: as many as keep a few workers busy. */
const STEP = 8;
/** Whoever is further behind would win by chance only. */
const MOST_CONTENDERS = 10;

export interface PolishTerms {
  readonly scalar: Scalar;
  readonly rule: DropRule;
  readonly budget: number;
  /** Those who share the runs where there are several objectives; null: one objective. */
  readonly front: (() => readonly Trial[]) | null;
}

/** Spends up to the budget. */
export async function polish(course: Course, terms: PolishTerms): Promise<void> {
  let left = terms.budget;
  while (left > 0 && !course.interrupted) {
    const before = course.runs;
    const step = Math.min(STEP, left);
    const targets = terms.front === null ? decisive(course, terms, step) : leastKnown(terms.front(), step);
    if (targets.size === 0) return;
    await course.extend([...targets.keys()], (trial) => targets.get(trial)!);
    if (course.runs === before) return;
    left -= course.runs - before;
    if (terms.front === null) dropLosers(course, terms);
  }
}

/** By OCBA on the differences from the leader, since common seeds cancel out of them. */
function decisive(course: Course, { scalar }: PolishTerms, step: number): ReadonlyMap<Trial, number> {
  const contenders = ranked(course.archive.survivors, scalar).slice(0, MOST_CONTENDERS);
  if (contenders.length < 2) return new Map();
  const leader = contenders[0]!;
  const states = contenders.map((trial) => stateBeside(trial, leader, scalar));
  const others = states.slice(1).map(({ variance }) => variance);
  states[0] = { mean: 0, variance: meanOf(others), count: leader.observations.length };
  const more = allocate(states, step, "lower");
  const targets = contenders.map(({ observations }, i) => observations.length + more[i]!);
  return withinBudget(contenders, targets, step);
}

function stateBeside(trial: Trial, leader: Trial, scalar: Scalar): { mean: number; variance: number; count: number } {
  const [own, other] = sharedCosts(trial, leader, scalar);
  const differences = own.map((cost, i) => cost - other[i]!);
  const variance = differences.length < 2 ? 1 : varianceOf(differences);
  return { mean: meanOf(differences), variance, count: trial.observations.length };
}

/** A run beyond the leader's seeds has nothing to be compared with: the leader is brought along, as far as runs carry. */
function withinBudget(
  contenders: readonly Trial[],
  wanted: readonly number[],
  step: number,
): ReadonlyMap<Trial, number> {
  const targets = new Map<Trial, number>();
  let left = step;
  const grant = (trial: Trial, target: number): void => {
    const from = targets.get(trial) ?? trial.observations.length;
    const to = Math.min(target, from + left);
    if (to <= from) return;
    targets.set(trial, to);
    left -= to - from;
  };
  const leader = contenders[0]!;
  contenders.forEach((trial, i) => {
    const target = wanted[i]!;
    if (target > leader.observations.length) grant(leader, target);
    grant(trial, target);
  });
  return targets;
}

function leastKnown(front: readonly Trial[], step: number): ReadonlyMap<Trial, number> {
  const counts = new Map(front.filter(isFeasible).map((trial) => [trial, trial.observations.length]));
  if (counts.size < 2) return new Map();
  for (let run = 0; run < step; run++) {
    const [trial, count] = [...counts].reduce((least, each) => (each[1] < least[1] ? each : least));
    counts.set(trial, count + 1);
  }
  return counts;
}
