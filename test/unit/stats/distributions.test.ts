/** Special functions and quantiles against figures computed with 40 digits (mpmath), the large ones with Boost. */
import { describe, expect, it } from "vitest";
import { betaCdf, betaQuantile, binomialCdf } from "../../../sim/stats/beta.ts";
import { incompleteBeta } from "../../../sim/stats/incomplete-beta.ts";
import { lowerGamma, upperGamma } from "../../../sim/stats/incomplete-gamma.ts";
import { normalCdf, normalDensity, normalQuantile } from "../../../sim/stats/normal.ts";
import { studentCdf, studentQuantile } from "../../../sim/stats/student.ts";

/** Relative, since a tail probability of 1e-24 must be right, too. */
function expectClose(actual: number, expected: number, relative = 1e-11): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe("the normal distribution", () => {
  it.each([
    [-10, 7.6198530241605261e-24],
    [-1.96, 0.024997895148220434],
    [0, 0.5],
    [0.3, 0.61791142218895264],
    [3, 0.99865010196836991],
  ])("P(Z <= %d)", (z, p) => expectClose(normalCdf(z), p));

  it.each([
    [0.975, 1.9599639845400542],
    [0.995, 2.5758293035489008],
    [0.9, 1.2815515655446005],
    [1e-10, -6.3613409024040562],
    [0.51, 0.025068908258711036],
    [0.5, 0],
  ])("its quantile at %d", (p, z) => expectClose(normalQuantile(p), z));

  it("its density", () => expectClose(normalDensity(1), 0.24197072451914337));

  it("refuses what is no probability", () => {
    expect(() => normalQuantile(1)).toThrow("normalQuantile: expected a number between 0 and 1, got 1");
    expect(() => normalQuantile(NaN)).toThrow("got NaN");
  });
});

describe("Student's t", () => {
  it.each([
    [0.975, 1, 12.706204736174705],
    [0.975, 4, 2.7764451051977944],
    [0.975, 9, 2.2621571627982055],
    [0.95, 29, 1.6991270265334978],
    [0.995, 99, 2.6264054572808275],
    [0.9999, 2, 70.700071074964278],
    [0.51, 7, 0.025977941569516867],
    [0.025, 9, -2.2621571627982055],
    [0.975, 1_000_000, 1.959966356814107],
  ])("quantile at %d, %d degrees of freedom", (p, freedom, t) => {
    expectClose(studentQuantile(p, freedom), t);
    expectClose(studentCdf(t, freedom), p);
  });

  it("in the far tail", () => expectClose(studentQuantile(1 - 1e-9, 9), 23.729919819378502, 1e-8));

  it("is Cauchy's with one degree of freedom, and refuses none", () => {
    expectClose(studentCdf(-1, 1), 0.25);
    expect(() => studentQuantile(0.9, 0)).toThrow("expected degrees of freedom > 0, got 0");
  });
});

describe("the beta distribution", () => {
  it.each([
    [2, 3, 0.4, 0.5248],
    [0.5, 0.5, 0.1, 0.20483276469913345],
    [10, 1000, 0.02, 0.99579227048728133],
    [200, 3, 0.9, 1.5662275621214838e-7],
    [5000, 7000, 0.41, 0.06909254382011851],
    [0.5, 2500, 0.001, 0.9746819754351124],
  ])("I(%d, %d) at %d", (a, b, x, p) => {
    expectClose(betaCdf(x, a, b), p);
    expectClose(incompleteBeta(b, a, 1 - x, x), 1 - p, 1e-9);
  });

  it.each([
    [0.025, 1, 1000, 2.5317487491294043e-5],
    [0.975, 6, 95, 0.11283491110546277],
    [0.5, 3, 3, 0.5],
    [0.025, 0.5, 0.5, 0.0015413331334360119],
    [0.025, 5000, 7000, 0.40785950507646557],
    [0.975, 4, 999_997, 8.767247788067677e-6],
  ])("quantile at %d of (%d, %d)", (p, a, b, x) => expectClose(betaQuantile(p, a, b), x));

  it("gives the binomial's distribution function", () => {
    expectClose(binomialCdf(1, 3, 0.25), 0.84375);
    expect([binomialCdf(-1, 3, 0.2), binomialCdf(3, 3, 0.2)]).toEqual([0, 1]);
  });
});

describe("the incomplete gamma function", () => {
  it.each([
    [0.5, 0.1, 0.65472084601857703],
    [3, 2.5, 0.54381311588332952],
    [100, 130, 0.0027504083673065263],
    [5000, 4900, 0.92205504377348609],
    [0.5, 40, 3.7440973842028988e-19],
  ])("Q(%d, %d)", (a, x, q) => {
    expectClose(upperGamma(a, x), q);
    expectClose(lowerGamma(a, x), 1 - q, 1e-10);
  });
});
