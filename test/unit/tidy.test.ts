/** Style as a test: who may import whom (DESIGN.md §2), how long a file may be, and what must not be left lying about. */
import { describe, expect, it } from "vitest";
import { circles, importsOf, projectFiles, readProjectFile } from "../support/source-files.ts";
import type { Import } from "../support/source-files.ts";

const files = projectFiles();
const FOLDERS = ["sim", "scenarios", "runners", "reports", "cli"];
const modules = files.filter((path) => FOLDERS.includes(path.split("/")[0]!) && /(?<!\.d)\.ts$/.test(path));
const imports = modules.flatMap(importsOf);
const ours = imports.filter((each) => modules.includes(each.to));

/** `sim/core`, `sim/engine.ts`, `reports`: the units between which imports have a direction. */
function roomOf(path: string): string {
  const parts = path.split("/");
  if (path.startsWith("sim/scenario/")) return "sim/scenario.ts";
  if (path.startsWith("sim/engine/")) return "sim/engine.ts";
  return parts[0] === "sim" ? parts.slice(0, 2).join("/") : parts[0]!;
}

const ROOMS = ["traffic", "gateway", "balancers", "network", "cluster", "consumers", "faults", "measure"];
const SIM_ROOMS = ROOMS.map((room) => `sim/${room}`);

/** What each room may import beside itself. Whoever is not named here may import anything. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "sim/core": [],
  "sim/theory": [],
  "sim/stats": ["sim/core"],
  "sim/scenario.ts": ["sim/core"],
  ...Object.fromEntries(SIM_ROOMS.map((room) => [room, ["sim/core", "sim/scenario.ts", ...SIM_ROOMS]])),
  "sim/engine.ts": ["sim/core", "sim/scenario.ts", ...SIM_ROOMS],
  "sim/experiment": ["sim/core", "sim/scenario.ts", "sim/engine.ts", "sim/theory", "sim/stats", ...SIM_ROOMS],
  "sim/index.ts": [
    "sim/core",
    "sim/scenario.ts",
    "sim/engine.ts",
    "sim/theory",
    "sim/stats",
    "sim/experiment",
    ...SIM_ROOMS,
  ],
  scenarios: ["sim/index.ts"],
  runners: ["sim/index.ts"],
  reports: ["sim/index.ts"],
};

function isAllowed({ from, to, typeOnly }: Import): boolean {
  const [room, target] = [roomOf(from), roomOf(to)];
  if (room === target || ALLOWED[room] === undefined) return true;
  const mayNameTypes = typeOnly && target === "scenarios" && (room === "reports" || room === "runners");
  return mayNameTypes || ALLOWED[room].includes(target);
}

function graph(edges: readonly Import[], name: (path: string) => string): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (name(from) !== name(to) || from === to) map.set(name(from), [...(map.get(name(from)) ?? []), name(to)]);
  }
  return map;
}

describe("imports", () => {
  it("were found", () => {
    expect(ours.length).toBeGreaterThan(200);
  });

  it("go only in the directions that the design allows", () => {
    const wrong = ours.filter((each) => !isAllowed(each)).map(({ from, to }) => `${from} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  it("run in no circle between modules", () => {
    expect(circles(graph(ours, (path) => path))).toEqual([]);
  });

  it("run in no circle between rooms", () => {
    expect(circles(graph(ours, roomOf))).toEqual([]);
  });

  it("of sim/ name no package but the generator of chance and, in stats, one of plain arithmetic; none of Node's", () => {
    const packages = imports.filter(({ from, to }) => from.startsWith("sim/") && !to.startsWith("sim/"));
    expect([...new Set(packages.map(({ from, to }) => `${roomOf(from)}: ${to}`))]).toEqual([
      "sim/core: seedrandom/lib/alea.js",
      "sim/stats: simple-statistics",
    ]);
  });

  /** Packages that only a checkout has, and who may name them. */
  const FROM_SOURCE: Readonly<Record<string, string>> = {
    typescript: "reports/page/link-script.ts", // strips the types of the page's scripts where nothing was built
  };

  it("name packages that the package declares", () => {
    const { dependencies } = JSON.parse(readProjectFile("package.json")) as { dependencies: Record<string, string> };
    const undeclared = imports
      .filter(
        ({ to, typeOnly }) =>
          !typeOnly && !to.startsWith("node:") && !modules.includes(to) && !FOLDERS.includes(to.split("/")[0]!),
      )
      .map(({ from, to }) => ({
        from,
        name: to.startsWith("@") ? to.split("/").slice(0, 2).join("/") : to.split("/")[0]!,
      }))
      .filter(({ from, name }) => dependencies[name] === undefined && FROM_SOURCE[name] !== from);
    expect(undeclared).toEqual([]);
  });

  it("reach every module: none is dead", () => {
    const inThreads = ["runners/cores/worker.ts", "cli/work/worker-host.ts", "cli/doctor/thread.ts"];
    const programs = ["cli/main.ts", "scenarios/write-schema.ts", ...inThreads];
    const doors = [...programs, "sim/index.ts", "scenarios/index.ts", "reports/index.ts"];
    const reached = new Set(doors);
    for (const module of reached) for (const { from, to } of ours) if (from === module) reached.add(to);
    expect(modules.filter((module) => !reached.has(module))).toEqual([]);
  });
});

describe("files", () => {
  const sources = files.filter((path) => /\.(ts|js|mjs)$/.test(path) && !path.startsWith("test/fixtures/"));

  /** Tests are lists of cases, and longer than what they test. */
  const mostLines = (path: string): number => (path.startsWith("test/") ? 450 : 300);

  /** Longer than that, each with its reason. */
  const LONG: Readonly<Record<string, string>> = {
    "sim/engine.ts": "the one switch over event kinds: the table of contents of the model stays whole (DESIGN.md §2)",
  };

  it("have at most 300 lines, tests 450, but for those with a reason", () => {
    const long = sources.filter((path) => readProjectFile(path).trimEnd().split("\n").length > mostLines(path));
    expect(long).toEqual(Object.keys(LONG));
  });

  it("begin by saying what they are for", () => {
    const begins = /^(#!.*\n)?(\/\/\/ <reference .*\n)*\/\*\*/;
    expect(modules.filter((path) => !begins.test(readProjectFile(path)))).toEqual([]);
  });

  it("have nothing left to be done", () => {
    const leftover = /\b(?:FIX[M]E|TO[D]O|XX[X])\b/;
    expect(
      files.filter((path) => /\.(ts|js|mjs|md|ya?ml)$/.test(path) && leftover.test(readProjectFile(path))),
    ).toEqual([]);
  });

  it("name no place of the machine that they were written on", () => {
    const place = /(^|[^\w.])\/(?:work|farm|root)\//m;
    const texts = files.filter((path) => /\.(ts|js|mjs|json|md|ya?ml|html)$|^\.ci\/|^[^/]+$/.test(path));
    expect(texts.filter((path) => path !== "package-lock.json" && place.test(readProjectFile(path)))).toEqual([]);
  });
});

describe("documents", () => {
  const documents = files.filter((path) => path.endsWith(".md"));

  it.each(documents)("%s has one title", (path) => {
    const prose = readProjectFile(path).replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, "");
    expect(prose.match(/^# .+/gm)).toHaveLength(1);
  });
});

describe("package-lock.json", () => {
  it("names no registry, so that every mirror serves", () => {
    expect(readProjectFile("package-lock.json")).not.toContain('"resolved"');
  });
});
