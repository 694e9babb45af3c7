/** The documents as tests: links lead somewhere, and commands are such as the command line takes. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../../cli/program.ts";
import { projectFiles, readProjectFile, ROOT } from "../support/source-files.ts";
import { FakeSurroundings } from "./cli/fake-surroundings.ts";

const documents = projectFiles().filter((path) => path.endsWith(".md"));
const FENCE = /^(```|~~~)([a-z]*)\n([\s\S]*?)^\1/gm;

/** The anchors of a document, as GitHub makes them of headings. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = markdown.replaceAll(FENCE, "").match(/^#+ .+$/gm) ?? [];
  return new Set(
    headings.map((heading) =>
      heading
        .replace(/^#+ /, "")
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** Where the links of a document lead that are neither web pages nor mail. */
function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replaceAll(FENCE, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!).filter((to) => !/^[a-z]+:/.test(to));
}

/** Every command line that begins with evenkeel in the fenced blocks of a document, without what it is piped into. */
function commandsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(FENCE)]
    .filter(([, , language]) => ["", "sh", "shell", "console", "bash"].includes(language!))
    .flatMap(([, , , text]) => text!.replaceAll("\\\n", " ").split("\n"))
    .flatMap((line) => line.replace(/\s{2,}#.*$/, "").split(/ && | \| | > /))
    .map((command) => command.trim().replace(/^\$ /, "").replace(/^npx /, ""))
    .filter((command) => /^evenkeel( |$)/.test(command));
}

function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3]!).slice(1);
}

describe.each(documents)("%s", (path) => {
  const markdown = readProjectFile(path);

  it("has links that lead somewhere", () => {
    const broken = linksOf(markdown).filter((link) => {
      const [file, anchor] = link.split("#") as [string, string?];
      const target = file === "" ? path : join(dirname(path), file);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && target.endsWith(".md") && !anchorsOf(readProjectFile(target)).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("names shipped scenarios that there are", () => {
    const named = [...markdown.matchAll(/scenarios\/(?:library|real)\/[a-z-]+\.yaml/g)].map(([file]) => file);
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it("has commands that the command line takes", async () => {
    for (const command of commandsOf(markdown)) {
      let called = 0;
      const surroundings = new FakeSurroundings();
      const program = buildProgram(() => async () => void called++, surroundings);
      await program.parseAsync([...wordsOf(command)], { from: "user" }).catch((error: Error) => {
        throw new Error(`${command}: ${error.message}`);
      });
      expect(called, command).toBe(1);
    }
  });
});

describe("docs/failures.md", () => {
  const markdown = readProjectFile("docs/failures.md");
  const named = [...markdown.matchAll(/`([a-z-]+\.yaml)/g)].map((match) => match[1]!);

  it("names many of the shipped scenarios, and none that there is not", () => {
    expect(new Set(named).size).toBeGreaterThan(15);
    expect(named.filter((file) => !existsSync(join(ROOT, "scenarios/library", file)))).toEqual([]);
  });
});
