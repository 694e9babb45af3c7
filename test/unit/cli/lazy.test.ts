/** A command loads only what it needs, read from the import graph: what is loaded before a command is known, and by each. */
import { describe, expect, it } from "vitest";
import { importsOf } from "../../support/source-files.ts";

/** Every module and package that is loaded at once with `start`; what is imported lazily, or for its types, is not. */
function loadedWith(start: string): ReadonlySet<string> {
  const loaded = new Set([start]);
  for (const module of loaded) {
    if (!/^(cli|sim|scenarios|runners|reports)\/.*\.ts$/.test(module)) continue;
    for (const { to, typeOnly, lazy } of importsOf(module)) if (!typeOnly && !lazy) loaded.add(to);
  }
  return loaded;
}

const HEAVY = ["piscina", "vega", "vega-lite", "vega-interpreter", "@resvg/resvg-js"];

describe("what is loaded", () => {
  it("before a command is known: commander, Node's own, and the words of the commands", () => {
    const loaded = [...loadedWith("cli/main.ts")];
    expect(loaded.filter((module) => !module.startsWith("cli/") && !module.startsWith("node:"))).toEqual(["commander"]);
    expect(loaded.filter((module) => module.startsWith("cli/work/"))).toEqual([]);
  });

  it.each(["check", "balancers", "init", "run", "report", "compare", "sweep", "tune", "replay"])(
    "by %s: nothing that draws charts, no threads",
    (command) => {
      const loaded = loadedWith(`cli/work/${command}.ts`);
      expect(loaded.size).toBeGreaterThan(10);
      expect(HEAVY.filter((name) => loaded.has(name))).toEqual([]);
    },
  );

  it("for the report and for pictures: what draws, so that the tests above can fail", () => {
    expect([...loadedWith("reports/html.ts")]).toContain("vega-lite");
    expect([...loadedWith("reports/pictures.ts")]).toEqual(expect.arrayContaining(["vega", "@resvg/resvg-js"]));
  });
});
