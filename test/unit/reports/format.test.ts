import { describe, expect, test } from "vitest";
import {
  formatCount,
  formatDifference,
  formatDuration,
  formatFraction,
  formatInUnit,
  formatNumber,
  formatPerSecond,
  formatRatio,
  formatSeconds,
  sharedTimeUnit,
} from "../../../reports/format.ts";

describe("numbers", () => {
  test.each([
    [0, "0"],
    [0.012_44, "0.0124"],
    [9.996, "10.0"],
    [999.6, "1,000"],
    [1234.5, "1,230"],
    [48_123, "48,100"],
    [-0.5, "−0.500"],
    [1.5e-9, "1.50e-9"],
    [-2.5e15, "−2.50e+15"],
    [null, "–"],
    [undefined, "–"],
    [Number.NaN, "–"],
    [Infinity, "–"],
  ])("%s is written %s", (value, text) => expect(formatNumber(value)).toBe(text));

  test("counts are exact", () => {
    expect([0, 999, 1000, 48_123, 1_234_567, null].map(formatCount)).toEqual([
      "0",
      "999",
      "1,000",
      "48,123",
      "1,234,567",
      "–",
    ]);
  });
});

describe("times", () => {
  test.each([
    [0.0124, "12.4 ms"],
    [0.999_6, "1.00 s"],
    [0.000_999_6, "1.00 ms"],
    [1.2345, "1.23 s"],
    [0.000_87, "870 µs"],
    [3e-9, "3.00 ns"],
    [4e-10, "0.400 ns"],
    [0, "0 s"],
    [-0.002, "−2.00 ms"],
    [null, "–"],
  ])("%s s is written %s", (seconds, text) => expect(formatSeconds(seconds)).toBe(text));

  test("a column shares the unit in which its smallest value is at least a tenth", () => {
    const unit = sharedTimeUnit([3.4, 0.0612, 0, null]);
    expect(unit.symbol).toBe("ms");
    expect([3.4, 0.0612, 0, null].map((seconds) => formatInUnit(seconds, unit))).toEqual(["3,400", "61.2", "0", "–"]);
    expect(sharedTimeUnit([null, 0]).symbol).toBe("ms");
    expect(sharedTimeUnit([0.000_8, 1.2]).symbol).toBe("ms");
    expect(sharedTimeUnit([0.11, 1.2]).symbol).toBe("s");
  });

  test.each([
    [12.5, "12.5 s"],
    [30, "30 s"],
    [0.25, "250 ms"],
    [120, "2 min"],
    [5400, "1 h 30 min"],
    [90_061, "1 d 1 h 1 min 1 s"],
    [null, "–"],
  ])("a span of %s s is said %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe("rates, fractions, ratios", () => {
  test.each([
    [398.76, "399/s"],
    [9_996, "10.0 k/s"],
    [1234, "1,230/s"],
    [2_400_000, "2.40 M/s"],
    [3e9, "3.00 G/s"],
    [null, "–"],
  ])("%s per second is written %s", (rate, text) => expect(formatPerSecond(rate)).toBe(text));

  test.each([
    [0, "0%"],
    [0.041, "4.10%"],
    [0.000_213, "0.0213%"],
    [0.9961, "99.6%"],
    [0.999_98, "99.998%"],
    [0.999_999_5, "99.99995%"],
    [1, "100%"],
    [null, "–"],
  ])("the fraction %s is written %s", (fraction, text) => expect(formatFraction(fraction)).toBe(text));

  test("ratios and differences carry their sign", () => {
    expect(formatRatio(6.7349)).toBe("6.73×");
    expect([0.1234, -0.04, 0, null].map(formatDifference)).toEqual(["+12.3%", "−4.00%", "0%", "–"]);
  });
});
