/** The README as a test: its scenario runs, its balancer runs beside the catalogue's, its table names every command. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../../cli/program.ts";
import type { ResultFile } from "../../sim/index.ts";
import { readProjectFile } from "../support/source-files.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { evenkeel, FakeSurroundings } from "./cli/fake-surroundings.ts";

const readme = readProjectFile("README.md");
const directory = temporaryFolder();

/** The text of the only fenced block in this language. */
function block(language: string): string {
  const found = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].filter((match) => match[1] === language);
  expect(found, `blocks of ${language}`).toHaveLength(1);
  return found[0]![2]!;
}

describe("the README", () => {
  it("shows a scenario that runs and whose claim holds, and ten lines of a balancer that runs beside it", async () => {
    writeFileSync(join(directory, "scenario.yaml"), block("yaml"));
    writeFileSync(join(directory, "mine.ts"), block("ts"));
    const usual = await evenkeel(["run", "scenario.yaml", "--json"], { directory });
    expect(usual).toMatchObject({ code: 0, err: "" });
    const words = ["--balancer", "./mine.ts", "--balancer", "power-of-two-choices"];
    const { code, out } = await evenkeel(["run", "scenario.yaml", "--json", ...words], { directory });
    expect(code).toBe(0);
    const { runs } = JSON.parse(out) as ResultFile;
    const p99 = (balancer: string): number => runs.find((run) => run.balancer === balancer)!.responseTime.p99!;
    expect(p99("best-of-three")).toBeLessThan(p99("power-of-two-choices"));
  });

  it("shows what the first command prints, for the same scenario and seed", async () => {
    const shown = block("text").trimEnd().split("\n");
    const directory = new URL("../../", import.meta.url).pathname;
    const folder = temporaryFolder();
    const words = ["run", "scenarios/library/one-slow-node.yaml", "--out", folder];
    const { out } = await evenkeel(words, { directory, columns: 80 });
    const printed = out.trimEnd().split("\n").slice(0, -2);
    expect(shown.slice(0, -2)).toEqual(printed);
    expect(shown.slice(-2)).toEqual([
      "Wrote evenkeel-report/one-slow-node/result.json",
      "Report: evenkeel-report/one-slow-node/report.html",
    ]);
  });

  it("names every command in its table", () => {
    const program = buildProgram(() => async () => {}, new FakeSurroundings());
    const names = program.commands.map((command) => command.name());
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(readme).toMatch(new RegExp(`^\\| \`evenkeel ${name}\\b`, "m"));
  });

  it("leads to every document", () => {
    for (const path of ["docs/scenario-language.md", "docs/expectations.md", "docs/traces.md", "docs/oracle.md"]) {
      expect(readme).toContain(`(${path})`);
    }
  });
});
