import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import { compileChart, standaloneSpec } from "../../../../reports/charts/compile.ts";
import { experimentCharts } from "../../../../reports/experiment/charts.ts";
import { renderExperimentHtml } from "../../../../reports/experiment-html.ts";
import { renderExperimentPictures } from "../../../../reports/pictures.ts";
import { EXPERIMENTS } from "../../../fixtures/experiments/index.ts";

const MEGABYTE = 1_000_000;
let isVegaLite: ValidateFunction;

beforeAll(() => {
  const path = createRequire(import.meta.url).resolve("vega-lite/vega-lite-schema.json");
  const schema = JSON.parse(readFileSync(path, "utf8")) as object;
  isVegaLite = new Ajv({ strict: false, validateFormats: false }).compile(schema);
}, 60_000);

describe.each(Object.entries(EXPERIMENTS))("the page of an experiment: %s", (_, fabricate) => {
  const file = fabricate();
  const charts = experimentCharts(file);

  test("has charts that are valid Vega-Lite and compile without a warning", () => {
    for (const chart of charts) {
      for (const spec of [chart.spec, standaloneSpec({ ...chart, rows: chart.rows.slice(0, 40) })]) {
        expect(isVegaLite(spec), `${chart.id}: ${JSON.stringify(isVegaLite.errors?.slice(0, 3))}`).toBe(true);
        expect(compileChart(spec).warnings, chart.id).toEqual([]);
      }
    }
  });

  test("has sentences without holes, and rows for every column", () => {
    for (const { id, title, subtitle, description, rows, columns } of charts) {
      for (const text of [title, subtitle, description]) {
        expect(text, id).toMatch(/\S{2}/);
        expect(text, id).not.toMatch(/undefined|NaN|Infinity|\[object|null|\bto \.|  \./);
      }
      expect(rows.length, id).toBeGreaterThan(0);
      for (const { field } of columns)
        expect(
          rows.some((row) => field in row),
          `${id}: ${field}`,
        ).toBe(true);
      for (const value of rows.flatMap((row) => Object.values(row))) {
        expect(typeof value === "number" && !Number.isFinite(value), id).toBe(false);
      }
    }
    expect(new Set(charts.map(({ id }) => id)).size).toBe(charts.length);
  });

  test("is under 1.2 MB, the same twice, leaves the file alone, and lets nothing of a name break out", async () => {
    const before = structuredClone(file);
    const page = await renderExperimentHtml(file);
    expect(Buffer.byteLength(page)).toBeLessThan(1.2 * MEGABYTE);
    expect(await renderExperimentHtml(file)).toBe(page);
    expect(file).toEqual(before);
    const markup = page.replace(/<(script|style)[\s\S]*?<\/\1>/g, "");
    expect(markup).not.toMatch(/<img|<i>stood|<b>\.|undefined|NaN|\[object/);
    expect(page.match(/<script/g)).toHaveLength(3);
    expect(markup).toContain('<h2 id="repeat">');
    for (const { section } of charts) expect(markup).toContain(`<h2 id="${section}">`);
  });

  test("has pictures of every chart", async () => {
    const pictures = await renderExperimentPictures(file, { svg: true, png: false });
    expect(pictures.map(({ fileName }) => fileName)).toEqual(charts.map(({ id }) => `${id}.svg`));
    for (const { contents } of pictures) expect(String(contents)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  });
});
