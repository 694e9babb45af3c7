/** docs/oracle.md is executed: its example case is covered, and the family that it shows is the one that runs. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { agendaOf } from "../../cli/doctor/agenda.ts";
import { parseCases } from "../../cli/doctor/case-file.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const page = read("docs/oracle.md");

function block(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page)?.[1];
  if (found === undefined) throw new Error(`docs/oracle.md: no block of ${language}`);
  return found;
}

describe("docs/oracle.md", () => {
  it("shows a case that can be simulated", () => {
    const { groups, notCovered } = agendaOf(parseCases(block("json"), "docs/oracle.md"));
    expect([...notCovered]).toEqual([]);
    expect(groups[0]!.scenario.nodes[0]!.workers).toBe(10);
  });

  it("shows a family as it is", () => {
    expect(read("cli/doctor/families/dm1.ts")).toContain(block("ts"));
  });

  it("names only files that exist", () => {
    const paths = [...page.matchAll(/`((?:cli|test|sim)\/[\w./-]+\.(?:ts|json))`/g)].map((match) => match[1]!);
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) expect(read(path).length).toBeGreaterThan(0);
  });
});
