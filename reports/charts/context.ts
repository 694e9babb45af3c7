/** What all charts of a report share: the balancers with their colours, the time axis, the fault bands. */
import type { FaultBand, ResultFile, RunResult } from "../../sim/index.ts";
import { COLOURED_BALANCERS } from "../colours.ts";
import { lostFraction, rankRuns } from "../comparison.ts";

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
  const nines = runs.map(lossNines);
  const ranked = rankRuns(runs)
    .filter((place) => place !== 0)
    .sort((one, other) => nines[other]! - nines[one]!);
  const best = ranked.filter((place) => !runs[place]!.truth).slice(0, BEST_FEW);
  const bound = ranked.find((place) => runs[place]!.truth);
  return runs.map((_, place) => place === 0 || place === bound || best.includes(place));
}

/** Losses as operators count them: 0 from 10% on, 1 from 1%, 2 from 0.1%, 3 below. Within one step the sooner is the better. */
function lossNines(run: RunResult): number {
  const lost = lostFraction(run) ?? 0;
  return [0.1, 0.01, 0.001].filter((limit) => lost < limit).length;
}
