import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatProblem, loadScenario, type LoadModule, type LoadResult } from "../../../scenarios/index.ts";
import { defineBalancer, type BalancerDefinition } from "../../../sim/index.ts";
import { stringify } from "yaml";
import { withSections } from "./support.ts";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "evenkeel-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const first = { pick: ({ candidates }: { candidates: Int32Array }) => candidates[0]! };
const best = defineBalancer(
  "best",
  { parameters: { window: { type: "number", min: 0, max: 60, default: 5, unit: "duration", help: "how long" } } },
  () => first,
);
const worst = defineBalancer("worst", () => first);
const clash = defineBalancer("hash", () => first);

const FILES: Readonly<Record<string, readonly BalancerDefinition[]>> = {
  "one.ts": [best],
  "two.ts": [best, worst],
  "none.ts": [],
  "clash.ts": [clash],
};

const loadModule: LoadModule = async (path) => {
  const found = FILES[path.slice(folder.length + 1)];
  if (found === undefined) throw new Error(`no such file\n    at somewhere`);
  return found;
};

async function load(text: string | Uint8Array, name = "s.yaml"): Promise<LoadResult> {
  writeFileSync(join(folder, name), text);
  return loadScenario(join(folder, name), { loadModule });
}

async function problems(balancers: unknown): Promise<readonly string[]> {
  const result = await load(withSections({ balancers }));
  return result.ok ? [] : result.problems.map((problem) => formatProblem(problem).slice(folder.length + 1));
}

describe("loadScenario", () => {
  it("reads a file", async () => {
    const result = await load(withSections({}), "flash.yaml");
    expect(result).toMatchObject({ ok: true, scenario: { name: "flash" }, balancerPaths: {} });
  });

  it("makes a missing file, a directory and bytes that are no text a problem", async () => {
    mkdirSync(join(folder, "dir"));
    const at = async (name: string): Promise<string> => {
      const result = await loadScenario(join(folder, name), { loadModule });
      return result.ok ? "" : formatProblem(result.problems[0]!).slice(folder.length + 1);
    };
    expect(await at("nowhere.yaml")).toBe("nowhere.yaml:1:1: scenario: expected a scenario file, got no such file");
    expect(await at("dir")).toBe("dir:1:1: scenario: expected a scenario file, got a directory");
    expect(await load(new Uint8Array([0x1f, 0x8b]))).toMatchObject({ ok: false, problems: [{ line: 1, column: 2 }] });
  });

  it("takes traces to be relative to the file", async () => {
    const result = await load(
      "traffic: {name: a, arrivals: {trace: {file: t.csv, work: w}}}\nnodes: 1\nbalancers: hash\n",
    );
    expect(result).toMatchObject({ traces: { a: { file: "t.csv", baseDir: folder } } });
  });
});

describe("a user's balancers", () => {
  it("are used like those of the catalogue", async () => {
    const result = await load(
      withSections({ balancers: ["hash", "./one.ts", { "./one.ts": { window: "100ms", as: "quick" } }] }),
    );
    expect(result).toMatchObject({
      ok: true,
      scenario: {
        balancers: [
          { algorithm: "hash" },
          { algorithm: "best", label: "best", parameters: {} },
          { algorithm: "best", label: "quick", parameters: { window: 0.1 } },
        ],
      },
      balancerPaths: { best: join(folder, "one.ts") },
      document: { balancers: ["hash", "./one.ts", { "./one.ts": { window: "100ms", as: "quick" } }] },
    });
  });

  it("may come several from one file, all or one of them", async () => {
    const all = await load(withSections({ balancers: "./two.ts" }));
    expect(all).toMatchObject({
      scenario: { balancers: [{ label: "best" }, { label: "worst" }] },
      document: { balancers: ["./two.ts#best", "./two.ts#worst"] },
      balancerPaths: { best: join(folder, "two.ts"), worst: join(folder, "two.ts") },
    });
    const one = await load(withSections({ balancers: ["./two.ts#worst"] }));
    expect(one).toMatchObject({ scenario: { balancers: [{ label: "worst" }] } });
    // What the document says is again a scenario.
    const again = await load(stringify((all as Extract<LoadResult, { ok: true }>).document));
    expect(again).toMatchObject({ ok: true, scenario: (all as Extract<LoadResult, { ok: true }>).scenario });
  });

  it("may be handed in by name", async () => {
    writeFileSync(join(folder, "named.yaml"), withSections({ balancers: ["worst"] }));
    const result = await loadScenario(join(folder, "named.yaml"), { loadModule, definitions: [worst] });
    expect(result).toMatchObject({ ok: true, scenario: { balancers: [{ algorithm: "worst" }] }, balancerPaths: {} });
  });

  it.each<[unknown, string]>([
    [["./nowhere.ts"], 'balancers[0]: expected a file that exports balancers (no such file), got "./nowhere.ts"'],
    [["./none.ts"], 'balancers[0]: expected a file that exports a balancer made with defineBalancer, got "./none.ts"'],
    [
      ["./clash.ts"],
      'balancers[0]: expected balancers with names of their own (hash is one of the catalogue\'s), got "./clash.ts"',
    ],
    [["./two.ts#middling"], 'balancers[0]: expected one of best, worst after the #, got "./two.ts#middling"'],
    [
      [{ "./two.ts": { window: "1s" } }],
      'balancers[0]."./two.ts": expected ./two.ts#best, or another name, as the file holds several, got a map',
    ],
    [[{ "./one.ts": { window: 5 } }], 'balancers[0]."./one.ts".window: expected a duration from 0s to 1m, got 5'],
    [
      [{ "./one.ts": { windw: "1s" } }],
      'balancers[0]."./one.ts": expected one of window, as; did you mean "window"?, got "windw"',
    ],
  ])("%j", async (balancers, message) => {
    const [problem, ...others] = await problems(balancers);
    expect(others).toEqual([]);
    expect(problem!.replace(/^s\.yaml:\d+:\d+: /, "")).toBe(message);
  });
});
