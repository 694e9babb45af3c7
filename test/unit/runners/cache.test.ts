/** Results remembered on disk: no job is run twice, and nothing wrong is ever remembered. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, describe, expect, it } from "vitest";
import { fileHash } from "../../../runners/cache/file-hash.ts";
import { cached } from "../../../runners/cache/index.ts";
import { jobKey } from "../../../runners/cache/job-key.ts";
import { ResultStore } from "../../../runners/cache/result-store.ts";
import { thisThread } from "../../../runners/this-thread.ts";
import { findBalancer, runJob } from "../../../sim/index.ts";
import type { Job, Runner, RunResult } from "../../../sim/index.ts";
import { aBalancer, aScenario } from "../../fixtures/scenario.ts";
import { ROOT } from "../../support/source-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const directory = temporaryFolder();
const folder = join(directory, "cache");
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

const scenario = aScenario();
const job = (seed: number, algorithm = "round-robin"): Job => ({ scenario, balancer: aBalancer(algorithm), seed });
const key = (seed: number): string => jobKey(job(seed), { version: "1", traces: {}, balancers: {} })!;

/** This thread, which counts what it runs; seed 13 brings bad luck. */
function counting(): { runner: Runner; ran: number[] } {
  const ran: number[] = [];
  const host = {
    definition: (name: string) => findBalancer(name)!,
    openTrace: () => {
      throw new Error("no trace");
    },
  };
  const runner = thisThread({ hostFor: () => host }, async (each, itsHost) => {
    ran.push(each.seed);
    if (each.seed === 13) throw new Error("bad luck");
    return runJob(each, itsHost);
  });
  return { runner, ran };
}

async function run(
  jobs: readonly Job[],
  limit = 2 ** 30,
): Promise<{ results: RunResult[]; ran: number[]; failed: number[] }> {
  const { runner, ran } = counting();
  const keyOf = async (each: { seed: number }): Promise<string | null> => (each.seed < 0 ? null : key(each.seed));
  const remembering = cached({ runner, store: new ResultStore({ folder, limit }), keyOf });
  const results: RunResult[] = [];
  const failed: number[] = [];
  await remembering.run(jobs, {
    onResult: (result, _, index) => void (results[index] = result),
    onFailure: (_, __, index) => void failed.push(index),
  });
  await remembering.close();
  return { results, ran, failed };
}

/** The files of the store. */
function files(): string[] {
  const results = join(folder, "results");
  if (!existsSync(results)) return [];
  const paths = readdirSync(results, { recursive: true, encoding: "utf8" }).map((name) => join(results, name));
  return paths.filter((path) => statSync(path).isFile());
}

describe("a remembered result", () => {
  it("is the one that a run would give, to the last byte, and saves the run", async () => {
    const first = await run([job(1), job(2)]);
    expect(first.ran).toEqual([1, 2]);
    const second = await run([job(2), job(3), job(1)]);
    expect(second.ran).toEqual([3]);
    expect(JSON.stringify([second.results[2], second.results[0]])).toBe(JSON.stringify(first.results));
    expect(second.results.map(({ seed }) => seed)).toEqual([2, 3, 1]);
  });

  it("serves every job of a call that is alike", async () => {
    const { ran, results } = await run([job(1), job(2), job(1), job(1)]);
    expect(ran).toEqual([1, 2]);
    expect(results.map(({ seed }) => seed)).toEqual([1, 2, 1, 1]);
  });

  it("is not made of a failure, nor of what is not certain", async () => {
    expect(await run([job(13), job(1), job(13)])).toMatchObject({ ran: [13, 1], failed: [0, 2] });
    expect((await run([job(13)])).ran).toEqual([13]);
    await run([job(-1)]);
    expect((await run([job(-1), job(-1)])).ran).toEqual([-1, -1]);
    expect(files()).toHaveLength(1);
  });

  it("that is damaged is removed, and its job run again", async () => {
    const { results } = await run([job(1)]);
    const [path] = files();
    const whole = readFileSync(path!);
    const flipped = Buffer.from(whole);
    flipped[whole.length >> 1]! ^= 1;
    for (const damaged of [flipped, whole.subarray(0, whole.length - 9), whole.subarray(0, 5), Buffer.alloc(0)]) {
      writeFileSync(path!, damaged);
      expect(await new ResultStore({ folder, limit: 1e9 }).get(key(1))).toBeUndefined();
      expect(existsSync(path!)).toBe(false);
      writeFileSync(path!, damaged);
      const again = await run([job(1)]);
      expect(again).toEqual({ ran: [1], results, failed: [] });
      expect(readFileSync(path!)).toEqual(whole);
    }
  });

  it("does not answer for another job, whatever the name of its file", async () => {
    await run([job(1)]);
    const [path] = files();
    const other = path!.replace(key(1).slice(2), key(2).slice(2));
    writeFileSync(other, readFileSync(path!));
    expect(
      await new ResultStore({ folder, limit: 1e9 }).get(key(2).replace(/^../, key(1).slice(0, 2))),
    ).toBeUndefined();
  });
});

describe("the store", () => {
  it("stays below its limit: what was not used for longest goes", async () => {
    await run([job(1), job(2), job(3), job(4)]);
    const pathOf = (seed: number): string => join(folder, "results", key(seed).slice(0, 2), key(seed).slice(2));
    const sizes = [1, 2, 3, 4].map((seed) => statSync(pathOf(seed)).size);
    const limit = (sizes.reduce((sum, size) => sum + size) / 4) * 2.5;
    for (const seed of [1, 2, 3, 4]) utimesSync(pathOf(seed), 1e9 + seed, 1e9 + seed);
    // Used again, so that it is the last to go.
    await run([job(1)]);
    rmSync(join(folder, "looked-through"));
    await run([job(5)], limit);
    const left = [1, 2, 3, 4, 5].filter((seed) => existsSync(pathOf(seed)));
    expect(left).toEqual([1, 5]);
  });

  it("removes what a process that died left half written, once nobody can be writing it", async () => {
    await run([job(1)]);
    const [path] = files();
    const [old, fresh] = [`${path}.1-0.part`, `${path}.2-0.part`];
    writeFileSync(old, "half");
    writeFileSync(fresh, "half");
    utimesSync(old, 1e9, 1e9);
    rmSync(join(folder, "looked-through"));
    await run([job(2)]);
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
  });

  it("that cannot be written to is no error", async () => {
    writeFileSync(folder, "a file where the folder would be");
    expect((await run([job(1)])).results).toHaveLength(1);
    expect((await run([job(1)])).ran).toEqual([1]);
  });

  it("serves two processes at a time: each reads whole results only, and always", async () => {
    const script = join(directory, "hammer.mjs");
    writeFileSync(
      script,
      `import { createJiti } from ${JSON.stringify(import.meta.resolve("jiti"))};
       const { ResultStore } = await createJiti(${JSON.stringify(ROOT)}).import("./runners/cache/result-store.ts");
       const store = new ResultStore({ folder: ${JSON.stringify(folder)}, limit: 1e9 });
       const keys = ["a", "b", "c"].map((letter) => letter.repeat(64));
       const result = (key) => ({ key, values: Array.from({ length: 5000 }, (_, i) => i / 7) });
       for (const key of keys) store.put(key, result(key));
       await store.close();
       let wrong = 0;
       for (let round = 0; round < 100; round++) {
         for (const key of keys) {
           store.put(key, result(key));
           if (JSON.stringify(await store.get(key)) !== JSON.stringify(result(key))) wrong++;
         }
       }
       await store.close();
       console.log(wrong);`,
    );
    const hammer = (): Promise<{ stdout: string }> => promisify(execFile)(process.execPath, [script]);
    const outputs = await Promise.all([hammer(), hammer()]);
    expect(outputs.map(({ stdout }) => stdout.trim())).toEqual(["0", "0"]);
    expect(files()).toHaveLength(3);
  });
});

describe("the hash of a file", () => {
  it("is that of its content, remembered until the file changes", async () => {
    const path = join(directory, "trace.csv");
    writeFileSync(path, "abc");
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await fileHash(path, folder)).toBe(abc);
    const [memory] = readdirSync(join(folder, "files")).map((name) => join(folder, "files", name));
    const { state } = JSON.parse(readFileSync(memory!, "utf8")) as { state: string };
    writeFileSync(memory!, JSON.stringify({ state, hash: "remembered" }));
    expect(await fileHash(path, folder)).toBe("remembered");
    const { atime, mtime } = statSync(path);
    writeFileSync(path, "abd");
    utimesSync(path, atime, mtime);
    expect(await fileHash(path, folder)).not.toBe("remembered");
    writeFileSync(path, "abc");
    writeFileSync(memory!, "{");
    expect(await fileHash(path, folder)).toBe(abc);
  });
});
