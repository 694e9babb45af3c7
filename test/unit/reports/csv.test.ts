import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { field, renderCsv, table } from "../../../reports/csv.ts";
import { sampleResult, sampleRun } from "../cli/sample-result.ts";

describe("one field", () => {
  it.each([
    ["plain", "plain"],
    ['say "no"', '"say ""no"""'],
    ["a,b", '"a,b"'],
    ["two\nlines", '"two\nlines"'],
    [1.5, "1.5"],
    [-3, "-3"],
    [true, "true"],
    [null, ""],
    [undefined, ""],
    ["", ""],
  ])("%j is written %j", (value, expected) => {
    expect(field(value)).toBe(expected);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])("text %j is no formula to a spreadsheet", (text) => {
    expect(field(text).replace(/^"/, "")).toMatch(/^'/);
  });
});

describe("the tables of a result", () => {
  const result = sampleResult([sampleRun("hash", 0.02), sampleRun('odd, "name"', 0.03)]);
  const tables = Object.fromEntries(
    renderCsv(result).map(({ fileName, text }) => [
      fileName,
      parse(text, { columns: true }) as Record<string, string>[],
    ]),
  );

  it("has one row per balancer, node and interval", () => {
    expect(Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.length]))).toEqual({
      "faults.csv": 2,
      "summary.csv": 2,
      "nodes.csv": 4,
      "series.csv": 8,
    });
  });

  it("carries the figures as they are, names quoted, nothing for what does not apply", () => {
    expect(tables["summary.csv"]![1]).toMatchObject({
      balancer: 'odd, "name"',
      "responseTime.p99": String(result.runs[1]!.responseTime.p99),
      "lost.node-crash": "0",
      jain: "0.91",
    });
    expect(tables["nodes.csv"]![1]).toMatchObject({ name: "n2", meanResponseTime: "", upFraction: "0.875" });
    expect(tables["series.csv"]![2]).toMatchObject({
      startSeconds: "0.2",
      endSeconds: "0.3",
      confirmed: "40",
      "lost.rejected": "1",
      "responseTime.p50": "",
      "meanQueue.n1": "0.25",
    });
  });

  it("ends every record with CRLF", () => {
    expect(table([{ a: 1 }, { a: 2, b: "x" }])).toBe("a,b\r\n1,\r\n2,x\r\n");
  });
});
