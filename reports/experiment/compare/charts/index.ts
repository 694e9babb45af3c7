/** The charts of a comparison, in the page's order. */
import type { CompareFile } from "../../../../sim/index.ts";
import type { Chart } from "../../../charts/chart.ts";
import { compareContext } from "../context.ts";
import type { CompareContext } from "../context.ts";
import { convergence } from "./convergence.ts";
import { differences } from "./differences.ts";
import { intervals } from "./intervals.ts";
import { ranking } from "./ranking.ts";
import { replications } from "./replications.ts";

const CHARTS: readonly ((context: CompareContext) => Chart | null)[] = [
  intervals,
  differences,
  convergence,
  ranking,
  replications,
];

/** Every chart that the comparison has data for. */
export function compareCharts(file: CompareFile): readonly Chart[] {
  const context = compareContext(file);
  return CHARTS.map((chart) => chart(context)).filter((chart) => chart !== null);
}
