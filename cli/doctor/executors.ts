/** Where the doctor's runs execute: in this thread, or on this machine's cores. Same figures either way. */
import { Worker } from "node:worker_threads";
import { findBalancer, Interrupted, type RunHost } from "../../sim/index.ts";
import type { Execute } from "./examine.ts";
import { observe, type Observation, type Observed } from "./observe.ts";
import { NotCovered } from "./setup.ts";

/** Makes runs until it is closed. */
export interface Executor {
  readonly execute: Execute;
  /** How many runs it makes at a time. */
  readonly width: number;
  close(): Promise<void>;
}

/** A request to a thread, and its answer under the same number. */
export interface ThreadRequest {
  readonly number: number;
  readonly observation: Observation;
}

export type ThreadAnswer =
  | { readonly number: number; readonly kind: "observed"; readonly observed: Observed }
  | { readonly number: number; readonly kind: "not-covered"; readonly reason: string }
  | { readonly number: number; readonly kind: "fault"; readonly message: string; readonly stack: string };

/** The host of every run of the doctor: the catalogue, and no traces. */
export const doctorHost: RunHost = {
  definition(algorithm) {
    const definition = findBalancer(algorithm);
    if (definition === undefined) throw new NotCovered(`balancer ${algorithm} is not in the catalogue`);
    return definition;
  },
  openTrace(trace) {
    throw new NotCovered(`trace ${trace}: cases have none`);
  },
};

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

interface Waiting {
  readonly request: ThreadRequest;
  readonly resolve: (observed: Observed) => void;
  readonly reject: (error: Error) => void;
}

/** So many worker threads, each making one run at a time. Only where the sources have been built to JavaScript. */
export function onThreads(width: number): Executor {
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  let requests = 0;
  let closed = false;
  const serve = (): void => {
    while (idle.length > 0 && queue.length > 0) {
      const worker = idle.pop()!;
      const waiting = queue.shift()!;
      busy.set(worker, waiting);
      worker.postMessage(waiting.request);
    }
  };
  const settle = (worker: Worker, how: (waiting: Waiting) => void): void => {
    const waiting = busy.get(worker);
    busy.delete(worker);
    if (waiting !== undefined) how(waiting);
  };
  const workers = Array.from({ length: width }, () => {
    const worker = new Worker(new URL("./thread.js", import.meta.url));
    worker.on("message", (answer: ThreadAnswer) => {
      settle(worker, (waiting) => answerTo(waiting, answer));
      idle.push(worker);
      serve();
    });
    worker.on("error", (error: Error) => settle(worker, ({ reject }) => reject(error)));
    idle.push(worker);
    return worker;
  });
  return {
    width,
    execute: (observation) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Interrupted());
        queue.push({ request: { number: requests++, observation }, resolve, reject });
        serve();
      }),
    async close() {
      closed = true;
      for (const { reject } of [...queue.splice(0), ...busy.values()]) reject(new Interrupted());
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function answerTo({ resolve, reject }: Waiting, answer: ThreadAnswer): void {
  if (answer.kind === "observed") resolve(answer.observed);
  else if (answer.kind === "not-covered") reject(new NotCovered(answer.reason));
  else reject(Object.assign(new Error(answer.message), { stack: answer.stack }));
}
