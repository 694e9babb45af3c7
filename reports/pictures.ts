/** Charts as pictures: SVG by vega without a browser, PNG by resvg. */
import { Resvg } from "@resvg/resvg-js";
import { View, parse } from "vega";
import type { ResultFile } from "../sim/index.ts";
import type { Chart } from "./charts/chart.ts";
import { compileChart, standaloneSpec, withData } from "./charts/compile.ts";
import { chartSpecs } from "./charts/index.ts";
import { themeSignals } from "./charts/theme.ts";
import { THEMES } from "./colours.ts";
import type { ThemeName } from "./colours.ts";
import { experimentCharts } from "./experiment/charts.ts";
import type { ExperimentFile } from "./experiment/kinds.ts";
import { measureTextByTable } from "./text-width.ts";

/** Pixels of a PNG per pixel of the SVG: sharp on a dense screen and on paper. */
const PNG_SCALE = 2;
const PADDING_PIXELS = 20;

/** A picture as a file: its name, and what is in it. */
export interface Picture {
  readonly fileName: string;
  readonly contents: string | Uint8Array;
}

/** Every chart of a result as files, `response-quantiles.svg` and so on; in the formats asked for. */
export async function renderPictures(
  result: ResultFile,
  formats: { readonly svg: boolean; readonly png: boolean },
  theme: ThemeName = "light",
): Promise<readonly Picture[]> {
  return picturesOf(chartSpecs(result), formats, theme);
}

/** Every chart of an experiment as files. */
export async function renderExperimentPictures(
  file: ExperimentFile,
  formats: { readonly svg: boolean; readonly png: boolean },
  theme: ThemeName = "light",
): Promise<readonly Picture[]> {
  return picturesOf(experimentCharts(file), formats, theme);
}

async function picturesOf(
  charts: readonly Chart[],
  formats: { readonly svg: boolean; readonly png: boolean },
  theme: ThemeName,
): Promise<readonly Picture[]> {
  const pictures: Picture[] = [];
  for (const chart of charts) {
    const svg = await renderSvg(chart, theme);
    if (formats.svg) pictures.push({ fileName: `${chart.id}.svg`, contents: svg });
    if (formats.png) pictures.push({ fileName: `${chart.id}.png`, contents: rasterise(svg) });
  }
  return pictures;
}

/** A chart as SVG text, with its title and on the theme's ground. */
export async function renderSvg(chart: Chart, theme: ThemeName = "light"): Promise<string> {
  const { spec } = compileChart(standaloneSpec(chart));
  const drawn = withData(spec, chart.rows, themeSignals(THEMES[theme], chart.emphasised));
  const background = THEMES[theme].ground;
  measureTextByTable();
  const view = new View(parse({ ...drawn, background, padding: PADDING_PIXELS }), { renderer: "none" });
  try {
    return renumberIds(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** Vega counts clips and gradients over the whole process; within a picture they must not depend on what was drawn before. */
function renumberIds(svg: string): string {
  const ids = new Map<string, string>();
  return svg.replace(/(id="|url\(#)(clip|gradient_)(\d+)/g, (_, before: string, kind: string, number: string) => {
    const id = ids.get(kind + number) ?? `${kind}${ids.size}`;
    ids.set(kind + number, id);
    return before + id;
  });
}

/** A chart as the bytes of a PNG file, twice as dense as its SVG. */
export async function renderPng(chart: Chart, theme: ThemeName = "light"): Promise<Uint8Array> {
  return rasterise(await renderSvg(chart, theme));
}

function rasterise(svg: string): Uint8Array {
  const picture = new Resvg(svg, { fitTo: { mode: "zoom", value: PNG_SCALE }, font: { loadSystemFonts: true } });
  return picture.render().asPng();
}
