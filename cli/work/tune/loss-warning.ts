/** What is quick because it turns messages away: told where a study recommends it and nobody had said that losses matter. */
import { mostLittle } from "../../../reports/comparison.ts";
import type { Configuration, ExperimentWarning, StudyAnswer } from "../../../sim/index.ts";
import { leastOf, lossWords, type Losses } from "../experiment/loss-warnings.ts";
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
  const losses = configurations.flatMap((each) => lossesOf(each, answers));
  const least = leastOf(losses);
  const [recommended] = lossesOf(configurations[winner]!, answers);
  if (recommended === undefined || least === null || recommended.fraction <= mostLittle(least.fraction)) return [];
  const { balancer } = recommended;
  const text =
    `what is recommended (${balancer}) loses ${lossWords(recommended)} of its messages, where ${least.balancer} was tried ` +
    `and loses ${lossWords(least)}: say --subject-to 'lost == 0' where losses matter`;
  return [{ kind: "losses", balancer, text }];
}

function lossesOf(configuration: Configuration, answers: Pick<Answers, "meanLost">): readonly Losses[] {
  const fraction = answers.meanLost(configuration);
  return fraction === null ? [] : [{ balancer: configuration.balancer, fraction }];
}
