/**
 * Earliest deadline first, as Envoy schedules weighted turns (source/common/upstream/edf_scheduler.h): who is picked gets its next
 * deadline 1/weight later, in doubles; equal deadlines go by the order of insertion. O(log n) a pick.
 */

/** The weight of an entry as it is now; positive. */
export type WeightOf = (entry: number) => number;

/** Keeps weights that are multiples of each other from meeting at one deadline before a head start (Envoy pull request 31592). */
const HEAD_START_EPSILON = 1e-13;
/** Head starts are taken modulo this: `UINT32_MAX / 10`. */
export const MOST_HEAD_START = 429_496_729;

export class EdfScheduler {
  /** Entries in heap order. */
  readonly #heap: Int32Array;
  /** By entry. */
  readonly #deadlines: Float64Array;
  readonly #orders: Float64Array;
  #size = 0;
  #now = 0;
  #inserted = 0;

  /** For entries in [0, capacity), none of them in the schedule. */
  constructor(capacity: number) {
    this.#heap = new Int32Array(capacity);
    this.#deadlines = new Float64Array(capacity);
    this.#orders = new Float64Array(capacity);
  }

  /**
   * All entries in [0, count), after `picks` picks under the weights of now: each entry's whole share of them at once, what is left
   * one by one. No picks: every entry's first deadline, in the order of the entries.
   */
  static after(picks: number, count: number, weightOf: WeightOf): EdfScheduler {
    const scheduler = new EdfScheduler(count);
    if (count > 0) scheduler.#headStart(picks % MOST_HEAD_START, count, weightOf);
    return scheduler;
  }

  get size(): number {
    return this.#size;
  }

  /** Enters an entry that is not in the schedule: its first deadline is 1/weight from now. */
  add(entry: number, weight: number): void {
    this.#insert(entry, this.#now + 1 / weight);
  }

  /** The entry with the earliest deadline, which gets its next one by its weight of now; -1 where there is none. */
  pick(weightOf: WeightOf): number {
    if (this.#size === 0) return -1;
    const entry = this.#heap[0]!;
    this.#now = this.#deadlines[entry]!;
    this.#deadlines[entry] = this.#now + 1 / weightOf(entry);
    this.#orders[entry] = this.#inserted++;
    this.#sink(0);
    return entry;
  }

  /** Envoy's `createWithPicks`, its guard against rounding included. */
  #headStart(picks: number, count: number, weightOf: WeightOf): void {
    const weights = Float64Array.from({ length: count }, (_, entry) => weightOf(entry) + HEAD_START_EPSILON);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let done = 0;
    let now = 0;
    for (const [entry, weight] of weights.entries()) {
      let share = Math.floor((weight * picks) / total);
      if (share > 0 && share / weight >= picks / total) share--;
      this.#insert(entry, (share + 1) / weight);
      now = Math.max(now, share / weight);
      done += share;
    }
    this.#now = now;
    for (; done < picks; done++) this.pick(weightOf);
  }

  #insert(entry: number, deadline: number): void {
    this.#deadlines[entry] = deadline;
    this.#orders[entry] = this.#inserted++;
    let place = this.#size++;
    for (; place > 0; place = (place - 1) >> 1) {
      const parent = this.#heap[(place - 1) >> 1]!;
      if (this.#isBefore(parent, entry)) break;
      this.#heap[place] = parent;
    }
    this.#heap[place] = entry;
  }

  #sink(from: number): void {
    const entry = this.#heap[from]!;
    let place = from;
    for (let child = 1; child < this.#size; child = 2 * place + 1) {
      if (child + 1 < this.#size && this.#isBefore(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      if (this.#isBefore(entry, this.#heap[child]!)) break;
      this.#heap[place] = this.#heap[child]!;
      place = child;
    }
    this.#heap[place] = entry;
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#deadlines[a]!, this.#deadlines[b]!];
    return first < second || (first === second && this.#orders[a]! < this.#orders[b]!);
  }
}
