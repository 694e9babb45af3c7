/**
 * A study: searches a space for the configuration with the least cost, under noise. It is a pure function of what it asks
 * for and what it is answered: the same answers lead to the same questions, so that a study that was killed is continued
 * by answering again what was answered before, and one with a larger budget asks first what a smaller one asked.
 */
import { Stream } from "../../core/random.ts";
import { confirm, type Confirmed } from "./confirm.ts";
import { Course } from "./course.ts";
import { paretoFront } from "./front.ts";
import { polish } from "./polish.ts";
import { FIRST_BLOCK, race } from "./race.ts";
import { isFeasible, ranked, type DropRule, type Scalar } from "./ranking.ts";
import type { Confirmation, HistoryPoint, Objective } from "./result.ts";
import { simplify } from "./simplify.ts";
import { scalarOf } from "./scalar.ts";
import type { MakeSearcher } from "./searchers/searcher.ts";
import { clamp, configuration, contains, initialConfiguration, type Space } from "./space.ts";
import type { Evaluate, Trial } from "./trial.ts";

export interface StudyPlan {
  readonly space: Space;
  readonly objectives: readonly Objective[];
  readonly searcher: { readonly name: string; readonly make: MakeSearcher };
  /** Runs in all, those of the confirmation among them. */
  readonly budget: number;
  readonly confidence: number;
  /** Relative: what is less than this better is not worth looking for. */
  readonly precision: number;
  /** Of the searcher's own chance. */
  readonly seed: number;
  /** Seeds of the search: 0, 1, …. */
  readonly searchSeed: (index: number) => number;
  /** Seeds of the confirmation, none of them the search's. */
  readonly freshSeed: (index: number) => number;
}

export interface StudyOutcome {
  readonly trials: readonly Trial[];
  /** What everything is compared with: the first balancer as it is when nobody tunes. */
  readonly initial: Trial;
  /** null where nothing feasible was found. */
  readonly winner: Trial | null;
  readonly front: readonly Trial[];
  readonly confirmation: Confirmation | null;
  /** What the search took for the best, and fresh seeds did not show to be better than the default. */
  readonly rejected: Rejection | null;
  readonly history: readonly HistoryPoint[];
  readonly runs: number;
  /** False where the user wanted no more. */
  readonly complete: boolean;
  /** What objectives were weighed by. */
  readonly scalar: Scalar;
}

/** Of the budget: what is left for the confirmation, and for the last decisions. */
const CONFIRMATION_SHARE = 0.2;
const POLISH_SHARE = 0.2;
/** Of the search's budget: what is left for taking back what does not help. */
const SIMPLIFY_SHARE = 0.15;
/** Seeds beyond these bring no more in a confirmation that has not stopped by itself. */
const MOST_CONFIRMATION_RUNS = 200;
/** Elites that race again with the new ones. */
const ELITES = 4;
/** A race's seeds grow with the rounds: early ones tell the bad from the good, later ones the good from the best. */
const FIRST_LONGEST = 4;
const ROUNDS_PER_DOUBLING = 3;
const LONGEST = 64;
/** A searcher that only repeats itself has nothing more to say. */
const MOST_IDLE_ROUNDS = 3;
/** One-sided confidence with which a challenger is dropped. */
const DROP_CONFIDENCE = 0.9;

/** The fewest runs that a study can be made of: one race of two, and a confirmation. */
export const LEAST_BUDGET = 12;

/** Of a budget, what is left for the search when the confirmation has its part. */
export function searchBudget(budget: number): number {
  return budget - Math.min(MOST_CONFIRMATION_RUNS, Math.floor(budget * CONFIRMATION_SHARE));
}

/** Runs a study to its budget's end, or until nothing is left to decide. `onLead` is told after each round who leads. */
export async function runStudy(
  plan: StudyPlan,
  evaluate: Evaluate,
  onLead?: (leader: Trial, point: HistoryPoint) => void,
): Promise<StudyOutcome> {
  const course = new Course(evaluate, plan.searchSeed, onLead);
  const forSearch = searchBudget(plan.budget);
  const forConfirmation = plan.budget - forSearch;
  const initial = await search(course, plan, forSearch);
  const scalar = scalarOf(course.archive.trials, plan.objectives.length, 0);
  const best = await simplest(course, plan, scalar, forSearch);
  const confirmed =
    best === null || course.interrupted
      ? { confirmation: null, default: null, runs: 0, interrupted: course.interrupted }
      : await confirm(evaluate, {
          winner: best.configuration,
          initial: initial.configuration,
          budget: forConfirmation,
          objectives: plan.objectives,
          confidence: plan.confidence,
          precision: plan.precision,
          seedOf: plan.freshSeed,
        });
  const { trials } = course.archive;
  const keepsDefault = best !== null && best !== initial && isEligible(initial) && staysDefault(confirmed, plan);
  const winner = keepsDefault ? initial : best;
  return {
    trials,
    initial,
    winner,
    scalar,
    history: course.history,
    front: plan.objectives.length === 1 ? [winner ?? []].flat() : paretoFront(trials, plan.objectives.length),
    confirmation: keepsDefault ? confirmed.default : confirmed.confirmation,
    rejected: keepsDefault ? { trial: best, confirmation: confirmed.confirmation! } : null,
    runs: course.runs + confirmed.runs,
    complete: !confirmed.interrupted,
  };
}

/** A configuration that lost to the default after all. */
export interface Rejection {
  readonly trial: Trial;
  readonly confirmation: Confirmation;
}

/** The best that was found, without the changes that do not help it. null where nothing met its constraints. */
async function simplest(course: Course, plan: StudyPlan, scalar: Scalar, budget: number): Promise<Trial | null> {
  const { space, precision } = plan;
  const best = winnerOf(course.archive.survivors, scalar);
  if (best === null || plan.objectives.length > 1 || course.interrupted) return best;
  const simple = await simplify(course, best, { space, scalar, precision, budget: budget - course.runs });
  if (simple !== best) course.note(simple, plan.objectives[0]!.goal === "minimise" ? 1 : -1);
  return simple;
}

/** Whether it may be recommended: it was searched, and met its constraints wherever it ran. */
function isEligible(trial: Trial): boolean {
  return trial.state !== "outside" && trial.state !== "failed" && trial.observations.length > 0 && isFeasible(trial);
}

/**
 * Whoever is to change a configuration wants a reason: of one objective, that fresh seeds show it to be better, or to meet
 * the constraints more often.
 */
function staysDefault({ confirmation, default: initial }: Confirmed, { objectives }: StudyPlan): boolean {
  if (confirmation === null || initial === null || objectives.length > 1) return false;
  if ((initial.feasible ?? 0) < (confirmation.feasible ?? 0)) return false;
  const { low, high } = confirmation.objectives[0]!.difference;
  return objectives[0]!.goal === "minimise" ? high === null || high >= 0 : low === null || low <= 0;
}

/** Fills the course; returns the trial of the first balancer's defaults. */
async function search(course: Course, plan: StudyPlan, budget: number): Promise<Trial> {
  const { space, objectives, precision } = plan;
  const searcher = plan.searcher.make({
    space,
    budget,
    random: new Stream(plan.seed, `tune/${plan.searcher.name}`),
  });
  const rule: DropRule = { confidence: DROP_CONFIDENCE, precision };
  const starters = startersOf(course, space);
  const isRacing = searcher.replications === null;
  const forSimplicity = isRacing && objectives.length === 1 ? Math.floor(budget * SIMPLIFY_SHARE) : 0;
  const forPolish = isRacing ? Math.floor(budget * POLISH_SHARE) : 0;
  let batch: readonly Trial[] = starters;
  let idle = 0;
  for (let round = 0; !course.interrupted && idle < MOST_IDLE_ROUNDS; round++) {
    const before = course.runs;
    const scalar = scalarOf(course.archive.trials, objectives.length, round);
    const elites = ranked(course.archive.survivors, scalar);
    const proposals = searcher.propose({
      round,
      elites: elites.map((trial) => trial.configuration),
      judged: ranked(batch.filter(isObserved), scalar).map((trial) => trial.configuration),
      has: (each) => course.archive.has(each),
    });
    const left = budget - forPolish - forSimplicity - course.runs;
    const seeds = searcher.replications ?? FIRST_BLOCK;
    const proposed = proposals.map((each) => course.archive.trialOf(each));
    batch = affordable(course, round === 0 ? [...starters, ...proposed] : proposed, seeds, left);
    if (proposals.length === 0 || batch.length === 0) break;
    if (searcher.replications !== null) await course.extend(batch, () => seeds);
    else
      await race(course, union(batch, elites.slice(0, ELITES)), {
        scalar,
        rule,
        longest: longestOf(round),
        budget: left,
      });
    idle = course.runs === before ? idle + 1 : 0;
    note(course, plan, scalar);
  }
  const scalar = scalarOf(course.archive.trials, objectives.length, 0);
  const front = objectives.length === 1 ? null : () => paretoFront(course.archive.trials, objectives.length);
  if (isRacing) await polish(course, { scalar, rule, budget: budget - forSimplicity - course.runs, front });
  note(course, plan, scalar);
  return starters[0]!;
}

/** Each balancer as it is when nobody tunes, and the nearest to it that is searched where that lies outside. */
function startersOf({ archive }: Course, space: Space): readonly Trial[] {
  return space.flatMap((part) => {
    const initial = initialConfiguration(part);
    const isInside = part.dimensions.every((each) => contains(each, initial.values[each.path]!));
    if (isInside) return [archive.trialOf(initial)];
    const inside = configuration(part, (each) => clamp(each, each.initial));
    return [archive.trialOf(initial, "outside"), archive.trialOf(inside)];
  });
}

/** As many of them, in order, as the runs that are left carry. */
function affordable(course: Course, trials: readonly Trial[], seeds: number, left: number): readonly Trial[] {
  let cost = 0;
  return [...new Set(trials)].filter((trial) => (cost += course.costOf([trial], seeds)) <= left);
}

function union(a: readonly Trial[], b: readonly Trial[]): readonly Trial[] {
  return [...new Set([...a, ...b])];
}

function longestOf(round: number): number {
  return Math.min(LONGEST, FIRST_LONGEST * 2 ** Math.floor(round / ROUNDS_PER_DOUBLING));
}

function isObserved({ observations }: Trial): boolean {
  return observations.length > 0;
}

function note(course: Course, plan: StudyPlan, scalar: Scalar): void {
  course.note(ranked(course.archive.survivors, scalar)[0], plan.objectives[0]!.goal === "minimise" ? 1 : -1);
}

/** The best of those that met their constraints wherever they ran. */
function winnerOf(survivors: readonly Trial[], scalar: Scalar): Trial | null {
  const best = ranked(survivors, scalar)[0];
  return best !== undefined && isFeasible(best) ? best : null;
}
