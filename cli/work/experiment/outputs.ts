/** What an experiment leaves behind: the answer in the terminal or as JSON, its files, and the report shown. */
import { join } from "node:path";
import { renderTerminalHead } from "../../../reports/terminal.ts";
import { renderJson } from "../../../reports/json.ts";
import type { ExperimentFile } from "../../../reports/experiment/kinds.ts";
import { DEFAULT_FOLDER } from "../../defaults.ts";
import type { ExitCode } from "../../exit-codes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { folderName, tellWritten, writeOutputs } from "../outputs.ts";
import type { OutputFile, OutputPlan } from "../outputs.ts";
import type { ExperimentOptions } from "./options.ts";

/** A command's own way to say its answer, and the files that only it writes. */
export interface Telling {
  /** The answer for a terminal. */
  readonly text: string;
  readonly files?: readonly OutputFile[];
}

/** Says the answer and writes the files of an experiment with the scenario `file`. Returns 2 where one cannot be written. */
export async function tellExperiment(
  result: ExperimentFile,
  file: string,
  options: ExperimentOptions,
  surroundings: Surroundings,
  { text, files = [] }: Telling,
): Promise<ExitCode> {
  const { out } = surroundings;
  const talking = options.json !== true && options.quiet !== true;
  if (options.json) out.write(renderJson(result));
  else if (talking) out.write(`${renderTerminalHead(result.scenario, out)}\n${text}`);
  const written = await writeOutputs(result, planOf(file, options, files), surroundings);
  return tellWritten(written, { talking, open: options.open }, surroundings);
}

/** With `--json` the result is on standard output already: files only where an option asks for them. */
function planOf(file: string, options: ExperimentOptions, others: readonly OutputFile[]): OutputPlan {
  const folder = join(options.out ?? DEFAULT_FOLDER, folderName(file));
  const isAsked = options.json !== true || options.out !== undefined;
  const html = isAsked ? join(folder, "report.html") : null;
  return { folder, html, result: isAsked, csv: options.csv === true, svg: false, png: false, others };
}
