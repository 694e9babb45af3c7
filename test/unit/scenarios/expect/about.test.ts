import { describe, expect, it } from "vitest";
import { expectationsAbout } from "../../../../scenarios/index.ts";
import type { RunFigures } from "../../../../sim/index.ts";

/** A run of which only the loss is looked at. */
const runWith = (lost: number): RunFigures => ({ messages: { lost } }) as RunFigures;
const runs = new Map([
  ["a", runWith(1)],
  ["b", runWith(2)],
]);

describe("expectationsAbout", () => {
  it("takes those that name the balancer, and those that mean each", () => {
    const texts = ["lost == 0", "lost(a) < 5", "lost(b) < 5", "lost(a) < lost(b)", "lost < lost(b)"];
    expect(expectationsAbout(texts, "a").map(({ text, needs }) => [text, needs])).toEqual([
      ["lost == 0", []],
      ["lost(a) < 5", []],
      ["lost(a) < lost(b)", ["b"]],
      ["lost < lost(b)", ["b"]],
    ]);
  });

  it("judges on the runs of one seed, and does not know what it has no run of", () => {
    const [each, other] = expectationsAbout(["lost <= 1", "lost(a) < lost(b)"], "a");
    expect(each!.holds(runs)).toBe(true);
    expect(expectationsAbout(["lost <= 1"], "b")[0]!.holds(runs)).toBe(false);
    expect(other!.holds(runs)).toBe(true);
    expect(other!.holds(new Map([["a", runWith(1)]]))).toBeNull();
  });

  it("looks into every part of a condition", () => {
    expect(expectationsAbout(["not (lost(b) > 1 and lost(c) > 1)"], "c")[0]!.needs).toEqual(["b"]);
    expect(expectationsAbout(["1 < 2"], "c")).toEqual([]);
  });
});
