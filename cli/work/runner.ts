/** Where a command's runs execute: this thread where they are few or short, else this machine's cores. */
import { availableParallelism } from "node:os";
import { thisThread } from "../../runners/this-thread.ts";
import { TraceError } from "../../scenarios/traces/trace-error.ts";
import type { Runner, Scenario } from "../../sim/index.ts";
import { UserError } from "../errors.ts";
import { estimateMessages } from "./load-estimate.ts";
import type { RunnableScenario } from "./runnable-scenario.ts";
import type { HostSettings } from "./worker-host.ts";

export interface RunnerWishes {
  /** As the user asked; null: as many as are worth it. */
  readonly workers: number | null;
  /** How many runs there may be to make at a time. */
  readonly runs: number;
  readonly stopped: () => boolean;
  /** Where relative paths start. */
  readonly directory: string;
}

/** Close it when all is done. */
export async function openRunner(loaded: RunnableScenario, wishes: RunnerWishes): Promise<Runner> {
  const { stopped, directory } = wishes;
  const workers = workersFor(loaded.scenario, wishes);
  if (workers === 1) return thisThread({ definition: loaded.definition, openTrace: loaded.openTrace, stopped });
  const { moduleBeside, onCores } = await import("../../runners/cores/index.ts");
  const settings: HostSettings = { balancerPaths: loaded.balancerPaths, traces: loaded.traces, directory };
  return onCores({
    workers,
    hostModule: moduleBeside("worker-host", import.meta.url),
    settingsFor: () => settings,
    errors: [UserError, TraceError],
    stopped,
  });
}

/** More threads than runs would wait, and more than cores take turns; but whoever asks for those gets them. */
function workersFor(scenario: Scenario, { workers, runs }: RunnerWishes): number {
  if (workers !== null) return Math.min(workers, runs);
  return isWorthThreads(scenario, runs) ? Math.min(availableParallelism(), runs) : 1;
}

/** Starting threads takes about as long as simulating so many messages. */
const MESSAGES_WORTH_THREADS = 500_000;

/** Runs of unknown length, of traces and of clients that wait for their answers, are taken to be long. */
function isWorthThreads(scenario: Scenario, runs: number): boolean {
  return (estimateMessages(scenario) ?? Infinity) * runs > MESSAGES_WORTH_THREADS;
}
