/** The charts of any experiment. */
import type { Chart } from "../charts/chart.ts";
import { compareCharts } from "./compare/charts/index.ts";
import { sweepCharts } from "./sweep/charts/index.ts";
import { tuneCharts } from "./tune/charts/index.ts";
import type { ExperimentFile } from "./kinds.ts";

/** Every chart that the experiment has data for, in the page's order. The same file gives the same charts, byte for byte. */
export function experimentCharts(file: ExperimentFile): readonly Chart[] {
  switch (file.kind) {
    case "compare":
      return compareCharts(file);
    case "sweep":
      return sweepCharts(file);
    case "tune":
      return tuneCharts(file);
  }
}
