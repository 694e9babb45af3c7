/**
 * This comparison against a saved one: has any balancer become worse since? Runs with the same seed are paired, for the
 * scenario may have changed between the two, but its chance has not.
 */
import { bonferroni, pairedComparison } from "../../stats/index.ts";
import { asEstimate, NO_ESTIMATE } from "../estimate.ts";
import { judge } from "./judge.ts";
import { commonValues } from "./observations.ts";
import type { AgainstRow, CompareFile, MeasureInterval } from "./result.ts";

type Compared = Pick<CompareFile, "intervals" | "seeds" | "measures" | "confidence" | "precision">;

/**
 * One row for each measure and balancer of either. `missing`: it is in one of the two only, or they have no seed in common;
 * never a pass.
 */
export function against(now: Compared, saved: Compared): readonly AgainstRow[] {
  const keys = [...new Map([...now.intervals, ...saved.intervals].map((each) => [keyOf(each), each])).values()];
  const confidence = bonferroni(now.confidence, Math.max(1, keys.length));
  return keys.map(({ measure, balancer }) => {
    const find = ({ intervals }: Compared): MeasureInterval | undefined =>
      intervals.find((each) => each.measure === measure && each.balancer === balancer);
    return { measure, balancer, ...rowOf(now, saved, find(now), find(saved), confidence) };
  });
}

function keyOf({ measure, balancer }: MeasureInterval): string {
  return JSON.stringify([measure, balancer]);
}

function rowOf(
  now: Compared,
  saved: Compared,
  mine: MeasureInterval | undefined,
  theirs: MeasureInterval | undefined,
  confidence: number,
): Omit<AgainstRow, "measure" | "balancer"> {
  const missing = { difference: NO_ESTIMATE, ratio: NO_ESTIMATE, verdict: "missing" } as const;
  if (mine === undefined || theirs === undefined) return missing;
  const bySeed = new Map(saved.seeds.map((seed, i) => [seed, theirs.values[i] ?? null]));
  const theirValues = now.seeds.map((seed) => bySeed.get(seed) ?? null);
  const [candidate, baseline] = commonValues([mine.values, theirValues]) as [readonly number[], readonly number[]];
  if (candidate.length < 2) return missing;
  const better = now.measures.find(({ text }) => text === mine.measure)!.better;
  const { verdict } = judge(candidate, baseline, better, now.precision, confidence);
  const { difference, ratio } = pairedComparison(candidate, baseline, confidence);
  return {
    difference: asEstimate(difference),
    ratio: asEstimate(ratio),
    verdict,
  };
}
