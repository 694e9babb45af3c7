/** What an experiment leaves behind: the answer in the terminal or as JSON, its files, and the report shown. */
import { basename, join } from "node:path";
import { renderTerminalHead } from "../../../reports/terminal.ts";
import { renderExperimentCsv } from "../../../reports/experiment/csv.ts";
import { stringifyStable } from "../../../reports/json.ts";
import type { CompareFile, SweepFile, TuneFile } from "../../../sim/index.ts";
import { DEFAULT_FOLDER } from "../../defaults.ts";
import { shownProblem } from "../../errors.ts";
import { EXIT } from "../../exit-codes.ts";
import type { ExitCode } from "../../exit-codes.ts";
import { openReport } from "../../open-report.ts";
import type { Surroundings } from "../../surroundings.ts";
import { writeFiles, writtenLines } from "../outputs.ts";
import type { OutputFile } from "../outputs.ts";
import type { ExperimentOptions } from "./options.ts";

/** A command's own way to say its answer, and the files that only it writes. */
export interface Telling {
  /** The answer for a terminal. */
  readonly text: string;
  readonly files?: readonly OutputFile[];
}

/** Says the answer and writes the files of an experiment with the scenario `file`. Returns 2 where one cannot be written. */
export async function tellExperiment(
  result: CompareFile | SweepFile | TuneFile,
  file: string,
  options: ExperimentOptions,
  surroundings: Surroundings,
  { text, files = [] }: Telling,
): Promise<ExitCode> {
  const { out, err } = surroundings;
  if (options.json) out.write(`${stringifyStable(result)}\n`);
  else if (!options.quiet) out.write(`${renderTerminalHead(result.scenario, out)}\n${text}`);
  const folder = join(options.out ?? DEFAULT_FOLDER, folderName(file));
  const isAsked = options.json !== true || options.out !== undefined;
  const html = isAsked ? join(folder, "report.html") : null;
  const plan = { folder, result: isAsked, csv: options.csv === true, html, files };
  const written = await writeFiles(experimentFiles(result, plan), html, surroundings);
  for (const problem of written.problems) err.write(shownProblem(problem));
  if (!options.json && !options.quiet && written.files.length > 0) {
    out.write(
      `\n${writtenLines(written)
        .map((line) => `${line}\n`)
        .join("")}`,
    );
    if (options.open && written.report !== null) openReport(written.report, surroundings);
  }
  return written.problems.length > 0 ? EXIT.usersFault : EXIT.fine;
}

/** `one-slow-node` for `scenarios/one-slow-node.yaml`, as `run` has it. */
export function folderName(file: string): string {
  return basename(file).replace(/\.(ya?ml|json)$/i, "") || "scenario";
}

interface ExperimentPlan {
  readonly folder: string;
  /** Whether the result itself is written. */
  readonly result: boolean;
  readonly csv: boolean;
  readonly html: string | null;
  readonly files: readonly OutputFile[];
}

/** What is cheap goes first: the figures are safe before the charts are drawn. */
async function* experimentFiles(
  result: CompareFile | SweepFile | TuneFile,
  { folder, csv, html, files, ...wishes }: ExperimentPlan,
): AsyncGenerator<OutputFile> {
  if (wishes.result) yield { path: join(folder, `${result.kind}.json`), contents: `${stringifyStable(result)}\n` };
  yield* files;
  if (csv) {
    for (const { fileName, text } of renderExperimentCsv(result))
      yield { path: join(folder, fileName), contents: text };
  }
  if (html !== null) {
    const { renderExperimentHtml } = await import("../../../reports/experiment-html.ts");
    yield { path: html, contents: await renderExperimentHtml(result) };
  }
}
