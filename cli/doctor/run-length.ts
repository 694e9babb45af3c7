/** How long each run of a model is, from what its cases ask for. */
import type { Model } from "./model.ts";
import { UNIT_NS, type RunLength } from "./scenario.ts";
import { NotCovered } from "./setup.ts";
import type { Target } from "./verdict.ts";

/** A case's wish. */
export interface Wish {
  readonly target: Target;
  /** Messages that bring the typical error to a third of the tolerance; null where the case does not say. */
  readonly suggestedJobs: number | null;
}

/** Fewest messages per run where a case does not say how many: heavy enough for its quantiles, light enough to repeat. */
const UNSAID_JOBS = 1_000_000;
const LEAST_JOBS_PER_RUN = 50_000;
/** Relaxation times until the empty beginning is forgotten to well below any tolerance. */
const WARMUP_RELAXATIONS = 6;
/** Slowest modes per run, so that a few runs average over hundreds of them. */
const RUN_RELAXATIONS = 60;
const WARMUP_FRACTION = 0.08;
/** More than this takes the better part of an hour. */
const MOST_MESSAGES = 2e9;
/** Above this rate a nanosecond more or less is felt between two arrivals. */
const FASTEST = UNIT_NS / 10;
/** An identity holds for each message alone, so it needs no statistics. */
const EXACT_JOBS = 200_000;

/**
 * The messages wished for are spread over as many runs as the case needs at least, so that their spread gives an interval;
 * further runs, each as long, narrow it until it decides. A median's runs are each as long as wished for. A model that says
 * how long it is has its way.
 */
export function runLength(model: Model, wishes: readonly Wish[]): RunLength {
  if (model.span !== undefined) return { measured: model.span, warmup: 0 };
  const jobs = Math.max(LEAST_JOBS_PER_RUN, ...wishes.map(jobsPerRun));
  const measured = Math.max(jobs / model.arrivalRate, RUN_RELAXATIONS * model.slowestMode);
  return { measured, warmup: Math.max(WARMUP_FRACTION * measured, WARMUP_RELAXATIONS * model.relaxation) };
}

function jobsPerRun({ target, suggestedJobs }: Wish): number {
  if (target.everyRun) return EXACT_JOBS;
  const wished = suggestedJobs ?? UNSAID_JOBS;
  return target.aggregate === "median" ? wished : wished / target.leastRuns;
}

/** Throws `NotCovered` where a case asks for a run that takes too long, or that nanoseconds in whole numbers cannot carry. */
export function expectFeasible(model: Model, wish: Wish): void {
  const { measured, warmup } = runLength(model, [wish]);
  const units = measured + warmup;
  const messages = Math.round(units * model.arrivalRate);
  if (!(model.arrivalRate <= FASTEST))
    throw new NotCovered(`${model.arrivalRate} messages per unit of time are too many`);
  if (!(units * UNIT_NS <= Number.MAX_SAFE_INTEGER))
    throw new NotCovered(`a run of ${units} units of time is too long`);
  if (messages > MOST_MESSAGES) throw new NotCovered(`a run of ${messages} messages is too long`);
}
