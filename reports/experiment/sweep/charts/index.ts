/** The charts of a sweep, in the page's order. */
import type { SweepFile } from "../../../../sim/index.ts";
import type { Chart } from "../../../charts/chart.ts";
import { sweepContext } from "../context.ts";
import { dots } from "./dots.ts";
import { heatMaps } from "./heat.ts";
import { limitChart, triedChart } from "./limits.ts";
import { lines } from "./lines.ts";

/** Every chart that the sweep has data for. */
export function sweepCharts(file: SweepFile): readonly Chart[] {
  const context = sweepContext(file);
  const charts = [limitChart(context), triedChart(context), ...heatMaps(context), lines(context), dots(context)];
  return charts.filter((chart) => chart !== null);
}
