/** What an experiment leaves behind: the answer in the terminal or as JSON, its files, and the report shown. */
import { basename, join } from "node:path";
import { renderTerminalHead } from "../../../reports/terminal.ts";
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
  const written = await writeFiles(experimentFiles(result, isAsked ? folder : null, files), null, surroundings);
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

/** `folder` is null where files are written only as asked for one by one. */
async function* experimentFiles(
  result: CompareFile | SweepFile | TuneFile,
  folder: string | null,
  files: readonly OutputFile[],
): AsyncGenerator<OutputFile> {
  if (folder !== null) yield { path: join(folder, `${result.kind}.json`), contents: `${stringifyStable(result)}\n` };
  yield* files;
}
