/** Runs on worker threads: the same results whatever their number, and nothing lost with a thread. */
import { describe, expect, it } from "vitest";
import { openRunner } from "../../../cli/work/runner.ts";
import { NO_CHANGES, type RunnableScenario } from "../../../cli/work/runnable-scenario.ts";
import { loadScenarioFile } from "../../../cli/work/scenario-file.ts";
import { renderJson } from "../../../reports/json.ts";
import { ThreadDied } from "../../../runners/cores/thread-died.ts";
import { BalancerFault } from "../../../sim/index.ts";
import type { AnyJob, Job, Progress, ResultOf, RunResult } from "../../../sim/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { SMALL_SCENARIO } from "../cli/small-scenario.ts";

const OWN = `\
import { existsSync, writeFileSync } from "node:fs";
import { defineBalancer } from "evenkeel";

const first = { pick: (view) => view.candidates[0] };

export const diesOnce = defineBalancer("dies-once", () => {
  const mark = new URL("died", import.meta.url);
  if (existsSync(mark)) return first;
  writeFileSync(mark, "");
  process.exit(3);
});
export const dies = defineBalancer("dies", () => ({ pick: () => process.exit(3) }));
export const fails = defineBalancer("fails", () => ({
  pick() {
    throw new TypeError("had enough");
  },
}));
export const first_ = defineBalancer("first", () => first);
`;

const balancers = ["round-robin", "hash", "./own.mjs#first"];
const directory = temporaryFolder({
  "own.mjs": OWN,
  "small.yaml": SMALL_SCENARIO,
  "trace.yaml": `${SMALL_SCENARIO.replace("{poisson: 100/s}", "{trace: {file: t.csv}}")}`,
  "t.csv": `time\n${Array.from({ length: 500 }, (_, i) => `${i / 50}\n`).join("")}`,
});

interface Told {
  readonly results: RunResult[];
  readonly failures: Map<string, unknown>;
  readonly progress: Progress[];
  readonly started: number[];
}

interface Circumstances {
  readonly stopped?: () => boolean;
  readonly onProgress?: () => void;
}

async function runOn<J extends AnyJob = Job>(
  workers: number,
  loaded: RunnableScenario,
  jobs: readonly J[],
  { stopped = () => false, onProgress }: Circumstances = {},
): Promise<Told & { results: ResultOf<J>[] }> {
  const told = {
    results: [] as ResultOf<J>[],
    failures: new Map(),
    progress: [] as Progress[],
    started: [] as number[],
  };
  const where = { directory, environment: {} };
  const runner = await openRunner(loaded, where, { workers, runs: jobs.length, cache: false, stopped });
  try {
    await runner.run(jobs, {
      onStart: (_, index) => void told.started.push(index),
      onProgress(_, progress) {
        told.progress.push(progress);
        onProgress?.();
      },
      onResult: (result, _, index) => void (told.results[index] = result),
      onFailure: (error, { balancer }) => void told.failures.set(balancer.label, error),
    });
  } finally {
    await runner.close();
  }
  return told as Told & { results: ResultOf<J>[] };
}

const load = (
  file: string,
  words: readonly string[] = balancers,
  sets: readonly string[] = [],
): Promise<RunnableScenario> => loadScenarioFile(file, { ...NO_CHANGES, balancers: words, sets }, directory);

/** Every balancer under so many seeds, long runs and short ones mixed. */
function jobsOf({ scenario }: RunnableScenario, seeds: number): Job[] {
  return Array.from({ length: seeds }, (_, i) => 1 + i).flatMap((seed) =>
    scenario.balancers.map((balancer) => ({ scenario, balancer, seed })),
  );
}

describe("on this machine's cores", () => {
  it.each([
    ["small.yaml", [2, 3]],
    ["trace.yaml", [2]],
  ])("%s gives the bytes that one worker gives with %j", async (file, numbers) => {
    const loaded = await load(file);
    const jobs = jobsOf(loaded, 3);
    const bytes = async (workers: number): Promise<string> => {
      const { results, failures, started } = await runOn(workers, loaded, jobs);
      expect([...failures]).toEqual([]);
      expect(started.sort((a, b) => a - b)).toEqual(jobs.map((_, index) => index));
      return renderJson(loaded.resultOf(results, true));
    };
    const one = await bytes(1);
    expect(JSON.parse(one).runs).toHaveLength(9);
    for (const workers of numbers) expect(await bytes(workers), `${workers} workers`).toBe(one);
  });

  it("a result is told at its job's place, whichever ends first", async () => {
    const loaded = await load("small.yaml", ["hash"]);
    const long = { ...loaded.scenario, durationNs: loaded.scenario.durationNs * 100 };
    const [balancer] = loaded.scenario.balancers;
    const jobs: Job[] = [long, loaded.scenario, loaded.scenario].map((scenario, index) => {
      return { scenario, balancer: balancer!, seed: 10 + index };
    });
    const { results } = await runOn(2, loaded, jobs);
    expect(results.map(({ seed }) => seed)).toEqual([10, 11, 12]);
    expect(results[0]!.simulatedSeconds).toBeGreaterThan(500);
    expect(results[1]!.simulatedSeconds).toBeLessThan(20);
  });

  it("figures are those of the whole result, with distributions in place of what is drawn over time", async () => {
    const loaded = await load("small.yaml", ["hash"]);
    const jobs = jobsOf(loaded, 2);
    const { results: whole } = await runOn(1, loaded, jobs);
    const { results: figures } = await runOn(
      2,
      loaded,
      jobs.map((job) => ({ ...job, keep: "figures" as const })),
    );
    const kept = figures.map((each) => ({ ...each, distributions: undefined }));
    expect(kept).toEqual(whole.map(({ series: _series, theory: _theory, ...rest }) => rest));
    expect(figures.map((each) => "distributions" in each)).toEqual([true, true]);
  });

  it("a run's progress is told now and then", async () => {
    const loaded = await load("small.yaml", ["hash", "random"], ["duration=1h"]);
    const { progress, results } = await runOn(2, loaded, jobsOf(loaded, 1));
    expect(results).toHaveLength(2);
    expect(progress.length).toBeGreaterThan(0);
    for (const { nowSeconds, endSeconds } of progress) expect(nowSeconds).toBeLessThanOrEqual(endSeconds!);
  });
});

describe("a thread that dies", () => {
  it("is replaced, and its run repeated: nothing is lost", async () => {
    const loaded = await load("small.yaml", ["./own.mjs#dies-once", "hash", "random"]);
    const jobs = jobsOf(loaded, 2);
    const { results, failures } = await runOn(2, loaded, jobs);
    expect([...failures]).toEqual([]);
    expect(results.map(({ balancer, seed }) => `${balancer} ${seed}`)).toEqual(
      jobs.map(({ balancer, seed }) => `${balancer.label} ${seed}`),
    );
    // By now its mark is there, and it would not die in this thread either.
    expect((await runOn(1, loaded, jobs)).results).toEqual(results);
  });

  it("each time is reported with its run, and the others go on", async () => {
    const loaded = await load("small.yaml", ["./own.mjs#dies", "hash", "random"]);
    const { results, failures } = await runOn(2, loaded, jobsOf(loaded, 2));
    expect([...failures.keys()]).toEqual(["dies"]);
    const error = failures.get("dies");
    expect(error).toBeInstanceOf(ThreadDied);
    expect((error as Error).message).toBe("the thread that ran it died 3 times: worker exited with code: 3");
    expect(results.flatMap(({ balancer, seed }) => `${balancer} ${seed}`)).toEqual([
      "hash 1",
      "random 1",
      "hash 2",
      "random 2",
    ]);
  });
});

describe("an error in a thread", () => {
  it("arrives as what it was, with its cause and where it came from", async () => {
    const loaded = await load("small.yaml", ["./own.mjs#fails", "hash"]);
    const { failures, results } = await runOn(2, loaded, jobsOf(loaded, 1));
    const error = failures.get("fails") as BalancerFault;
    expect(error).toBeInstanceOf(BalancerFault);
    expect(error.atSeconds).toBeGreaterThan(0);
    expect(error.cause).toMatchObject({ name: "TypeError", message: "had enough" });
    expect((error.cause as Error).stack).toContain("own.mjs:15");
    expect(results.flatMap(({ balancer }) => balancer)).toEqual(["hash"]);
  });
});

describe("a stop", () => {
  it("ends all runs at once and keeps what had finished", async () => {
    const loaded = await load("small.yaml", ["hash"]);
    const endless = { ...loaded.scenario, durationNs: loaded.scenario.durationNs * 1e6 };
    const [balancer] = loaded.scenario.balancers;
    const jobs: Job[] = [loaded.scenario, endless, endless, endless].map((scenario) => {
      return { scenario, balancer: balancer!, seed: 1 };
    });
    let reports = 0;
    const circumstances = { stopped: () => reports > 3, onProgress: () => void reports++ };
    const { results, failures, started } = await runOn(2, loaded, jobs, circumstances);
    expect(results).toHaveLength(1);
    expect([...failures]).toEqual([]);
    expect(started).toEqual([0, 1, 2]);
  });
});
