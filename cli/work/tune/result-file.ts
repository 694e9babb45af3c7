/** The result file of a study, and the product's configuration beside it. */
import { join } from "node:path";
import { tuneVerdict } from "../../../reports/tune-verdict.ts";
import type { StudyAnswer, StudyPlan, TuneFile } from "../../../sim/index.ts";
import { DEFAULT_FOLDER } from "../../defaults.ts";
import { folderName } from "../outputs.ts";
import type { OutputFile } from "../outputs.ts";
import { commonWords, headOf } from "../experiment/session.ts";
import type { Session } from "../experiment/session.ts";
import { contendersOf, scenarioWarnings, truthWarnings } from "../experiment/warnings.ts";
import type { Answers } from "./answers.ts";
import type { TuneOptions } from "./options.ts";
import { lossWarning } from "./loss-warning.ts";
import { recommendationOf } from "./recommendation.ts";
import type { Task } from "./task.ts";

/** What is written down of a study. */
export async function fileOf(
  session: Session,
  { plan, space, objectives, constraints, variants }: Task,
  options: TuneOptions,
  answers: Answers,
  { rejected, ...answer }: StudyAnswer,
): Promise<TuneFile> {
  const measures = objectives.map(({ measure }) => measure);
  const winner = answer.winner === null ? null : answer.configurations[answer.winner]!;
  const setup = winner === null ? null : await variants.setupOf(winner);
  const file: Omit<TuneFile, "verdict"> = {
    ...headOf(session, measures, plan.confidence, ["tune", ...wordsOf(session, plan, options)]),
    kind: "tune",
    ...answer,
    constraints: constraints.map(({ text }) => text),
    failures: answers.failures,
    warnings: [
      ...scenarioWarnings(session),
      ...contendersOf(session).flatMap(truthWarnings),
      ...lossWarning({ objectives, constraints }, answer, answers),
    ],
    recommendation:
      winner === null || setup === null || typeof setup === "string"
        ? null
        : recommendationOf(winner, setup, space, session.loaded),
  };
  return { ...file, verdict: tuneVerdict(file, rejected) };
}

/** What the command needs to be the same again. Not where the study is kept: that changes nothing in it. */
function wordsOf(session: Session, { budget, searcher }: StudyPlan, options: TuneOptions): readonly string[] {
  const each = (option: string, values: readonly string[] = []): readonly string[] =>
    values.flatMap((value) => [option, value]);
  return [
    ...commonWords(options, session),
    ...each("--minimise", options.minimise),
    ...each("--maximise", options.maximise),
    ...each("--subject-to", options.subjectTo),
    ...each("--vary", options.vary),
    ...["--budget", String(budget), "--searcher", searcher.name],
    ...["--precision", options.precision, "--confidence", options.confidence ?? "95%"],
  ];
}

const CONFIGURATION_FILES: Readonly<Record<string, string>> = {
  nginx: "nginx.conf",
  HAProxy: "haproxy.cfg",
  Envoy: "envoy.yaml",
};

/** The recommended balancer in its product's own configuration, beside the other files. */
export function productFiles(
  { recommendation }: TuneFile,
  file: string,
  { out, json }: TuneOptions,
): readonly OutputFile[] {
  const configuration = recommendation?.configuration ?? null;
  if (configuration === null || (json && out === undefined)) return [];
  const name = CONFIGURATION_FILES[configuration.product] ?? "configuration.txt";
  return [{ path: join(out ?? DEFAULT_FOLDER, folderName(file), name), contents: configuration.text }];
}
