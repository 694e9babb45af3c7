/**
 * Which of two configurations is better on the seeds that both have seen: feasible ones first, then by how far they miss
 * their constraints (Deb, An efficient constraint handling method for genetic algorithms, 2000), then by cost.
 */
import { meanInterval } from "../../stats/mean-interval.ts";
import { logRatioInterval } from "../../stats/ratio-interval.ts";
import { differencesOf, meanOf } from "../../stats/sample.ts";
import type { Observation, Trial } from "./trial.ts";

/** One figure of an observation's costs. */
export type Scalar = (costs: Observation["costs"]) => number;

/** What it takes to say that a challenger cannot win. */
export interface DropRule {
  /** One-sided: how sure the race is that who is dropped is no better. */
  readonly confidence: number;
  /** Relative: an improvement by less is not worth the runs. */
  readonly precision: number;
}

export function violationOf(observations: readonly Observation[]): number {
  return meanOf(observations.map(({ violation }) => violation));
}

export function isFeasible({ observations }: Trial): boolean {
  return observations.every(({ violation }) => violation === 0);
}

/**
 * The trials, best first. Costs are taken relative to the trial with the most observations, on the seeds shared with it,
 * so that nobody looks better for having met easier seeds only.
 */
export function ranked(trials: readonly Trial[], scalar: Scalar): readonly Trial[] {
  const reference = trials.reduce<Trial | null>(
    (most, each) => (most === null || each.observations.length > most.observations.length ? each : most),
    null,
  );
  if (reference === null) return [];
  const keys = new Map(trials.map((trial) => [trial, rankKey(trial, reference, scalar)]));
  return [...trials].sort((a, b) => {
    const [x, y] = [keys.get(a)!, keys.get(b)!];
    return x.violation - y.violation || x.cost - y.cost || a.index - b.index;
  });
}

function rankKey(trial: Trial, reference: Trial, scalar: Scalar): { violation: number; cost: number } {
  const [own, other] = sharedCosts(trial, reference, scalar);
  return { violation: violationOf(trial.observations), cost: meanOf(differencesOf(own, other)) };
}

/** The costs of both, on the seeds that both have seen. */
export function sharedCosts(a: Trial, b: Trial, scalar: Scalar): [number[], number[]] {
  const shared = Math.min(a.observations.length, b.observations.length);
  const costs = ({ observations }: Trial): number[] =>
    observations.slice(0, shared).map(({ costs: all }) => scalar(all));
  return [costs(a), costs(b)];
}

/**
 * Whether a paired test says that the challenger is not better than the leader by more than the precision. Costs above 0
 * are compared by their ratios: an overloaded configuration is told from a good one at the second seed, though its own
 * costs differ by seconds.
 */
export function cannotWin(challenger: Trial, leader: Trial, scalar: Scalar, rule: DropRule): boolean {
  const shared = Math.min(challenger.observations.length, leader.observations.length);
  if (shared < 2) return false;
  const [isAllowed, isLeaderAllowed] = [isFeasible(challenger), isFeasible(leader)];
  if (isAllowed !== isLeaderAllowed) return isLeaderAllowed;
  if (!isAllowed) return isWorse(violations(challenger, shared), violations(leader, shared), rule);
  return isWorse(...sharedCosts(challenger, leader, scalar), rule);
}

function violations({ observations }: Trial, count: number): number[] {
  return observations.slice(0, count).map(({ violation }) => violation);
}

function isWorse(costs: readonly number[], leader: readonly number[], { confidence, precision }: DropRule): boolean {
  // Both tails of an interval lie outside it, and only one of them is asked about.
  const twoSided = 2 * confidence - 1;
  if (costs.every((cost) => cost > 0) && leader.every((cost) => cost > 0)) {
    return logRatioInterval(costs, leader, twoSided).low >= 1 - precision;
  }
  return meanInterval(differencesOf(costs, leader), twoSided).low >= -precision * Math.abs(meanOf(leader));
}
