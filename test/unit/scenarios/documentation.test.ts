import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { formatProblem, initTemplate, MEASURES, parseScenario, STATISTICS, TIMES } from "../../../scenarios/index.ts";
import { sections } from "../../../scenarios/schema/scenario.ts";
import { balancerBook } from "../../../scenarios/balancer-book.ts";

/** Sections that a fragment in the documentation takes for granted. */
const CONTEXT: Readonly<Record<string, string>> = {
  duration: "10m",
  traffic: "{name: web, arrivals: {poisson: 300/s}, work: 8ms}",
  nodes: "[{name: n, count: 4}]",
  balancers: "[round-robin, hash]",
};

const known = [...Object.keys(sections(balancerBook())), "x-queue"];

interface Block {
  readonly where: string;
  readonly text: string;
}

function yamlBlocks(file: string): readonly Block[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^```ya?ml\n([^]*?)^```$/gm)].map((match) => ({
    where: `${file}:${text.slice(0, match.index).split("\n").length + 1}`,
    text: match[1]!,
  }));
}

const pages = [
  "README.md",
  ...readdirSync("docs")
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];
const blocks = pages.flatMap(yamlBlocks).filter(({ text }) => {
  const value = parse(text) as unknown;
  return typeof value === "object" && value !== null && Object.keys(value).some((key) => known.includes(key));
});

describe("every scenario in the documentation is one", () => {
  it("and there are some", () => expect(blocks.length).toBeGreaterThan(12));

  it.each(blocks)("$where", ({ text }) => {
    const missing = Object.entries(CONTEXT).filter(([key]) => !new RegExp(`^${key}:`, "m").test(text));
    const whole = text + missing.map(([key, value]) => `${key}: ${value}\n`).join("");
    const result = parseScenario(whole, { file: "block.yaml" });
    expect(result.ok ? [] : result.problems.map(formatProblem)).toEqual([]);
  });
});

describe("docs/expectations.md", () => {
  const page = readFileSync("docs/expectations.md", "utf8");

  it("tells of every measure what the code tells", () => {
    const words = {
      node: "a node",
      producer: "a producer",
      cause: "a cause of loss",
      whole: "a whole number",
      origin: "an origin",
      window: "a window such as 60s..80s",
    };
    const rows = MEASURES.map(({ name, help, extra, extraRequired }) => {
      const followers = extra.map((kind) => words[kind]).join(" or ") + (extraRequired ? " (required)" : "");
      return `| \`${name}\` | ${help} | ${followers} |`;
    });
    expect(page.split("\n").filter((line) => rows.includes(line))).toEqual(rows);
    expect([...page.matchAll(/^\| `(\w+)` \|.*\|.*\|$/gm)].map((match) => match[1])).toEqual(
      MEASURES.map(({ name }) => name),
    );
  });

  it("names every statistic and every time", () => {
    for (const word of [...STATISTICS, ...TIMES]) expect(page).toContain(`\`${word}\``);
  });
});

describe("docs/scenario-language.md", () => {
  const page = readFileSync("docs/scenario-language.md", "utf8");

  it("names every section", () => {
    for (const section of Object.keys(sections(balancerBook())))
      expect(page).toMatch(new RegExp(`^\\|.*\`${section}\`.*\\|`, "m"));
  });
});

describe("what `evenkeel init` writes", () => {
  it("is a scenario, with a comment for what it leaves out", () => {
    const result = parseScenario(initTemplate(), { file: "scenario.yaml" });
    expect(result.ok ? [] : result.problems.map(formatProblem)).toEqual([]);
    expect(initTemplate("x.json").split("\n")[0]).toBe("# yaml-language-server: $schema=x.json");
    expect(initTemplate()).toContain("poisson, regular, bursty, batch, schedule, closed, trace");
  });
});
