import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatDuration,
  formatPercent,
  formatRate,
  formatSeconds,
  formatSize,
  parseDuration,
  parsePercent,
  parseRate,
  parseSeconds,
  parseSize,
} from "../../../../scenarios/units/index.ts";

const seeded = { seed: 20_240_607, numRuns: 2000 };

describe("durations", () => {
  it.each([
    ["150ms", 150e6],
    ["1.5s", 1.5e9],
    ["2m", 120e9],
    ["10min", 600e9],
    ["1h30m", 5400e9],
    ["1h 30m", 5400e9],
    ["500us", 500e3],
    ["500µs", 500e3],
    ["500μs", 500e3],
    ["10ns", 10],
    ["1d", 86_400e9],
    ["1d2h3m4.5s", 93_784.5e9],
    ["0.3333ms", 333_300],
    ["1e3us", 1e6],
    ["20 ms", 20e6],
    ["0s", 0],
    [".5s", 5e8],
  ])("reads %s as %d ns", (text, ns) => expect(parseDuration(text)).toBe(ns));

  it.each(["", "150", "ms", "-1s", "1x", "30m1h", "1s1s", "1,5s", "1ss", "s1", "1s-", "٣s"])("refuses %j", (text) =>
    expect(parseDuration(text)).toBeNull(),
  );

  it.each([
    [0, "0s"],
    [8e6, "8ms"],
    [1.5e6, "1.5ms"],
    [500e3, "500us"],
    [333_300, "333.3us"],
    [10, "10ns"],
    [0.25, "0.25ns"],
    [1e9, "1s"],
    [59.5e9, "59.5s"],
    [90e9, "1m30s"],
    [120e9, "2m"],
    [5400e9, "1h30m"],
    [86_400e9, "1d"],
    [93_784.5e9, "1d2h3m4.5s"],
  ])("prints %d ns as %s", (ns, text) => expect(formatDuration(ns)).toBe(text));

  it("reads back every whole number of nanoseconds it prints", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (ns) => parseDuration(formatDuration(ns)) === ns),
      seeded,
    );
  });

  it("reads back every fraction of a nanosecond it prints", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e16, noNaN: true }), (ns) => parseDuration(formatDuration(ns)) === ns),
      seeded,
    );
  });

  it("reads back durations in seconds", () => {
    expect(formatSeconds(0.1)).toBe("100ms");
    expect(formatSeconds(90)).toBe("1m30s");
    expect(parseSeconds("1m30s")).toBe(90);
    expect(parseSeconds("soon")).toBeNull();
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e7, noNaN: true }),
        (seconds) => parseSeconds(formatSeconds(seconds)) === seconds,
      ),
      seeded,
    );
  });
});

describe("rates", () => {
  it.each([
    ["900/s", 900],
    ["12/min", 0.2],
    ["12/m", 0.2],
    ["3/h", 3 / 3600],
    ["0.5/ms", 500],
    ["2/us", 2e6],
    ["900 / s", 900],
    ["86400/d", 1],
  ])("reads %s as %d per second", (text, rate) => expect(parseRate(text)).toBe(rate));

  it.each(["900", "900/", "/s", "900s", "-1/s", "900/x", "1/2s"])("refuses %j", (text) =>
    expect(parseRate(text)).toBeNull(),
  );

  it.each([
    [900, "900/s"],
    [0.2, "0.2/s"],
    [3 / 3600, "3/h"],
    [1e-7, "0.00864/d"],
    [1 / 86_400, "1/d"],
    [1.5e6, "1500000/s"],
  ])("prints %d per second as %s", (rate, text) => expect(formatRate(rate)).toBe(text));

  it("reads back what it prints", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (rate) => parseRate(formatRate(rate)) === rate),
      seeded,
    );
  });
});

describe("sizes", () => {
  it.each([
    ["4KiB", 4096],
    ["1.5MB", 1_500_000],
    ["10B", 10],
    ["1kB", 1000],
    ["1KB", 1000],
    ["1.5GiB", 1.5 * 2 ** 30],
    ["2TiB", 2 ** 41],
  ])("reads %s as %d bytes", (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(["4", "4K", "4kib", "-4B", "B", "4 bytes"])("refuses %j", (text) => expect(parseSize(text)).toBeNull());

  it.each([
    [4096, "4KiB"],
    [1536, "1.536kB"],
    [1_500_000, "1.5MB"],
    [10, "10B"],
    [0, "0B"],
    [2 ** 41, "2TiB"],
    [1_234_567, "1234567B"],
  ])("prints %d bytes as %s", (bytes, text) => expect(formatSize(bytes)).toBe(text));

  it("reads back what it prints", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e15, noNaN: true }), (bytes) => parseSize(formatSize(bytes)) === bytes),
      seeded,
    );
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => parseSize(formatSize(bytes)) === bytes),
      seeded,
    );
  });
});

describe("fractions", () => {
  it("reads and prints percentages", () => {
    expect(parsePercent("2%")).toBe(0.02);
    expect(parsePercent("0.5 %")).toBe(0.005);
    expect(parsePercent("2")).toBeNull();
    expect(parsePercent("-2%")).toBeNull();
    expect(formatPercent(0.02)).toBe("2%");
    expect(formatPercent(1)).toBe("100%");
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        (fraction) => parsePercent(formatPercent(fraction)) === fraction,
      ),
      seeded,
    );
  });
});
