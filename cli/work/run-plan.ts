/** From the words of `evenkeel run` to what is to be done: which files, with which changes, written where. */
import { join } from "node:path";
import { DEFAULT_FOLDER } from "../defaults.ts";
import { UserError } from "../errors.ts";
import { folderName } from "./outputs.ts";
import type { OutputPlan } from "./outputs.ts";
import type { ScenarioChanges } from "./runnable-scenario.ts";

/** The options of `run` as commander reads them. */
export interface RunOptions {
  readonly balancer?: readonly string[];
  readonly seed?: number;
  readonly set?: readonly string[];
  readonly out?: string;
  /** `true`: in the output folder. */
  readonly html?: string | true;
  readonly json?: true;
  readonly csv?: true;
  readonly svg?: true;
  readonly png?: true;
  readonly quiet?: true;
  readonly workers?: number;
  /** False with `--no-cache`. */
  readonly cache: boolean;
  /** False with `--no-open`. */
  readonly open: boolean;
}

export interface RunPlan {
  readonly files: readonly FilePlan[];
  readonly changes: ScenarioChanges;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Runs at a time; null: as many as are worth it. */
  readonly workers: number | null;
  /** Whether results are remembered on disk, and those remembered used. */
  readonly cache: boolean;
  /** Whether a report may be shown in a browser: only one, or there would be a window for each. */
  readonly open: boolean;
}

export interface FilePlan {
  /** As the user wrote it. */
  readonly path: string;
  readonly outputs: OutputPlan;
}

/** Throws a `UserError` where the words contradict each other. */
export function planRun(words: readonly string[], options: RunOptions): RunPlan {
  const { files, html } = separateHtml(words, options.html);
  if (files.length === 0) throw new UserError("run: expected at least one scenario file, got none");
  if (typeof html === "string" && files.length > 1) {
    throw new UserError(
      `--html ${html}: expected one scenario for one report, got ${files.length}; --out names a folder`,
    );
  }
  const names = folderNames(files);
  return {
    files: files.map((path, index) => ({
      path,
      outputs: outputsOf(join(options.out ?? DEFAULT_FOLDER, names[index]!), html, options),
    })),
    changes: { seed: options.seed ?? null, sets: options.set ?? [], balancers: options.balancer ?? [] },
    json: options.json === true,
    quiet: options.quiet === true,
    workers: options.workers ?? null,
    cache: options.cache,
    open: options.open && files.length === 1,
  };
}

/** `--html one.yaml` means the scenario, not a report of that name: only what ends like a web page is one. */
function separateHtml(
  files: readonly string[],
  html: string | true | undefined,
): { files: readonly string[]; html: string | boolean } {
  if (typeof html !== "string" || /\.x?html?$/i.test(html)) return { files, html: html ?? false };
  return { files: [html, ...files], html: true };
}

/** With `--json` the result is on standard output already: files only where an option asks for them. */
function outputsOf(folder: string, html: string | boolean, options: RunOptions): OutputPlan {
  const isAsked = options.json !== true || options.out !== undefined;
  const inFolder = html === true || isAsked ? join(folder, "report.html") : null;
  return {
    folder,
    html: typeof html === "string" ? html : inFolder,
    result: isAsked,
    csv: options.csv === true,
    svg: options.svg === true,
    png: options.png === true,
  };
}

/** `one-slow-node` for `scenarios/one-slow-node.yaml`; a second of that name is `one-slow-node-2`. */
function folderNames(files: readonly string[]): readonly string[] {
  const used = new Map<string, number>();
  return files.map((file) => {
    const name = folderName(file);
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return times === 1 ? name : `${name}-${times}`;
  });
}
