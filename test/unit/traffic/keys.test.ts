import { describe, expect, it } from "vitest";
import { Stream } from "../../../sim/core/random.ts";
import { keySampler } from "../../../sim/traffic/keys.ts";
import { MAX_TABLED_KEYS, TabledZipfKeys, ZipfKeys } from "../../../sim/traffic/zipf.ts";
import { chiSquare, chiSquareBound, sampleOf } from "../../support/statistics.ts";

const DRAWS = 200_000;

/** Exact probabilities of the keys, merged into cells that expect ten draws and grow with the rank by 2% each. */
function cellsOf(count: number, exponent: number): { cellOf: Int32Array; expected: number[] } {
  const weights = new Float64Array(count);
  let total = 0;
  for (let rank = count; rank >= 1; rank--) total += weights[rank - 1] = rank ** -exponent;
  const cellOf = new Int32Array(count);
  const expected = [0];
  let start = 1;
  for (let rank = 1; rank <= count; rank++) {
    if (expected[expected.length - 1]! >= 10 && rank > start * 1.02) {
      expected.push(0);
      start = rank;
    }
    cellOf[rank - 1] = expected.length - 1;
    expected[expected.length - 1]! += (DRAWS * weights[rank - 1]!) / total;
  }
  // What is left at the end may be too little for a cell of its own.
  if (expected.length > 1 && expected[expected.length - 1]! < 5) {
    const rest = expected.pop()!;
    expected[expected.length - 1]! += rest;
  }
  return { cellOf: cellOf.map((cell) => Math.min(cell, expected.length - 1)), expected };
}

function expectZipf(draw: () => number, count: number, exponent: number): void {
  const { cellOf, expected } = cellsOf(count, exponent);
  const observed = new Float64Array(expected.length);
  const keys = sampleOf(DRAWS, draw);
  expect(keys.every((key) => Number.isInteger(key) && key >= 0 && key < count)).toBe(true);
  for (const key of keys) observed[cellOf[key]!]!++;
  expect(chiSquare(observed, expected)).toBeLessThanOrEqual(chiSquareBound(expected.length));
}

describe("zipf", () => {
  const cases = [1, 2, 10, 1000, MAX_TABLED_KEYS].flatMap((count) =>
    [0.01, 0.5, 0.999999, 1, 1.000001, 1.1, 2, 5, 40].map((exponent) => [count, exponent] as const),
  );

  it.each(cases)(
    "by rejection-inversion over %d keys, exponent %d: exact probabilities (chi-square)",
    (count, exponent) => {
      const keys = new ZipfKeys(count, exponent, new Stream(1, `${count} ${exponent}`));
      expectZipf(() => keys.draw(), count, exponent);
    },
  );

  it.each(cases)("by table over %d keys, exponent %d: exact probabilities (chi-square)", (count, exponent) => {
    const keys = new TabledZipfKeys(count, exponent, new Stream(1, `${count} ${exponent}`));
    expectZipf(() => keys.draw(), count, exponent);
  });

  it.each([0.7, 1])("over ten million keys, exponent %d", (exponent) => {
    const keys = keySampler({ kind: "zipf", count: 1e7, exponent }, new Stream(1, `many ${exponent}`));
    expectZipf(() => keys.draw(), 1e7, exponent);
  });
});

describe("other keys", () => {
  it("zipf of exponent 0 are uniform", () => {
    const keys = keySampler({ kind: "zipf", count: 1000, exponent: 0 }, new Stream(1, "flat"));
    expectZipf(() => keys.draw(), 1000, 0);
  });

  it("uniform are equally likely", () => {
    const keys = keySampler({ kind: "uniform", count: 50 }, new Stream(1, "uniform"));
    const counts = new Float64Array(50);
    for (let i = 0; i < DRAWS; i++) counts[keys.draw()]!++;
    expect(
      chiSquare(
        counts,
        counts.map(() => DRAWS / 50),
      ),
    ).toBeLessThan(chiSquareBound(50));
  });

  it("constant and none draw nothing from their stream", () => {
    const stream = new Stream(1, "constant");
    expect(keySampler({ kind: "constant", key: 2 ** 40 }, stream).draw()).toBe(2 ** 40);
    expect(keySampler({ kind: "none" }, stream).draw()).toBe(0);
    expect(stream.u32()).toBe(new Stream(1, "constant").u32());
  });

  it("are refused with path and value where they cannot be", () => {
    const made = (count: number, exponent: number) => () =>
      keySampler({ kind: "zipf", count, exponent }, new Stream(1, "x"));
    expect(made(0, 1)).toThrow("zipf.count: expected a whole number from 1 to 4294967296, got 0");
    expect(made(2.5, 1)).toThrow("zipf.count: expected a whole number from 1 to 4294967296, got 2.5");
    expect(made(5, -1)).toThrow("zipf.exponent: expected >= 0 and finite, got -1");
    expect(() => keySampler({ kind: "uniform", count: 0 }, new Stream(1, "x"))).toThrow("uniform.count: expected");
    expect(() => keySampler({ kind: "constant", key: -1 }, new Stream(1, "x"))).toThrow(
      "constant.key: expected a whole number of at least 0 and below 2^53, got -1",
    );
  });
});
