import { describe, expect, test } from "vitest";
import { chartSpecs } from "../../../reports/charts/index.ts";
import { renderPictures, renderPng, renderSvg } from "../../../reports/pictures.ts";
import { textWidth } from "../../../reports/text-width.ts";
import { THEMES } from "../../../reports/colours.ts";
import { FABRICATIONS, fabricateResult } from "../../fixtures/result-file.ts";

const charts = chartSpecs(fabricateResult());
const [quantiles] = charts;

describe("charts as pictures", () => {
  test("SVG has the title, the subtitle, every balancer's name, and its own ground", async () => {
    const svg = await renderSvg(quantiles!, "light");
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain("power-of-two-choices answers 99% of its messages within 110 ms;");
    for (const name of quantiles!.balancers) expect(svg).toContain(`>${name}<`);
    expect(svg).toContain(`fill="${THEMES.light.ground}"`);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test("the dark theme has other colours, and the same marks", async () => {
    const [light, dark] = [await renderSvg(quantiles!, "light"), await renderSvg(quantiles!, "dark")];
    expect(dark).toContain(`fill="${THEMES.dark.ground}"`);
    expect(dark).not.toContain(THEMES.light.ink);
    expect(dark.match(/<path/g)).toHaveLength(light.match(/<path/g)!.length);
  });

  test("are the same bytes twice", async () => {
    expect(await renderSvg(quantiles!, "light")).toBe(await renderSvg(quantiles!, "light"));
  });

  test("names stay text in SVG", async () => {
    for (const chart of chartSpecs(fabricateResult(FABRICATIONS["nasty"]))) {
      expect(await renderSvg(chart)).not.toMatch(/<(?:img|script|svg onload)/);
    }
  });

  test("PNG is twice as dense", async () => {
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(await renderSvg(quantiles!, "light"))!;
    const png = Buffer.from(await renderPng(quantiles!, "light"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.readUInt32BE(16)).toBe(Math.ceil(2 * Number(width)));
    expect(png.readUInt32BE(20)).toBe(Math.ceil(2 * Number(height)));
  });

  test("come as files, one per chart and format", async () => {
    const files = await renderPictures(fabricateResult(FABRICATIONS["one"]), { svg: true, png: true });
    expect(files.map(({ fileName }) => fileName)).toEqual(charts.flatMap(({ id }) => [`${id}.svg`, `${id}.png`]));
    expect(await renderPictures(fabricateResult(), { svg: false, png: false })).toEqual([]);
  });
});

test("text widths are near those of a sans-serif face", () => {
  expect(textWidth("least-response-time", 11)).toBeGreaterThan(80);
  expect(textWidth("least-response-time", 11)).toBeLessThan(105);
  expect(textWidth("iiii", 10)).toBeLessThan(textWidth("mmmm", 10) / 3);
  expect(textWidth("网关", 10)).toBe(20);
});
