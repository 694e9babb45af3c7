/** What an experiment runs in: its scenario, a runner with a cache in front, progress, Ctrl-C, and the head of its result. */
import { basename } from "node:path";
import { EXPERIMENT_SCHEMA_VERSION } from "../../../sim/index.ts";
import type { Execute, ExperimentHead, ExperimentMeasure, Scenario } from "../../../sim/index.ts";
import { watchInterruption } from "../../interrupt.ts";
import { packageVersion } from "../../package.ts";
import type { Surroundings } from "../../surroundings.ts";
import { shellLine } from "../command-words.ts";
import { FailureLog } from "../failures.ts";
import { faultBands } from "../runnable-scenario.ts";
import type { RunnableScenario } from "../runnable-scenario.ts";
import { openRunner } from "../runner.ts";
import { loadScenarioFile } from "../scenario-file.ts";
import { executeBy } from "./execute.ts";
import type { ExperimentOptions } from "./options.ts";
import { ExperimentProgress } from "./progress.ts";

export interface Session {
  readonly loaded: RunnableScenario;
  readonly execute: Execute;
  readonly progress: ExperimentProgress;
  readonly failures: FailureLog;
  /** Whether Ctrl-C was pressed. */
  readonly stopped: () => boolean;
  /** Jobs of this scenario take their balancers and traces from there, and not from what was loaded first. */
  readonly belongs: (scenario: Scenario, to: RunnableScenario) => void;
}

/** Opens what an experiment with `file` needs, does `work` in it, and gives everything back, however it ends. */
export async function inSession<T>(
  surroundings: Surroundings,
  file: string,
  options: ExperimentOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { balancer: balancers = [], set: sets = [], seed = null } = options;
  const loaded = await loadScenarioFile(file, { seed, sets, balancers }, surroundings.directory);
  const others = new WeakMap<Scenario, RunnableScenario>();
  const interruption = watchInterruption(surroundings);
  const runner = await openRunner(loaded, surroundings, {
    workers: options.workers ?? null,
    runs: Infinity,
    cache: options.cache,
    stopped: interruption.stopped,
    loadedFor: (scenario) => others.get(scenario) ?? loaded,
  });
  const progress = new ExperimentProgress(surroundings.err, options.quiet === true);
  const failures = new FailureLog(surroundings, loaded);
  try {
    const execute = executeBy(runner, failures, progress);
    const belongs = (scenario: Scenario, to: RunnableScenario): void => void others.set(scenario, to);
    return await work({ loaded, execute, progress, failures, stopped: interruption.stopped, belongs });
  } finally {
    progress.clear();
    interruption.end();
    await runner.close();
  }
}

/** The part of the result's head that does not depend on how the experiment went. */
export function headOf(
  { loaded }: Session,
  measures: readonly ExperimentMeasure[],
  confidence: number,
  words: readonly string[],
): Pick<ExperimentHead, "schemaVersion" | "version" | "command" | "scenario" | "faults" | "measures" | "confidence"> {
  const [verb = "", ...rest] = words;
  return {
    schemaVersion: EXPERIMENT_SCHEMA_VERSION,
    version: packageVersion(),
    command: shellLine(["evenkeel", verb, basename(loaded.file), ...rest]),
    scenario: loaded.document,
    faults: faultBands(loaded.scenario),
    measures: measures.map(({ text, unit, better }) => ({ text, unit, better })),
    confidence,
  };
}

/** The words of the options that every experiment takes, for the command that repeats it. */
export function commonWords({ balancer = [], set = [] }: ExperimentOptions, { loaded }: Session): readonly string[] {
  return [
    ...["--seed", String(loaded.scenario.seed)],
    ...set.flatMap((each) => ["--set", each]),
    ...balancer.flatMap((each) => ["--balancer", each]),
  ];
}
