import { describe, expect, it } from "vitest";
import { gridOf, listOf } from "../../../../sim/index.ts";

describe("gridOf", () => {
  it("has every combination once, the last axis turning fastest", () => {
    expect(gridOf([2, 3])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(gridOf([3, 4, 5])).toHaveLength(60);
  });

  it("of no axis is the one point that there is", () => expect(gridOf([])).toEqual([[]]));
});

describe("listOf", () => {
  it("takes the first of each, the second of each", () => {
    expect(listOf([3, 3])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
  });

  it("refuses axes of unequal length", () => {
    expect(() => listOf([3, 2])).toThrow("expected as many values of each path, got 3, 2");
  });
});
