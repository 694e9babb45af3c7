/**
 * Each parameter changes something: of every shipped scenario every value is changed, and of what is made up every key of
 * the schema. A run must take another course then, or the value stands in `without-effect.ts`, with the reason.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { pathText } from "../../scenarios/wording.ts";
import { courseOf, differs, read } from "./parameters/course.ts";
import { Specimen } from "./parameters/effects.ts";
import { FOLDER, madeUp, type Section } from "./parameters/made-up.ts";
import { schemaKeys, type Leaf } from "./parameters/schema-keys.ts";
import { ELSEWHERE, KEYS, reasonOfKey, reasonOfValue } from "./parameters/without-effect.ts";

const LIBRARY = join(import.meta.dirname, "../../scenarios/library");
const LONGEST_MS = 300_000;

/** Keys that made a difference somewhere. */
const effective = new Set<string>();

async function note(specimen: Specimen, leaf: Leaf): Promise<boolean> {
  const hasEffect = await specimen.hasEffect(leaf);
  if (hasEffect) for (const key of leaf.keys) effective.add(key);
  return hasEffect;
}

const files = readdirSync(LIBRARY).filter((file) => file.endsWith(".yaml"));

describe("each value of a shipped scenario changes its runs, or has a reason not to", () => {
  it.each(files)("%s", { timeout: LONGEST_MS }, async (file) => {
    const path = join(LIBRARY, file);
    const specimen = await Specimen.shortened(parse(readFileSync(path, "utf8")), path);
    const wrong: string[] = [];
    for (const leaf of specimen.leaves) {
      if (reasonOfKey(leaf.keys.at(-1)!) !== undefined) continue;
      const reason = reasonOfValue(file, leaf);
      const hasEffect = await note(specimen, leaf);
      if (hasEffect === (reason !== undefined))
        wrong.push(`${pathText(leaf.path)} ${hasEffect ? `has an effect, not: ${reason}` : "has no effect"}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe("each key of the schema changes a run somewhere, or has a reason not to", () => {
  it.each(madeUp().map((document) => [document.name, document] as const))(
    "%s",
    { timeout: LONGEST_MS },
    async (_name, document) => {
      const specimen = new Specimen(document, join(FOLDER, "made-up.yaml"));
      const left = specimen.leaves.filter((leaf) => reasonOfKey(leaf.keys.at(-1)!) === undefined);
      for (const leaf of left) if (!leaf.keys.every((key) => effective.has(key))) await note(specimen, leaf);
    },
  );

  it.each(["times", "sizes", "counts"])("of %s, the probabilities of branches, which change together", async (name) => {
    const document = madeUp().find((one) => one.name === name)!;
    const swapped = JSON.stringify(document, (key, value: unknown) =>
      key === "probability" ? 1 - Number(value) : value,
    );
    const [before, after] = [document, JSON.parse(swapped) as Section].map((one) => read(one, "made-up.yaml")!);
    expect(await differs(after!, 0, await courseOf(before!, 0))).toBe(true);
    effective.add(`${name}.hyperexponential.branches.probability`);
  });

  it("has left out none", () => {
    const keys = [...schemaKeys()];
    expect(keys.length).toBeGreaterThan(800);
    const left = keys.filter((key) => !effective.has(key) && !ELSEWHERE.test(key) && reasonOfKey(key) === undefined);
    expect(left).toEqual([]);
  });

  it("has no reason for what is no key", () => {
    const keys = [...schemaKeys()];
    for (const [known] of KEYS) expect(keys.filter((key) => known.test(key))).not.toEqual([]);
  });
});
