import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationText } from "../../../scenarios/traces/lateness.ts";
import type { RecordSink } from "../../../scenarios/traces/record-sink.ts";
import { SortWindow } from "../../../scenarios/traces/sort-window.ts";
import { bytesOf, column, messageOf, readAll, timesOf, traceSpec, type ReadRecord } from "./support.ts";

const content = (times: readonly number[]): string => `time,key\n${times.map((time, i) => `${time},${i}\n`).join("")}`;
const keysOf = (records: readonly ReadRecord[]): number[] => records.map((record) => record.key);
const sorted = (seconds: number) => ({ kind: "sort", windowNs: seconds * 1e9 }) as const;
const keyed = traceSpec({ key: column("key") });

describe("unordered records", () => {
  it("are refused with both times, their lines and the window that would sort the whole file", async () => {
    expect(await messageOf(keyed, content([10, 12, 11, 13, 5, 14]))).toBe(
      'trace.csv:4:1: time: expected a time not before "12" of line 3, got "11", 1s before it; ' +
        "`unordered: {sort: 8s}` sorts the file",
    );
  });

  it("are sorted within a window, equal times as they stand in the file", async () => {
    const records = await readAll({ ...keyed, unordered: sorted(2) }, content([10, 12, 11, 12, 10, 14, 13]));
    expect(keysOf(records)).toEqual([0, 4, 2, 1, 3, 6, 5]);
    expect(timesOf(records)).toEqual([0, 0, 1e9, 2e9, 2e9, 3e9, 4e9]);
  });

  it("are counted from the earliest, not from the first line", async () => {
    const records = await readAll({ ...keyed, unordered: sorted(5) }, content([10, 7, 8]));
    expect(timesOf(records)).toEqual([0, 1e9, 3e9]);
  });

  it("beyond the window are refused with the window that would have been enough", async () => {
    const times = [10, 15, 20, 14, 21, 9, 22];
    const message = await messageOf({ ...keyed, unordered: sorted(2) }, content(times));
    expect(message).toBe(
      'trace.csv:5:1: time: expected a time at most 2s before "20" of line 4, got "14", 6s before it; ' +
        "`unordered: {sort: 12s}` sorts the file",
    );
    expect(timesOf(await readAll({ ...keyed, unordered: sorted(12) }, content(times)))).toHaveLength(7);
  });

  it("are told as far as the file can be read", async () => {
    const broken = `${content([10, 8])}oops,0\n${"0,0\n".repeat(3)}`;
    expect(await messageOf(keyed, bytesOf(broken, 16))).toMatch(/`unordered: {sort: 2s}` sorts what was read of it$/);
  });

  it("after the limit are not met", async () => {
    expect(await readAll({ ...keyed, limit: 2 }, content([10, 12, 11]))).toHaveLength(2);
  });

  it("need no window where only equal times follow each other", async () => {
    expect(keysOf(await readAll(keyed, content([1, 1, 2, 2, 2])))).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("a sort window", () => {
  const collect = (): { sink: RecordSink; out: [time: number, key: number][] } => {
    const out: [number, number][] = [];
    return { sink: { push: (time, key) => out.push([time, key]), end: () => {} }, out };
  };

  const times = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 });

  it("of the largest lateness sorts anything, stably (seed 7)", () => {
    fc.assert(
      fc.property(times, (given) => {
        const lateness = given.map((time, i) => Math.max(...given.slice(0, i + 1)) - time);
        const largest = Math.max(...lateness);
        const { sink, out } = collect();
        const window = new SortWindow(largest, sink);
        expect(given.map((time, key) => window.push(time, key, 0, 0)).every(Boolean)).toBe(true);
        window.end();
        expect(out).toEqual(given.map((time, key) => [time, key]).sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("refuses just those that come after a later one was handed on (seed 8)", () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 20 }), (given, windowNs) => {
        const { sink, out } = collect();
        const window = new SortWindow(windowNs, sink);
        for (const time of given) {
          const handedOn = Math.max(-Infinity, ...out.map(([outTime]) => outTime));
          expect(window.push(time, 0, 0, 0)).toBe(time >= handedOn);
        }
        window.end();
        expect(out.map(([time]) => time)).toEqual(out.map(([time]) => time).sort((a, b) => a - b));
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it("holds back no more than it must", () => {
    const { sink, out } = collect();
    const window = new SortWindow(10, sink);
    for (let i = 0; i < 10_000; i++) {
      window.push(i, i, 0, 0);
      expect(window.held).toBeLessThanOrEqual(10);
    }
    expect(out).toHaveLength(9_990);
  });
});

describe("a duration in a message", () => {
  it.each([
    [0, "0s"],
    [1, "1ns"],
    [999, "999ns"],
    [1500, "1500ns"],
    [15_500, "16us"],
    [2e6, "2ms"],
    [2.5e6, "2500us"],
    [59e9, "59s"],
    [59.5e9, "60s"],
    [9.5e9, "9500ms"],
  ])("of %d ns is %s, never less", (ns, text) => expect(durationText(ns)).toBe(text));
});
