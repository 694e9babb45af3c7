/**
 * A ring of points, each with an owner: consistent hashing (Karger et al., STOC 1997). Which point a hash belongs to is the
 * asker's rule: the next one (nginx, Envoy, Dynamo) or the nearest (HAProxy).
 */
import { enlarged } from "../../core/arrays.ts";
import { radixOrder } from "./radix-order.ts";

/** Collects a ring's points; `build` sorts them. */
export class RingBuilder {
  #length = 0;
  #high: Uint32Array<ArrayBuffer>;
  #low: Uint32Array<ArrayBuffer>;
  #owner: Int32Array<ArrayBuffer>;

  /** `capacity`: how many points are expected; more are welcome. */
  constructor(capacity = 1024) {
    const room = Math.max(1, capacity);
    this.#high = new Uint32Array(room);
    this.#low = new Uint32Array(room);
    this.#owner = new Int32Array(room);
  }

  /** A point at a position of 64 bits; rings of 32 bits leave `low` at 0. */
  add(owner: number, high: number, low = 0): void {
    if (this.#length === this.#owner.length) this.#grow();
    this.#high[this.#length] = high;
    this.#low[this.#length] = low;
    this.#owner[this.#length++] = owner;
  }

  /**
   * Points at one position stay in the order in which they were added. With `duplicates` "first" (nginx) only the first of them
   * stays.
   */
  build(duplicates: "keep" | "first" = "keep"): Ring {
    const [high, low] = [this.#high.subarray(0, this.#length), this.#low.subarray(0, this.#length)];
    const order = radixOrder(high, low);
    const isFirst = (at: number): boolean =>
      at === 0 || high[order[at]!] !== high[order[at - 1]!] || low[order[at]!] !== low[order[at - 1]!];
    const kept = duplicates === "keep" ? order : order.filter((_, at) => isFirst(at));
    const length = kept.length;
    const ring = { high: new Uint32Array(length), low: new Uint32Array(length), owner: new Int32Array(length) };
    for (let point = 0; point < length; point++) {
      const added = kept[point]!;
      ring.high[point] = high[added]!;
      ring.low[point] = low[added]!;
      ring.owner[point] = this.#owner[added]!;
    }
    return new Ring(ring.high, ring.low, ring.owner);
  }

  #grow(): void {
    const capacity = this.#owner.length * 2;
    this.#high = enlarged(this.#high, capacity);
    this.#low = enlarged(this.#low, capacity);
    this.#owner = enlarged(this.#owner, capacity);
  }
}

/** Sorted points; made by a `RingBuilder`, and never changed, so that gateways can share it. */
export class Ring {
  readonly length: number;
  /** By point: its position. */
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** By point: whose it is. */
  readonly owner: Int32Array;
  /** By the position's leading bits: the first point that has them or more. Makes a search O(1) where points spread. */
  readonly #start: Int32Array;
  readonly #shift: number;

  constructor(high: Uint32Array, low: Uint32Array, owner: Int32Array) {
    this.length = owner.length;
    this.high = high;
    this.low = low;
    this.owner = owner;
    const bits = Math.max(1, Math.min(24, 32 - Math.clz32(this.length)));
    this.#shift = 32 - bits;
    this.#start = startsOf(high, bits);
  }

  /** The first point at or after a position, around the circle. The ring must not be empty. */
  successor(high: number, low = 0): number {
    const bucket = high >>> this.#shift;
    let from = this.#start[bucket]!;
    let to = this.#start[bucket + 1]!;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#isBefore(middle, high, low)) from = middle + 1;
      else to = middle;
    }
    return from === this.length ? 0 : from;
  }

  /** The point after this one, around the circle. */
  next(point: number): number {
    return point + 1 === this.length ? 0 : point + 1;
  }

  /** The point before this one, around the circle. */
  previous(point: number): number {
    return point === 0 ? this.length - 1 : point - 1;
  }

  #isBefore(point: number, high: number, low: number): boolean {
    return this.high[point]! < high || (this.high[point] === high && this.low[point]! < low);
  }
}

/** By leading bits: how many points are before the first position with them; one entry more for the end. */
function startsOf(high: Uint32Array, bits: number): Int32Array {
  const start = new Int32Array(2 ** bits + 1);
  for (const position of high) start[(position >>> (32 - bits)) + 1]!++;
  for (let i = 1; i < start.length; i++) start[i]! += start[i - 1]!;
  return start;
}
