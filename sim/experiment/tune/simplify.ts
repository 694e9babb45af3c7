/**
 * Takes back what does not help: a winner differs from the defaults in many values, of which most came along by chance.
 * Each is set back alone, as in an ablation (Fawcett & Hoos, Analysing differences between algorithm configurations through
 * ablation, 2016); what makes nothing worse is set back together, and that wins where it is as good.
 */
import { meanOf } from "../../stats/index.ts";
import type { Course } from "./course.ts";
import { FIRST_BLOCK } from "./race.ts";
import { isFeasible, sharedCosts, type Scalar } from "./ranking.ts";
import { clamp, configuration, type BalancerSpace, type Configuration, type Dimension, type Space } from "./space.ts";
import type { Trial } from "./trial.ts";

export interface SimplifyTerms {
  readonly space: Space;
  readonly scalar: Scalar;
  /** Relative: what is no more than half of this worse is as good. */
  readonly precision: number;
  readonly budget: number;
}

/** The winner, or what is as good with fewer changes. */
export async function simplify(course: Course, winner: Trial, terms: SimplifyTerms): Promise<Trial> {
  const part = terms.space.find(({ balancer }) => balancer === winner.configuration.balancer)!;
  const changed = part.dimensions.filter((each) => winner.configuration.values[each.path] !== plainOf(each));
  const singles = changed.map((each) => course.archive.trialOf(without(part, winner.configuration, [each])));
  const rest = winner.observations.length;
  if (singles.length === 0 || course.costOf(singles, FIRST_BLOCK) + rest > terms.budget) return winner;
  await course.extend(singles, () => FIRST_BLOCK);
  const harmless = changed.filter((_, index) => isAsGood(singles[index]!, winner, terms));
  if (harmless.length === 0) return winner;
  const plainer = course.archive.trialOf(without(part, winner.configuration, harmless));
  await course.extend([plainer], () => rest);
  return plainer.observations.length === rest && isAsGood(plainer, winner, terms) ? plainer : winner;
}

/** The value nearest to the default that is searched. */
function plainOf(dimension: Dimension): Configuration["values"][string] {
  return clamp(dimension, dimension.initial);
}

/** The configuration with these dimensions as they are when nobody tunes. */
function without(part: BalancerSpace, { values }: Configuration, dimensions: readonly Dimension[]): Configuration {
  return configuration(part, (each) => (dimensions.includes(each) ? plainOf(each) : values[each.path]!));
}

function isAsGood(trial: Trial, winner: Trial, { scalar, precision }: SimplifyTerms): boolean {
  if (trial.state === "failed" || trial.observations.length === 0 || !isFeasible(trial)) return false;
  const [own, best] = sharedCosts(trial, winner, scalar);
  return meanOf(own) - meanOf(best) <= (precision / 2) * Math.abs(meanOf(best));
}
