/**
 * Puts records in order that are late by no more than a window: they wait in a heap by time, and by line among equal
 * times, until a record has come that is a whole window later. A record is refused only where a later one has already been
 * handed on, so the window promises what it sorts and may sort more.
 */
import { doubled, RecordStore, type RecordSink } from "./record-sink.ts";

/** More are refused, so that a window of hours over a busy log cannot fill the memory (about 200 MB). */
export const MOST_IN_WINDOW = 4_194_304;

export class SortWindow {
  readonly #windowNs: number;
  readonly #next: RecordSink;
  readonly #store: RecordStore = new RecordStore();
  /** Slots of the store, as a binary heap. */
  readonly #heap: number[] = [];
  readonly #free: number[] = [];
  #sequence: Float64Array<ArrayBuffer> = new Float64Array(256);
  #pushed = 0;
  #latestNs = -Infinity;
  #releasedNs = -Infinity;

  constructor(windowNs: number, next: RecordSink) {
    this.#windowNs = windowNs;
    this.#next = next;
  }

  /** Records that wait. */
  get held(): number {
    return this.#heap.length;
  }

  /** False, and nothing done, where a record of a later time has been handed on already. */
  push(timeNs: number, key: number, workNs: number, sizeBytes: number): boolean {
    if (timeNs < this.#releasedNs) return false;
    const slot = this.#free.pop() ?? this.#heap.length;
    this.#store.set(slot, timeNs, key, workNs, sizeBytes);
    if (slot >= this.#sequence.length) this.#sequence = doubled(this.#sequence);
    this.#sequence[slot] = this.#pushed++;
    this.#siftUp(slot);
    if (timeNs > this.#latestNs) this.#latestNs = timeNs;
    this.#release(this.#latestNs - this.#windowNs);
    return true;
  }

  end(): void {
    this.#release(Infinity);
    this.#next.end();
  }

  #release(untilNs: number): void {
    const { timeNs, key, workNs, sizeBytes } = this.#store;
    while (this.#heap.length > 0 && timeNs[this.#heap[0]!]! <= untilNs) {
      const slot = this.#pop();
      this.#releasedNs = timeNs[slot]!;
      this.#next.push(timeNs[slot]!, key[slot]!, workNs[slot]!, sizeBytes[slot]!);
      this.#free.push(slot);
    }
  }

  #before(a: number, b: number): boolean {
    const [timeA, timeB] = [this.#store.timeNs[a]!, this.#store.timeNs[b]!];
    return timeA < timeB || (timeA === timeB && this.#sequence[a]! < this.#sequence[b]!);
  }

  #siftUp(slot: number): void {
    let index = this.#heap.push(slot) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(slot, this.#heap[parent]!)) break;
      this.#heap[index] = this.#heap[parent]!;
      index = parent;
    }
    this.#heap[index] = slot;
  }

  #pop(): number {
    const top = this.#heap[0]!;
    const moved = this.#heap.pop()!;
    const length = this.#heap.length;
    if (length === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      if (child + 1 < length && this.#before(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      if (!this.#before(this.#heap[child]!, moved)) break;
      this.#heap[index] = this.#heap[child]!;
      index = child;
    }
    this.#heap[index] = moved;
    return top;
  }
}
