/**
 * Whatever a trace file holds, reading it ends: with records in order, or with an error that tells a place in the file.
 * Lines are mutated at random from well-formed ones of each format; seeds are fixed.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openTrace, TraceError, type TraceSpec } from "../../scenarios/traces/index.ts";
import { bytesOf, column, scaled, traceSpec } from "../unit/traces/support.ts";

const LOG_LINE = '10.0.0.1 - - [17/May/2015:10:05:03 +0000] "GET /a?b HTTP/1.1" 200 12 "-" "curl/8 (x)" 0.012 0.010';

const FORMATS: Readonly<Record<string, { spec: TraceSpec; lines: readonly string[] }>> = {
  csv: {
    spec: traceSpec({ key: column("key"), work: scaled("work", 1e6), size: scaled("bytes", null) }),
    lines: ["time,key,work,bytes", "1700000000.5,a,1.5,10", '1700000001,"b, ""c""",0,0', "1700000002,d,1e3,7"],
  },
  ndjson: {
    spec: traceSpec({ file: "t.ndjson", key: column("user.id"), work: scaled("ms", 1e6) }),
    lines: [
      '{"time": "2024-01-01T00:00:00Z", "user": {"id": "a"}, "ms": 1.5}',
      '{"time": "2024-01-01T00:00:01.25+00:00", "user": {"id": 7}, "ms": "2", "more": [1, {"x": null}]}',
      '{"time": "2024-01-01 00:00:02", "user": {"id": "\\u00e9"}, "ms": 0}',
    ],
  },
  "access log": {
    spec: traceSpec({ file: "t.log", key: column("path"), work: scaled(null, null), size: scaled(null, null) }),
    lines: [LOG_LINE, LOG_LINE.replace(":03 ", ":04 ").replace("0.010", "-"), LOG_LINE.replace(":03 ", ":05 ")],
  },
};

/** What an edit puts in: the characters that formats care about, and some that none expects. */
const piece = fc.oneof(
  fc.constantFrom('"', ",", "\n", "\r\n", "{", "}", "[", "]", " ", "-", "\\", ":", "0", "9", "\0", "\uFEFF", "é", "e9"),
  fc.string({ maxLength: 5 }),
);
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat({ max: 12 }), put: piece });

function mutated(text: string, edits: readonly { at: number; cut: number; put: string }[]): string {
  return edits.reduce((before, { at, cut, put }) => {
    const start = Math.floor(at * before.length);
    return before.slice(0, start) + put + before.slice(start + cut);
  }, text);
}

async function readThrough(spec: TraceSpec, content: string, chunkBytes: number): Promise<string> {
  const source = openTrace(spec, bytesOf(content, chunkBytes));
  const seen: string[] = [];
  let last = 0;
  try {
    for (let block = await source.next(); block !== null; block = await source.next()) {
      for (let i = 0; i < block.length; i++) {
        const record = [block.timeNs[i]!, block.key[i]!, block.workNs[i]!, block.sizeBytes[i]!];
        expect(record.every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
        expect(record[0]!).toBeGreaterThanOrEqual(last);
        last = record[0]!;
        seen.push(record.join());
      }
    }
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    const lines = content.split("\n").length;
    expect(error.message).toMatch(/^t(race)?\.\w+:\d+:\d+: [^:]*(:[^:]*)*: expected .*, got /s);
    expect(error.line).toBeGreaterThanOrEqual(1);
    expect(error.line).toBeLessThanOrEqual(lines);
    expect(error.column).toBeGreaterThanOrEqual(1);
    return error.message;
  }
  return seen.join("\n");
}

const ORDERS: readonly TraceSpec["unordered"][] = [{ kind: "refuse" }, { kind: "sort", windowNs: 2e9 }];

describe.each(Object.entries(FORMATS))("mutated %s", (_, { spec, lines }) => {
  const content = fc
    .tuple(fc.array(fc.constantFrom(...lines), { maxLength: 6 }), fc.array(edit, { maxLength: 4 }))
    .map(([more, edits]) => mutated(`${[...lines, ...more].join("\n")}\n`, edits));

  it("is read or refused with a place, the same whatever the chunks (seed 11)", async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.constantFrom(...ORDERS),
        fc.integer({ min: 1, max: 40 }),
        async (text, unordered, chunk) => {
          const given = { ...spec, unordered };
          const whole = await readThrough(given, text, 1 << 16);
          // In small chunks a file's later fault may be met before the window that it would have needed is known.
          const inChunks = await readThrough(given, text, chunk);
          expect(inChunks.replace(/; `unordered.*/, "")).toBe(whole.replace(/; `unordered.*/, ""));
        },
      ),
      { seed: 11, numRuns: 1500 },
    );
  });

  it("is found out, when nothing is said about it (seed 12)", async () => {
    const named = fc.constantFrom("t.csv", "t.ndjson", "t.log", "t.txt");
    await fc.assert(
      fc.asyncProperty(content, named, async (text, file) => {
        await readThrough(traceSpec({ file, spreadNs: 1e9, repeat: 2, speedup: 3 }), text, 1 << 16);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});

describe("noise", () => {
  it("is read or refused with a place (seed 13)", async () => {
    const noise = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ maxLength: 200 }));
    await fc.assert(
      fc.asyncProperty(noise, fc.constantFrom("t.csv", "t.ndjson", "t.log", "t.txt"), async (text, file) => {
        await readThrough(traceSpec({ file, key: column("a") }), text, 16);
      }),
      { seed: 13, numRuns: 1000 },
    );
  });
});
