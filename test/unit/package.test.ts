/** What is published: nothing that is missing, nothing that is only ours. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFiles, readProjectFile, ROOT } from "../support/source-files.ts";

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly scripts: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readProjectFile("package.json")) as Manifest;

/** The TypeScript file that a built one comes from. */
function sourceOf(built: string): string {
  return built.replace(/^\.\/dist\//, "").replace(/(\.d\.ts|\.js)$/, ".ts");
}

describe("the package", () => {
  it("has a source behind each of its doors", () => {
    const doors = Object.values(manifest.exports).flatMap((door) =>
      typeof door === "string" ? [door] : [door.types, door.default],
    );
    const missing = [...doors, ...Object.values(manifest.bin)].filter(
      (door) => !existsSync(join(ROOT, sourceOf(door))),
    );
    expect(missing).toEqual([]);
  });

  it("has a program that a shell can start", () => {
    expect(readProjectFile(sourceOf(manifest.bin["evenkeel"]!)).split("\n")[0]).toBe("#!/usr/bin/env node");
  });

  it("makes it executable at every build, as npm does so only when it links it", () => {
    expect(manifest.scripts["build"]).toContain("chmodSync('dist/cli/main.js', 0o755)");
  });

  it("carries what it reads at run time, and no tests", () => {
    const words = ["pack", "--dry-run", "--json", "--ignore-scripts"];
    const output = execFileSync("npm", words, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    const scenarios = projectFiles().filter((path) => path.startsWith("scenarios/library/"));
    expect(paths).toEqual(
      expect.arrayContaining([
        ...scenarios,
        "scenarios/scenario.schema.json",
        "reports/experiment.schema.json",
        "reports/result.schema.json",
        "cli/doctor/cases.json",
        "package.json",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
      ]),
    );
    expect(paths.filter((path) => /^(test|scripts|node_modules|\.ci)\//.test(path))).toEqual([]);
  });

  it("reads no file of its own that tsc does not build and the package does not name", () => {
    const data = projectFiles().filter((path) => /^(sim|scenarios|runners|reports|cli)\//.test(path));
    const others = data.filter((path) => !/\.ts$|^scenarios\/(library|real)\//.test(path));
    expect(others.sort()).toEqual([
      "cli/doctor/cases.json",
      "reports/experiment.schema.json",
      "reports/result.schema.json",
      "runners/cores/from-source.mjs", // is read only where nothing was built
      "scenarios/scenario.schema.json",
      "sim/DESIGN.md",
    ]);
  });

  it("has scripts whose files exist", () => {
    const named = Object.values(manifest.scripts).flatMap(
      (script) => script.match(/(?<!dist\/[\w./-]*)\b(?:scripts|test)\/[\w./-]+/g) ?? [],
    );
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
