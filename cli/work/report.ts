/** What `evenkeel report` does: reads what run, compare, sweep or tune saved, checks it against its schema, and renders it again. */
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseSavedFile, ResultFileError } from "../../reports/json.ts";
import { renderExperimentTerminal } from "../../reports/experiment-terminal.ts";
import { renderTerminal, renderTerminalHead } from "../../reports/terminal.ts";
import type { TerminalStyle } from "../../reports/terminal.ts";
import { DEFAULT_FOLDER } from "../defaults.ts";
import { fileProblem, shownProblem, UserError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import { openReport } from "../open-report.ts";
import type { Surroundings } from "../surroundings.ts";
import { writeOutputs, writtenLines } from "./outputs.ts";
import type { OutputPlan, SavedFile } from "./outputs.ts";

/** The options of `report` as commander reads them. */
export interface ReportOptions {
  readonly out?: string;
  readonly html?: string;
  readonly csv?: true;
  readonly svg?: true;
  readonly png?: true;
  readonly quiet?: true;
  /** False with `--no-open`. */
  readonly open: boolean;
}

const STANDARD_INPUT = "-";

/** Renders the result file again. A failed expectation in it is shown, and is no fault of this command. */
export async function report(surroundings: Surroundings, file: string, options: ReportOptions): Promise<ExitCode> {
  const { out, err } = surroundings;
  const result = await readResult(file, surroundings);
  if (!options.quiet) {
    out.write(`${renderTerminalHead(result.scenario, out)}\n${renderSaved(result, out)}`);
  }
  const written = await writeOutputs(result, planOutputs(file, options), surroundings);
  for (const problem of written.problems) err.write(shownProblem(problem));
  if (!options.quiet && written.files.length > 0) {
    out.write(
      `\n${writtenLines(written)
        .map((line) => `${line}\n`)
        .join("")}`,
    );
    if (options.open && written.report !== null) openReport(written.report, surroundings);
  }
  return written.problems.length > 0 ? EXIT.usersFault : EXIT.fine;
}

function renderSaved(result: SavedFile, style: TerminalStyle): string {
  return "kind" in result ? renderExperimentTerminal(result, style) : renderTerminal(result, style);
}

async function readResult(file: string, surroundings: Surroundings): Promise<SavedFile> {
  const shown = file === STANDARD_INPUT ? "standard input" : file;
  const reading =
    file === STANDARD_INPUT ? surroundings.read() : readFile(resolve(surroundings.directory, file), "utf8");
  const text = await reading.catch((error: unknown) => {
    throw new UserError(fileProblem(shown, "a result file", error));
  });
  try {
    return parseSavedFile(text);
  } catch (error) {
    if (!(error instanceof ResultFileError)) throw error;
    const where = error.position === null ? shown : `${shown}:${error.position}`;
    throw new UserError(error.problems.map((problem) => `${where}: ${problem}`));
  }
}

/** Beside the result file, unless `--out` says otherwise; `report.html` unless `--html` does. */
function planOutputs(file: string, options: ReportOptions): OutputPlan {
  const folder = options.out ?? (file === STANDARD_INPUT ? DEFAULT_FOLDER : dirname(file));
  return {
    folder,
    html: options.html ?? join(folder, "report.html"),
    result: false,
    csv: options.csv === true,
    svg: options.svg === true,
    png: options.png === true,
  };
}
