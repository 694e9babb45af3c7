/**
 * The winner beside the default, on fresh seeds: what the search saw of its winner is too good to be true, as it won for
 * its luck, too. Looks repeatedly, with intervals that allow for it, and stops once the ratio is known to the precision.
 */
import { confidenceAtLook, sequentialPlan } from "../../stats/index.ts";
import type { Confirmation, Objective } from "./result.ts";
import { confirmedObjective } from "./estimates.ts";
import { keyOf, type Configuration } from "./space.ts";
import type { Evaluate, Observation, TuneAnswer } from "./trial.ts";

/** Seeds before the first look. */
const FIRST_LOOK = 4;

export interface ConfirmTerms {
  readonly winner: Configuration;
  readonly initial: Configuration;
  readonly objectives: readonly Objective[];
  readonly confidence: number;
  readonly precision: number;
  /** At most, for both together. */
  readonly budget: number;
  /** Never used in the search. */
  readonly seedOf: (index: number) => number;
}

export interface Confirmed {
  readonly confirmation: Confirmation | null;
  /** The same of the default in the winner's place. */
  readonly default: Confirmation | null;
  readonly runs: number;
  readonly interrupted: boolean;
}

/** null where a run failed on the way or the user wanted no more. */
export async function confirm(evaluate: Evaluate, terms: ConfirmTerms): Promise<Confirmed> {
  const isSame = keyOf(terms.winner) === keyOf(terms.initial);
  const sides = isSame ? [terms.winner] : [terms.winner, terms.initial];
  const plan = sequentialPlan(FIRST_LOOK, Math.max(2, Math.floor(terms.budget / sides.length)), terms.confidence);
  const seen: Observation[][] = sides.map(() => []);
  const seeds: number[] = [];
  let confirmation: Confirmation | null = null;
  let initial: Confirmation | null = null;
  for (const [look, count] of plan.looks.entries()) {
    const fresh = Array.from({ length: count - seeds.length }, (_, i) => terms.seedOf(seeds.length + i));
    const requests = fresh.flatMap((seed) => sides.map((configuration) => ({ configuration, seed })));
    const answers = await evaluate(requests);
    seeds.push(...fresh);
    const runs = seeds.length * sides.length;
    if (!answers.every(isDone)) {
      return { confirmation, default: initial, runs, interrupted: answers.some(isInterrupted) };
    }
    answers.forEach(({ observation }, i) => seen[i % sides.length]!.push(observation));
    const [own, other, sure] = [seen[0]!, seen[sides.length - 1]!, confidenceAtLook(plan, look)];
    confirmation = confirmationOf(seeds, own, other, terms, sure);
    initial = confirmationOf(seeds, other, other, terms, sure);
    if (isPrecise(confirmation, terms.precision, isSame)) break;
  }
  return { confirmation, default: initial, runs: seeds.length * sides.length, interrupted: false };
}

function isDone(answer: TuneAnswer): answer is Extract<TuneAnswer, { kind: "done" }> {
  return answer.kind === "done";
}

function isInterrupted({ kind }: TuneAnswer): boolean {
  return kind === "interrupted";
}

function confirmationOf(
  seeds: readonly number[],
  winner: readonly Observation[],
  initial: readonly Observation[],
  { objectives }: ConfirmTerms,
  confidence: number,
): Confirmation {
  return {
    seeds: [...seeds],
    objectives: objectives.map((each, index) => confirmedObjective(winner, initial, each, index, confidence)),
    feasible: winner.filter(({ violation }) => violation === 0).length / winner.length,
  };
}

/** Of the default alone there is no ratio to know, but its own figure. */
function isPrecise({ objectives }: Confirmation, precision: number, isAlone: boolean): boolean {
  return objectives.every(({ ratio, winner }) => {
    const { estimate, low, high } = isAlone ? winner : ratio;
    if (estimate === null || low === null || high === null) return false;
    return (high - low) / 2 <= precision * Math.abs(estimate);
  });
}
