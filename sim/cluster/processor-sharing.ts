/**
 * Egalitarian processor sharing (Kleinrock 1967): all n messages at a node are served at once, each at speed
 * min(1, workers / n). Kept by virtual time: a clock per node that advances at that speed, on which a message that needs
 * w finishes w after it came, so that arrivals and departures cost O(log n).
 */
import { Heap } from "../core/heap.ts";
import { roundHalfUp } from "../core/math.ts";
import type { MessageId } from "../traffic/message-table.ts";
import type { OnBegun, OnTaken, SharedWorkers } from "./shared-workers.ts";

interface Entry {
  readonly id: MessageId;
  /** On the virtual clock. */
  readonly finish: number;
  readonly order: number;
  /** What a worker's time was when it came. */
  readonly begunNs: number;
}

/** One node's workers. */
export class SharingWorkers implements SharedWorkers {
  readonly #workers: number;
  readonly #onBegun: OnBegun;
  #speed: number;
  #virtualNow = 0;
  #sinceNs = 0;
  /** How long a worker would have served a message that was there from the beginning: the virtual clock without speed. */
  #workedNs = 0;
  /** By virtual finish; ties by arrival, so that equal finishes leave in order. */
  readonly #present: Heap<Entry> = new Heap(
    (x, y) => x.finish < y.finish || (x.finish === y.finish && x.order < y.order),
  );
  #order = 0;

  constructor(workers: number, speed: number, onBegun: OnBegun) {
    this.#workers = workers;
    this.#speed = speed;
    this.#onBegun = onBegun;
  }

  get length(): number {
    return this.#present.length;
  }

  advance(nowNs: number): void {
    this.#virtualNow += (nowNs - this.#sinceNs) * this.#rate();
    this.#workedNs += (nowNs - this.#sinceNs) * Math.min(1, this.#workers / this.length);
    this.#sinceNs = nowNs;
  }

  add(id: MessageId, workNs: number): void {
    this.#present.add({ id, finish: this.#virtualNow + workNs, order: this.#order++, begunNs: this.#workedNs });
    this.#onBegun(id);
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  untilNextNs(): number {
    const next = this.#present.first!.finish - this.#virtualNow;
    return Math.max(0, roundHalfUp(next / this.#rate()));
  }

  take(): MessageId {
    const { id } = this.#present.take()!;
    if (this.length === 0) this.#virtualNow = 0;
    return id;
  }

  remove(id: MessageId): number {
    const { begunNs } = this.#present.remove((entry) => entry.id === id)!;
    if (this.length === 0) this.#virtualNow = 0;
    return this.#workedNs - begunNs;
  }

  clear(onTaken: OnTaken): void {
    const entries = this.#present.clear().sort((x, y) => x.order - y.order);
    this.#virtualNow = 0;
    for (const { id, begunNs } of entries) onTaken(id, this.#workedNs - begunNs);
  }

  #rate(): number {
    const n = this.length;
    return n <= this.#workers ? this.#speed : (this.#speed * this.#workers) / n;
  }
}
