/**
 * Order within a key: was a delivered message overtaken by a later one of the same producer and key? A key is remembered
 * only while messages of it are in flight: a message published later than all that were delivered cannot be late.
 */
import { enlarged } from "../core/arrays.ts";
import type { MessageId } from "../traffic/message-table.ts";
import type { Ordering } from "./result.ts";

class KeyState {
  inFlight = 0;
  published = 0;
  /** The highest per-key number delivered so far. */
  latest = -1;
  /** The per-key number delivered last. */
  last = -1;
}

export class OrderingTracker {
  #delivered = 0;
  #outOfOrder = 0;
  #largestDisplacement = 0;
  #inversions = 0;
  /** By producer: its keys with messages in flight. */
  readonly #keys: readonly Map<number, KeyState>[];
  /** By row of the message table: its number within its key. */
  #number = new Float64Array(64);

  constructor(producers: number) {
    this.#keys = Array.from({ length: producers }, () => new Map<number, KeyState>());
  }

  published(id: MessageId, producer: number, key: number): void {
    const keys = this.#keys[producer]!;
    let state = keys.get(key);
    if (state === undefined) keys.set(key, (state = new KeyState()));
    state.inFlight++;
    if (id >= this.#number.length) this.#number = enlarged(this.#number, 2 * id);
    this.#number[id] = state.published++;
  }

  /** The message has its fate. Only a measured, delivered one is judged, but every delivery may overtake. */
  settled(id: MessageId, producer: number, key: number, delivered: boolean, measured: boolean): void {
    const keys = this.#keys[producer]!;
    const state = keys.get(key)!;
    if (delivered) this.#judge(state, this.#number[id]!, measured);
    if (--state.inFlight === 0) keys.delete(key);
  }

  #judge(state: KeyState, number: number, measured: boolean): void {
    if (measured) this.#delivered++;
    if (measured && number < state.last) this.#inversions++;
    state.last = number;
    const displacement = state.latest - number;
    if (displacement < 0) {
      state.latest = number;
      return;
    }
    if (!measured) return;
    this.#outOfOrder++;
    if (displacement > this.#largestDisplacement) this.#largestDisplacement = displacement;
  }

  result(): Ordering {
    return {
      outOfOrder: this.#outOfOrder,
      outOfOrderFraction: this.#delivered === 0 ? null : this.#outOfOrder / this.#delivered,
      largestDisplacement: this.#largestDisplacement,
      inversions: this.#inversions,
    };
  }
}
