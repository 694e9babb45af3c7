/** From a file on disk to a scenario: reads it, and loads the balancers' files that it names. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { BalancerDefinition } from "../sim/index.ts";
import type { BalancerModule } from "./balancer-book.ts";
import { parseScenario, type ParsedScenario, type ParseOptions } from "./parse-scenario.ts";
import { problemAt, type Problem } from "./problem.ts";
import { balancerFiles } from "./read-sections.ts";
import { decodeText } from "./yaml/source.ts";
import { readYaml } from "./yaml/read-yaml.ts";

/**
 * Loads a file (absolute path) that exports balancers made with `defineBalancer`, under whatever names. Rejects with an
 * error whose message is one sentence where it cannot.
 */
export type LoadModule = (path: string) => Promise<readonly BalancerDefinition[]>;

export interface LoadOptions extends Omit<ParseOptions, "file" | "modules"> {
  readonly loadModule: LoadModule;
}

export interface LoadedScenario extends ParsedScenario {
  /** The file's text as read. */
  readonly text: string;
  /** By algorithm: the absolute path of the file that exports it, for runners to load again. */
  readonly balancerPaths: Readonly<Record<string, string>>;
}

export type LoadResult =
  ({ readonly ok: true } & LoadedScenario) | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a scenario file; paths in it are relative to it. A file that is missing or is no text is a problem like any other. */
export async function loadScenario(file: string, options: LoadOptions): Promise<LoadResult> {
  const { loadModule, ...rest } = options;
  const text = await readText(file);
  if (typeof text !== "string") return { ok: false, problems: [text] };
  const baseDir = options.baseDir ?? dirname(file);
  const { value } = readYaml(text, file, options.overrides);
  const modules = await loadModules(balancerFiles(value), baseDir, loadModule);
  const parsed = parseScenario(text, { ...rest, file, baseDir, modules });
  if (!parsed.ok) return parsed;
  const own = Object.entries(parsed.userBalancers);
  const paths = own.flatMap(([algorithm, { file: written }]) => {
    return written === null ? [] : [[algorithm, resolve(baseDir, written)] as const];
  });
  return { ...parsed, text, balancerPaths: Object.fromEntries(paths) };
}

async function loadModules(
  files: readonly string[],
  baseDir: string,
  loadModule: LoadModule,
): Promise<ReadonlyMap<string, BalancerModule>> {
  const loaded = new Map<string, BalancerModule>();
  for (const file of files) {
    try {
      loaded.set(file, { definitions: await loadModule(resolve(baseDir, file)) });
    } catch (error) {
      loaded.set(file, { failure: error instanceof Error ? error.message.split("\n")[0]! : String(error) });
    }
  }
  return loaded;
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "a directory",
  EACCES: "a file that may not be read",
};

async function readText(file: string): Promise<string | Problem> {
  try {
    return decodeText(await readFile(file), file);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const got = READ_FAILURES[code] ?? message;
    return problemAt(file, { line: 1, column: 1 }, "scenario", `expected a scenario file, got ${got}`);
  }
}
