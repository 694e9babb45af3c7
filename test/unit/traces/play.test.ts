import { describe, expect, it } from "vitest";
import { chunksOf, openTrace, openTraces, TraceError } from "../../../scenarios/traces/index.ts";
import { BLOCK_RECORDS } from "../../../scenarios/traces/block-writer.ts";
import { bytesOf, column, messageOf, readAll, timesOf, traceSpec } from "./support.ts";

const content = (times: readonly (number | string)[]): string => `time\n${times.join("\n")}\n`;
const seconds = (...values: number[]): number[] => values.map((value) => value * 1e9);

describe("speedup", () => {
  it("divides the gaps, to the nearest nanosecond", async () => {
    expect(timesOf(await readAll(traceSpec({ speedup: 4 }), content([8, 9, 11])))).toEqual(seconds(0, 0.25, 0.75));
    expect(timesOf(await readAll(traceSpec({ speedup: 3 }), content([0, 1, 2])))).toEqual([0, 333333333, 666666667]);
    expect(timesOf(await readAll(traceSpec({ speedup: 0.5 }), content([0, 1])))).toEqual(seconds(0, 2));
  });
});

describe("repeat", () => {
  it("plays the trace again one mean gap after its last record", async () => {
    const times = timesOf(await readAll(traceSpec({ repeat: 3 }), content([10, 11, 14])));
    expect(times).toEqual(seconds(0, 1, 4, 6, 7, 10, 12, 13, 16));
  });

  it("goes with speedup, sort and spread", async () => {
    const spec = traceSpec({ repeat: 2, speedup: 2, spreadNs: 1e9, unordered: { kind: "sort", windowNs: 5e9 } });
    // Spread: 0, 0.5, 2; the trace lasts 2 s and its mean gap is 1 s.
    expect(timesOf(await readAll(spec, content([5, 7, 5])))).toEqual(seconds(0, 0.25, 1, 1.5, 1.75, 2.5));
  });

  it("of a trace that lasts no time is refused", async () => {
    const problem = "trace.csv:1:1: repeat: expected records of two different times at least to repeat";
    for (const times of [[5], [5, 5]]) {
      expect(await messageOf(traceSpec({ repeat: 2 }), content(times))).toContain(problem);
      expect(await readAll(traceSpec({}), content(times))).toHaveLength(times.length);
    }
  });

  it("opens the file once per time", async () => {
    let opened = 0;
    await readAll(traceSpec({ repeat: 4 }), () => {
      opened++;
      return bytesOf(content([1, 2]))();
    });
    expect(opened).toBe(4);
  });
});

describe("limit", () => {
  it.each([
    [1, [0]],
    [3, [0, 1, 2]],
    [5, [0, 1, 2, 3, 4]],
    [6, [0, 1, 2, 3, 4, 5]],
    [Infinity, [0, 1, 2, 3, 4, 5]],
  ])("of %d gives so many in all, repeats included", async (limit, expected) => {
    expect(timesOf(await readAll(traceSpec({ limit, repeat: 2 }), content([0, 1, 2])))).toEqual(seconds(...expected));
  });

  it("reads no further than it must", async () => {
    let chunks = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("time\n");
      for (let i = 0; ; i++) {
        chunks++;
        yield Buffer.from(`${i}\n`.repeat(10));
      }
    }
    expect(await readAll(traceSpec({ limit: 100 }), async () => chunksOf(endless()))).toHaveLength(100);
    expect(chunks).toBeLessThanOrEqual(11);
  });
});

describe("spread", () => {
  const spread = (spreadNs: number): ReturnType<typeof traceSpec> => traceSpec({ spreadNs });

  it("puts the records of one second evenly into it, the first at its start", async () => {
    expect(timesOf(await readAll(spread(1e9), content([3, 3, 3, 3, 5, 6, 6])))).toEqual(
      seconds(0, 0.25, 0.5, 0.75, 2, 3, 3.5),
    );
  });

  it("does not reach past the next time", async () => {
    expect(timesOf(await readAll(spread(1e9), content(["1.0", "1.0", 1.1, 2])))).toEqual(seconds(0, 0.05, 0.1, 1));
  });

  it("of 0 leaves them together", async () => {
    expect(timesOf(await readAll(spread(0), content([3, 3, 4])))).toEqual(seconds(0, 0, 1));
  });
});

describe("a trace source", () => {
  it("gives full blocks and then the rest", async () => {
    const records = 2 * BLOCK_RECORDS + 5;
    const source = openTrace(traceSpec({}), bytesOf(content(Array.from({ length: records }, (_, i) => i))));
    const lengths: number[] = [];
    for (let block = await source.next(); block !== null; block = await source.next()) lengths.push(block.length);
    expect(lengths).toEqual([BLOCK_RECORDS, BLOCK_RECORDS, 5]);
    expect(await source.next()).toBeNull();
  });

  it("does not overwrite a block that it gave away", async () => {
    const source = openTrace(traceSpec({}), bytesOf(content(Array.from({ length: 3 * BLOCK_RECORDS }, (_, i) => i))));
    const first = (await source.next())!;
    await source.next();
    expect(first.timeNs[1]).toBe(1e9);
  });

  it("can be closed early, twice, and before it is read; then it has ended", async () => {
    let closed = 0;
    const open = async () => {
      const source = await bytesOf(content(Array.from({ length: 50_000 }, (_, i) => i)))();
      return { next: () => source.next(), close: () => Promise.resolve(void closed++) };
    };
    const unread = openTrace(traceSpec({}), open);
    await unread.close();
    expect(await unread.next()).toBeNull();
    const source = openTrace(traceSpec({}), open);
    await source.next();
    await source.close();
    await source.close();
    expect(closed).toBeGreaterThanOrEqual(1);
  });

  it("closes the file when something is wrong with it", async () => {
    let closed = 0;
    const open = async () => {
      const source = await bytesOf("time\nsoon\n")();
      return { next: () => source.next(), close: () => Promise.resolve(void closed++) };
    };
    await expect(openTrace(traceSpec({}), open).next()).rejects.toBeInstanceOf(TraceError);
    expect(closed).toBe(1);
  });

  it("is found by the name that a producer uses", async () => {
    const open = openTraces({ web: traceSpec({ key: column("key"), file: "missing.csv" }) });
    expect(() => open("webb")).toThrow('no trace "webb": known are web');
    await expect(open("web").next()).rejects.toThrow("missing.csv:1:1: file: expected a file");
  });
});

describe("memory", () => {
  it("does not grow with the trace: what is read ahead of what was taken stays below two blocks", async () => {
    const lines = 200_000;
    let [made, taken, ahead] = [0, 0, 0];
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("time,key\n");
      while (made < lines) {
        const chunk = Array.from({ length: 1000 }, () => `${(made++ * 0.001).toFixed(3)},${made % 100}`);
        yield Buffer.from(`${chunk.join("\n")}\n`);
      }
    }
    const spec = traceSpec({ key: column("key"), unordered: { kind: "sort", windowNs: 1e9 }, spreadNs: 1e6 });
    const source = openTrace(spec, async () => chunksOf(chunks()));
    for (let block = await source.next(); block !== null; block = await source.next()) {
      ahead = Math.max(ahead, made - taken - block.length);
      taken += block.length;
    }
    expect(taken).toBe(lines);
    // A chunk of 1000, the sort window of 1000, and what is left of a block.
    expect(ahead).toBeLessThanOrEqual(2 * BLOCK_RECORDS);
  });
});
