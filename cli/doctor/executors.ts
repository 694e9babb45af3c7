/** Where the doctor's runs execute: in this thread, or on this machine's cores. Same figures either way. */
import { moduleBeside, Threads } from "../../runners/cores/threads.ts";
import { Interrupted } from "../../sim/index.ts";
import type { Execute } from "./examine.ts";
import { doctorHost } from "./host.ts";
import { observe, type Observed } from "./observe.ts";
import { NotCovered } from "./setup.ts";

/** Makes runs until it is closed. */
export interface Executor {
  readonly execute: Execute;
  /** How many runs it makes at a time. */
  readonly width: number;
  close(): Promise<void>;
}

/** How long the thread may be kept before signals and the terminal get their turn. */
const TURN_MILLISECONDS = 40;

/** One run after another, in this thread. */
export function inThisThread(stopped: () => boolean): Executor {
  let turnEnds = 0;
  const pause = async (): Promise<void> => {
    if (performance.now() < turnEnds) return;
    await new Promise((resolve) => setImmediate(resolve));
    turnEnds = performance.now() + TURN_MILLISECONDS;
  };
  let last: Promise<unknown> = Promise.resolve();
  const execute: Execute = (observation) => {
    const run = (): Promise<Observed> => observe(observation, { ...doctorHost, pause, stopped });
    const next = last.then(run, run);
    last = next;
    return next;
  };
  return { execute, width: 1, close: () => Promise.resolve() };
}

/** So many worker threads, each making one run at a time. */
export function onThreads(width: number): Executor {
  const module = moduleBeside("thread", import.meta.url);
  const threads = new Threads({ module, width, errors: [NotCovered, Interrupted] });
  return {
    width,
    execute: async (observation) => (await threads.ask(observation))() as Observed,
    close: () => threads.close(),
  };
}
