/** Rows from a station's answer: its mean, and its 99th percentile where the distribution is known. */
import type { TheoryRow } from "../../measure/result.ts";
import type { QueueQuantiles } from "../../theory/index.ts";
import { row } from "./row.ts";
import type { Setting } from "./setting.ts";

export interface Theory {
  readonly name: string;
  readonly role: TheoryRow["role"];
  readonly formula: string;
  readonly meanResponse: number;
  /** Of all messages alike; null where unknown. */
  readonly quantiles: QueueQuantiles | null;
  readonly note: string;
}

/** Latency adds to the mean whatever its distribution, but its effect on a quantile is not known. */
export function answerRows(setting: Setting, theory: Theory): TheoryRow[] {
  const { run, latencySeconds } = setting;
  const { name, role, formula, quantiles, note } = theory;
  const mean = row({
    name,
    role,
    formula: latencySeconds > 0 ? `${formula} + latency` : formula,
    predicted: theory.meanResponse + latencySeconds,
    measured: run.responseTime.mean,
    note: latencySeconds > 0 ? `${note} The mean latency of the way there and back is added as a constant.` : note,
  });
  if (quantiles === null || latencySeconds > 0) return [mean];
  const p99 = row({
    name,
    role,
    measure: "p99 response time",
    formula: "the 99% quantile of the same distribution",
    predicted: quantiles.responseQuantile(0.99),
    measured: run.responseTime.p99,
    note,
  });
  return [mean, p99];
}
