/** What is quick because it turns messages away: told where a study recommends it and nobody had said that losses matter. */
import { mostLittle } from "../../../reports/comparison.ts";
import { formatFraction } from "../../../reports/format.ts";
import type { Configuration, ExperimentWarning, StudyAnswer } from "../../../sim/index.ts";
import type { Answers } from "./answers.ts";
import type { Task } from "./task.ts";

/** Of the winner, where something else that was tried loses less. */
export function lossWarning(
  { objectives, constraints }: Pick<Task, "objectives" | "constraints">,
  { winner, configurations }: Pick<StudyAnswer, "winner" | "configurations">,
  answers: Pick<Answers, "meanLost">,
): readonly ExperimentWarning[] {
  const isWeighed = [...objectives, ...constraints].some(({ text }) => /lost|delivered|confirmed/i.test(text));
  if (winner === null || isWeighed) return [];
  const recommended = configurations[winner]!;
  const lost = answers.meanLost(recommended);
  const least = leastLossy(configurations, answers);
  if (lost === null || least === null || lost <= mostLittle(least.lost)) return [];
  const text =
    `what is recommended (${recommended.balancer}) loses ${formatFraction(lost)} of its messages, where ${least.balancer} ` +
    `was tried and loses ${least.lost === 0 ? "nothing" : formatFraction(least.lost)}: say --subject-to 'lost == 0' where losses matter`;
  return [{ kind: "losses", balancer: recommended.balancer, text }];
}

function leastLossy(
  configurations: readonly Configuration[],
  answers: Pick<Answers, "meanLost">,
): { readonly balancer: string; readonly lost: number } | null {
  const losses = configurations.flatMap((each) => {
    const lost = answers.meanLost(each);
    return lost === null ? [] : [{ balancer: each.balancer, lost }];
  });
  return losses.sort((one, other) => one.lost - other.lost)[0] ?? null;
}
