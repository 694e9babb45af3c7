/** Where a command's runs execute: this thread where they are few or short, else this machine's cores; and what is known. */
import { availableParallelism } from "node:os";
import { cached } from "../../runners/cache/index.ts";
import { jobKey, type Fingerprints } from "../../runners/cache/job-key.ts";
import { ResultStore } from "../../runners/cache/result-store.ts";
import { thisThread } from "../../runners/this-thread.ts";
import { TraceError } from "../../scenarios/traces/trace-error.ts";
import type { Runner, Scenario } from "../../sim/index.ts";
import { UserError } from "../errors.ts";
import type { Surroundings } from "../surroundings.ts";
import { CACHE_LIMIT_BYTES, cacheFolder } from "./cache-folder.ts";
import { fingerprintsOf } from "./fingerprints.ts";
import { estimateMessages } from "./load-estimate.ts";
import type { RunnableScenario } from "./runnable-scenario.ts";
import type { HostSettings } from "./worker-host.ts";

export interface RunnerWishes {
  /** Runs at a time, as the user asked; null: as many as are worth it. */
  readonly workers: number | null;
  /** How many runs there may be to make in all. */
  readonly runs: number;
  /** Whether results are remembered on disk, and those remembered used. */
  readonly cache: boolean;
  readonly stopped: () => boolean;
  /** Whose a scenario of a job is, where jobs are not all of the one that was loaded. */
  readonly loadedFor?: (scenario: Scenario) => RunnableScenario;
}

type Where = Pick<Surroundings, "environment" | "directory">;

/** A runner for the runs of a scenario. Close it when all is done. */
export async function openRunner(loaded: RunnableScenario, where: Where, wishes: RunnerWishes): Promise<Runner> {
  const { stopped, loadedFor = () => loaded } = wishes;
  const workers = workersFor(loaded.scenario, wishes);
  const runner =
    workers === 1
      ? thisThread({ hostFor: loadedFor, stopped })
      : await onThreads(workers, where.directory, loadedFor, stopped);
  return wishes.cache ? remembering(runner, loadedFor, cacheFolder(where)) : runner;
}

type LoadedFor = (scenario: Scenario) => RunnableScenario;

async function onThreads(
  workers: number,
  directory: string,
  loadedFor: LoadedFor,
  stopped: () => boolean,
): Promise<Runner> {
  const { moduleBeside, onCores } = await import("../../runners/cores/index.ts");
  return onCores({
    workers,
    hostModule: moduleBeside("worker-host", import.meta.url),
    settingsFor(scenario): HostSettings {
      const { balancerPaths, traces } = loadedFor(scenario);
      return { balancerPaths, traces, directory };
    },
    errors: [UserError, TraceError],
    stopped,
  });
}

function remembering(runner: Runner, loadedFor: LoadedFor, folder: string): Runner {
  const known = new WeakMap<RunnableScenario, Promise<Fingerprints | null>>();
  return cached({
    runner,
    store: new ResultStore({ folder, limit: CACHE_LIMIT_BYTES }),
    async keyOf(job) {
      const loaded = loadedFor(job.scenario);
      // A file that cannot be read fails in the run, which can tell it better.
      const prints = known.get(loaded) ?? fingerprintsOf(loaded, folder).catch(() => null);
      known.set(loaded, prints);
      const fingerprints = await prints;
      return fingerprints === null ? null : jobKey(job, fingerprints);
    },
  });
}

/** More threads than runs would wait, and more than cores take turns; but whoever asks for those gets them. */
function workersFor(scenario: Scenario, { workers, runs }: RunnerWishes): number {
  if (workers !== null) return Math.max(1, Math.min(workers, runs));
  return isWorthThreads(scenario, runs) ? Math.min(availableParallelism(), runs) : 1;
}

/** Starting threads takes about as long as simulating so many messages. */
const MESSAGES_WORTH_THREADS = 500_000;

/** Runs of unknown length, of traces and of clients that wait for their answers, are taken to be long. */
function isWorthThreads(scenario: Scenario, runs: number): boolean {
  return (estimateMessages(scenario) ?? Infinity) * runs > MESSAGES_WORTH_THREADS;
}
