/**
 * Workers that lay a message down for a more urgent one and later go on where they stopped (preemptive resume). What is
 * urgent is the discipline's: a higher priority (Cobham's classes with interruption; Conway, Maxwell & Miller 1967, §8), or
 * less work left (shortest remaining processing time: Schrage & Miller, "The queue M/G/1 with the shortest remaining
 * processing time discipline", 1966). Arrivals and departures cost O(workers + log n).
 */
import { Heap } from "../core/heap.ts";
import { roundHalfUp } from "../core/math.ts";
import type { MessageId } from "../traffic/message-table.ts";
import type { OnBegun, OnTaken, SharedWorkers } from "./shared-workers.ts";

interface Entry {
  readonly id: MessageId;
  readonly priority: number;
  readonly order: number;
  /** Work that is left, at speed 1. */
  leftNs: number;
  /** How long a worker has served it. */
  workedNs: number;
  begun: boolean;
}

/** Whether the first is served before the second; the one that came first where they are alike. */
export type Urgency = (x: Entry, y: Entry) => boolean;

export const BY_PRIORITY: Urgency = (x, y) =>
  x.priority > y.priority || (x.priority === y.priority && x.order < y.order);
export const BY_WORK_LEFT: Urgency = (x, y) => x.leftNs < y.leftNs || (x.leftNs === y.leftNs && x.order < y.order);

/** One node's workers. */
export class PreemptiveWorkers implements SharedWorkers {
  readonly #workers: number;
  readonly #isBefore: Urgency;
  readonly #onBegun: OnBegun;
  /** At most one for each worker, in no particular order. */
  readonly #serving: Entry[] = [];
  readonly #waiting: Heap<Entry>;
  #speed: number;
  #sinceNs = 0;
  #order = 0;

  constructor(workers: number, speed: number, isBefore: Urgency, onBegun: OnBegun) {
    this.#workers = workers;
    this.#speed = speed;
    this.#isBefore = isBefore;
    this.#onBegun = onBegun;
    this.#waiting = new Heap(isBefore);
  }

  get length(): number {
    return this.#serving.length + this.#waiting.length;
  }

  advance(nowNs: number): void {
    const elapsedNs = nowNs - this.#sinceNs;
    this.#sinceNs = nowNs;
    for (const entry of this.#serving) {
      entry.leftNs -= elapsedNs * this.#speed;
      entry.workedNs += elapsedNs;
    }
  }

  add(id: MessageId, workNs: number, priority: number): void {
    this.#waiting.add({ id, priority, order: this.#order++, leftNs: workNs, workedNs: 0, begun: false });
    if (this.#serving.length === this.#workers) this.#interrupt();
    this.#fill();
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  untilNextNs(): number {
    return Math.max(0, roundHalfUp(this.#soonest().leftNs / this.#speed));
  }

  take(): MessageId {
    const { id } = this.#layDown(this.#soonest());
    this.#fill();
    return id;
  }

  remove(id: MessageId): number {
    const serving = this.#serving.find((entry) => entry.id === id);
    if (serving !== undefined) this.#layDown(serving);
    const { workedNs } = serving ?? this.#waiting.remove((entry) => entry.id === id)!;
    this.#fill();
    return workedNs;
  }

  clear(onTaken: OnTaken): void {
    const all = [...this.#serving.splice(0), ...this.#waiting.clear()];
    for (const { id, workedNs } of all.sort((x, y) => x.order - y.order)) onTaken(id, workedNs);
  }

  /** Lays the least urgent message down where a more urgent one waits. */
  #interrupt(): void {
    const least = this.#serving.reduce((one, other) => (this.#isBefore(one, other) ? other : one));
    if (this.#isBefore(this.#waiting.first!, least)) this.#waiting.add(this.#layDown(least));
  }

  /** Gives free workers what is most urgent. */
  #fill(): void {
    while (this.#serving.length < this.#workers && this.#waiting.length > 0) {
      const entry = this.#waiting.take()!;
      this.#serving.push(entry);
      if (entry.begun) continue;
      entry.begun = true;
      this.#onBegun(entry.id);
    }
  }

  #layDown(entry: Entry): Entry {
    this.#serving.splice(this.#serving.indexOf(entry), 1);
    return entry;
  }

  /** The message that is done first. */
  #soonest(): Entry {
    const isSooner = (x: Entry, y: Entry): boolean =>
      x.leftNs < y.leftNs || (x.leftNs === y.leftNs && x.order < y.order);
    return this.#serving.reduce((one, other) => (isSooner(other, one) ? other : one));
  }
}
