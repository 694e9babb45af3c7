/**
 * A comparison by one long run of each balancer. Model: batch means (Law, Simulation Modeling and Analysis, §9.5.3): sections
 * of time, long enough to be nearly independent, stand for replications; those of two balancers hold the same messages, so
 * that their differences are paired. Whether they are independent is tested on sections of a quarter of the length, by von
 * Neumann's ratio, as Fishman does (1978).
 */
import { countAbove, countOf } from "../../measure/distribution.ts";
import { fromSeconds } from "../../core/time.ts";
import type { RunFigures, SectionFigures } from "../../measure/run-figures.ts";
import { dependenceOf } from "../../stats/index.ts";
import type { ExperimentMeasure } from "../experiment.ts";

/** Sections pass for independent if independent ones would look as correlated with at least this chance. */
const SIGNIFICANCE = 0.1;
/** Fewer would not notice a correlation that matters. */
const TESTED_LEAST = 64;

/** The run's batches as if each were a run, for measures that sections have; null in the warm-up. */
export function batchesOf(run: RunFigures): readonly (RunFigures | null)[] {
  return run.sections!.batches.map((section) => (section === null ? null : asRun(section, run)));
}

function asRun({ offered, delivered, lost, responseTime, distribution }: SectionFigures, run: RunFigures): RunFigures {
  return {
    ...run,
    messages: { ...run.messages, offered, delivered, lost },
    responseTime,
    distributions: { ...run.distributions!, responseTime: distribution },
  };
}

/** Whether batches of a measure, or of its difference from the baseline's, pass for independent. */
export function areIndependent(measure: ExperimentMeasure, run: RunFigures, baseline: RunFigures | null): boolean {
  const own = fineValues(measure, run);
  const theirs = baseline === null ? null : fineValues(measure, baseline);
  const tested = own.flatMap((value, i) => {
    const other = theirs === null ? 0 : (theirs[i] ?? null);
    return value === null || other === null ? [] : [value - other];
  });
  return tested.length >= TESTED_LEAST && dependenceOf(tested).pValue >= SIGNIFICANCE;
}

/** Of a quantile, which short sections do not carry, the fraction above the whole run's. */
function fineValues({ quantile, read }: ExperimentMeasure, run: RunFigures): readonly (number | null)[] {
  const whole = quantile === null ? null : read(run);
  return run.sections!.fine.map((section) => {
    if (section === null || section.offered === 0) return null;
    if (quantile === null) return read(asRun(section, run));
    const times = quantile.of(asRun(section, run))!;
    return whole === null || countOf(times) === 0 ? null : countAbove(times, fromSeconds(whole)) / countOf(times);
  });
}
