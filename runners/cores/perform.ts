/** The thread's side of `Threads`: a request in, notes on the way, the answer out as bytes that are handed over. */
import { parentPort } from "node:worker_threads";
import { move } from "piscina";
import type { Note, Request } from "./threads.ts";
import { packed } from "./wire.ts";

/** Does a task; `tell` sends a note to whoever asked. */
export type Work = (task: unknown, tell: (note: unknown) => void) => Promise<unknown>;

/** What a thread's module exports as `perform`. */
export function performer(work: Work): (request: Request) => Promise<unknown> {
  return async ({ number, task }) => {
    const tell = (note: unknown): void => parentPort?.postMessage({ number, note } satisfies Note);
    return move(await packed(() => work(task, tell)));
  };
}
