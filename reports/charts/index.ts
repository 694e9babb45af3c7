/** The charts of a report, in its order. */
import type { ResultFile } from "../../sim/index.ts";
import type { Chart } from "./chart.ts";
import { fates } from "./fates.ts";
import { imbalance } from "./imbalance.ts";
import { losses } from "./losses.ts";
import { queueDepth } from "./queue-depth.ts";
import { responseOverTime } from "./response-over-time.ts";
import { responseQuantiles } from "./response-quantiles.ts";
import { throughput } from "./throughput.ts";
import { utilisation } from "./utilisation.ts";

const CHARTS: readonly ((result: ResultFile) => Chart | null)[] = [
  responseQuantiles,
  responseOverTime,
  queueDepth,
  utilisation,
  fates,
  losses,
  throughput,
  imbalance,
];

/** Every chart that the result has data for. The same result gives the same charts, byte for byte. */
export function chartSpecs(result: ResultFile): readonly Chart[] {
  return CHARTS.map((chart) => chart(result)).filter((chart) => chart !== null);
}
