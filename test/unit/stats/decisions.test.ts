/** Paired comparisons, corrections for many, verdicts and repeated looks: published figures and error rates. */
import { describe, expect, it } from "vitest";
import { RandomStreams } from "../../../sim/core/random.ts";
import { equivalencePValue } from "../../../sim/stats/equivalence.ts";
import { meanInterval } from "../../../sim/stats/mean-interval.ts";
import { pairedComparison } from "../../../sim/stats/paired.ts";
import { differencesOf } from "../../../sim/stats/sample.ts";
import { confidenceAtLook, sequentialPlan, type SequentialPlan } from "../../../sim/stats/sequential.ts";
import { bonferroni, holm, pairedPValue, sidak } from "../../../sim/stats/simultaneous.ts";
import { relativeVerdictOf, verdictOf, type VerdictOptions } from "../../../sim/stats/verdict.ts";

/** Student's sleep data (1908): hours gained with two drugs by the same ten patients. */
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
const GAINED = differencesOf(SECOND, FIRST);

describe("a paired comparison", () => {
  it("is Student's, and beyond it where the differences are skewed", () => {
    const { difference, varianceReduction, correlation } = pairedComparison(SECOND, FIRST, 0.95);
    expect(difference).toMatchObject({
      estimate: expect.closeTo(1.58, 10),
      low: expect.closeTo(0.70011423672, 9),
    });
    // One patient gained 4.6 hours: the mean may well be larger.
    expect(difference.high).toBeGreaterThan(2.45988576328 + 0.3);
    expect(meanInterval(GAINED, 0.95).high).toBeCloseTo(2.45988576328, 9);
    expect(varianceReduction).toBeCloseTo(4.765423031727, 10);
    expect(correlation).toBeCloseTo(0.7951702058338, 10);
    expect(pairedPValue(GAINED)).toBeCloseTo(0.00283289019738, 12);
  });

  it("knows no variance reduction of a single pair or of a constant difference", () => {
    expect(pairedComparison([1], [2], 0.95)).toMatchObject({ varianceReduction: null, correlation: null });
    expect(pairedComparison([1, 2, 3], [2, 3, 4], 0.95)).toMatchObject({ varianceReduction: null, correlation: 1 });
    expect(pairedComparison([1, 1, 1], [2, 3, 4], 0.95)).toMatchObject({ varianceReduction: 1, correlation: null });
  });

  it("has p-values without spread, too", () => {
    expect([pairedPValue([1]), pairedPValue([0, 0]), pairedPValue([1, 1])]).toEqual([1, 1, 0]);
  });
});

describe("corrections for many comparisons", () => {
  it("are Bonferroni's and Šidák's", () => {
    expect(bonferroni(0.95, 10)).toBeCloseTo(0.995, 12);
    expect(sidak(0.95, 10)).toBeCloseTo(0.99488380314, 10);
    expect([bonferroni(0.95, 1), sidak(0.95, 1)]).toEqual([expect.closeTo(0.95, 12), expect.closeTo(0.95, 12)]);
    expect(() => sidak(0.95, 0)).toThrow("expected at least 1 comparison, got 0");
  });

  it("are Holm's, in the order given and never falling", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });
});

describe("two one-sided tests", () => {
  it("give the larger of both p-values", () => {
    expect(equivalencePValue(GAINED, 3)).toBeCloseTo(0.002655570292658671, 12);
    expect(equivalencePValue(GAINED, 1)).toBeGreaterThan(0.5);
    expect([equivalencePValue([1, 1], 2), equivalencePValue([2, 2], 2)]).toEqual([0, 1]);
    expect(() => equivalencePValue(GAINED, 0)).toThrow("expected a tolerance > 0, got 0");
  });
});

describe("a verdict", () => {
  const options: VerdictOptions = { confidence: 0.95, tolerance: 0.5, direction: "lower" };

  it("says worse or better by the measure's direction", () => {
    expect(verdictOf(GAINED, options)).toMatchObject({ decision: "worse", moreReplications: 0 });
    expect(verdictOf(GAINED, { ...options, direction: "higher" }).decision).toBe("better");
    expect(verdictOf(differencesOf(FIRST, SECOND), options).decision).toBe("better");
  });

  it("says equivalent within the tolerance, whether or not 0 is left out", () => {
    expect(verdictOf(GAINED, { ...options, tolerance: 3.5 }).decision).toBe("equivalent");
    expect(verdictOf([0.1, -0.1, 0.2, -0.2], options).decision).toBe("equivalent");
  });

  it("says how many more would tell", () => {
    const wide = [1, -2, 3, -1, 2, -3, 1.5, -0.5];
    const verdict = verdictOf(wide, options);
    expect(verdict).toMatchObject({ decision: "cannot-tell", moreReplications: 113 });
    expect(verdictOf([4], options)).toMatchObject({ decision: "cannot-tell", moreReplications: null });
    expect(verdictOf([1, -1], { ...options, tolerance: 0 }).moreReplications).toBeNull();
  });

  it("does not take a few equal values for certainty", () => {
    expect(verdictOf([0, 0, 0], options)).toMatchObject({ decision: "cannot-tell", moreReplications: 3 });
    expect(verdictOf([0, 0, 0, 0, 0, 0], options).decision).toBe("equivalent");
    expect(verdictOf([2, 2, 2, 2, 2, 2], options).decision).toBe("worse");
    expect(verdictOf([0, 0, 0, 0, 0, 0], { ...options, confidence: 0.99 }).moreReplications).toBe(2);
  });

  it("relative to the baseline takes the tolerance as a fraction", () => {
    const baseline = [10, 12, 11, 9, 13, 10, 12, 11];
    const near = baseline.map((value, i) => value * 1.01 + (i % 2 === 0 ? 0.01 : -0.01));
    const relative = { ...options, tolerance: 0.02 };
    expect(relativeVerdictOf(near, baseline, relative)).toMatchObject({
      decision: "equivalent",
      difference: { estimate: expect.closeTo(0.01, 4) },
    });
    expect(relativeVerdictOf(near, baseline, { ...relative, tolerance: 0.005 }).decision).toBe("worse");
    expect(relativeVerdictOf(baseline, near, { ...relative, tolerance: 0.005 }).decision).toBe("better");
    const negative = (values: readonly number[]): number[] => values.map((value) => -value);
    expect(relativeVerdictOf(negative(near), negative(baseline), { ...relative, tolerance: 0 }).decision).toBe(
      "better",
    );
    expect(relativeVerdictOf(baseline, baseline, relative)).toMatchObject({ decision: "equivalent" });
  });

  it("relative to nothing, such as no loss, still tells better from worse", () => {
    const relative = { ...options, tolerance: 0.02 };
    const none = [0, 0, 0, 0, 0, 0];
    const some = [3, 5, 4, 6, 4, 5];
    expect(relativeVerdictOf(some, none, relative)).toMatchObject({
      decision: "worse",
      difference: { low: -Infinity, high: Infinity },
    });
    expect(relativeVerdictOf([0, 0, 0, 0, 0, 1], none, relative)).toMatchObject({ decision: "cannot-tell" });
    expect(relativeVerdictOf(none, [0, 0, 0, 0, 9, 0], relative).decision).toBe("cannot-tell");
    expect(relativeVerdictOf(none, none, relative).decision).toBe("equivalent");
  });

  it("refuses a negative tolerance", () => {
    expect(() => verdictOf(GAINED, { ...options, tolerance: -1 })).toThrow("expected a tolerance >= 0, got -1");
  });
});

describe("repeated looks", () => {
  it("are planned by doubling, up to the maximum", () => {
    expect(sequentialPlan(10, 100, 0.95).looks).toEqual([10, 20, 40, 100]);
    expect(sequentialPlan(10, 80, 0.95).looks).toEqual([10, 20, 40, 80]);
    expect(sequentialPlan(10, 8, 0.95).looks).toEqual([8]);
    expect(() => sequentialPlan(1, 80, 0.95)).toThrow("expected whole numbers >= 2, got 1 and 80");
  });

  it("spend all of the error, no more, in proportion to the replications", () => {
    const plan = sequentialPlan(10, 80, 0.9);
    const shares = plan.looks.map((_, i) => 1 - confidenceAtLook(plan, i));
    expect(shares.map((share) => Number(share.toFixed(12)))).toEqual([0.0125, 0.0125, 0.025, 0.05]);
    expect(() => confidenceAtLook(plan, 4)).toThrow("expected a look of 4, got 4");
  });

  /** How often a comparison of equals, stopped as soon as anything is decided, names a winner. */
  function falseWinners(plan: SequentialPlan, confidenceOf: (look: number) => number, experiments: number): number {
    const random = new RandomStreams(5).stream("looks");
    let wrong = 0;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const differences = Array.from({ length: plan.looks[plan.looks.length - 1]! }, () => random.normal());
      const decisions = plan.looks.map((count, look) => {
        const options: VerdictOptions = { confidence: confidenceOf(look), tolerance: 0, direction: "lower" };
        return verdictOf(differences.slice(0, count), options).decision;
      });
      if (decisions.some((decision) => decision !== "cannot-tell")) wrong++;
    }
    return wrong / experiments;
  }

  it("keep the error promised, which uncorrected looks more than double", () => {
    const plan = sequentialPlan(5, 80, 0.95);
    const corrected = falseWinners(plan, (look) => confidenceAtLook(plan, look), 2000);
    // The union bound leaves a little of the 5% unspent.
    expect(corrected).toBeLessThan(0.05);
    expect(corrected).toBeGreaterThan(0.025);
    expect(falseWinners(plan, () => 0.95, 1000)).toBeGreaterThan(0.1);
  });
});
