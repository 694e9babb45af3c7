/**
 * A fault's times: planned once, or drawn one after the other. Each course plans one occurrence at a time, and tells the
 * timeline of it.
 */
import type { Sampler } from "../core/samplers.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Ns } from "../core/time.ts";
import type { Occurrence, Targets } from "./occurrence.ts";

/** When an occurrence is to be, and whom it will hit. */
export interface Plan extends Targets {
  readonly startNs: Ns;
  /** NEVER: until the end of the run. */
  readonly endNs: Ns;
}

export interface Course {
  /** It happens only while the run goes on: an occurrence is dropped that would begin when all that is left is to finish. */
  readonly atRandom: boolean;
  /** The run is about to begin. */
  begin(): void;
  /** What it planned begins. */
  began(occurrence: Occurrence): void;
  /** What it planned has ended. */
  ended(occurrence: Occurrence): void;
}

/** Takes up what a course plans. */
export type TakeUp = (plan: Plan, course: Course) => void;

/** A time drawn, in whole nanoseconds: at least one, so that simulated time goes on. */
export function drawNs(times: Sampler): Ns {
  return Math.max(1, roundHalfUp(times.draw()));
}

/** A fault that happens once, at a time that the scenario names. */
export class OnceCourse implements Course {
  readonly atRandom = false;
  readonly #plan: Plan;
  readonly #takeUp: TakeUp;
  readonly #followers: Followers | null;

  constructor(plan: Plan, takeUp: TakeUp, followers: Followers | null) {
    this.#plan = plan;
    this.#takeUp = takeUp;
    this.#followers = followers;
  }

  begin(): void {
    this.#takeUp(this.#plan, this);
  }

  began(occurrence: Occurrence): void {
    this.#followers?.follow(occurrence);
  }

  ended(): void {}
}

export interface RecurringParts {
  readonly startNs: Ns;
  readonly untilNs: Ns;
  readonly between: Sampler;
  readonly lasts: Sampler;
  /** Whom the next occurrence hits. */
  readonly targets: () => Targets;
}

/** An alternating renewal process: well for a time, failed for a time, again and again until `untilNs`, when all is well. */
export class RecurringCourse implements Course {
  readonly atRandom = true;
  readonly #parts: RecurringParts;
  readonly #takeUp: TakeUp;
  readonly #followers: Followers | null;

  constructor(parts: RecurringParts, takeUp: TakeUp, followers: Followers | null) {
    this.#parts = parts;
    this.#takeUp = takeUp;
    this.#followers = followers;
  }

  begin(): void {
    this.#next(this.#parts.startNs);
  }

  began(occurrence: Occurrence): void {
    this.#followers?.follow(occurrence);
  }

  ended({ endNs }: Occurrence): void {
    this.#next(endNs);
  }

  #next(wellSinceNs: Ns): void {
    const { between, lasts, targets, untilNs } = this.#parts;
    const startNs = wellSinceNs + drawNs(between);
    if (startNs >= untilNs) return;
    const endNs = Math.min(untilNs, startNs + drawNs(lasts));
    this.#takeUp({ ...targets(), startNs, endNs }, this);
  }
}

export interface FollowersParts {
  /** Each of the fault's targets. */
  readonly targets: readonly Targets[];
  readonly probability: number;
  readonly delayNs: Ns;
  readonly untilNs: Ns;
  /** Whether this one follows. */
  readonly draw: () => number;
  /** How long one that follows another fails. */
  readonly lastsNs: (other: Occurrence) => Ns;
}

/** Correlated failures: when some targets fail, each other one may follow. One that follows draws nobody after it. */
export class Followers implements Course {
  readonly atRandom = true;
  readonly #parts: FollowersParts;
  readonly #takeUp: TakeUp;

  constructor(parts: FollowersParts, takeUp: TakeUp) {
    this.#parts = parts;
    this.#takeUp = takeUp;
  }

  /** Nothing follows by itself. */
  begin(): void {}

  /** Another course's occurrence begins. */
  follow(other: Occurrence): void {
    const { targets, probability, delayNs, untilNs, draw, lastsNs } = this.#parts;
    const startNs = other.startNs + delayNs;
    for (const target of targets) {
      if (includes(other, target) || draw() >= probability || startNs >= untilNs) continue;
      this.#takeUp({ ...target, startNs, endNs: Math.min(untilNs, startNs + lastsNs(other)) }, this);
    }
  }

  /** Nobody follows one that followed. */
  began(): void {}

  ended(): void {}
}

function includes({ nodes, gateways }: Targets, one: Targets): boolean {
  return one.nodes.every((node) => nodes.includes(node)) && one.gateways.every((gateway) => gateways.includes(gateway));
}
