import { describe, expect, it } from "vitest";
import type { TimeUnit } from "../../../scenarios/traces/spec.ts";
import { timeReader } from "../../../scenarios/traces/times.ts";
import { messageOf, readAll, timesOf, traceSpec } from "./support.ts";

/** Nanoseconds from the first to the second time, or null where one of them is no time of this unit. */
function gapNs(unit: TimeUnit, first: string, second: string): bigint | null {
  const reader = timeReader(unit, first);
  const [from, to] = [
    { seconds: 0, nanos: 0 },
    { seconds: 0, nanos: 0 },
  ];
  if (reader === null || !reader.read(first, from) || !reader.read(second, to)) return null;
  return BigInt(to.seconds - from.seconds) * 1_000_000_000n + BigInt(to.nanos - from.nanos);
}

describe("the unit that is found for a first time", () => {
  it.each([
    ["0", "s"],
    ["1700000000", "s"],
    ["1700000000.123", "s"],
    ["1700000000123", "ms"],
    ["1700000000123.5", "ms"],
    ["1700000000123456", "us"],
    ["1700000000123456789", "ns"],
    ["-5", "s"],
    ["1.7e12", "ms"],
    ["2023-11-16 18:15:46.6805900", "iso"],
    ["17/May/2015:10:05:03 +0000", "log"],
  ])("of %s is %s", (text, unit) => expect(timeReader("auto", text)?.unit).toBe(unit));

  it.each(["", "yesterday", "0x10", "Infinity", "1,5", "16.11.2023", "17/Mai/2015:10:05:03 +0000"])(
    "of %j is none",
    (text) => expect(timeReader("auto", text)).toBeNull(),
  );
});

describe("numbers", () => {
  it.each<[TimeUnit, string, string, bigint]>([
    ["ns", "1700000000123456789", "1700000000123456790", 1n],
    ["ns", "1700000000123456789", "1700000001123456788", 999_999_999n],
    ["us", "1700000000123456", "1700000000123456.7891", 789n],
    ["ms", "1700000000123.000001", "1700000000123.000002", 1n],
    ["s", "1700000000.123456789", "1700000000.123456790", 1n],
    ["s", "1700000000.9999999999", "1700000001", 0n],
    ["s", "0.000000001", "1e-9", 0n],
    ["s", "1.5e3", "1500.000000001", 1n],
    ["s", "-1.5", "1.5", 3_000_000_000n],
    ["ms", "5", "1005", 1_000_000_000n],
    ["s", "1.", "2", 1_000_000_000n],
  ])("in %s keep every nanosecond from %s to %s", (unit, first, second, expected) => {
    expect(gapNs(unit, first, second)).toBe(expected);
  });

  it.each(["", ".", "1.2.3", "1_000", "0x10", "NaN", "1e400", "9".repeat(400), "--1"])("do not include %j", (text) => {
    expect(gapNs("s", "0", text)).toBeNull();
  });
});

describe("ISO 8601", () => {
  it.each([
    ["2023-11-16 18:15:46.6805900", "2023-11-16 18:15:50.9951690", 4_314_579_000n],
    ["2023-11-16T18:15:46Z", "2023-11-16T18:15:46.000000001Z", 1n],
    ["2023-11-16T18:15:46+01:00", "2023-11-16T17:15:47Z", 1_000_000_000n],
    ["2023-11-16T18:15:46-0530", "2023-11-16T23:45:46Z", 0n],
    ["2023-11-16T18:15:46+01", "2023-11-16T17:15:46 UTC", 0n],
    ["2024-02-28T23:59:59Z", "2024-02-29T00:00:00Z", 1_000_000_000n],
    ["2023-02-28T23:59:59Z", "2023-03-01T00:00:00Z", 1_000_000_000n],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", 0n],
    ["2023-11-16", "2023-11-17", 86_400_000_000_000n],
    ["2023/11/16 18:15", "2023-11-16T18:15:00,5", 500_000_000n],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:01Z", 1_000_000_000n],
  ])("puts %s and %s apart by %d ns", (first, second, expected) => expect(gapNs("iso", first, second)).toBe(expected));

  it.each(["2023-13-01", "2023-02-29", "2023-11-16T24:00:00Z", "2023-11-16T18:60:00Z", "2023-11-16T18:15:46+24:00"])(
    "has no %s",
    (text) => expect(gapNs("iso", "2023-11-16", text)).toBeNull(),
  );
});

describe("an access log's times", () => {
  it.each([
    ["17/May/2015:10:05:03 +0000", "17/May/2015:12:05:03 +0200", 0n],
    ["17/May/2015:10:05:03 +0000", "17/May/2015:10:05:03 -0030", 1_800_000_000_000n],
    ["31/Dec/2015:23:59:59 +0000", "01/Jan/2016:00:00:00 +0000", 1_000_000_000n],
    ["17/May/2015:10:05:03.250 +0000", "17/May/2015:10:05:04 +0000", 750_000_000n],
  ])("%s and %s are apart by %d ns", (first, second, expected) => expect(gapNs("log", first, second)).toBe(expected));
});

describe("times in a file", () => {
  it("begin at 0 with the first record, exact to a nanosecond", async () => {
    const content = "time\n1700000000123456789\n1700000000123456791\n1700003600123456789\n";
    expect(timesOf(await readAll(traceSpec({}), content))).toEqual([0, 2, 3_600e9]);
  });

  it("keep the unit of the first, so that a relative time in milliseconds must be named", async () => {
    const content = "time\n0\n1500\n";
    const named = traceSpec({ time: { column: "time", missing: null, unit: "ms", minus: null } });
    expect(timesOf(await readAll(traceSpec({}), content))).toEqual([0, 1500e9]);
    expect(timesOf(await readAll(named, content))).toEqual([0, 1.5e9]);
  });

  it("that are none are shown", async () => {
    expect(await messageOf(traceSpec({}), "time\nsoon\n")).toBe('trace.csv:2:1: time: expected a time, got "soon"');
    expect(await messageOf(traceSpec({}), "key,time\na,1\nb,soon\n")).toBe(
      'trace.csv:3:3: time: expected a time in seconds, got "soon"',
    );
  });

  it("beyond what the simulated clock can tell are refused, unless they are sped up", async () => {
    const content = "time\n0\n1\n9100000\n9100001\n";
    expect(await messageOf(traceSpec({}), content)).toMatch(/^trace\.csv:4:1: time: expected a time within 104 days/);
    expect(timesOf(await readAll(traceSpec({ speedup: 1000 }), content)).at(-1)).toBe(9_100_001e6);
  });

  it("can have a duration taken off, as for a log that is written when a request ends", async () => {
    const time = {
      column: "end",
      missing: null,
      unit: "s",
      minus: { column: "took_ms", missing: null, each: null },
    } as const;
    const content = "end,took_ms\n10,1000\n12,500\n";
    expect(timesOf(await readAll(traceSpec({ time }), content))).toEqual([0, 2.5e9]);
  });
});
