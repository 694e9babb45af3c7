/**
 * Egalitarian processor sharing (Kleinrock 1967): all n messages at a node are served at once, each at speed
 * min(1, workers / n). Kept by virtual time: a clock per node that advances at that speed, on which a message that needs
 * w finishes w after it came, so that arrivals and departures cost O(log n).
 */
import { roundHalfUp } from "../core/math.ts";
import type { MessageId } from "../traffic/message-table.ts";

interface Entry {
  readonly id: MessageId;
  /** On the virtual clock. */
  readonly finish: number;
  readonly order: number;
  /** What a worker's time was when it came. */
  readonly begunNs: number;
}

/** One node's shared workers. */
export class SharedWorkers {
  readonly #workers: number;
  #speed: number;
  #virtualNow = 0;
  #sinceNs = 0;
  /** How long a worker would have served a message that was there from the beginning: the virtual clock without speed. */
  #workedNs = 0;
  /** A binary heap by virtual finish; ties by arrival, so that equal finishes leave in order. */
  readonly #heap: Entry[] = [];
  #order = 0;

  constructor(workers: number, speed: number) {
    this.#workers = workers;
    this.#speed = speed;
  }

  get length(): number {
    return this.#heap.length;
  }

  /** Brings the virtual clock to now. Call before every change. */
  advance(nowNs: number): void {
    this.#virtualNow += (nowNs - this.#sinceNs) * this.#rate();
    this.#workedNs += (nowNs - this.#sinceNs) * Math.min(1, this.#workers / this.#heap.length);
    this.#sinceNs = nowNs;
  }

  add(id: MessageId, workNs: number): void {
    this.#push({ id, finish: this.#virtualNow + workNs, order: this.#order++, begunNs: this.#workedNs });
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  /** Nanoseconds until the next message is done, were nothing else to come; rounded up, so that it is done then. */
  untilNextNs(): number {
    const next = this.#heap[0]!.finish - this.#virtualNow;
    return Math.max(0, roundHalfUp(next / this.#rate()));
  }

  /** Takes the message that is done first. */
  take(): MessageId {
    const top = this.#heap[0]!;
    const last = this.#heap.pop()!;
    if (this.#heap.length > 0) this.#sink(last);
    if (this.#heap.length === 0) this.#virtualNow = 0;
    return top.id;
  }

  /** Takes a message that is not done; returns how long a worker has served it. */
  remove(id: MessageId): number {
    const heap = this.#heap;
    const { begunNs } = heap.find((entry) => entry.id === id)!;
    const rest = heap.filter((entry) => entry.id !== id);
    heap.length = 0;
    for (const entry of rest) this.#push(entry);
    if (heap.length === 0) this.#virtualNow = 0;
    return this.#workedNs - begunNs;
  }

  /** Takes all, in no particular order of finish but always the same; says how long a worker has served each. */
  clear(onTaken: (id: MessageId, workedNs: number) => void): void {
    const entries = [...this.#heap].sort((x, y) => x.order - y.order);
    this.#heap.length = 0;
    this.#virtualNow = 0;
    for (const { id, begunNs } of entries) onTaken(id, this.#workedNs - begunNs);
  }

  #rate(): number {
    const n = this.#heap.length;
    return n <= this.#workers ? this.#speed : (this.#speed * this.#workers) / n;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, entry)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = entry;
  }
}

function before(x: Entry, y: Entry): boolean {
  return x.finish < y.finish || (x.finish === y.finish && x.order < y.order);
}
