/**
 * Every shipped scenario states a claim: here each one is run, its expectations must be met, and its runs must end with
 * the digests on record. `npm run golden -- --update` records them anew; say why in CHANGELOG.md, "changes results".
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue, runJob, type RunResult } from "../../sim/index.ts";
import { evaluateExpectations, loadScenario, openTraces, type LoadedScenario } from "../../scenarios/index.ts";

const LIBRARY = join(import.meta.dirname, "../../scenarios/library");
async function load(file: string): Promise<LoadedScenario> {
  const loaded = await loadScenario(join(LIBRARY, file), { loadModule: () => Promise.resolve([]) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded;
}

function run(loaded: LoadedScenario, index: number): Promise<RunResult> {
  const { scenario, traces } = loaded;
  return runJob(
    { scenario, balancer: scenario.balancers[index]!, seed: scenario.seed },
    { definition: (name) => catalogue.find((one) => one.name === name)!, openTrace: openTraces(traces) },
  );
}

const files = readdirSync(LIBRARY).filter((file) => file.endsWith(".yaml"));

describe("the shipped scenarios", () => {
  it("are at least ten, and each asks a question, states a claim and expects figures", async () => {
    expect(files.length).toBeGreaterThanOrEqual(10);
    for (const { scenario } of await Promise.all(files.map(load))) {
      expect(scenario.question).toMatch(/\?$/);
      expect(scenario.claim).not.toBe("");
      expect(scenario.expect.length).toBeGreaterThan(0);
    }
  });

  it.each(files)("%s: its claim holds, and its digests are on record", async (file) => {
    const loaded = await load(file);
    const runs: RunResult[] = [];
    for (let index = 0; index < loaded.scenario.balancers.length; index++) runs.push(await run(loaded, index));
    const unmet = evaluateExpectations(loaded.scenario.expect, runs).filter(({ outcome }) => outcome !== "met");
    expect(unmet).toEqual([]);
    const digests = Object.fromEntries(runs.map((result) => [result.balancer, result.digest]));
    await expect(`${JSON.stringify(digests, null, 2)}\n`).toMatchFileSnapshot(
      `digests/${file.replace(".yaml", ".json")}`,
    );
  });

  it("give a balancer the same bytes whichever others run, and in any order", async () => {
    const loaded = await load("durable-restart.yaml");
    const forwards = [await run(loaded, 0), await run(loaded, 1)];
    const backwards = [await run(loaded, 1), await run(loaded, 0)];
    expect(JSON.stringify(backwards.reverse())).toBe(JSON.stringify(forwards));
  });
});
