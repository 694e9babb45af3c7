/** The charts of a study, in the page's order. */
import type { TuneFile } from "../../../../sim/index.ts";
import type { Chart } from "../../../charts/chart.ts";
import { tuneContext } from "../context.ts";
import { front } from "./front.ts";
import { history } from "./history.ts";
import { parallel } from "./parallel.ts";
import { flatness, importance } from "./parameters.ts";

/** Every chart that the study has data for. */
export function tuneCharts(file: TuneFile): readonly Chart[] {
  const context = tuneContext(file);
  const charts = [importance(context), flatness(context), front(context), history(context), parallel(context)];
  return charts.filter((chart) => chart !== null);
}
