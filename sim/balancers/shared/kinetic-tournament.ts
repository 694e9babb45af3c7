/**
 * Who is greatest among values that each grow by a slope of their own per step, without looking at all of them at each
 * step: a kinetic tournament (Basch, Guibas and Hershberger, Data structures for mobile data, SODA 1997). Every match knows
 * at which step its loser will have overtaken its winner, and is played again only then. All arithmetic is on whole
 * numbers below 2^53 and exact.
 */
import { NONE, type NodeId } from "../contract.ts";

export class KineticTournament {
  /** By id: the value at step 0, and what each step adds. */
  readonly #offset: Float64Array;
  readonly #slope: Float64Array;
  readonly #leaves: number;
  /** By place: who leads under it, and the first step at which that may change. */
  readonly #leader: Int32Array;
  readonly #until: Float64Array;
  #step = 0;
  #matches = 0;

  /** For ids in [0, size), all absent. */
  constructor(size: number) {
    let leaves = 1;
    while (leaves < size) leaves *= 2;
    this.#leaves = leaves;
    this.#offset = new Float64Array(leaves);
    this.#slope = new Float64Array(leaves);
    this.#leader = new Int32Array(2 * leaves).fill(NONE);
    this.#until = new Float64Array(2 * leaves).fill(Infinity);
  }

  /** How many matches were ever played: the cost, for tests and benchmarks. */
  get matches(): number {
    return this.#matches;
  }

  /** The present value of an id, present or not; absent ones stand still. */
  value(id: NodeId): number {
    return this.#offset[id]! + (this.#leader[this.#leaves + id] === NONE ? 0 : this.#slope[id]! * this.#step);
  }

  /** Makes the first `count` ids those that take part, each with its present value and with its slope (by id). O(n). */
  restart(ids: Int32Array, count: number, slopes: Float64Array): void {
    this.#rebase();
    this.#leader.fill(NONE);
    for (let i = 0; i < count; i++) {
      const id = ids[i]!;
      if (slopes[id]! <= 0) continue;
      this.#slope[id] = slopes[id]!;
      this.#leader[this.#leaves + id] = id;
    }
    this.#playAll();
  }

  /** Every value grows by its slope. */
  advance(): void {
    // Steps start again from 0 now and then, so that slope times step stays exact; rarely enough to cost nothing.
    if (this.#step >= Math.max(65_536, this.#leaves)) {
      this.#rebase();
      this.#playAll();
    }
    this.#step++;
    this.#settle(1);
  }

  /** The greatest, of equals the lowest id; NONE where nobody takes part. */
  leader(): NodeId {
    return this.#leader[1]!;
  }

  /** Changes the value of one that takes part by a whole number. */
  add(id: NodeId, amount: number): void {
    this.#offset[id]! += amount;
    for (let place = (this.#leaves + id) >> 1; place >= 1; place >>= 1) this.#play(place);
  }

  #rebase(): void {
    for (let id = 0; id < this.#leaves; id++) this.#offset[id] = this.value(id);
    this.#step = 0;
  }

  #playAll(): void {
    for (let place = this.#leaves - 1; place >= 1; place--) this.#play(place);
  }

  /** Plays again what has been overtaken by now, from below. */
  #settle(place: number): void {
    if (this.#until[place]! > this.#step) return;
    this.#settle(2 * place);
    this.#settle(2 * place + 1);
    this.#play(place);
  }

  /** Ids under the left child are lower, so the left leader wins ties. */
  #play(place: number): void {
    this.#matches++;
    const left = this.#leader[2 * place]!;
    const right = this.#leader[2 * place + 1]!;
    const below = Math.min(this.#until[2 * place]!, this.#until[2 * place + 1]!);
    if (left === NONE || right === NONE) {
      this.#leader[place] = left === NONE ? right : left;
      this.#until[place] = below;
      return;
    }
    const lead = this.#offset[left]! - this.#offset[right]!;
    const closing = this.#slope[right]! - this.#slope[left]!;
    // With lead - closing * step the left one is ahead: it holds the place while that is at least 0.
    if (lead - closing * this.#step >= 0) {
      this.#leader[place] = left;
      this.#until[place] = closing > 0 ? Math.min(below, Math.floor(lead / closing) + 1) : below;
    } else {
      this.#leader[place] = right;
      this.#until[place] = closing < 0 ? Math.min(below, Math.ceil(lead / closing)) : below;
    }
  }
}
