import { describe, expect, it } from "vitest";
import { designPoints, mostAxes, type DesignAxis, type DesignKind } from "../../../../sim/index.ts";
import { value } from "./fake-plan.ts";

/** An axis of 0 … size - 1. */
function listAxis(size: number): DesignAxis {
  const values = Array.from({ length: size }, (_, index) => value(index));
  return { values, at: (fraction) => values[Math.floor(fraction * size)]! };
}

const unit: DesignAxis = { values: null, at: value };

const numbers = (
  design: DesignKind,
  axes: readonly DesignAxis[],
  count = 0,
  seed = 1,
): readonly (readonly number[])[] =>
  designPoints(design, axes, count, seed).map((point) => point.map(({ number }) => number!));

describe("a grid", () => {
  it("has every combination once, the last axis turning fastest", () => {
    expect(numbers("grid", [listAxis(2), listAxis(3)])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(numbers("grid", [listAxis(3), listAxis(4), listAxis(5)])).toHaveLength(60);
  });

  it("of no axis is the one point that there is", () => expect(numbers("grid", [])).toEqual([[]]));

  it("needs axes with values", () => {
    expect(() => numbers("grid", [unit])).toThrow("expected an axis with a list of values");
  });
});

describe("a list", () => {
  it("takes the first of each, the second of each", () => {
    expect(numbers("list", [listAxis(3), listAxis(3)])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
  });

  it("refuses axes of unequal length", () => {
    expect(() => numbers("list", [listAxis(3), listAxis(2)])).toThrow("expected as many values of each path, got 3, 2");
  });
});

describe.each(["sobol", "halton", "latin-hypercube"] as const)("%s", (design) => {
  it("puts as many points into every quarter of every axis, and of every pair of axes", () => {
    const points = numbers(design, [unit, unit, unit], 64);
    expect(points).toHaveLength(64);
    for (let axis = 0; axis < 3; axis++) {
      for (let quarter = 0; quarter < 4; quarter++) {
        const inside = points.filter((point) => Math.floor(point[axis]! * 4) === quarter).length;
        expect(Math.abs(inside - 16)).toBeLessThanOrEqual(1);
      }
    }
    const cells = new Set(points.map(([x, y]) => `${Math.floor(x! * 4)} ${Math.floor(y! * 4)}`));
    expect(cells.size).toBe(16);
  });

  it("is the same again for the same seed, and takes points of coarse axes once", () => {
    expect(numbers(design, [unit, unit], 16)).toEqual(numbers(design, [unit, unit], 16));
    expect(numbers(design, [listAxis(2), listAxis(3)], 64)).toHaveLength(6);
  });
});

it("only the Latin hypercube draws", () => {
  const differs = (design: DesignKind): boolean =>
    JSON.stringify(numbers(design, [unit, unit], 8, 1)) !== JSON.stringify(numbers(design, [unit, unit], 8, 2));
  expect([differs("sobol"), differs("halton"), differs("latin-hypercube")]).toEqual([false, false, true]);
});

it("Halton's first points are those of the paper's bases 2 and 3", () => {
  const points = numbers("halton", [unit, unit], 4).flat();
  [1 / 2, 1 / 3, 1 / 4, 2 / 3, 3 / 4, 1 / 9, 1 / 8, 4 / 9].forEach((expected, index) =>
    expect(points[index]).toBeCloseTo(expected, 12),
  );
});

it("says how many axes it can fill", () => {
  expect([mostAxes("sobol"), mostAxes("halton"), mostAxes("latin-hypercube")]).toEqual([32, 20, Infinity]);
  expect(() =>
    numbers(
      "halton",
      Array.from({ length: 21 }, () => unit),
      2,
    ),
  ).toThrow("halton: expected 1 to 20 dimensions, got 21");
});
