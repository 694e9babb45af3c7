/** Runs jobs one after another in this thread, giving the process time for signals and the terminal between slices. */
import { Interrupted, runJob } from "../sim/index.ts";
import type { AnyJob, ResultOf, RunHost, Runner, RunWatcher } from "../sim/index.ts";

/** How one job is run; `runJob` unless a test stands in. */
export type RunOne = <J extends AnyJob>(job: J, host: RunHost) => Promise<ResultOf<J>>;

/** How long the thread may be kept before signals and the terminal get their turn. */
const TURN_MILLISECONDS = 40;

/** A runner on this thread. Ends early, without an error, once `host.stopped` says so. */
export function thisThread(host: RunHost, run: RunOne = runJob): Runner {
  let closed = false;
  const stopped = (): boolean => closed || host.stopped?.() === true;
  return {
    parallelism: 1,
    async run(jobs, watcher) {
      for (const [index, job] of jobs.entries()) {
        if (stopped()) return;
        watcher.onStart?.(job, index);
        const outcome = await run(job, hostFor(job, index, { ...host, stopped }, watcher)).then(
          (result) => ({ result }),
          (error: unknown) => ({ error }),
        );
        if ("result" in outcome) watcher.onResult(outcome.result, job, index);
        else if (outcome.error instanceof Interrupted) return;
        else watcher.onFailure(outcome.error, job, index);
      }
    },
    async close() {
      closed = true;
    },
  };
}

function hostFor<J extends AnyJob>(job: J, index: number, host: RunHost, watcher: RunWatcher<J>): RunHost {
  let turnEnds = performance.now() + TURN_MILLISECONDS;
  return {
    ...host,
    async pause(progress) {
      await host.pause?.(progress);
      watcher.onProgress?.(job, progress, index);
      if (performance.now() < turnEnds) return;
      await new Promise((resolve) => setImmediate(resolve));
      turnEnds = performance.now() + TURN_MILLISECONDS;
    },
  };
}
