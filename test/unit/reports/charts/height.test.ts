import { View, parse } from "vega";
import { describe, expect, test } from "vitest";
import type { Chart } from "../../../../reports/charts/chart.ts";
import { compileChart, withData } from "../../../../reports/charts/compile.ts";
import { chartHeight } from "../../../../reports/charts/height.ts";
import { chartSpecs } from "../../../../reports/charts/index.ts";
import { experimentCharts } from "../../../../reports/experiment/charts.ts";
import { EXPERIMENTS } from "../../../fixtures/experiments/index.ts";
import { fabricateResult } from "../../../fixtures/result-file.ts";

/** Labels at the ends of axes stand out by some pixels, panels with them. */
const TOLERANCE_PIXELS = 12;

/** The browser's tests read through all the others. */
const PAGES: readonly (readonly [string, readonly Chart[]])[] = [
  ["a result", chartSpecs(fabricateResult())],
  ...(["compare", "sweep", "tune"] as const).map((kind) => [kind, experimentCharts(EXPERIMENTS[kind]!())] as const),
];

/** As high as vega lays it out where nothing is drawn. */
async function laidOut({ spec, rows }: Chart, narrow: boolean): Promise<number> {
  const view = new View(parse(withData(compileChart(spec).spec, rows, { narrow })), { renderer: "none" });
  try {
    await view.runAsync();
    const [, height] = /height="([\d.]+)"/.exec(await view.toSVG()) ?? [];
    return Number(height);
  } finally {
    view.finalize();
  }
}

describe.each(PAGES)("the room kept free for the charts of: %s", (_, charts) => {
  test.each([false, true])(
    "is what they take, on a narrow page: %s",
    async (narrow) => {
      for (const chart of charts) {
        const difference = chartHeight(chart, narrow) - (await laidOut(chart, narrow));
        expect(Math.abs(difference), `${chart.id} is ${difference} px off`).toBeLessThanOrEqual(TOLERANCE_PIXELS);
      }
    },
    30_000,
  );
});
