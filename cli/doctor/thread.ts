/** What runs inside each of the doctor's worker threads: a request in, a run, its figures out. */
import { parentPort } from "node:worker_threads";
import { doctorHost, type ThreadAnswer, type ThreadRequest } from "./executors.ts";
import { observe } from "./observe.ts";
import { NotCovered } from "./setup.ts";

const port = parentPort;
if (port === null) throw new Error("thread.ts: expected to run in a worker thread");

port.on("message", async (request: ThreadRequest) => port.postMessage(await answer(request)));

async function answer({ number, observation }: ThreadRequest): Promise<ThreadAnswer> {
  try {
    return { number, kind: "observed", observed: await observe(observation, doctorHost) };
  } catch (error) {
    if (error instanceof NotCovered) return { number, kind: "not-covered", reason: error.message };
    const { message, stack = message } = error as Error;
    return { number, kind: "fault", message, stack };
  }
}
