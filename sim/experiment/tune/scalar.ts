/**
 * One figure for several objectives. Model: Knowles, ParEGO (2006): an augmented Chebyshev norm with other weights in each
 * round, so that every part of the Pareto front gets its turn.
 */
import type { Scalar } from "./ranking.ts";
import type { Trial } from "./trial.ts";

/** What the other objectives add to the worst one: keeps weakly dominated configurations behind those that dominate them. */
const AUGMENTATION = 0.05;
/** Steps of the golden ratio spread weights evenly over their range however many rounds there are. */
const GOLDEN = 0.618033988749895;

/** The figure of round `round`; of one objective it is the objective. Round 0 weighs all alike. */
export function scalarOf(trials: readonly Trial[], objectives: number, round: number): Scalar {
  if (objectives === 1) return ([cost]) => cost ?? 0;
  const weights = weightsOf(objectives, round);
  const ranges = weights.map((_, objective) => rangeOf(trials, objective));
  return (costs) => {
    const parts = costs.map((cost, objective) => weights[objective]! * within(cost ?? 0, ranges[objective]!));
    return Math.max(...parts) + AUGMENTATION * parts.reduce((sum, part) => sum + part, 0);
  };
}

function weightsOf(objectives: number, round: number): number[] {
  if (round === 0) return new Array<number>(objectives).fill(1 / objectives);
  const draws = Array.from({ length: objectives }, (_, index) => 0.05 + ((round * GOLDEN * (index + 1)) % 1));
  const total = draws.reduce((sum, draw) => sum + draw, 0);
  return draws.map((draw) => draw / total);
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Over the means: single disasters would squeeze everything else together. */
function rangeOf(trials: readonly Trial[], objective: number): Range {
  const means = trials
    .filter(({ observations }) => observations.length > 0)
    .map(
      ({ observations }) =>
        observations.reduce((sum, { costs }) => sum + (costs[objective] ?? 0), 0) / observations.length,
    );
  return { low: Math.min(...means), high: Math.max(...means) };
}

function within(cost: number, { low, high }: Range): number {
  return high > low ? (cost - low) / (high - low) : 0;
}
