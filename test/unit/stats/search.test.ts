/** Designs of experiments, the evolution strategy and the allocation of replications. */
import { describe, expect, it } from "vitest";
import { Stream } from "../../../sim/core/random.ts";
import { allocate } from "../../../sim/stats/allocation.ts";
import { CmaEs } from "../../../sim/stats/cma-es.ts";
import { fullGrid, latinHypercube } from "../../../sim/stats/latin-hypercube.ts";
import { sobol, SOBOL_DIMENSIONS_MAX } from "../../../sim/stats/sobol.ts";
import { symmetricEigen } from "../../../sim/stats/symmetric-eigen.ts";

describe("Sobol's points", () => {
  it("are Joe and Kuo's", () => {
    expect(sobol(8, 5).map((point) => point.join(" "))).toEqual([
      "0 0 0 0 0",
      "0.5 0.5 0.5 0.5 0.5",
      "0.75 0.25 0.25 0.25 0.75",
      "0.25 0.75 0.75 0.75 0.25",
      "0.375 0.375 0.625 0.875 0.375",
      "0.875 0.875 0.125 0.375 0.875",
      "0.625 0.125 0.875 0.625 0.625",
      "0.125 0.625 0.375 0.125 0.125",
    ]);
  });

  it("hold one point in each slice of every axis, shifted or not", () => {
    for (const random of [undefined, new Stream(1, "shift")]) {
      const points = sobol(64, SOBOL_DIMENSIONS_MAX, random);
      for (let axis = 0; axis < SOBOL_DIMENSIONS_MAX; axis++)
        expect(new Set(points.map((point) => Math.floor(point[axis]! * 64))).size).toBe(64);
    }
  });

  it("integrate better than chance", () => {
    const errorOf = (points: readonly (readonly number[])[]): number =>
      Math.abs(points.reduce((sum, point) => sum + point.reduce((a, x) => a * (2 * x), 1), 0) / points.length - 1);
    const random = new Stream(2, "chance");
    const chance = Array.from({ length: 1024 }, () => Array.from({ length: 6 }, () => random.unit()));
    expect(errorOf(sobol(1024, 6, new Stream(3, "shift")))).toBeLessThan(0.02);
    expect(errorOf(chance)).toBeGreaterThan(0.02);
  });

  it("refuse more axes than they have numbers for", () => {
    expect(() => sobol(2, 33)).toThrow("sobol: expected 1 to 32 dimensions, got 33");
  });
});

describe("other designs", () => {
  it("a Latin hypercube has one point in each slice of every axis", () => {
    const points = latinHypercube(20, 3, new Stream(1, "latin"));
    for (let axis = 0; axis < 3; axis++)
      expect(points.map((point) => Math.floor(point[axis]! * 20)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, i) => i),
      );
    expect(points.map(([x]) => x)).not.toEqual(points.map(([x]) => x).sort((a, b) => a! - b!));
  });

  it("a grid has every combination", () => {
    expect(
      fullGrid<number | string>([
        [1, 2],
        ["a", "b"],
      ]),
    ).toEqual([
      [1, "a"],
      [1, "b"],
      [2, "a"],
      [2, "b"],
    ]);
    expect(fullGrid([])).toEqual([[]]);
  });
});

describe("eigenvectors", () => {
  it("give the matrix back", () => {
    const matrix = [
      [4, 1, -2],
      [1, 3, 0.5],
      [-2, 0.5, 5],
    ];
    const { values, vectors } = symmetricEigen(matrix);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const product = values.reduce((sum, value, k) => sum + value * vectors[i]![k]! * vectors[j]![k]!, 0);
        expect(product).toBeCloseTo(matrix[i]![j]!, 12);
      }
    expect(values.reduce((a, b) => a + b)).toBeCloseTo(12, 12);
  });
});

describe("CMA-ES", () => {
  /** The strategy's last guess, and how many evaluations it had. */
  function minimise(
    f: (x: readonly number[]) => number,
    start: readonly number[],
    evaluations: number,
    seed = 1,
  ): CmaEs {
    const search = new CmaEs({ start, random: new Stream(seed, "search") });
    for (let used = 0; used < evaluations;) {
      const points = search.ask();
      expect(points.flat().every((x) => x >= 0 && x <= 1)).toBe(true);
      used += points.length;
      search.tell(points.map(f));
    }
    return search;
  }
  const sphere = (x: readonly number[]): number => x.reduce((sum, each, i) => sum + (each - 0.2 - i / 10) ** 2, 0);

  it.each([1, 2, 3, 4, 5])("finds the sphere's centre, seed %d", (seed) => {
    const search = minimise(sphere, [0.9, 0.1, 0.5, 0.9, 0.9], 1200, seed);
    expect(sphere(search.mean)).toBeLessThan(1e-10);
    expect(search.spread).toBeLessThan(1e-4);
  });

  it.each([1, 2, 3])("follows Rosenbrock's valley, seed %d", (seed) => {
    const rosenbrock = (point: readonly number[]): number => {
      const x = point.map((each) => 4 * each - 2);
      return x.slice(1).reduce((sum, each, i) => sum + 100 * (each - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2, 0);
    };
    const search = minimise(rosenbrock, [0.2, 0.8, 0.3, 0.6], 6000, seed);
    for (const x of search.mean) expect(x).toBeCloseTo(0.75, 4);
  });

  it.each([1, 2, 3])("finds an optimum in a corner, and on a slope turned against the axes, seed %d", (seed) => {
    expect(minimise((x) => x[0]! + x[1]!, [0.5, 0.5], 600, seed).mean[0]).toBeLessThan(1e-3);
    const ridge = (x: readonly number[]): number => 1e4 * (x[0]! + x[1]! - 1) ** 2 + (x[0]! - x[1]! - 0.4) ** 2;
    const found = minimise(ridge, [0.1, 0.2], 1500, seed).mean;
    expect(found[0]).toBeCloseTo(0.7, 4);
    expect(found[1]).toBeCloseTo(0.3, 4);
  });

  it("withstands noise as large as what is to be found", () => {
    const random = new Stream(9, "noise");
    const search = minimise((x) => sphere(x) + 0.01 * random.normal(), [0.9, 0.9, 0.9], 2000);
    expect(sphere(search.mean)).toBeLessThan(0.01);
  });

  it("is the same with the same stream, and refuses what it cannot use", () => {
    const [one, two] = [minimise(sphere, [0.5, 0.5], 200), minimise(sphere, [0.5, 0.5], 200)];
    expect(one.mean).toEqual(two.mean);
    const search = new CmaEs({ start: [0.5], random: new Stream(1, "search") });
    expect(() => search.tell([1])).toThrow("expected 0 values");
    const points = search.ask();
    search.tell(points.map((_, i) => (i === 0 ? NaN : i)));
    expect(search.mean.every(Number.isFinite)).toBe(true);
    expect(() => new CmaEs({ start: [1.5], random: new Stream(1, "search") })).toThrow("in the unit cube, got [1.5]");
    expect(() => new CmaEs({ start: [0.5], random: new Stream(1, "search"), population: 3 })).toThrow(
      "at least 4, got 3",
    );
  });
});

describe("the allocation of replications", () => {
  it("is the theorem's", () => {
    // Gaps of 1 and 2: weights 16 / 1², 16 / 2² and, for the best, √(16² + 4²) = 16.492.
    const alternatives = [
      { mean: 1, variance: 16, count: 0 },
      { mean: 2, variance: 16, count: 0 },
      { mean: 3, variance: 16, count: 0 },
    ];
    expect(allocate(alternatives, 36_492, "lower")).toEqual([16_492, 16_000, 4000]);
    expect(allocate(alternatives, 36_492, "higher")).toEqual([4000, 16_000, 16_492]);
  });

  it("takes into account what was done, and adds up", () => {
    const alternatives = [
      { mean: 1, variance: 1, count: 10 },
      { mean: 1.1, variance: 1, count: 10 },
      { mean: 9, variance: 1, count: 10 },
    ];
    expect(allocate(alternatives, 7, "lower")).toEqual([4, 3, 0]);
    expect(allocate(alternatives, 0, "lower")).toEqual([0, 0, 0]);
    expect(allocate([{ mean: 1, variance: 0, count: 5 }], 3, "lower")).toEqual([3]);
    expect(allocate([], 3, "lower")).toEqual([]);
    expect(() => allocate(alternatives, 1.5, "lower")).toThrow("a whole number of replications, got 1.5");
  });

  it("withstands ties and figures without spread", () => {
    const still = { mean: 2, variance: 0, count: 3 };
    const given = allocate([still, still, { mean: 5, variance: 4, count: 3 }], 20, "lower");
    expect(given.reduce((a, b) => a + b)).toBe(20);
    expect(allocate([still, still], 4, "lower")).toEqual([2, 2]);
  });
});
