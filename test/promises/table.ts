/** The promises that the coverage of the experiments is held against, and the table of both. */
import { clopperPearson } from "../../sim/stats/fraction-interval.ts";
import type { CoverageRow } from "./experiments.ts";

export interface JudgedRow {
  readonly promise: string;
  readonly holds: boolean;
}

/** Chance in the experiments themselves: the promise is broken only if the bounds of what was measured lie outside it. */
const CONFIDENCE = 0.95;
const MOST_WRONG = 0.05;

/**
 * Means cover 93% to 97%. Fractions and quantiles cover at least 93%: their bounds are the outer ones of exact bounds, which are
 * wide where few are seen, and of those that skewness asks for. Verdicts are wrong at most 5%, all that share it together.
 */
export function judged({ kind, hits, experiments, comparisons = 1 }: CoverageRow): JudgedRow {
  const { low, high } = clopperPearson(hits, experiments, CONFIDENCE);
  if (kind === "mean") return { promise: "93 to 97%", holds: low <= 0.97 && high >= 0.93 };
  if (kind !== "wrong verdict") return { promise: "at least 93%", holds: high >= 0.93 };
  const limit = MOST_WRONG / comparisons;
  return { promise: `at most ${Number((100 * limit).toFixed(2))}%`, holds: low <= limit };
}

/** As text, a line for each row. */
export function render(rows: readonly CoverageRow[]): string {
  const lines = rows.map((row) => {
    const { promise, holds } = judged(row);
    const measured = `${((100 * row.hits) / row.experiments).toFixed(row.comparisons === undefined ? 1 : 2)}%`;
    return [row.what.padEnd(52), row.kind.padEnd(14), measured.padStart(6), promise.padEnd(13), holds ? "" : "BROKEN"];
  });
  return lines.map((line) => line.join("  ").trimEnd()).join("\n");
}
