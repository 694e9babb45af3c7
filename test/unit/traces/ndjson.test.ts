import { describe, expect, it } from "vitest";
import { firstError, locateMember } from "../../../scenarios/traces/json-locate.ts";
import { keyOf } from "../../../scenarios/traces/keys.ts";
import { bytesOf, column, messageOf, readAll, scaled, timesOf, traceSpec } from "./support.ts";

const spec = traceSpec({
  file: "trace.ndjson",
  key: column("user.id"),
  work: scaled("spent.ms", 1e6),
  size: scaled("bytes", 1),
});

const line = (time: string, id: string, ms: string, bytes: string): string =>
  `{"time": ${time}, "user": {"id": ${id}}, "spent": {"ms": ${ms}}, "bytes": ${bytes}}\n`;

describe("NDJSON", () => {
  it.each([1, 11, 1 << 16])("gives what stands at dotted paths, in chunks of %d bytes", async (chunkBytes) => {
    const content = `\uFEFF${line("1", '"ü"', "2.5", "10")}\r\n\n${line("1.5", "7", '"3"', "1e3")}`;
    expect(await readAll(spec, bytesOf(content, chunkBytes))).toEqual([
      { timeNs: 0, key: keyOf("ü"), workNs: 2.5e6, sizeBytes: 10 },
      { timeNs: 500e6, key: 7, workNs: 3e6, sizeBytes: 1000 },
    ]);
  });

  it("keeps the digits of numbers that a double would round", async () => {
    const times = ["1700000000000123456", "1700000000000123457", "1700000000000123499"];
    const content = times.map((time) => `{"time":${time}}\n`).join("");
    expect(timesOf(await readAll(traceSpec({ file: "t.jsonl" }), content))).toEqual([0, 1, 43]);
    const fractions = '{"time":1700000000.000000001}\n{"time":1700000000.000000003}\n';
    expect(timesOf(await readAll(traceSpec({ file: "t.jsonl" }), fractions))).toEqual([0, 2]);
  });

  it("reads ISO times, and members whose names have dots", async () => {
    const content = '{"@t.x":"2024-01-01T00:00:00Z"}\n{"@t.x":"2024-01-01T00:00:01.5Z"}\n';
    const time = { column: "@t.x", missing: null, unit: "auto", minus: null } as const;
    expect(timesOf(await readAll(traceSpec({ file: "t.ndjson", time }), content))).toEqual([0, 1.5e9]);
  });

  it("reads items of arrays", async () => {
    const content = '{"time":0,"items":[{"ms":1},{"ms":5}]}\n';
    const records = await readAll(traceSpec({ file: "t.ndjson", work: scaled("items.1.ms", 1e6) }), content);
    expect(records[0]!.workNs).toBe(5e6);
  });

  it("gives what is missing, or null, the value that the description says", async () => {
    const content = '{"time":0,"ms":null}\n{"time":1}\n{"time":2,"ms":4}\n';
    const records = await readAll(traceSpec({ file: "t.ndjson", work: scaled("ms", 1e6, "9") }), content);
    expect(records.map((record) => record.workNs)).toEqual([9e6, 9e6, 4e6]);
  });

  it.each([
    ["what is no JSON", '{"time": 1, oops}\n', '1:13: line: expected a JSON object, got "oops}"'],
    ["a line that is cut off", '{"time": 1, "by', '1:13: line: expected a JSON object, got "\\"by"'],
    ["a line that ends too early", '{"time": 1', "1:11: line: expected a JSON object, got nothing"],
    ["two objects on a line", '{"time": 1} {"time": 2}\n', '1:13: line: expected a JSON object, got "{\\"time\\": 2}"'],
    ["an array of records", '[{"time": 1}]\n', "1:1: line: expected one JSON object per line, got an array"],
    ["a number", "12\n", '1:1: line: expected one JSON object per line, got the number "12"'],
    ["null", "null\n", "1:1: line: expected one JSON object per line, got null"],
    ["text for work", line("1", "1", '"abc"', "1"), '1:48: spent.ms: expected a number of 0 or more, got "abc"'],
    ["an object for a key", line("1", "{}", "1", "1"), "1:28: user.id: expected a number or a text, got an object"],
    [
      "a member that is not there",
      '{"time": 1, "user": {"id": 1}, "spent": {"msec": 1}, "bytes": 1}\n',
      '1:1: spent.ms: expected a number of 0 or more, got nothing (`missing: …` would give it a value); did you mean "spent.msec"?',
    ],
  ])("tells the place of %s", async (_, content, expected) => {
    expect(await messageOf(spec, content)).toBe(`trace.ndjson:${expected}`);
  });

  it("tells the line of a fault further down", async () => {
    const content = `${line("1", "1", "1", "1")}\n${line("2", "1", "-1", "1")}`;
    expect(await messageOf(spec, content)).toMatch(/^trace\.ndjson:3:\d+: spent\.ms: expected a number of 0 or more/);
  });
});

describe("the scanner", () => {
  const at = (text: string, path: string[]): string | null => {
    const span = locateMember(text, path);
    return span === null ? null : text.slice(span.start, span.end);
  };

  it("finds members by path, the last of those of one name", () => {
    const text = ' {"a" : [1, {"b":"x\\"y"}], "c": {"a": 3}, "a\\u0062": -1.5e3, "c": {"a": 4}}';
    expect(at(text, ["a", "1", "b"])).toBe('"x\\"y"');
    expect(at(text, ["c", "a"])).toBe("4");
    expect(at(text, ["ab"])).toBe("-1.5e3");
    expect(at(text, ["a", "2"])).toBeNull();
    expect(at(text, [])).toBe(text.trim());
  });

  it.each([
    ["{", 1],
    ['{"a"', 4],
    ['{"a":}', 5],
    ['{"a":1,}', 7],
    ["[1 2]", 3],
    ["01", 1],
    ["tru", 0],
    ['"\t"', 0],
    ["{} x", 3],
    ["[[[", 3],
  ])("stops in %j at %d", (text, offset) => expect(firstError(text)).toBe(offset));

  it("does not overflow on depth, nor on long texts", () => {
    expect(firstError("[".repeat(100_000))).toBeLessThan(1000);
    expect(firstError(`"${"x".repeat(1 << 20)}`)).toBe(0);
    expect(firstError(`"${"\\n".repeat(1 << 19)}"`)).toBe((1 << 20) + 2);
  });
});
