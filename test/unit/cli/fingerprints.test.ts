/** When a user's balancer is known by its file alone, what runs depend on, and where results are remembered. */
import { writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder } from "../../../cli/work/cache-folder.ts";
import { dependsOnNothing, fingerprintsOf } from "../../../cli/work/fingerprints.ts";
import { openRunner } from "../../../cli/work/runner.ts";
import { NO_CHANGES } from "../../../cli/work/runnable-scenario.ts";
import { loadScenarioFile } from "../../../cli/work/scenario-file.ts";
import type { RunResult } from "../../../sim/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { SMALL_SCENARIO } from "./small-scenario.ts";

const PLAIN = `\
import { defineBalancer, type Balancer } from "evenkeel";

export const mine = defineBalancer("mine", ({ random }): Balancer => {
  let last = 0;
  return { pick: (view) => view.candidates[Math.min(last++, random.below(view.count))]! };
});
`;

describe("a balancer's file", () => {
  it("says all where it imports evenkeel alone and keeps nothing", () => {
    expect(dependsOnNothing(PLAIN)).toBe(true);
    expect(
      dependsOnNothing(`import * as evenkeel from "evenkeel";\\nexport default evenkeel.defineBalancer("x", f);`),
    ).toBe(true);
  });

  it.each([
    'import { helper } from "./helper.ts";',
    'import "./setup.js";',
    'export * from "./others.ts";',
    'export { other } from"./others.ts";',
    'const fs = require("node:fs");',
    'await import("./" + name);',
    "const seed = process.pid;",
    "const chance = () => Math.random();",
    "const { random } = Math;",
    'const chance = Math["random"];',
    "const now = () => Date.now();",
    "let picks = 0;",
    "export const seen = new Map();",
    "const order = [];",
  ])("does not with %s", (line) => {
    expect(dependsOnNothing(`${PLAIN}${line}\n`)).toBe(false);
  });
});

const directory = temporaryFolder({
  "mine.ts": PLAIN,
  "wild.js": `${PLAIN.replaceAll(/: Balancer|, type Balancer|!/g, "").replaceAll("mine", "wild")}let picks = 0;`,
  "small.yaml": SMALL_SCENARIO.replace("{poisson: 100/s}", "{trace: {file: t.csv}}"),
  "t.csv": "time\n1\n2\n3\n",
});
const environment = { EVENKEEL_CACHE: "remembered" };
const words = ["./mine.ts", "./wild.js", "hash"];
const load = (sets: readonly string[] = []): ReturnType<typeof loadScenarioFile> =>
  loadScenarioFile("small.yaml", { ...NO_CHANGES, balancers: words, sets }, directory);

describe("fingerprints", () => {
  it("are of the traces' content and reading, of sure balancers' text, of the simulator itself", async () => {
    const folder = join(directory, "hashes");
    const prints = await fingerprintsOf(await load(), folder);
    expect(prints.version).toMatch(/^\d+\.\d+\.\d+-[0-9a-f]{64}$/);
    expect(prints.balancers).toEqual({ mine: PLAIN, wild: null });
    expect(Object.keys(prints.traces)).toEqual(["web"]);
    expect(prints.traces["web"]).not.toContain(directory);
    const faster = await fingerprintsOf(await load(["traffic.web.arrivals.trace.speedup=2"]), folder);
    expect(faster.traces["web"]).not.toBe(prints.traces["web"]);
    expect(await fingerprintsOf(await load(), folder)).toEqual(prints);
    writeFileSync(join(directory, "t.csv"), "time\n1\n2\n4\n");
    expect((await fingerprintsOf(await load(), folder)).traces["web"]).not.toBe(prints.traces["web"]);
  });
});

describe("a runner with a cache", () => {
  it("runs again only what is not known or not sure, until a file changes", async () => {
    const runAll = async (): Promise<{ started: string[]; results: RunResult[] }> => {
      const loaded = await load();
      const { scenario } = loaded;
      const jobs = scenario.balancers.map((balancer) => ({ scenario, balancer, seed: 1 }));
      const wishes = { workers: 1, runs: 3, cache: true, stopped: () => false };
      const runner = await openRunner(loaded, { directory, environment }, wishes);
      const started: string[] = [];
      const results: RunResult[] = [];
      await runner.run(jobs, {
        onStart: ({ balancer }) => void started.push(balancer.label),
        onResult: (result, _, index) => void (results[index] = result),
        onFailure(error) {
          throw error;
        },
      });
      await runner.close();
      return { started, results };
    };
    const first = await runAll();
    expect(first.started).toEqual(["hash", "mine", "wild"]);
    const second = await runAll();
    expect(second.started).toEqual(["wild"]);
    expect(second.results).toEqual(first.results);
    writeFileSync(join(directory, "mine.ts"), `${PLAIN}// changed`);
    expect((await runAll()).started).toEqual(["mine", "wild"]);
    writeFileSync(join(directory, "t.csv"), "time\n1\n2\n5\n");
    expect((await runAll()).started).toEqual(["hash", "mine", "wild"]);
  });
});

describe("the cache folder", () => {
  it.each([
    [{ EVENKEEL_CACHE: "/var/tmp/k", XDG_CACHE_HOME: "/x" }, "/var/tmp/k"],
    [{ EVENKEEL_CACHE: "mine" }, "/here/mine"],
    [{ EVENKEEL_CACHE: "", XDG_CACHE_HOME: "/x" }, "/x/evenkeel"],
    [{ XDG_CACHE_HOME: "relative", HOME: "/home/u" }, "/home/u/.cache/evenkeel"],
    [{ HOME: "/home/u" }, "/home/u/.cache/evenkeel"],
    [{}, join(homedir(), ".cache/evenkeel")],
  ])("with %o is %s", (given, folder) => {
    expect(cacheFolder({ environment: given, directory: "/here" })).toBe(folder);
  });
});
