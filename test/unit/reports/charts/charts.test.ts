import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import type { ValidateFunction } from "ajv";
import { chartSpecs } from "../../../../reports/charts/index.ts";
import { compileChart, standaloneSpec, wrapText } from "../../../../reports/charts/compile.ts";
import { chartCsv } from "../../../../reports/charts/csv.ts";
import { HOVER_PREFIX } from "../../../../reports/charts/layers.ts";
import { FABRICATIONS, fabricateResult } from "../../../fixtures/result-file.ts";

const EVERY_CHART = [
  "response-quantiles",
  "response-over-time",
  "queue-depth",
  "utilisation",
  "fates",
  "losses",
  "throughput",
  "imbalance",
];

let isVegaLite: ValidateFunction;

beforeAll(() => {
  const path = createRequire(import.meta.url).resolve("vega-lite/vega-lite-schema.json");
  const schema = JSON.parse(readFileSync(path, "utf8")) as object;
  isVegaLite = new Ajv({ strict: false, validateFormats: false }).compile(schema);
}, 60_000);

describe.each(Object.entries(FABRICATIONS))("the charts of a result: %s", (_, given) => {
  const result = fabricateResult(given);
  const charts = chartSpecs(result);

  test("are valid Vega-Lite, with their data and without", () => {
    for (const chart of charts) {
      const few = { ...chart, rows: chart.rows.slice(0, 40) };
      for (const spec of [chart.spec, standaloneSpec(few)]) {
        expect(isVegaLite(spec), `${chart.id}: ${JSON.stringify(isVegaLite.errors?.slice(0, 3))}`).toBe(true);
      }
    }
  });

  test("compile without a warning", () => {
    for (const chart of charts) {
      expect(compileChart(chart.spec).warnings, chart.id).toEqual([]);
      expect(compileChart(standaloneSpec(chart)).warnings, chart.id).toEqual([]);
    }
  });

  test("leave the result as it was, and come out the same twice", () => {
    const before = structuredClone(result);
    const again = chartSpecs(result);
    for (const chart of again) compileChart(chart.spec);
    expect(result).toEqual(before);
    expect(JSON.stringify(again)).toBe(JSON.stringify(charts));
  });

  test("have a title, a subtitle and a description in words, without holes", () => {
    for (const { title, subtitle, description } of charts) {
      for (const text of [title, subtitle, description]) {
        expect(text.length).toBeGreaterThan(15);
        expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/);
      }
    }
  });

  test("name every column that their rows have a value for, and place every row with a balancer", () => {
    for (const { columns, rows, id } of charts) {
      for (const { field } of columns)
        expect(
          rows.some((row) => row[field] !== undefined),
          `${id}.${field}`,
        ).toBe(true);
      expect(rows.every((row) => Number.isInteger(row["b"]) && Number(row["b"]) < result.runs.length)).toBe(true);
    }
  });

  test("stay within what a page can carry", () => {
    for (const { id, rows } of charts) expect(rows.length, id).toBeLessThanOrEqual(12_500);
  });

  test("carry no hole and no infinity in their numbers", () => {
    for (const { rows, id } of charts) {
      const numbers = rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === "number");
      expect(numbers.every(Number.isFinite), id).toBe(true);
    }
  });
});

test("all eight are there where there is something to show, losses and responses only then", () => {
  expect(chartSpecs(fabricateResult()).map((chart) => chart.id)).toEqual(EVERY_CHART);
  const without = (...ids: string[]): string[] => EVERY_CHART.filter((id) => !ids.includes(id));
  expect(chartSpecs(fabricateResult(FABRICATIONS["noKeys"])).map((chart) => chart.id)).toEqual(without("losses"));
  expect(chartSpecs(fabricateResult(FABRICATIONS["nothingDelivered"])).map((chart) => chart.id)).toEqual(
    without("response-quantiles", "response-over-time", "imbalance"),
  );
  expect(chartSpecs({ ...fabricateResult(), runs: [] })).toEqual([]);
});

test("a scenario's names are data, and never part of an expression", () => {
  const result = fabricateResult(FABRICATIONS["nasty"]);
  const names = [...result.runs.map((run) => run.balancer), ...result.runs[0]!.nodes.map((node) => node.name)];
  const expressions = chartSpecs(result).flatMap((chart) => [
    ...expressionsIn(chart.spec),
    ...expressionsIn(compileChart(chart.spec).spec),
  ]);
  expect(expressions.length).toBeGreaterThan(100);
  for (const name of names) expect(expressions.filter((text) => text.includes(name))).toEqual([]);
});

/** Texts that vega takes for expressions, wherever they stand. */
function expressionsIn(part: unknown, key = ""): string[] {
  const keys = ["expr", "signal", "update", "test", "init", "labelExpr", "filter", "calculate", "events"];
  if (typeof part === "string") return keys.includes(key) ? [part] : [];
  if (Array.isArray(part)) return part.flatMap((item) => expressionsIn(item, key));
  if (part === null || typeof part !== "object") return [];
  return Object.entries(part).flatMap(([name, value]) =>
    name === "value" || name === "values" ? [] : expressionsIn(value, name),
  );
}

test("a standalone specification has its rows and no layer for the page's pointer", () => {
  for (const chart of chartSpecs(fabricateResult())) {
    const text = JSON.stringify(standaloneSpec(chart));
    expect(text).not.toContain(`"${HOVER_PREFIX}`);
    expect(JSON.parse(text)).toMatchObject({ data: { name: "rows", values: chart.rows } });
  }
  expect(JSON.stringify(chartSpecs(fabricateResult())[0]!.spec)).toContain(`"${HOVER_PREFIX}`);
});

test("with more than eight balancers only the baseline and the best few stand out", () => {
  const result = fabricateResult(FABRICATIONS["twenty"]);
  const [quantiles] = chartSpecs(result);
  const params = quantiles!.spec.params as { name: string; value?: unknown }[];
  const emphasised = params.find(({ name }) => name === "emphasised")!.value as boolean[];
  expect(emphasised.filter(Boolean)).toHaveLength(5);
  expect(emphasised[0]).toBe(true);
  // Of those that lose less than 1% (none loses less than 0.1%) the four that answer soonest.
  const losingLittle = result.runs
    .map(({ messages, responseTime }, place) => ({
      lost: messages.lost / messages.offered,
      time: responseTime.p99!,
      place,
    }))
    .filter(({ lost, place }) => lost < 0.01 && place > 0)
    .sort((one, other) => one.time - other.time);
  expect(losingLittle.length).toBeGreaterThan(3);
  for (const { place } of losingLittle.slice(0, 4)) expect(emphasised[place]).toBe(true);
});

test("CSV has a line per row, balancers by name, and no formulas", () => {
  const result = fabricateResult(FABRICATIONS["nasty"]);
  const chart = chartSpecs(result).find(({ id }) => id === "utilisation")!;
  const lines = chartCsv(chart.columns, chart.rows, chart.balancers).split("\r\n");
  expect(lines[0]).toBe(
    "balancer,node,utilisation,messages that reached it,mean messages at the node,mean response time (s)",
  );
  expect(lines).toHaveLength(chart.rows.length + 2);
  expect(lines[1]).toMatch(/^<\/script><img src=x onerror=alert\(1\)>,<svg onload=alert\(3\)>,0\.\d+,\d+,/);
  expect(lines.some((line) => line.includes(",'=1+1,"))).toBe(true);
  expect(lines.some((line) => line.startsWith(`"""quotes"" and 'apostrophes'`))).toBe(true);
});

test("lines of a title break between words", () => {
  expect(wrapText("one two three four", 9)).toEqual(["one two", "three", "four"]);
  expect(wrapText("extraordinarily long", 5)).toEqual(["extraordinarily", "long"]);
});
