/** The answer to the scenario's question, in one sentence with its figures, as honest as one run allows. */
import type { ResultFile, RunResult } from "../sim/index.ts";
import { losesLittle, lostFraction, rankRuns, rankingMeasure, ties } from "./comparison.ts";
import type { Measure } from "./comparison.ts";
import { withoutQueueNotes } from "./findings/without-queue.ts";
import { boundsNote, shareWords } from "./findings/words.ts";
import { formatCount, formatFraction, formatNumber, formatSeconds } from "./format.ts";
import { listNames, shortName } from "./names.ts";

/** The verdict and what a reader must know beside it. */
export interface Verdict {
  readonly sentence: string;
  /** How far it can be trusted; what it leaves out. */
  readonly notes: readonly string[];
}

export function verdict(result: ResultFile): Verdict {
  const seeds = [...new Set(result.runs.map((run) => run.seed))];
  const notes = [
    interruption(result),
    result.runs.length === 0
      ? null
      : `One run per balancer (seed ${seeds.join(", ")}): small differences may be chance.`,
    boundsNote(result),
    ...withoutQueueNotes(result),
  ];
  return { sentence: sentence(result, seeds), notes: notes.filter((note) => note !== null) };
}

/** What the run did to the claim, from the expectations; null where there are none. */
export function claimOutcome({ expectations }: ResultFile): { held: boolean | null; sentence: string } | null {
  if (expectations.length === 0) return null;
  const met = expectations.filter((expectation) => expectation.outcome === "met").length;
  const failed = expectations.filter((expectation) => expectation.outcome === "failed").length;
  const counted = `${met} of ${expectations.length} ${expectations.length === 1 ? "expectation" : "expectations"} met`;
  if (failed > 0) return { held: false, sentence: `did not hold: ${counted}` };
  if (met < expectations.length) return { held: null, sentence: `cannot be judged: ${counted}, the rest without data` };
  return { held: true, sentence: `held: ${counted}` };
}

function sentence({ runs }: ResultFile, seeds: readonly number[]): string {
  if (runs.length === 0) return "No run finished: there is nothing to compare.";
  const where = `In this run (seed ${seeds.join(", ")})`;
  const choices = runs.some((run) => !run.truth) ? runs.filter((run) => !run.truth) : runs;
  const answered = choices.filter((run) => run.responseTime.count > 0);
  if (answered.length === 0) return `${where} no message was answered${nothingAnswered(choices)}.`;
  const measure = rankingMeasure(answered);
  if (answered.length === 1 && choices.length === 1) return `${where} ${alone(answered[0]!, measure)}.`;
  return `${where} ${compared(choices, answered, measure)}.`;
}

function nothingAnswered(runs: readonly RunResult[]): string {
  const sum = (of: (run: RunResult) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const parts: readonly (readonly [number, string])[] = [
    [sum(({ messages }) => messages.delivered), "delivered without their producers hearing of it in time"],
    [sum(({ messages }) => messages.lost), "lost"],
    [sum(({ messages }) => messages.inFlight), "still in flight at the end"],
  ];
  const offered = sum(({ messages }) => messages.offered);
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${formatCount(count)} ${words}`);
  return said.length === 0 ? "" : ` under any balancer: of ${formatCount(offered)} in all, ${said.join(", ")}`;
}

function alone(run: RunResult, measure: Measure): string {
  return `${shortName(run.balancer)} answered ${answer(run, measure)} and lost ${losses(run)}`;
}

function compared(choices: readonly RunResult[], answered: readonly RunResult[], measure: Measure): string {
  const ranked = rankRuns(answered).map((place) => answered[place]!);
  const safe = losesLittle(choices);
  const quick = ranked.filter((run) => safe[choices.indexOf(run)]);
  const [soonest] = ranked as [RunResult, ...RunResult[]];
  const [best] = quick;
  if (best === undefined) return trade(soonest, choices[safe.indexOf(true)]!, measure);
  if (!ties(measure, measure.of(best)!, measure.of(soonest)!)) return trade(soonest, best, measure);
  const level = quick.filter((run) => ties(measure, measure.of(run)!, measure.of(best)!));
  if (level.length > 1) return tied(level, choices, measure);
  return (
    `${shortName(best.balancer)} answered soonest: ${answer(best, measure)}` +
    `${against(best, ranked, choices[0]!, measure)}${lossClause(best, choices)}`
  );
}

/** Nobody is both soonest and safest: the reader has to choose, and is given both prices. */
function trade(soonest: RunResult, safer: RunResult, measure: Measure): string {
  const slower = measure.of(safer) === null ? "and answered nothing" : `and answered ${answer(safer, measure)}`;
  return (
    `there is a price to pay: ${shortName(soonest.balancer)} answered soonest (${answer(soonest, measure)}) but lost ` +
    `${losses(soonest)}, while ${shortName(safer.balancer)} lost ${losses(safer)} ${slower}`
  );
}

function tied(level: readonly RunResult[], choices: readonly RunResult[], measure: Measure): string {
  const names =
    level.length === choices.length && level.length > 4 ? "all balancers" : listNames(level.map((run) => run.balancer));
  return `${names} cannot be told apart: each answered ${answer(level[0]!, measure)}${lossClause(level[0]!, choices)}`;
}

/** The comparison that the figure needs: the baseline, or for the baseline itself the next in line. */
function against(best: RunResult, ranked: readonly RunResult[], baseline: RunResult, measure: Measure): string {
  const other = best === baseline || measure.of(baseline) === null ? ranked.find((run) => run !== best) : baseline;
  if (other === undefined) return "";
  const ratio = measure.of(other)! / measure.of(best)!;
  const times = ratio < 1.1 ? "" : ` (${formatNumber(ratio)} times as long)`;
  return `, against ${formatSeconds(measure.of(other))} with ${shortName(other.balancer)}${times}`;
}

function lossClause(best: RunResult, choices: readonly RunResult[]): string {
  if (choices.every((run) => run.messages.lost === 0)) return "; nobody lost a message";
  const worst = choices.reduce((most, run) => ((lostFraction(run) ?? 0) > (lostFraction(most) ?? 0) ? run : most));
  if (best.messages.lost === 0) return `, and lost nothing, where ${shortName(worst.balancer)} lost ${losses(worst)}`;
  if (worst === best) return `; all lost about as much (${formatFraction(lostFraction(best))})`;
  return `, and lost ${formatFraction(lostFraction(best))}, where ${shortName(worst.balancer)} lost ${formatFraction(lostFraction(worst))}`;
}

function answer(run: RunResult, measure: Measure): string {
  return `${shareWords(measure.head)} ${formatSeconds(measure.of(run))}`;
}

function losses(run: RunResult): string {
  const { lost, offered } = run.messages;
  if (lost === 0) return "none";
  return `${formatFraction(lostFraction(run))} of them (${formatCount(lost)} of ${formatCount(offered)})`;
}

function interruption({ complete, runs, scenario }: ResultFile): string | null {
  if (complete) return null;
  const wanted = Array.isArray(scenario["balancers"]) ? ` of ${scenario["balancers"].length}` : "";
  return `The run was interrupted: only ${runs.length}${wanted} balancers had finished. Nothing is said of the others.`;
}
