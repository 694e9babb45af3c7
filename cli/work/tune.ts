/** What `evenkeel tune` does: searches the parameters of balancers and scenario, and says what to configure. */
import { join, resolve } from "node:path";
import { measuredText } from "../../reports/experiment/values.ts";
import { renderTuneTerminal } from "../../reports/terminal/tune.ts";
import { answerOf, runStudy } from "../../sim/index.ts";
import type { TuneFile } from "../../sim/index.ts";
import { DEFAULT_FOLDER } from "../defaults.ts";
import { UserError } from "../errors.ts";
import { EXIT, gravest } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import { packageVersion } from "../package.ts";
import type { Surroundings } from "../surroundings.ts";
import { tellExperiment } from "./experiment/outputs.ts";
import { inSession } from "./experiment/session.ts";
import { folderName } from "./outputs.ts";
import { Answers } from "./tune/answers.ts";
import { JOURNAL_VERSION, memoryJournal, openStudy } from "./tune/journal.ts";
import type { Journal } from "./tune/journal.ts";
import { checkWords } from "./tune/options.ts";
import type { TuneOptions } from "./tune/options.ts";
import { fileOf, productFiles } from "./tune/result-file.ts";
import { taskOf } from "./tune/task.ts";
import type { Task } from "./tune/task.ts";

/** Tunes one scenario. */
export async function tuneCommand(surroundings: Surroundings, file: string, options: TuneOptions): Promise<ExitCode> {
  checkWords(options);
  return await inSession(surroundings, file, options, async (session) => {
    const task = await taskOf(session, options, surroundings);
    await task.variants.check();
    const journal = await journalOf(task, file, options, surroundings);
    try {
      const answers = new Answers({ ...task, journal, execute: session.execute });
      session.failures.repeatBy((job) => answers.replayOf(job));
      const outcome = await runStudy(task.plan, answers.evaluate, (_, { runs, best }) => {
        const { text, measure } = task.objectives[0]!;
        session.progress.note(`${runs} of ${options.budget}, best ${text} ${measuredText(best, measure.unit)}`);
      });
      session.progress.clear();
      const result = await fileOf(session, task, options, answers, answerOf(task.plan, outcome));
      const text = renderTuneTerminal(result, surroundings.out);
      const files = productFiles(result, file, options);
      const written = await tellExperiment(result, file, options, surroundings, { text, files });
      return gravest([session.failures.code, failureCode(result), written, decisionCode(result)]);
    } finally {
      journal.close();
    }
  });
}

/** Beside the other files; with `--json` alone no file is written, and the study is kept nowhere. */
async function journalOf(
  { identity, objectives, constraints, scenario }: Task,
  file: string,
  options: TuneOptions,
  { directory }: Surroundings,
): Promise<Journal> {
  const isKept = options.study !== undefined || options.json !== true || options.out !== undefined;
  if (!isKept) {
    if (options.resume) throw new UserError("--resume: expected --study or --out beside --json, got neither");
    return memoryJournal();
  }
  const shown = options.study ?? join(options.out ?? DEFAULT_FOLDER, folderName(file), "study.jsonl");
  const head = {
    study: JOURNAL_VERSION,
    version: packageVersion(),
    scenario,
    identity,
    objectives: objectives.map(({ text }) => text),
    constraints: constraints.map(({ text }) => text),
  } as const;
  return await openStudy(resolve(directory, shown), shown, head, options.resume === true);
}

/** A failure that the journal knows from before is one all the same. */
function failureCode({ failures }: TuneFile): ExitCode {
  return failures.length > 0 ? EXIT.usersFault : EXIT.fine;
}

/** 4: nothing can be recommended. */
function decisionCode({ winner, complete }: TuneFile): ExitCode {
  if (!complete) return EXIT.interrupted;
  return winner === null ? EXIT.inconclusive : EXIT.fine;
}
