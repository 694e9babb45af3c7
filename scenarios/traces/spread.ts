/**
 * Spreads the records of one time evenly over an interval from it. A log that knows only whole seconds makes every
 * second start with a burst that the traffic never had.
 */
import { RecordStore, type RecordSink } from "./record-sink.ts";

/** More records of one time are refused, so that a log whose clock stands still cannot fill the memory (32 MB). */
export const MOST_AT_ONCE = 1_048_576;

export class Spread implements RecordSink {
  readonly #spreadNs: number;
  readonly #next: RecordSink;
  readonly #group: RecordStore = new RecordStore();
  #count = 0;

  /** `spreadNs`: 0 hands records on as they are. */
  constructor(spreadNs: number, next: RecordSink) {
    this.#spreadNs = spreadNs;
    this.#next = next;
  }

  /** Records that wait for the end of their second. */
  get held(): number {
    return this.#count;
  }

  push(timeNs: number, key: number, workNs: number, sizeBytes: number): void {
    if (this.#spreadNs === 0) return this.#next.push(timeNs, key, workNs, sizeBytes);
    const groupNs = this.#group.timeNs[0]!;
    if (this.#count > 0 && timeNs !== groupNs) this.#release(Math.min(this.#spreadNs, timeNs - groupNs));
    this.#group.set(this.#count++, timeNs, key, workNs, sizeBytes);
  }

  end(): void {
    this.#release(this.#spreadNs);
    this.#next.end();
  }

  #release(overNs: number): void {
    const { timeNs, key, workNs, sizeBytes } = this.#group;
    for (let i = 0; i < this.#count; i++) {
      const offsetNs = Math.floor((i * overNs) / this.#count);
      this.#next.push(timeNs[i]! + offsetNs, key[i]!, workNs[i]!, sizeBytes[i]!);
    }
    this.#count = 0;
  }
}
