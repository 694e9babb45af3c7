/** A scenario file with what the command line changes in it, ready to be run, checked and repeated. */
import { basename, dirname, relative, resolve } from "node:path";
import { evaluateExpectations, formatProblem, loadScenario, parseOverride } from "../../scenarios/index.ts";
import type { LoadedScenario, Override, Problem } from "../../scenarios/index.ts";
import { openTraces } from "../../scenarios/traces/open-trace.ts";
import { findBalancer, RESULT_SCHEMA_VERSION, toSeconds } from "../../sim/index.ts";
import type {
  BalancerDefinition,
  BalancerSpec,
  FaultBand,
  ResultFile,
  RunHost,
  RunResult,
  Scenario,
} from "../../sim/index.ts";
import { UserError } from "../errors.ts";
import { packageVersion } from "../package.ts";
import { loadBalancerModule, ModuleProblem } from "../user-balancers.ts";
import { chooseBalancers } from "./balancer-words.ts";
import { commandLine } from "./command-words.ts";

/** What the command line changes in every file. */
export interface ScenarioChanges {
  readonly seed: number | null;
  /** `path=value`, in order. */
  readonly sets: readonly string[];
  /** Instead of the scenario's own; none: its own. */
  readonly balancers: readonly string[];
}

/** No change at all. */
export const NO_CHANGES: ScenarioChanges = { seed: null, sets: [], balancers: [] };

/** A scenario that can be run as it is. */
export interface RunnableScenario extends LoadedScenario {
  /** As the user wrote it. */
  readonly file: string;
  /** Whether `--balancer` chose: then not every expectation can be decided. */
  readonly isNarrowed: boolean;
  readonly definition: RunHost["definition"];
  readonly openTrace: RunHost["openTrace"];
  /** The result file of these runs; `complete` says whether all were made that should be. */
  resultOf(runs: readonly RunResult[], complete: boolean): ResultFile;
  /** The command that repeats one balancer's run here and now. */
  replayOf(balancer: BalancerSpec): string;
}

/** A scenario file that is not one: every problem, placed, the file named as the user wrote it. */
export class ScenarioProblems extends UserError {
  readonly found: readonly Problem[];

  constructor(found: readonly Problem[], words: readonly string[]) {
    super(found.map((problem) => sentence(problem, words)));
    this.found = found;
  }
}

/** Reads, changes and checks a file. Throws `ScenarioProblems` with everything that is wrong with it. */
export async function loadScenarioFile(
  file: string,
  changes: ScenarioChanges,
  directory: string,
): Promise<RunnableScenario> {
  const overrides = overridesOf(changes);
  const own = await load(file, overrides, changes.balancers, directory);
  if (changes.balancers.length === 0) return runnable(file, own, changes, [], directory);
  const baseDir = dirname(resolve(directory, file));
  const { entries, words } = chooseBalancers(changes.balancers, own, directory, baseDir);
  const chosen = { path: "balancers", value: JSON.stringify(entries), option: "--balancer" };
  return runnable(file, await load(file, [...overrides, chosen], words, directory), changes, words, directory);
}

async function load(
  file: string,
  overrides: readonly Override[],
  words: readonly string[],
  directory: string,
): Promise<LoadedScenario> {
  const loadModule = (path: string): Promise<readonly BalancerDefinition[]> =>
    loadBalancerModule(path, directory).catch((error: unknown) => {
      // The scenario's own sentence says what was expected; what was found instead goes into it.
      throw error instanceof ModuleProblem ? new Error(error.finding) : error;
    });
  const loaded = await loadScenario(resolve(directory, file), { overrides, loadModule });
  if (loaded.ok) return loaded;
  throw new ScenarioProblems(
    loaded.problems.map((problem) => ({ ...problem, file })),
    words,
  );
}

function overridesOf({ seed, sets }: ScenarioChanges): readonly Override[] {
  const parsed = sets.map((text) => {
    const override = parseOverride(text);
    if (override === null) throw new UserError(`--set: expected path=value, got ${JSON.stringify(text)}`);
    return override;
  });
  return seed === null ? parsed : [...parsed, { path: "seed", value: String(seed), option: "--seed" }];
}

/** A fault of a `--balancer` is told of that word and not of a section that nobody has written. */
function sentence(problem: Problem, words: readonly string[]): string {
  const place = /^balancers\[(\d+)\]\.?/.exec(problem.path);
  if (problem.override === undefined || !problem.override.startsWith("--balancer") || place === null) {
    return formatProblem(problem);
  }
  const [word, rest] = [words[Number(place[1])], problem.path.slice(place[0].length)];
  // The word itself is what was got.
  if (rest === "") return `--balancer ${word}: ${problem.message.replace(/, got "[^"]*"$/, "")}`;
  return `--balancer ${word}: ${rest}: ${problem.message}`;
}

function runnable(
  file: string,
  loaded: LoadedScenario,
  changes: ScenarioChanges,
  words: readonly string[],
  directory: string,
): RunnableScenario {
  const { scenario, traces, userBalancers } = loaded;
  const isNarrowed = changes.balancers.length > 0;
  /** The one word that names it: its label, or its file. A word with parameters is best repeated with its neighbours. */
  const wordsFor = ({ label, algorithm, parameters }: BalancerSpec): readonly string[] => {
    if (!isNarrowed || changes.balancers.includes(label)) return [label];
    const path = loaded.balancerPaths[algorithm];
    if (path === undefined || Object.keys(parameters).length > 0) return changes.balancers;
    return [`${relative(directory, path)}#${algorithm}`];
  };
  const repeating = { seed: scenario.seed, sets: changes.sets };
  return {
    ...loaded,
    file,
    isNarrowed,
    definition(algorithm) {
      const definition = userBalancers[algorithm]?.definition ?? findBalancer(algorithm);
      if (definition === undefined) throw new Error(`no balancer ${algorithm}`);
      return definition;
    },
    openTrace: openTraces(traces),
    resultOf: (runs, complete) => ({
      schemaVersion: RESULT_SCHEMA_VERSION,
      version: packageVersion(),
      command: commandLine({ ...repeating, file: basename(file), balancers: words }),
      scenario: loaded.document,
      faults: faultBands(scenario),
      runs,
      expectations: evaluateExpectations(scenario.expect, runs),
      complete,
    }),
    replayOf: (balancer) => commandLine({ ...repeating, file, balancers: wordsFor(balancer) }),
  };
}

function faultBands({ faults, nodes }: Scenario): readonly FaultBand[] {
  return faults.map((fault) => ({
    label: fault.label,
    kind: fault.kind,
    nodes: fault.nodes.map((node) => nodes[node]!.name),
    startSeconds: toSeconds(fault.startNs),
    endSeconds: fault.endNs === Infinity ? null : toSeconds(fault.endNs),
  }));
}
