/** A study through its journal, of runs that cost nothing: figures are made up from parameters and seed. */
import { Answers } from "../../../../cli/work/tune/answers.ts";
import { memoryJournal, openJournal } from "../../../../cli/work/tune/journal.ts";
import type { Journal, JournalHead } from "../../../../cli/work/tune/journal.ts";
import { tuneSpace } from "../../../../cli/work/tune/space.ts";
import { Variants } from "../../../../cli/work/tune/variants.ts";
import { loadScenarioFile } from "../../../../cli/work/scenario-file.ts";
import type { RunnableScenario } from "../../../../cli/work/runnable-scenario.ts";
import { readConstraint, readFigure } from "../../../../scenarios/index.ts";
import { Stream } from "../../../../sim/core/random.ts";
import { answerOf, runStudy, SEARCHERS } from "../../../../sim/index.ts";
import type { Execute, ExperimentConstraint, ExperimentMeasure, FiguresJob } from "../../../../sim/index.ts";
import { sampleRun } from "../sample-result.ts";

export const HEAD: JournalHead = {
  study: 2,
  version: "0.1.0",
  scenario: "Small",
  identity: "same",
  objectives: ["p99"],
  constraints: ["lost == 0"],
};

const NAMES = { nodes: null, producers: null };
const P99 = readFigure("p99", NAMES) as ExperimentMeasure;
const NONE_LOST = readConstraint("lost == 0", NAMES) as ExperimentConstraint;

/** Small.yaml in `folder`, with these balancers. */
export function loadSmall(folder: string, balancers: readonly string[] = []): Promise<RunnableScenario> {
  return loadScenarioFile("small.yaml", { seed: null, sets: [], balancers }, folder);
}

/** Best at three choices; a run in fifty fails. */
export function madeUp({ balancer, seed }: FiguresJob): ReturnType<typeof sampleRun> | null {
  const choices = Number(balancer.parameters["choices"] ?? 2);
  const random = new Stream(seed, JSON.stringify(balancer.parameters));
  if (random.below(50) === 0) return null;
  return sampleRun(balancer.label, (1 + Math.abs(choices - 3)) * (1 + 0.1 * random.unit()), { seed });
}

/** Counts what it runs, and answers in whichever order. */
export function fakeExecute(): { readonly execute: Execute; readonly count: () => number } {
  let count = 0;
  const execute: Execute = async (jobs, onOutcome) => {
    const outcomes = jobs.map((job) => {
      const figures = madeUp(job);
      return figures === null
        ? ({ kind: "failed", message: "broken", replay: "elsewhere" } as const)
        : ({ kind: "done", figures } as const);
    });
    count += jobs.length;
    for (let index = jobs.length - 1; index >= 0; index--) onOutcome?.(outcomes[index]!, index);
    return outcomes;
  };
  return { execute, count: () => count };
}

/** Runs a study to its end; everything that its result file would say of it, as text. */
export async function studyText(
  folder: string,
  journal: Journal,
  { budget = 40, execute = fakeExecute().execute }: { budget?: number; execute?: Execute } = {},
): Promise<string> {
  const loaded = await loadSmall(folder, ["power-of-two-choices"]);
  const space = tuneSpace(loaded, ["power-of-two-choices.choices=1..9"], []);
  const objectives = [{ text: "p99", goal: "minimise", measure: P99 } as const];
  const variants = new Variants({ loaded, belongs() {} }, space, { seed: null, sets: [], balancers: [] }, folder);
  const answers = new Answers({
    objectives,
    constraints: [NONE_LOST],
    journal,
    variants,
    execute,
    replayOf: ({ balancer }, seed) => `evenkeel run ${balancer} ${seed}`,
  });
  const plan = {
    space,
    objectives: [{ text: "p99", goal: "minimise" } as const],
    budget,
    confidence: 0.95,
    precision: 0.02,
    seed: 1,
    searcher: { name: "racing", make: SEARCHERS["racing"]! },
    searchSeed: (index: number) => index,
    freshSeed: (index: number) => 1000 + index,
  };
  const answer = answerOf(plan, await runStudy(plan, answers.evaluate));
  return JSON.stringify({ ...answer, failures: answers.failures }, null, 1);
}

/** With its journal at `path`. */
export async function studyAt(
  folder: string,
  path: string,
  resume: boolean,
  options: Parameters<typeof studyText>[2] = {},
): Promise<string> {
  const journal = openJournal(path, "study.jsonl", HEAD, resume);
  try {
    return await studyText(folder, journal, options);
  } finally {
    journal.close();
  }
}

export { memoryJournal };
