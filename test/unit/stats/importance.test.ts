/** Importance against functions whose Sobol indices are known exactly. */
import { describe, expect, it } from "vitest";
import { Stream } from "../../../sim/core/random.ts";
import { choleskySolver } from "../../../sim/stats/cholesky.ts";
import { importanceOf } from "../../../sim/stats/importance.ts";
import { sobol } from "../../../sim/stats/sobol.ts";

describe("importance", () => {
  const random = new Stream(1, "importance");
  const points = sobol(256, 3, random);

  it("of a polynomial is exact", () => {
    // Variances of the parts: x0 / 12, a pair of centred factors 1/144 each, and nothing of the third.
    const f = ([x, y]: readonly number[]): number => x! + 3 * (x! - 0.5) * (y! - 0.5);
    const { parameters, predicted } = importanceOf(
      points,
      points.map((point) => f(point)),
    );
    const all = 1 / 12 + 9 / 144;
    expect(parameters[0]!.main).toBeCloseTo(1 / 12 / all, 3);
    expect(parameters[0]!.total).toBeCloseTo(1, 3);
    expect(parameters[1]).toEqual({ main: expect.closeTo(0, 3), total: expect.closeTo(9 / 144 / all, 3) });
    expect(parameters[2]).toEqual({ main: expect.closeTo(0, 3), total: expect.closeTo(0, 3) });
    expect(predicted).toBeGreaterThan(0.999);
  });

  it("of a bowl counts the curve: its slope over the whole range is nothing", () => {
    const { parameters } = importanceOf(
      points,
      points.map(([x, y]) => (x! - 0.5) ** 2 + 0.01 * y!),
    );
    expect(parameters[0]!.main).toBeGreaterThan(0.98);
  });

  it("knows when there is nothing to explain", () => {
    const noise = importanceOf(
      points,
      points.map(() => random.normal()),
    );
    expect(noise.predicted).toBeLessThan(0.1);
    expect(importanceOf(points, new Array<number>(256).fill(4)).parameters[0]).toEqual({ main: 0, total: 0 });
  });

  it("leaves out curves and interactions that few points cannot carry", () => {
    const few = points.slice(0, 7);
    const { parameters } = importanceOf(
      few,
      few.map(([x]) => 2 * x!),
    );
    expect(parameters[0]!.total).toBeGreaterThan(0.95);
    expect(() => importanceOf(points.slice(0, 5), [1, 2, 3, 4, 5])).toThrow("at least 6 values, got 5");
    expect(() => importanceOf(few, [1])).toThrow("a value for each of 7 points, got 1");
  });

  it("solves linear equations, and refuses what has no factor", () => {
    const solve = choleskySolver([
      [4, 2],
      [2, 3],
    ]);
    expect(solve([10, 8])).toEqual([expect.closeTo(1.75, 12), expect.closeTo(1.5, 12)]);
    expect(() => choleskySolver([[0]])).toThrow("expected a positive definite matrix");
  });
});
