/** The files of one result: report, result, tables, pictures. What draws charts is loaded only where one is asked for. */
import { basename, dirname, join, resolve } from "node:path";
import { renderCsv } from "../../reports/csv.ts";
import { renderJson } from "../../reports/json.ts";
import type { ResultFile } from "../../sim/index.ts";
import { UserError } from "../errors.ts";
import { writeWhole } from "../output-files.ts";
import type { Surroundings } from "../surroundings.ts";

const CHARTS_FOLDER = "charts";

/** Which files to write of a result, and where. */
export interface OutputPlan {
  /** As the user would write it; relative to where we are. */
  readonly folder: string;
  /** The report's file; `null` for none. */
  readonly html: string | null;
  /** `result.json` in the folder. */
  readonly result: boolean;
  readonly csv: boolean;
  readonly svg: boolean;
  readonly png: boolean;
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

/** Writes what is planned. */
export function writeOutputs(result: ResultFile, plan: OutputPlan, surroundings: Surroundings): Promise<Written> {
  return writeFiles(outputFiles(result, plan), plan.html, surroundings);
}

/** Writes files, of which `html` is the report. One that cannot be written does not keep the others from being written. */
export async function writeFiles(
  outputs: AsyncIterable<OutputFile>,
  html: string | null,
  surroundings: Surroundings,
): Promise<Written> {
  const files: string[] = [];
  const problems: string[] = [];
  for await (const { path, contents } of outputs) {
    try {
      await writeWhole(resolve(surroundings.directory, path), contents, path);
      files.push(path);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { report: html !== null && files.includes(html) ? html : null, files, problems };
}

async function* outputFiles(result: ResultFile, plan: OutputPlan): AsyncGenerator<OutputFile> {
  // What is cheap and cannot fail to render goes first: the figures are safe before the charts are drawn.
  if (plan.result) yield { path: join(plan.folder, "result.json"), contents: renderJson(result) };
  if (plan.csv) {
    for (const { fileName, text } of renderCsv(result)) yield { path: join(plan.folder, fileName), contents: text };
  }
  if (plan.html !== null) {
    const { renderHtml } = await import("../../reports/html.ts");
    yield { path: plan.html, contents: await renderHtml(result) };
  }
  if (plan.svg || plan.png) yield* pictures(result, plan);
}

async function* pictures(result: ResultFile, plan: OutputPlan): AsyncGenerator<OutputFile> {
  const { renderPictures } = await import("../../reports/pictures.ts");
  for (const { fileName, contents } of await renderPictures(result, { svg: plan.svg, png: plan.png })) {
    yield { path: join(plan.folder, CHARTS_FOLDER, fileName), contents };
  }
}

/** What was written, a line each; the charts, which may be many, in one. The report stands last, where the eye is. */
export function writtenLines({ files, report }: Written): readonly string[] {
  const charts = files.filter((path) => basename(dirname(path)) === CHARTS_FOLDER);
  const others = files.filter((path) => path !== report && !charts.includes(path));
  return [
    ...others.map((path) => `Wrote ${path}`),
    ...(charts.length > 0 ? [`Wrote ${charts.length} charts in ${dirname(charts[0]!)}`] : []),
    ...(report === null ? [] : [`Report: ${report}`]),
  ];
}
