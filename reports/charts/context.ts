/** What all charts of a report share: the balancers with their colours, the time axis, the fault bands. */
import type { FaultBand, ResultFile, RunResult } from "../../sim/index.ts";
import { COLOURED_BALANCERS } from "../colours.ts";
import { losesLittle, rankRuns } from "../comparison.ts";

/** Beyond eight balancers only so many of the best keep a colour, beside the baseline and the best bound. */
const BEST_FEW = 4;

export interface ChartContext {
  readonly runs: readonly RunResult[];
  readonly names: readonly string[];
  /** By place: has a colour of its own, and a label beside its line. */
  readonly emphasised: readonly boolean[];
  /** By place: sees global truth, so it is a bound. */
  readonly truth: readonly boolean[];
  /** Where the time axes end: the longest series, in seconds. */
  readonly endSeconds: number;
  /** Where the shortest warm-up ends; 0 where there is none. */
  readonly warmupSeconds: number;
  readonly faults: readonly FaultBand[];
}

export function chartContext(result: ResultFile): ChartContext {
  const { runs } = result;
  return {
    runs,
    names: runs.map((run) => run.balancer),
    emphasised: emphasis(runs),
    truth: runs.map((run) => run.truth),
    endSeconds: Math.max(0, ...runs.map((run) => run.series.length * run.series.intervalSeconds)),
    warmupSeconds: runs.length === 0 ? 0 : Math.min(...runs.map((run) => run.warmupSeconds)),
    faults: result.faults,
  };
}

/** By place: up to eight all stand out; with more, the baseline, the best few that one could choose, and the best bound. */
export function emphasis(runs: readonly RunResult[]): readonly boolean[] {
  if (runs.length <= COLOURED_BALANCERS) return runs.map(() => true);
  const safe = losesLittle(runs);
  const byTime = rankRuns(runs).filter((place) => place !== 0);
  const ranked = [...byTime.filter((place) => safe[place]), ...byTime.filter((place) => !safe[place])];
  const best = ranked.filter((place) => !runs[place]!.truth).slice(0, BEST_FEW);
  const bound = ranked.find((place) => runs[place]!.truth);
  return runs.map((_, place) => place === 0 || place === bound || best.includes(place));
}
