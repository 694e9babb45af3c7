import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseScenario } from "../../../scenarios/index.ts";
import { readAll } from "./support.ts";

const page = readFileSync(new URL("../../../docs/traces.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(([, language, name, text]) => ({
  language: language!,
  name: name ?? null,
  text: text!,
}));
const samples = blocks.filter((block) => block.name !== null);
const scenarios = blocks.filter((block) => block.language === "yaml").map((block) => block.text);

/** What a scenario needs beside its traffic. */
const REST = "nodes: [{name: n}]\nbalancers: [round-robin]\n";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-docs-"));
  for (const { name, text } of samples) writeFileSync(join(folder, name!), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("docs/traces.md", () => {
  it("has samples, and scenarios that read them", () => {
    expect(samples.length).toBeGreaterThanOrEqual(5);
    expect(scenarios.length).toBeGreaterThanOrEqual(6);
    for (const { name } of samples) expect(scenarios.some((text) => text.includes(name!))).toBe(true);
  });

  it.each(scenarios.map((text, index) => [index + 1, text] as const))(
    "scenario %d replays its sample",
    async (_, text) => {
      const parsed = parseScenario(text + REST, { file: join(folder, "docs.yaml") });
      if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join("\n"));
      const [spec] = Object.values(parsed.traces);
      const lines = samples
        .find(({ name }) => name === spec!.file)!
        .text.trim()
        .split("\n").length;
      const records = await readAll(spec!);
      expect(records).toHaveLength(spec!.file.endsWith(".csv") ? lines - 1 : lines);
      expect(records.some((record) => record.workNs > 0)).toBe(true);
    },
  );

  it("says what the first sample becomes", async () => {
    const parsed = parseScenario(scenarios[0] + REST, {
      file: join(folder, "docs.yaml"),
    });
    if (!parsed.ok) throw new Error("expected a scenario");
    const records = await readAll(Object.values(parsed.traces)[0]!);
    expect(records[0]).toMatchObject({ timeNs: 0, workNs: 44 * 12e6, sizeBytes: 374 * 4 });
    expect(records[2]!.timeNs).toBe(4_541_977_000);
    expect(records[2]!.key).toBe(records[0]!.key);
  });
});
