/** From histograms of nanoseconds to the summaries of a result, in seconds. */
import { toSeconds } from "../core/time.ts";
import type { Histogram } from "./histogram.ts";
import type { Answers } from "./answers.ts";
import { distributionOf } from "./distribution.ts";
import type { Quantile, Summary } from "./result.ts";
import type { Distributions } from "./run-figures.ts";

/** A quantile stands only where ten observations lie beyond it; the median needs twenty in all. */
export function summaryOf(histogram: Histogram): Summary {
  const at = (q: number): number | null => (histogram.carries(q) ? toSeconds(histogram.quantile(q)) : null);
  const some = histogram.count > 0;
  return {
    count: histogram.count,
    mean: some ? toSeconds(histogram.mean) : null,
    stddev: histogram.count > 1 ? toSeconds(histogram.stddev) : null,
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p999: at(0.999),
    max: some ? toSeconds(histogram.max) : null,
  };
}

/** Where a chart on a "nines" axis has its points: six to each nine. */
const NINES = [
  0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.992,
  0.994, 0.995, 0.996, 0.997, 0.998, 0.9985, 0.999, 0.9992, 0.9994, 0.9995, 0.9996, 0.9997, 0.9998, 0.99985, 0.9999,
  0.99992, 0.99995, 0.99997, 0.99998, 0.99999, 0.999995, 0.999999,
];

/** The quantiles that the sample carries. */
export function quantilesOf(histogram: Histogram): Quantile[] {
  return NINES.filter((q) => histogram.carries(q)).map((q) => ({ q, seconds: toSeconds(histogram.quantile(q)) }));
}

/** All that experiments pool over runs. */
export function distributionsOf({
  response,
  endToEnd,
  waiting,
  service,
  responseOf,
}: Pick<Answers, "response" | "endToEnd" | "waiting" | "service" | "responseOf">): Distributions {
  return {
    responseTime: distributionOf(response),
    endToEndTime: distributionOf(endToEnd),
    waitingTime: distributionOf(waiting),
    serviceTime: distributionOf(service),
    producers: responseOf.length === 1 ? [] : responseOf.map(distributionOf),
  };
}
