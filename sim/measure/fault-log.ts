/** What went wrong in a run, as it happened: every fault's occurrences, counted, and the first of them with their times. */
import { NEVER, toSeconds, type Ns } from "../core/time.ts";
import type { Clock } from "./node-load.ts";
import type { FaultHistory, FaultTime } from "./result.ts";

/** Occurrences of one fault beyond these are counted, but their times are not kept. */
export const MOST_TIMES = 200;

/** One time that a fault happens. */
export interface Happening {
  readonly targets: readonly string[];
  readonly startNs: Ns;
  /** NEVER: until the end of the run. */
  readonly endNs: Ns;
}

export class FaultLog {
  readonly #clock: Clock;
  readonly #histories: Map<string, History> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The history of the fault called so; the same one when asked again. */
  of(label: string, kind: string): History {
    const key = `${kind} ${label}`;
    const known = this.#histories.get(key) ?? new History(label, kind, this.#clock);
    this.#histories.set(key, known);
    return known;
  }

  /** By the time at which they first happened; faults that never did are left out. */
  result(endNs: Ns): FaultHistory[] {
    const all = [...this.#histories.values()].map((history) => history.result(endNs));
    return all
      .filter(({ occurrences }) => occurrences > 0)
      .sort((a, b) => a.times[0]!.startSeconds - b.times[0]!.startSeconds);
  }
}

export class History {
  readonly #label: string;
  readonly #kind: string;
  readonly #clock: Clock;
  readonly #times: FaultTime[] = [];
  /** By the occurrence's id: its place among `#times`. */
  readonly #places: Map<number, number> = new Map();
  #occurrences = 0;
  /** In force now, and how long some was before `#sinceNs`. */
  #inForce = 0;
  #inForceNs: Ns = 0;
  #sinceNs: Ns = 0;

  constructor(label: string, kind: string, clock: Clock) {
    this.#label = label;
    this.#kind = kind;
    this.#clock = clock;
  }

  begins(id: number, { targets, startNs, endNs }: Happening): void {
    if (this.#inForce++ === 0) this.#sinceNs = startNs;
    if (this.#occurrences++ >= MOST_TIMES) return;
    const endSeconds = endNs === NEVER ? null : toSeconds(endNs);
    this.#places.set(id, this.#times.push({ targets, startSeconds: toSeconds(startNs), endSeconds }) - 1);
  }

  /** It ends now, whatever was planned. */
  ends(id: number): void {
    const { nowNs } = this.#clock;
    if (--this.#inForce === 0) this.#inForceNs += nowNs - this.#sinceNs;
    const place = this.#places.get(id);
    if (place === undefined) return;
    this.#places.delete(id);
    this.#times[place] = { ...this.#times[place]!, endSeconds: toSeconds(nowNs) };
  }

  result(endNs: Ns): FaultHistory {
    const inForceNs = this.#inForceNs + (this.#inForce > 0 ? endNs - this.#sinceNs : 0);
    return {
      label: this.#label,
      kind: this.#kind,
      occurrences: this.#occurrences,
      secondsInForce: toSeconds(inForceNs),
      times: this.#times,
    };
  }
}
