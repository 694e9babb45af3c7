/**
 * A race: contenders run on shared seeds in blocks that double, and leave as soon as a paired test says that they cannot
 * win. Models: López-Ibáñez et al., The irace package (2016); Hutter, Hoos & Leyton-Brown, SMAC (2011), from which comes
 * that a configuration is only dropped by one that has met as many seeds.
 */
import type { Course } from "./course.ts";
import { cannotWin, isFeasible, ranked, type DropRule, type Scalar } from "./ranking.ts";
import type { Trial } from "./trial.ts";

/** Seeds of the first block: the fewest that a paired test can use. */
export const FIRST_BLOCK = 2;

export interface RaceTerms {
  readonly scalar: Scalar;
  readonly rule: DropRule;
  /** Seeds after which it is over. */
  readonly longest: number;
  /** Runs that it may make. */
  readonly budget: number;
}

/** Races until one is left, `longest` is reached or the next block is not affordable. */
export async function race(course: Course, contenders: readonly Trial[], terms: RaceTerms): Promise<void> {
  const start = course.runs;
  for (let target = FIRST_BLOCK; ; target = Math.min(terms.longest, 2 * target)) {
    const running = contenders.filter(({ state }) => state === "survivor" || state === "outside");
    const alive = running.filter(({ state }) => state === "survivor");
    const isDecided = alive.length <= 1 && target > FIRST_BLOCK;
    if (isDecided || course.costOf(running, target) > terms.budget - (course.runs - start)) return;
    await course.extend(running, () => target);
    if (course.interrupted) return;
    dropLosers(course, terms);
    if (target >= terms.longest) return;
  }
}

/** Everybody who cannot beat the best of all any more leaves. */
export function dropLosers(course: Course, { scalar, rule }: Pick<RaceTerms, "scalar" | "rule">): void {
  reinstate(course);
  const { survivors } = course.archive;
  const leader = ranked(survivors, scalar)[0];
  for (const trial of survivors) {
    const hasMetAsMany = leader !== undefined && leader.observations.length >= trial.observations.length;
    if (trial !== leader && hasMetAsMany && cannotWin(trial, leader, scalar, rule)) {
      course.archive.mark(trial, "dropped");
    }
  }
}

/** Who was dropped for a leader that has missed its constraints since is in the race again. */
function reinstate({ archive }: Course): void {
  if (archive.survivors.some(isFeasible)) return;
  const allowed = archive.trials.filter((trial) => trial.state === "dropped" && isFeasible(trial));
  for (const trial of allowed) archive.mark(trial, "survivor");
}
