/** From a finished study to the part of its result file that is made of figures alone. */
import { estimateOf } from "./estimates.ts";
import { flatRanges } from "./flatness.ts";
import { importanceOf } from "./importance.ts";
import type { Confirmation, TuneDimension, TuneFile, TunedConfiguration } from "./result.ts";
import type { Dimension, Space } from "./space.ts";
import type { StudyOutcome, StudyPlan } from "./study.ts";
import type { Trial } from "./trial.ts";

export type StudyAnswer = Pick<
  TuneFile,
  | "searcher"
  | "budget"
  | "objectives"
  | "space"
  | "configurations"
  | "winner"
  | "confirmation"
  | "front"
  | "importance"
  | "history"
  | "flatness"
  | "runs"
  | "complete"
> & {
  /** What the search took for better than the default, which fresh seeds did not confirm: the default then is the winner. */
  readonly rejected: { readonly configuration: number; readonly confirmation: Confirmation } | null;
};

export function answerOf(plan: StudyPlan, outcome: StudyOutcome): StudyAnswer {
  const { space, objectives, searcher, budget, precision, confidence } = plan;
  const { trials, winner, front, scalar, history, confirmation, rejected, runs, complete } = outcome;
  const ran = trials.filter(({ observations, state }) => observations.length > 0 || state === "failed");
  const placeOf = new Map(ran.map((trial, place) => [trial.index, place]));
  return {
    searcher: searcher.name,
    budget,
    objectives,
    confirmation,
    runs,
    complete,
    space: dimensionsIn(space),
    configurations: ran.map((trial) => tuned(trial, plan)),
    winner: winner === null ? null : placeOf.get(winner.index)!,
    rejected:
      rejected === null
        ? null
        : { configuration: placeOf.get(rejected.trial.index)!, confirmation: rejected.confirmation },
    front: front.map(({ index }) => placeOf.get(index)!),
    importance: importanceOf(space, ran, scalar, confidence),
    history: history.map((point) => ({ ...point, configuration: placeOf.get(point.configuration)! })),
    flatness: winner === null ? [] : flatRanges(space, winner, ran, scalar, precision),
  };
}

/** Each dimension once: those of the scenario concern every balancer. */
export function dimensionsIn(space: Space): readonly TuneDimension[] {
  const known = new Map<string, Dimension>();
  for (const { dimensions } of space) {
    for (const each of dimensions) known.set(JSON.stringify([each.balancer, each.path]), each);
  }
  return [...known.values()].map(({ initial: _, levels: __, ...shown }) => shown);
}

function tuned(
  { configuration, observations, state }: Trial,
  { objectives, confidence }: StudyPlan,
): TunedConfiguration {
  const allowed = observations.filter(({ violation }) => violation === 0).length;
  return {
    balancer: configuration.balancer,
    values: configuration.values,
    replications: observations.length,
    objectives: objectives.map((each, index) => estimateOf(observations, each, index, confidence)),
    feasible: observations.length === 0 ? null : allowed / observations.length,
    // What lies outside the space was never in the race.
    state: state === "outside" ? "dropped" : state,
  };
}
