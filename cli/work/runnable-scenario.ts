/** A scenario ready to be run: where its balancers and traces come from, its result file, and the command that repeats it. */
import { basename, relative } from "node:path";
import { evaluateExpectations } from "../../scenarios/index.ts";
import type { LoadedScenario } from "../../scenarios/index.ts";
import { openTraces } from "../../scenarios/traces/open-trace.ts";
import { commonFaults, findBalancer, RESULT_SCHEMA_VERSION, toSeconds } from "../../sim/index.ts";
import type { BalancerSpec, FaultBand, ResultFile, RunHost, RunResult, Scenario } from "../../sim/index.ts";
import { packageVersion } from "../package.ts";
import { balancerWord } from "./balancer-as-written.ts";
import { commandLine, replayCommand } from "./command-words.ts";

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
  /** The command that repeats one balancer's run, with the scenario's own seed or another one. */
  replayOf(balancer: BalancerSpec, seed?: number): string;
}

/** What loading gave, made ready to run. `words` name the chosen balancers; none where the scenario's own run. */
export function runnable(
  file: string,
  loaded: LoadedScenario,
  changes: ScenarioChanges,
  words: readonly string[],
  directory: string,
): RunnableScenario {
  const { scenario, traces, userBalancers } = loaded;
  const isNarrowed = changes.balancers.length > 0;
  const { sets } = changes;
  const made: RunnableScenario = {
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
      command: commandLine({ file: basename(file), seed: scenario.seed, sets, balancers: words }),
      scenario: loaded.document,
      faults: runs.length > 0 ? commonFaults(runs) : faultBands(scenario),
      runs,
      expectations: evaluateExpectations(scenario.expect, runs),
      complete,
    }),
    replayOf: (balancer, seed = scenario.seed) => replayCommand({ file, seed, sets, balancer: wordFor(balancer) }),
  };
  /** The one word that names it: its label, or what was chosen on the command line. */
  const wordFor = (balancer: BalancerSpec): string => {
    if (!isNarrowed || changes.balancers.includes(balancer.label)) return balancer.label;
    const path = loaded.balancerPaths[balancer.algorithm];
    return balancerWord(
      balancer,
      made,
      path === undefined ? null : `${relative(directory, path)}#${balancer.algorithm}`,
    );
  };
  return made;
}

/** What is to go wrong at times that the scenario itself names. */
export function faultBands({ faults, nodes }: Scenario): readonly FaultBand[] {
  return faults.flatMap(({ label, kind, nodes: hit, timing }) => {
    if (timing.kind !== "once") return [];
    const endSeconds = timing.endNs === Infinity ? null : toSeconds(timing.endNs);
    const targets = hit.map((node) => nodes[node]!.name);
    return [{ label, kind, targets, startSeconds: toSeconds(timing.startNs), endSeconds }];
  });
}
