/** The chance of being the best and the subset that holds the best: known answers, and how often they are right. */
import { describe, expect, it } from "vitest";
import { Stream } from "../../../sim/core/random.ts";
import { possibleBests, type SubsetOptions } from "../../../sim/stats/subset.ts";
import { probabilityOfBest } from "../../../sim/stats/best.ts";
import { studentCdf } from "../../../sim/stats/student.ts";

/** Alternatives with these means, whose replications share much of their noise. */
function replications(means: readonly number[], count: number, random: Stream): number[][] {
  const shared = Array.from({ length: count }, () => 5 * random.normal());
  return means.map((mean) => shared.map((noise) => mean + noise + random.normal()));
}

describe("the probability of being the best", () => {
  it("of two is the paired t test's", () => {
    const [a, b] = [
      [1.2, 0.8, 1.9, 1.1, 1.4],
      [1.3, 1.1, 1.8, 1.6, 1.5],
    ];
    const [first] = probabilityOfBest([a, b], new Stream(1, "best"), { direction: "lower", draws: 40_000 });
    // Mean difference -0.18, standard deviation 0.22804: t = -1.76505 with 4 degrees of freedom.
    expect(first).toBeCloseTo(studentCdf(1.76505, 4), 2);
    const [second] = probabilityOfBest([a, b], new Stream(1, "best"), { direction: "higher", draws: 40_000 });
    expect(first! + second!).toBeCloseTo(1, 12);
  });

  it("is shared by equals, adds up, and is sure where the data are", () => {
    const random = new Stream(2, "data");
    const [a, b, c] = replications([0, 3, 9], 12, random);
    const chances = probabilityOfBest([a!, a!, b!, c!], random, { direction: "lower" });
    expect(chances.map((p) => Number(p.toFixed(3)))).toEqual([0.5, 0.5, 0, 0]);
    expect(probabilityOfBest([c!, a!], random, { direction: "higher" })[0]).toBeCloseTo(1, 3);
    expect(() => probabilityOfBest([[1], [2]], random, { direction: "lower" })).toThrow("at least 2 values, got 1");
    expect(() => probabilityOfBest([[1, 2], [2]], random, { direction: "lower" })).toThrow("as many values");
  });

  it("is calibrated: of those at 60 to 80%, about so many are the best", () => {
    const random = new Stream(3, "calibration");
    let [claimed, right, cases] = [0, 0, 0];
    for (let experiment = 0; experiment < 1500; experiment++) {
      const means = [random.normal(), random.normal(), random.normal()];
      const data = replications(means, 8, random);
      probabilityOfBest(data, random, { direction: "lower", draws: 200 }).forEach((chance, index) => {
        if (chance < 0.6 || chance > 0.8) return;
        cases++;
        claimed += chance;
        if (means[index] === Math.min(...means)) right++;
      });
    }
    expect(cases).toBeGreaterThan(200);
    expect(Math.abs(right / cases - claimed / cases)).toBeLessThan(0.08);
  });
});

describe("the subset of possible bests", () => {
  const options: SubsetOptions = { confidence: 0.95, direction: "lower" };

  it("keeps whom no other beats beyond chance", () => {
    const data = replications([0, 0.1, 5, 7], 20, new Stream(4, "subset"));
    expect(possibleBests(data, options)).toEqual([0, 1]);
    expect(possibleBests(data, { ...options, direction: "higher" })).toEqual([3]);
    expect(possibleBests([[1, 2]], options)).toEqual([0]);
    expect(possibleBests([], options)).toEqual([]);
  });

  it("drops those behind by a constant, but no equals", () => {
    const values = [3, 1, 4, 1, 5];
    expect(possibleBests([values, values.map((x) => x + 1e-9), values], options)).toEqual([0, 2]);
  });

  it("a tolerance can only drop more, and never empties it", () => {
    const data = replications([0, 0.3, 0.5, 0.8], 8, new Stream(6, "subset"));
    const strict = possibleBests(data, options);
    const tolerant = possibleBests(data, { ...options, tolerance: 100 });
    expect(strict.length).toBeGreaterThan(1);
    expect(tolerant).toHaveLength(1);
  });

  it("holds the best with the stated confidence", () => {
    const random = new Stream(5, "coverage");
    let held = 0;
    for (let experiment = 0; experiment < 2000; experiment++)
      if (possibleBests(replications([0, 0, 0, 0], 6, random), { ...options, confidence: 0.9 }).includes(0)) held++;
    expect(held / 2000).toBeGreaterThan(0.9);
    expect(held / 2000).toBeLessThan(0.98);
  });
});
