import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parseResultFile, renderJson, ResultFileError, stringifyStable } from "../../../reports/json.ts";
import { resultJsonSchema } from "../../../reports/result-schema.ts";
import { sampleResult, sampleRun } from "../cli/sample-result.ts";

const result = sampleResult([sampleRun("hash", 0.02), sampleRun("round-robin", 0.03)]);

describe("the result file as bytes", () => {
  it("survives being written and read, byte for byte", () => {
    const text = renderJson(result);
    expect(parseResultFile(text)).toEqual(result);
    expect(renderJson(parseResultFile(text))).toBe(text);
  });

  it("keeps a list of plain values on one line and ends with a newline", () => {
    expect(stringifyStable({ a: [1, null, "x"], b: [{ c: true }], d: {}, e: [] })).toBe(
      '{\n  "a": [1, null, "x"],\n  "b": [\n    {\n      "c": true\n    }\n  ],\n  "d": {},\n  "e": []\n}',
    );
    expect(renderJson(result).endsWith("}\n")).toBe(true);
  });

  it("is what JSON.parse reads, whatever the strings hold", () => {
    const odd = { 'a "key"': ['quote " and \\ and \u2028', -0.5, 1e21] };
    expect(JSON.parse(stringifyStable(odd))).toEqual(odd);
  });

  it.each([NaN, Infinity, -Infinity])("refuses %s, which would silently become null", (value) => {
    expect(() => stringifyStable({ value })).toThrow(String(value));
  });
});

describe("reading a result file", () => {
  const problemsOf = (text: string): readonly string[] => {
    try {
      parseResultFile(text);
    } catch (error) {
      if (error instanceof ResultFileError) return error.problems;
      throw error;
    }
    return [];
  };
  /** The result's text with other values at some paths; `undefined` takes a member away. */
  const changed = (changes: readonly (readonly [path: string, value: unknown])[]): string => {
    const file: unknown = JSON.parse(renderJson(result));
    for (const [path, value] of changes) {
      const keys = path.split(".");
      const last = keys.pop()!;
      const parent = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], file);
      (parent as Record<string, unknown>)[last] = value;
    }
    return JSON.stringify(file);
  };

  it("names path, expectation and finding of everything wrong", () => {
    const text = changed([
      ["runs.0.digest", 12],
      ["runs.1.messages.lost", -1],
      ["runs.1.series.p50", undefined],
      ["runs.1.extra", 1],
    ]);
    expect(problemsOf(text)).toEqual([
      "runs[0].digest: expected string, got 12",
      "runs[1].messages.lost: too small: expected number to be >=0, got -1",
      "runs[1].series.p50: expected array, got nothing",
      expect.stringMatching(/^runs\[1\]: unrecognized key: "extra"/),
    ]);
  });

  it("refuses another schema version and says which it reads", () => {
    expect(problemsOf(changed([["schemaVersion", 2]]))).toEqual([
      "schemaVersion: expected 1 (a result file of this version of evenkeel), got 2",
    ]);
  });

  it.each([
    ['{"a": 1,\n "b": [1 2]}', "2:10", "expected ',' or ']' after array element"],
    ['{"a": 1', "1:8", "expected ',' or '}' after property value"],
    ["", null, "unexpected end of JSON input"],
    ['{"a":\n x}', null, 'unexpected token \'x\', "{"a": x}" is not valid JSON'],
  ])("says where %j stops being JSON, or shows it", (text, position, got) => {
    const failure = ((): unknown => {
      try {
        return parseResultFile(text);
      } catch (error) {
        return error;
      }
    })() as ResultFileError;
    expect([failure.position, failure.message]).toEqual([position, `expected JSON, got ${got}`]);
  });

  it.each(["", "null", "[]", "3", '{"schemaVersion": 1'])("refuses %j without a crash", (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });
});

describe("the published schema", () => {
  const published = readFileSync(new URL("../../../reports/result.schema.json", import.meta.url), "utf8");

  it("is fresh (npm run schema writes it)", () => {
    expect(published).toBe(resultJsonSchema());
  });

  it("is draft-07 and accepts a result, and not a damaged one", () => {
    const schema = JSON.parse(published);
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(JSON.parse(renderJson(result)))).toBe(true);
    expect(validate({ ...result, runs: [{ ...result.runs[0], seed: "1" }] })).toBe(false);
  });
});
