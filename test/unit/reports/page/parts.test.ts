import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pack, unpack } from "../../../../reports/page/client/columns.ts";
import { formatValue } from "../../../../reports/page/client/values.ts";
import { linkScript } from "../../../../reports/page/link-script.ts";
import { escapeHtml, escapeJson, html, raw } from "../../../../reports/page/markup.ts";
import { scenarioYaml } from "../../../../reports/page/repeat.ts";
import { pageScripts } from "../../../../reports/page/scripts.ts";
import { fabricateResult } from "../../../fixtures/result-file.ts";

describe("markup", () => {
  test("escapes whatever is put into it, but not markup", () => {
    const name = `<b>"it's" & co</b>`;
    expect(html`<p title="${name}">${name}</p>`.text).toBe(
      '<p title="&lt;b&gt;&quot;it&#39;s&quot; &amp; co&lt;/b&gt;">&lt;b&gt;&quot;it&#39;s&quot; &amp; co&lt;/b&gt;</p>',
    );
    expect(html`${raw("<br>")}${html`<i>${1}</i>`}`.text).toBe("<br><i>1</i>");
  });

  test("joins lists and leaves out what is not there", () => {
    expect(html`${["a", null, raw("<b>")]}${undefined}${false}${0}`.text).toBe("a<b>0");
  });

  test("escaped text has nothing left that markup is made of, and means the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        const back: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
        expect(escaped.replace(/&(lt|gt|quot|#39|amp);/g, (_, entity: string) => back[entity]!)).toBe(text);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  test("JSON cannot end its script element, and reads back the same", () => {
    const value = { name: "</script><!--\u2028\u2029 & >", list: [1, null, "ü"] };
    const text = escapeJson(value);
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe("packed columns", () => {
  test("circles become short", () => {
    expect(pack([0, 0, 1, 1, 0, 0, 1, 1, 0, 0])).toEqual({ length: 10, each: 2, cycle: [0, 1] });
    expect(pack([5, 5, 5, 5])).toEqual({ length: 4, each: 4, cycle: [5] });
    expect(pack([1, 2, 3])).toEqual([1, 2, 3]);
    expect(pack([])).toEqual([]);
  });

  test("come back as they were", () => {
    const value = fc.oneof(fc.constantFrom(0, 1, 2, null, "a"), fc.integer());
    const circle = fc
      .tuple(fc.array(value, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 4 }), fc.nat(60))
      .map(([cycle, each, length]) =>
        Array.from({ length }, (_, index) => cycle[Math.floor(index / each) % cycle.length]!),
      );
    fc.assert(
      fc.property(fc.oneof(fc.array(value), circle), (values) => {
        expect(unpack(pack(values))).toEqual(values);
        expect(unpack(JSON.parse(JSON.stringify(pack(values))) as ReturnType<typeof pack>)).toEqual(values);
      }),
      { seed: 11, numRuns: 1000 },
    );
  });
});

test("values are written by the kind of their column", () => {
  const value = (kind: Parameters<typeof formatValue>[0]["kind"], of: number | string | null): string =>
    formatValue({ field: "x", title: "x", kind }, { x: of, unit: "seconds" }, ["round-robin"]);
  expect(value("balancer", 0)).toBe("round-robin");
  expect(value("seconds", 0.0124)).toBe("12.4 ms");
  expect(value("time", 61.25)).toBe("61.25 s");
  expect(value("count", 1234)).toBe("1,234");
  expect(value("fraction", 0.041)).toBe("4.10%");
  expect(value("perSecond", 399)).toBe("399/s");
  expect(value("messages", 1.234)).toBe("1.23");
  expect(value("text", "<b>")).toBe("<b>");
  expect(value("measured", 0.0124)).toBe("12.4 ms");
  expect(["seconds", "time", "count", "number"].map((kind) => value(kind as "seconds", null))).toEqual([
    "–",
    "–",
    "–",
    "–",
  ]);
});

describe("the page's script", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "evenkeel-link-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const link = async (files: Readonly<Record<string, string>>): Promise<string> => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return linkScript(pathToFileURL(join(folder, Object.keys(files)[0]!)));
  };

  test("links modules into one, each once and before whom it serves, without their types", async () => {
    const code = await link({
      "main.ts": `import { twice as double } from "./twice.ts";\nimport type { N } from "./n.ts";\nimport { log } from "./log.ts";\nexport function run(n: N): string { return log(double(n)); }\n`,
      "twice.ts": `import { log } from "./log.ts";\nconst hidden = 2;\nexport const twice = (n: number): number => { log(n); return n * hidden; };\n`,
      "log.ts": `const hidden: string[] = [];\nexport function log(n: number): string { hidden.push(String(n)); return hidden.join(" "); }\nexport class Unused {}\n`,
      "n.ts": `export type N = number;\n`,
    });
    expect(runInNewContext(`${code}.run(21)`)).toBe("21 42");
  });

  test("refuses what it does not know", async () => {
    await expect(link({ "odd.ts": `export * from "./n.ts";\n`, "n.ts": "" })).rejects.toThrow(
      /odd\.ts: cannot link "export \* from/,
    );
  });

  test("parses, asks for no module, and cannot end its own element", async () => {
    const scripts = await pageScripts();
    expect(scripts).toHaveLength(2);
    for (const script of scripts) {
      expect(() => new Function(script)).not.toThrow();
      expect(script).not.toMatch(/<\/script|<!--|^import |^export |sourceMappingURL/im);
    }
  });
});

describe("the scenario", () => {
  test("is shown in its own language", () => {
    expect(scenarioYaml(fabricateResult())).toMatch(/^name: One slow node\nquestion: One of five nodes/);
  });

  test("is cut between lines where it outweighs everything else", () => {
    const nodes = Array.from({ length: 10_000 }, (_, node) => ({ name: `n${node}`, workers: 1, speed: 1 }));
    const result = fabricateResult();
    const text = scenarioYaml({ ...result, scenario: { ...result.scenario, nodes } });
    expect(text.length).toBeLessThan(101_000);
    expect(text).toMatch(
      /\n {4}speed: 1\n# … cut here|\n {4}workers: 1\n# … cut here|\n {2}- name: n\d+\n# … cut here/,
    );
  });
});
