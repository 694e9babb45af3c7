/** The coverage study in small: the promises hold for some experiments of the sources as they are; see `npm run coverage`. */
import { expect, it, describe } from "vitest";
import * as simulator from "../../sim/index.ts";
import * as theory from "../../sim/theory/index.ts";
import { coverage } from "./experiments.ts";
import { meanResponseOfTwoChoicesAmongThree } from "./exact-choices.ts";
import { judged, render } from "./table.ts";

describe("coverage", () => {
  it("is as promised, over eight experiments", async () => {
    const rows = await coverage(simulator, theory, {
      experiments: 8,
      replications: 10,
      messages: 1200,
      resampled: 200,
    });
    expect(rows).toHaveLength(24);
    expect(rows.filter((row) => !judged(row).holds)).toEqual([]);
    expect(new Set(rows.map(({ kind }) => kind)).size).toBe(4);
  });

  it("is judged by figures that can fail", () => {
    const holds = (kind: "mean" | "quantile" | "fraction" | "wrong verdict", hits: number): boolean =>
      judged({ what: "", kind, hits, experiments: 1000 }).holds;
    expect([holds("mean", 900), holds("mean", 950), holds("mean", 990)]).toEqual([false, true, false]);
    expect([holds("fraction", 900), holds("fraction", 1000)]).toEqual([false, true]);
    expect([holds("quantile", 900), holds("quantile", 940)]).toEqual([false, true]);
    expect([holds("wrong verdict", 80), holds("wrong verdict", 40)]).toEqual([false, true]);
    expect(render([{ what: "x", kind: "mean", hits: 800, experiments: 1000 }])).toMatch(
      /^x +mean +80\.0% +93 to 97% +BROKEN$/,
    );
  });

  it("compares two choices with the exact chain, which lies between the best queue and random splitting", () => {
    expect(meanResponseOfTwoChoicesAmongThree(1e-6)).toBeCloseTo(1, 5);
    const [shared, random] = [theory.mmc(1.8, 1, 3).meanResponse, theory.mm1(0.6, 1).meanResponse];
    const exact = meanResponseOfTwoChoicesAmongThree(0.6);
    expect(exact).toBeGreaterThan(shared);
    expect(exact).toBeLessThan((shared + random) / 2);
    expect(exact).toBeCloseTo(1.55599, 6);
  });
});
