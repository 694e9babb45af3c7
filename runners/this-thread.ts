/** Runs jobs one after another in this thread, giving the process time for signals and the terminal between slices. */
import { Interrupted, runJob } from "../sim/index.ts";
import type { Job, Progress, RunHost, RunResult } from "../sim/index.ts";

/** What is told while jobs run. */
export interface RunWatcher {
  /** A job begins. */
  onStart?(job: Job): void;
  /** Between slices of events. */
  onProgress?(job: Job, progress: Progress): void;
  onResult(result: RunResult, job: Job): void;
  /** The job failed; the others go on. */
  onFailure(error: unknown, job: Job): void;
}

/** How one job is run; `runJob` unless a test stands in. */
export type RunOne = (job: Job, host: RunHost) => Promise<RunResult>;

/** How long the thread may be kept before signals and the terminal get their turn. */
const TURN_MILLISECONDS = 40;

/**
 * Runs every job, telling `watcher` of each one's end. Ends early, without an error, once `host.stopped` says so; the
 * job under way is then given up.
 */
export async function runInThisThread(
  jobs: Iterable<Job>,
  host: RunHost,
  watcher: RunWatcher,
  run: RunOne = runJob,
): Promise<void> {
  for (const job of jobs) {
    if (host.stopped?.()) return;
    watcher.onStart?.(job);
    const outcome = await run(job, hostFor(job, host, watcher)).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    if ("result" in outcome) watcher.onResult(outcome.result, job);
    else if (outcome.error instanceof Interrupted) return;
    else watcher.onFailure(outcome.error, job);
  }
}

function hostFor(job: Job, host: RunHost, watcher: RunWatcher): RunHost {
  let turnEnds = performance.now() + TURN_MILLISECONDS;
  return {
    ...host,
    async pause(progress) {
      await host.pause?.(progress);
      watcher.onProgress?.(job, progress);
      if (performance.now() < turnEnds) return;
      await new Promise((resolve) => setImmediate(resolve));
      turnEnds = performance.now() + TURN_MILLISECONDS;
    },
  };
}
