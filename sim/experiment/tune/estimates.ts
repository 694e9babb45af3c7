/** From costs, of which less is better, back to the objectives' own figures with their intervals. */
import { meanInterval, pairedComparison, type Interval } from "../../stats/index.ts";
import { asEstimate, NO_ESTIMATE } from "../estimate.ts";
import type { Estimate } from "../experiment.ts";
import type { Confirmation, Objective } from "./result.ts";
import type { Observation } from "./trial.ts";

/** -1 where more is better. */
export function signOf({ goal }: Objective): 1 | -1 {
  return goal === "minimise" ? 1 : -1;
}

/** Of one objective over a configuration's observations. */
export function estimateOf(
  observations: readonly Observation[],
  objective: Objective,
  index: number,
  confidence: number,
): Estimate {
  const values = observations.flatMap(({ costs }) => {
    const cost = costs[index];
    return cost == null ? [] : [signOf(objective) * cost];
  });
  return values.length === 0 ? NO_ESTIMATE : asEstimate(meanInterval(values, confidence));
}

/** The winner beside the default on the same seeds. */
export function confirmedObjective(
  winner: readonly Observation[],
  initial: readonly Observation[],
  objective: Objective,
  index: number,
  confidence: number,
): Confirmation["objectives"][number] {
  const pairs = winner.flatMap(({ costs }, i) => {
    const [own, other] = [costs[index], initial[i]?.costs[index]];
    return own == null || other == null ? [] : [[signOf(objective) * own, signOf(objective) * other] as const];
  });
  const compared =
    pairs.length === 0
      ? { difference: NO_ESTIMATE, ratio: NO_ESTIMATE }
      : asEstimates(
          pairedComparison(
            pairs.map(([own]) => own),
            pairs.map(([, other]) => other),
            confidence,
          ),
        );
  return {
    objective: objective.text,
    winner: estimateOf(winner, objective, index, confidence),
    default: estimateOf(initial, objective, index, confidence),
    ...compared,
  };
}

function asEstimates({ difference, ratio }: { difference: Interval; ratio: Interval }): {
  difference: Estimate;
  ratio: Estimate;
} {
  return { difference: asEstimate(difference), ratio: asEstimate(ratio) };
}
