/**
 * Where runs execute, as experiments see it: this thread, this machine's cores, a cache in front of either, one day a fleet.
 * Jobs and results are plain serialisable data and running a job twice gives the same result, so it does not matter where,
 * how often or in which order jobs are run.
 */
import type { AnyJob, Job, Progress, ResultOf } from "./job.ts";

/** What is told while jobs run. `index` is the job's place in the list that was given, whatever the order of completion. */
export interface RunWatcher<J extends AnyJob = Job> {
  /** A job begins. Jobs that need not be run, since their result is known, do not begin. */
  onStart?(job: J, index: number): void;
  /** Now and then while it runs. */
  onProgress?(job: J, progress: Progress, index: number): void;
  onResult(result: ResultOf<J>, job: J, index: number): void;
  /** The job failed; the others go on. */
  onFailure(error: unknown, job: J, index: number): void;
}

export interface Runner {
  /** How many runs it makes at a time: fewer jobs in one call leave some of it idle. */
  readonly parallelism: number;
  /**
   * Runs the jobs, telling `watcher` of each one's end, once; resolves when all have ended. Where the runner is stopped
   * (Ctrl-C) it resolves early: jobs that had not ended by then are not told of. May be called again meanwhile.
   */
  run<J extends AnyJob>(jobs: readonly J[], watcher: RunWatcher<J>): Promise<void>;
  /** Gives back what the runner holds. Jobs under way are given up, as if it were stopped. */
  close(): Promise<void>;
}
