/**
 * The search for one contender's limit at one point. Model: a value holds where more than half of its replications meet the
 * expectations. Runs are noisy, so each value tried begins with the sweep's replications and gets up to four times as many
 * until the sign test says on which side of one half it lies; after that the majority decides, and the value is marked as not
 * sure. The looks share the error (Bonferroni), so that a value marked as sure is wrong with at most 1 - confidence.
 */
import { binomialCdf } from "../../stats/index.ts";
import { bisect, type BisectionState } from "./bisection.ts";
import type { LimitPlan } from "./plan.ts";
import type { CapacityLimit, TriedValue } from "./result.ts";

/**
 * The looks at a value, at so many times the replications, with their shares of the error. Most values tried lie far from the
 * limit: with most of the error at the first look, five of five decide at 95%.
 */
const LOOKS = [
  { times: 1, share: 2 / 3 },
  { times: 2, share: 1 / 6 },
  { times: 4, share: 1 / 6 },
];
const MOST_TIMES = Math.max(...LOOKS.map(({ times }) => times));

/** One value's replications so far. */
interface Trial {
  met: number;
  judged: number;
  /** Asked for, failed ones among them. */
  asked: number;
}

/** Replications [from, to) of a value. */
export interface Probe {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

export class LimitSearch {
  readonly #plan: LimitPlan;
  readonly #replications: number;
  readonly #confidence: number;
  readonly #trials = new Map<number, Trial>();

  constructor(plan: LimitPlan, replications: number, confidence: number) {
    this.#plan = plan;
    this.#replications = replications;
    this.#confidence = confidence;
  }

  /** What to run next; nothing once the limit is found. */
  next(): readonly Probe[] {
    const open = [...this.#trials].filter(([, trial]) => !this.#isDecided(trial));
    if (open.length > 0) return open.map(([value, { asked }]) => ({ value, from: asked, to: asked * 2 }));
    const state = this.#state();
    return state.kind === "try" ? state.indices.map((value) => ({ value, from: 0, to: this.#replications })) : [];
  }

  /** So many replications of a probe met the expectations, of those that could be judged. */
  tell({ value, to }: Probe, met: number, judged: number): void {
    const trial = this.#trials.get(value) ?? { met: 0, judged: 0, asked: 0 };
    this.#trials.set(value, { met: trial.met + met, judged: trial.judged + judged, asked: to });
  }

  /** What was found; `unknown` where the search has not ended. */
  found(): Omit<CapacityLimit, "point" | "balancer" | "path" | "unit"> {
    const tried = [...this.#trials].map(([value, trial]) => ({ index: value, ...this.#tried(value, trial) }));
    const state = this.#state();
    const none = { limit: null, low: null, high: null, sureLow: null, sureHigh: null };
    const shown = tried.map(({ index: _, ...each }) => each);
    if (state.kind === "try") return { kind: "unknown", ...none, tried: shown };
    if (!("low" in state)) return { kind: state.kind, ...none, tried: shown };
    const { low, high, kind } = state;
    const { values } = this.#plan;
    // Below the limit of a load values hold, above they fail; of a number of nodes it is the other way round.
    const sureBelow = tried
      .filter(({ sure, holds }) => sure && holds === (kind === "largest"))
      .map(({ index }) => index);
    const sureAbove = tried
      .filter(({ sure, holds }) => sure && holds === (kind === "smallest"))
      .map(({ index }) => index);
    return {
      kind,
      limit: values[kind === "largest" ? low : high]!,
      low: values[low]!,
      high: values[high]!,
      sureLow: values[Math.max(...sureBelow)] ?? null,
      sureHigh: values[Math.min(...sureAbove)] ?? null,
      tried: shown,
    };
  }

  #state(): BisectionState {
    const held = [...this.#trials].map(([value, trial]) => [value, holds(trial)] as const);
    return bisect(this.#plan.values.length, new Map(held));
  }

  #tried(value: number, trial: Trial): TriedValue {
    const met = trial.judged === 0 ? 0 : trial.met / trial.judged;
    return {
      value: this.#plan.values[value]!,
      met,
      replications: trial.judged,
      holds: holds(trial),
      sure: this.#isSure(trial),
    };
  }

  #isDecided(trial: Trial): boolean {
    // What never gives a run that could be judged would not with more of them.
    return trial.judged === 0 || trial.asked * 2 > this.#replications * MOST_TIMES || this.#isSure(trial);
  }

  /** Only one side can be wrong of any value, so the error of a look is that of one side. */
  #isSure({ met, judged, asked }: Trial): boolean {
    if (judged === 0) return false;
    const { share } = LOOKS.find(({ times }) => asked <= times * this.#replications)!;
    const fewer = Math.min(met, judged - met);
    return fewer * 2 < judged && binomialCdf(fewer, judged, 0.5) <= share * (1 - this.#confidence);
  }
}

function holds({ met, judged }: Trial): boolean {
  return met * 2 > judged;
}
