/** A configuration with what has been seen of it, seed by seed. */
import { keyOf, type Configuration } from "./space.ts";

/** What a study needs to know of one run. */
export interface Observation {
  /** By objective, signed so that less is better; null where nothing was observed, which is a violation, too. */
  readonly costs: readonly (number | null)[];
  /** By how much its constraints were missed, relative to their bounds; 0: all were met. */
  readonly violation: number;
}

/** A run that the study wants. Equal requests have equal answers. */
export interface TuneRequest {
  readonly configuration: Configuration;
  readonly seed: number;
}

/** `interrupted`: the user wanted no more; the study ends with what it has. */
export type TuneAnswer =
  | { readonly kind: "done"; readonly observation: Observation }
  | { readonly kind: "failed" }
  | { readonly kind: "interrupted" };

/** Has the runs made and gives their answers in the requests' order. */
export type Evaluate = (requests: readonly TuneRequest[]) => Promise<readonly TuneAnswer[]>;

export interface Trial {
  /** In the order of first appearance. */
  readonly index: number;
  readonly configuration: Configuration;
  /** Of the study's seeds 0, 1, … without a gap, so that any two trials share the shorter one's. */
  readonly observations: readonly Observation[];
  /** `outside`: only compared with, since it lies outside what is searched. */
  readonly state: "survivor" | "dropped" | "failed" | "outside";
}

type MutableTrial = { -readonly [K in keyof Trial]: Trial[K] } & { observations: Observation[] };

/** All trials of a study. */
export class Archive {
  readonly #trials: MutableTrial[] = [];
  readonly #byKey = new Map<string, MutableTrial>();

  get trials(): readonly Trial[] {
    return this.#trials;
  }

  /** Those that may still win. */
  get survivors(): readonly Trial[] {
    return this.#trials.filter(({ state, observations }) => state === "survivor" && observations.length > 0);
  }

  has(configuration: Configuration): boolean {
    return this.#byKey.has(keyOf(configuration));
  }

  /** The trial of this configuration, made where there is none. */
  trialOf(configuration: Configuration, state: "survivor" | "outside" = "survivor"): Trial {
    const key = keyOf(configuration);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const trial: MutableTrial = { index: this.#trials.length, configuration, observations: [], state };
    this.#trials.push(trial);
    this.#byKey.set(key, trial);
    return trial;
  }

  add({ index }: Trial, observation: Observation): void {
    this.#trials[index]!.observations.push(observation);
  }

  mark({ index, state }: Trial, next: "survivor" | "dropped" | "failed"): void {
    // What lies outside stays outside, whatever it does; what cannot run is not tried again.
    if (state === "failed" || (state === "outside" && next !== "failed")) return;
    this.#trials[index]!.state = next;
  }
}
