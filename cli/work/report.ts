/** What `evenkeel report` does: reads what run, compare, sweep or tune saved, checks it against its schema, and renders it again. */
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { renderExperimentTerminal } from "../../reports/experiment-terminal.ts";
import { renderTerminal, renderTerminalHead } from "../../reports/terminal.ts";
import type { TerminalStyle } from "../../reports/terminal.ts";
import { DEFAULT_FOLDER } from "../defaults.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Surroundings } from "../surroundings.ts";
import { tellWritten, writeOutputs } from "./outputs.ts";
import type { OutputPlan, SavedFile } from "./outputs.ts";
import { readSavedFile } from "./saved-file.ts";

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
  const { out } = surroundings;
  const result = await readResult(file, surroundings);
  if (!options.quiet) {
    out.write(`${renderTerminalHead(result.scenario, out)}\n${renderSaved(result, out)}`);
  }
  const written = await writeOutputs(result, planOutputs(file, options), surroundings);
  return tellWritten(written, { talking: options.quiet !== true, open: options.open }, surroundings);
}

function renderSaved(result: SavedFile, style: TerminalStyle): string {
  return "kind" in result ? renderExperimentTerminal(result, style) : renderTerminal(result, style);
}

function readResult(file: string, surroundings: Surroundings): Promise<SavedFile> {
  return file === STANDARD_INPUT
    ? readSavedFile("standard input", surroundings.read(), "a result file")
    : readSavedFile(file, readFile(resolve(surroundings.directory, file), "utf8"), "a result file");
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
