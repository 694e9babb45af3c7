/** The files of one result: report, result, tables, pictures. What draws charts is loaded only where one is asked for. */
import { basename, dirname, join, resolve } from "node:path";
import { renderCsv } from "../../reports/csv.ts";
import { renderJson } from "../../reports/json.ts";
import { renderExperimentCsv } from "../../reports/experiment/csv.ts";
import type { ExperimentFile } from "../../reports/experiment/kinds.ts";
import type { ResultFile } from "../../sim/index.ts";
import { shownProblem, UserError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import { openReport } from "../open-report.ts";
import { writeWhole } from "../output-files.ts";
import type { Surroundings } from "../surroundings.ts";

const CHARTS_FOLDER = "charts";

/** What a run or an experiment left behind; an experiment says its `kind`. */
export type SavedFile = ResultFile | ExperimentFile;

/** Which files to write of a result, and where. */
export interface OutputPlan {
  /** As the user would write it; relative to where we are. */
  readonly folder: string;
  /** The report's file; `null` for none. */
  readonly html: string | null;
  /** `result.json` in the folder; of an experiment `compare.json`, `sweep.json`, `tune.json`. */
  readonly result: boolean;
  readonly csv: boolean;
  readonly svg: boolean;
  readonly png: boolean;
  /** Files that only this command has. */
  readonly others?: readonly OutputFile[];
}

/** What became of a plan. */
export interface Written {
  /** The report's path as the user would write it; null where none was written. */
  readonly report: string | null;
  /** Every file, in the order of writing. */
  readonly files: readonly string[];
  /** What could not be written, as sentences. */
  readonly problems: readonly string[];
}

/** A file to be written; its path as the user would write it. */
export interface OutputFile {
  readonly path: string;
  readonly contents: string | Uint8Array;
}

/** Writes what is planned. A file that cannot be written does not keep the others from being written. */
export async function writeOutputs(result: SavedFile, plan: OutputPlan, surroundings: Surroundings): Promise<Written> {
  const files: string[] = [];
  const problems: string[] = [];
  for await (const { path, contents } of outputFiles(result, plan)) {
    try {
      await writeWhole(resolve(surroundings.directory, path), contents, path);
      files.push(path);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { report: plan.html !== null && files.includes(plan.html) ? plan.html : null, files, problems };
}

async function* outputFiles(result: SavedFile, plan: OutputPlan): AsyncGenerator<OutputFile> {
  // What is cheap and cannot fail to render goes first: the figures are safe before the charts are drawn.
  const name = "kind" in result ? result.kind : "result";
  if (plan.result) yield { path: join(plan.folder, `${name}.json`), contents: renderJson(result) };
  yield* plan.others ?? [];
  if (plan.csv) {
    const tables = "kind" in result ? renderExperimentCsv(result) : renderCsv(result);
    for (const { fileName, text } of tables) yield { path: join(plan.folder, fileName), contents: text };
  }
  if (plan.html !== null) {
    yield { path: plan.html, contents: await page(result) };
  }
  if (plan.svg || plan.png) yield* pictures(result, plan);
}

async function page(result: SavedFile): Promise<string> {
  if ("kind" in result) return (await import("../../reports/experiment-html.ts")).renderExperimentHtml(result);
  return (await import("../../reports/html.ts")).renderHtml(result);
}

async function* pictures(result: SavedFile, plan: OutputPlan): AsyncGenerator<OutputFile> {
  const { renderExperimentPictures, renderPictures } = await import("../../reports/pictures.ts");
  const formats = { svg: plan.svg, png: plan.png };
  const drawn = "kind" in result ? renderExperimentPictures(result, formats) : renderPictures(result, formats);
  for (const { fileName, contents } of await drawn) {
    yield { path: join(plan.folder, CHARTS_FOLDER, fileName), contents };
  }
}

/** How the user is told of what was written. */
export interface Manner {
  /** Whether files are named on standard output. */
  readonly talking: boolean;
  /** Whether the report may be shown in a browser; only where files are named. */
  readonly open: boolean;
}

/** Says what could and what could not be written, and shows the report. Returns 2 where something could not. */
export function tellWritten(written: Written, { talking, open }: Manner, surroundings: Surroundings): ExitCode {
  for (const problem of written.problems) surroundings.err.write(shownProblem(problem));
  if (talking && written.files.length > 0) surroundings.out.write(`\n${writtenLines(written).join("\n")}\n`);
  if (talking && open && written.report !== null) openReport(written.report, surroundings);
  return written.problems.length > 0 ? EXIT.usersFault : EXIT.fine;
}

/** What was written, a line each; the charts, which may be many, in one. The report stands last, where the eye is. */
function writtenLines({ files, report }: Written): readonly string[] {
  const charts = files.filter((path) => basename(dirname(path)) === CHARTS_FOLDER);
  const others = files.filter((path) => path !== report && !charts.includes(path));
  return [
    ...others.map((path) => `Wrote ${path}`),
    ...(charts.length > 0 ? [`Wrote ${charts.length} charts in ${dirname(charts[0]!)}`] : []),
    ...(report === null ? [] : [`Report: ${report}`]),
  ];
}

/** `one-slow-node` for `scenarios/one-slow-node.yaml`. */
export function folderName(file: string): string {
  return basename(file).replace(/\.(ya?ml|json)$/i, "") || "scenario";
}
