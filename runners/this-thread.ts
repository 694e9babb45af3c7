/** Runs jobs one after another in this thread, giving the process time for signals and the terminal between slices. */
import { Interrupted, runJob } from "../sim/index.ts";
import type { AnyJob, Progress, ResultOf, RunHost, Runner, Scenario } from "../sim/index.ts";

export interface ThisThreadSettings {
  /** Where the balancers and traces of a scenario's jobs come from. */
  readonly hostFor: (scenario: Scenario) => RunHost;
  /** Asked between slices of events; true ends the run under way, and with it all. */
  readonly stopped?: () => boolean;
}

/** How one job is run; `runJob` unless a test stands in. */
export type RunOne = <J extends AnyJob>(job: J, host: RunHost) => Promise<ResultOf<J>>;

/** How long the thread may be kept before signals and the terminal get their turn. */
const TURN_MILLISECONDS = 40;

/** A runner on this thread. */
export function thisThread(settings: ThisThreadSettings, run: RunOne = runJob): Runner {
  let closed = false;
  const takeTurn = turns();
  const stopped = (): boolean => closed || settings.stopped?.() === true;
  return {
    parallelism: 1,
    async run(jobs, watcher) {
      for (const [index, job] of jobs.entries()) {
        if (stopped()) return;
        watcher.onStart?.(job, index);
        const pause = (progress: Progress): Promise<void> => {
          watcher.onProgress?.(job, progress, index);
          return takeTurn();
        };
        const outcome = await run(job, { ...settings.hostFor(job.scenario), stopped, pause }).then(
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

/** One for all runs, however short: many of them in a row must not keep signals waiting either. */
function turns(): () => Promise<void> {
  let turnEnds = performance.now() + TURN_MILLISECONDS;
  return async () => {
    if (performance.now() < turnEnds) return;
    await new Promise((resolve) => setImmediate(resolve));
    turnEnds = performance.now() + TURN_MILLISECONDS;
  };
}
