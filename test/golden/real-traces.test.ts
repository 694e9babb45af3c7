/**
 * Real traffic through all balancers of its scenario. The traces are not shipped: they are looked for in EVENKEEL_DATA or
 * beside the project, and these tests are skipped where they are absent.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue, runJob, type RunResult } from "../../sim/index.ts";
import { evaluateExpectations, loadScenario, openTraces, parseOverride } from "../../scenarios/index.ts";

const DATA = process.env.EVENKEEL_DATA ?? join(import.meta.dirname, "../../../shared/data");
const REAL = join(import.meta.dirname, "../../scenarios/real");

const cases = [
  {
    file: "azure-llm.yaml",
    path: "traffic.llm.arrivals.trace.file",
    trace: "azure-llm-conv-2023.csv",
    messages: 19_366,
  },
  {
    file: "access-log.yaml",
    path: "traffic.web.arrivals.trace.file",
    trace: "apache-access-2015.log.gz",
    messages: 10_000,
  },
];

describe.each(cases)("$file", ({ file, path, trace, messages }) => {
  const place = join(DATA, trace);
  it.skipIf(!existsSync(place))(
    `replays ${trace} whole, and its claim holds (skipped where the trace is absent)`,
    async () => {
      const loaded = await loadScenario(join(REAL, file), {
        loadModule: () => Promise.resolve([]),
        overrides: [parseOverride(`${path}=${place}`)!],
      });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      const { scenario, traces } = loaded;
      const host = {
        definition: (name: string) => catalogue.find((one) => one.name === name)!,
        openTrace: openTraces(traces),
      };
      const runs: RunResult[] = [];
      for (const balancer of scenario.balancers) runs.push(await runJob({ scenario, balancer, seed: 1 }, host));
      for (const run of runs) expect(run.messages.offered + run.messages.warmup).toBe(messages);
      const unmet = evaluateExpectations(scenario.expect, runs).filter(({ outcome }) => outcome !== "met");
      expect(unmet).toEqual([]);
    },
  );
});
