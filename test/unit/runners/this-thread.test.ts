import { describe, expect, it } from "vitest";
import { thisThread } from "../../../runners/this-thread.ts";
import type { RunOne } from "../../../runners/this-thread.ts";
import type { Job, RunHost } from "../../../sim/index.ts";

const HOST: RunHost = { definition: () => undefined as never, openTrace: () => undefined as never };
const JOBS = Array.from({ length: 100 }, (_, seed) => ({ seed }) as Job);

/** A run of some milliseconds that looks up once. */
const short: RunOne = async (_job, host) => {
  const end = performance.now() + 3;
  while (performance.now() < end);
  await host.pause?.({ nowSeconds: 0, endSeconds: 1, events: 0, messages: 0, pilot: false });
  return undefined as never;
};

describe("the runner on this thread", () => {
  it("lets signals in between runs that are each too short to give way by themselves", async () => {
    let stopped = false;
    let finished = 0;
    setImmediate(() => (stopped = true));
    await thisThread({ hostFor: () => HOST, stopped: () => stopped }, short).run(JOBS, {
      onResult: () => void finished++,
      onFailure: () => {},
    });
    expect(finished).toBeGreaterThan(0);
    expect(finished).toBeLessThan(JOBS.length);
  });
});
