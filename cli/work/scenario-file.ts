/** A scenario file with what the command line changes in it, read and checked. */
import { dirname, resolve } from "node:path";
import { formatProblem, loadScenario, parseOverride } from "../../scenarios/index.ts";
import type { LoadedScenario, Override, Problem } from "../../scenarios/index.ts";
import type { BalancerDefinition } from "../../sim/index.ts";
import { UserError } from "../errors.ts";
import { loadBalancerModule, ModuleProblem } from "../user-balancers.ts";
import { chooseBalancers } from "./balancer-words.ts";
import { runnable } from "./runnable-scenario.ts";
import type { RunnableScenario, ScenarioChanges } from "./runnable-scenario.ts";

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
  const { entries, words, canonical } = chooseBalancers(changes.balancers, own, directory, baseDir);
  const chosen = { path: "balancers", value: JSON.stringify(entries), option: "--balancer" };
  return runnable(file, await load(file, [...overrides, chosen], words, directory), changes, canonical, directory);
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
