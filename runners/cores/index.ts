/** Runs jobs on this machine's cores: one run at a time in each of so many worker threads. */
import { BalancerFault, Interrupted, Standstill } from "../../sim/index.ts";
import type { AnyJob, Progress, ResultOf, Runner, RunWatcher, Scenario } from "../../sim/index.ts";
import { Shipments, type JobTask } from "./shipment.ts";
import { moduleBeside, Threads } from "./threads.ts";

import type { ErrorKind } from "./wire.ts";

export { moduleBeside } from "./threads.ts";

export interface CoresSettings {
  /** How many threads, and so runs at a time. */
  readonly workers: number;
  /**
   * The module that each thread takes its balancers and traces from: it exports `hostFor` (see `WorkerHost`), since functions
   * cannot be sent. An absolute `file:` URL.
   */
  readonly hostModule: string;
  /** What `hostFor` is given for the jobs of a scenario: plain data, asked for once per scenario object. */
  readonly settingsFor: (scenario: Scenario) => unknown;
  /** Classes of errors, beside the simulator's own, that failures are to be instances of. */
  readonly errors?: readonly ErrorKind[];
  /** Asked some times a second; true ends all runs, for good. */
  readonly stopped?: () => boolean;
}

const MILLISECONDS_BETWEEN_LOOKS = 50;

/**
 * Starts the threads. A run whose thread dies is repeated in another, and given up as failed (`ThreadDied`) where that does
 * not help; the other runs go on.
 */
export function onCores(settings: CoresSettings): Runner {
  const { workers, hostModule, settingsFor, errors = [], stopped = () => false } = settings;
  const threads = new Threads({
    module: moduleBeside("worker", import.meta.url),
    width: workers,
    errors: [BalancerFault, Standstill, Interrupted, ...errors],
  });
  const shipments = new Shipments(settingsFor);
  const answerTo = async <J extends AnyJob>(job: J, index: number, watcher: RunWatcher<J>): Promise<() => unknown> => {
    const { balancer, seed, keep = "all" } = job;
    const task: JobTask = { hostModule, shipment: shipments.of(job.scenario), balancer, seed, keep };
    return threads.ask(task, (note) => watcher.onProgress?.(job, note as Progress, index));
  };
  /** Resolves when the run has ended, to what tells of it. */
  const runOne = async <J extends AnyJob>(job: J, index: number, watcher: RunWatcher<J>): Promise<() => void> => {
    watcher.onStart?.(job, index);
    const answer = await answerTo(job, index, watcher).catch((error: unknown) => () => {
      throw error;
    });
    return () => tell(answer, job, index, watcher);
  };
  return {
    parallelism: workers,
    async run(jobs, watcher) {
      const remaining = jobs.entries();
      const inTurn = async (): Promise<void> => {
        let tellOfLast = (): void => {};
        for (const [index, job] of remaining) {
          if (stopped() || threads.closed) break;
          const ended = runOne(job, index, watcher);
          // The thread is at work again before anybody looks at what it has done.
          tellOfLast();
          tellOfLast = await ended;
        }
        tellOfLast();
      };
      const look = setInterval(() => stopped() && void threads.close(), MILLISECONDS_BETWEEN_LOOKS);
      // Each turn asks for its next run when its last has ended: what waits, waits here and holds no memory.
      await Promise.all(Array.from({ length: workers }, inTurn)).finally(() => clearInterval(look));
    },
    close: () => threads.close(),
  };
}

function tell<J extends AnyJob>(answer: () => unknown, job: J, index: number, watcher: RunWatcher<J>): void {
  let result: ResultOf<J>;
  try {
    result = answer() as ResultOf<J>;
  } catch (error) {
    if (!(error instanceof Interrupted)) watcher.onFailure(error, job, index);
    return;
  }
  watcher.onResult(result, job, index);
}
