/**
 * Who is greatest among values that each grow by a slope of their own per step, without looking at all of them at each
 * step: a kinetic tournament (Basch, Guibas and Hershberger, Data structures for mobile data, SODA 1997). Every match knows
 * at which step its loser will have overtaken its winner, and is played again only then. All arithmetic is on whole
 * numbers (or ones with few binary places) below 2^53 and exact.
 *
 * Ids may stand on levels. Only those on the least level race; the others stand still until theirs is the least one. Each
 * level counts its own steps, so that changing levels costs the path to the top and nothing else.
 */
import { NONE, type NodeId } from "../contract.ts";

/** Steps start again from 0 after so many, or as many as there are ids: slope times step stays exact, at next to no cost. */
const STEPS = 65_536;

/** The steps that the ids of one level have raced. */
interface Clock {
  readonly level: number;
  step: number;
  members: number;
}

export class KineticTournament {
  /** By id: the value at its level's step 0, what each step adds, and its level's clock. */
  readonly #offset: Float64Array;
  readonly #slope: Float64Array;
  readonly #clock: (Clock | null)[];
  readonly #leaves: number;
  /** By place: who leads under it, the first step at which that may change, its level, and what a step adds to that level. */
  readonly #leader: Int32Array;
  readonly #until: Float64Array;
  readonly #level: Float64Array;
  readonly #total: Float64Array;
  readonly #clocks: Map<number, Clock> = new Map();
  #matches = 0;

  /** For ids in [0, size), all absent. */
  constructor(size: number) {
    let leaves = 1;
    while (leaves < size) leaves *= 2;
    this.#leaves = leaves;
    this.#offset = new Float64Array(leaves);
    this.#slope = new Float64Array(leaves);
    this.#clock = new Array<Clock | null>(leaves).fill(null);
    this.#leader = new Int32Array(2 * leaves).fill(NONE);
    this.#until = new Float64Array(2 * leaves).fill(Infinity);
    this.#level = new Float64Array(2 * leaves).fill(Infinity);
    this.#total = new Float64Array(2 * leaves);
  }

  /** How many matches were ever played: the cost, for tests and benchmarks. */
  get matches(): number {
    return this.#matches;
  }

  /** The least level; Infinity where nobody takes part. */
  get level(): number {
    return this.#level[1]!;
  }

  /** The sum of the slopes on the least level: what a step adds to all values together. */
  get total(): number {
    return this.#total[1]!;
  }

  has(id: NodeId): boolean {
    return this.#clock[id] !== null;
  }

  /** Whether the id takes part on this level with this slope. */
  stands(id: NodeId, slope: number, level: number): boolean {
    return this.#clock[id]?.level === level && this.#slope[id] === slope;
  }

  /** The present value of an id, present or not; absent ones stand still. */
  value(id: NodeId): number {
    const clock = this.#clock[id]!;
    return clock === null ? this.#offset[id]! : this.#offset[id]! + this.#slope[id]! * clock.step;
  }

  /** Makes the first `count` ids those that take part, all on level 0, each with its present value and its slope (by id). O(n). */
  restart(ids: Int32Array, count: number, slopes: Float64Array): void {
    for (let id = 0; id < this.#leaves; id++) if (this.has(id)) this.#take(id);
    for (let i = 0; i < count; i++) if (slopes[ids[i]!]! > 0) this.#seat(ids[i]!, slopes[ids[i]!]!, 0);
    this.#playAll();
  }

  /** The id takes part from now on, or goes on so: with its present value, this slope (above 0), on this level. O(log n). */
  enter(id: NodeId, slope: number, level = 0): void {
    if (this.has(id)) this.#take(id);
    this.#seat(id, slope, level);
    this.#replay(id);
  }

  /** The id takes part no more, and keeps its value. O(log n). */
  leave(id: NodeId): void {
    if (!this.has(id)) return;
    this.#take(id);
    this.#replay(id);
  }

  /** Every value on the least level grows by its slope. */
  advance(): void {
    if (this.leader() === NONE) return;
    const clock = this.#clock[this.leader()]!;
    if (clock.step >= Math.max(STEPS, this.#leaves)) this.#rebase(clock);
    clock.step++;
    this.#settle(1, clock.step);
  }

  /** The greatest on the least level, of equals the lowest id; NONE where nobody takes part. */
  leader(): NodeId {
    return this.#leader[1]!;
  }

  /** Changes a value by an amount. O(log n). */
  add(id: NodeId, amount: number): void {
    this.#offset[id]! += amount;
    if (this.has(id)) this.#replay(id);
  }

  #seat(id: NodeId, slope: number, level: number): void {
    let clock = this.#clocks.get(level);
    if (clock === undefined) this.#clocks.set(level, (clock = { level, step: 0, members: 0 }));
    clock.members++;
    this.#clock[id] = clock;
    this.#offset[id]! -= slope * clock.step;
    this.#slope[id] = slope;
    this.#leader[this.#leaves + id] = id;
    this.#level[this.#leaves + id] = level;
    this.#total[this.#leaves + id] = slope;
  }

  #take(id: NodeId): void {
    const clock = this.#clock[id]!;
    this.#offset[id] = this.value(id);
    this.#clock[id] = null;
    if (--clock.members === 0) this.#clocks.delete(clock.level);
    this.#leader[this.#leaves + id] = NONE;
    this.#level[this.#leaves + id] = Infinity;
    this.#total[this.#leaves + id] = 0;
  }

  #rebase(clock: Clock): void {
    for (let id = 0; id < this.#leaves; id++) if (this.#clock[id] === clock) this.#offset[id] = this.value(id);
    clock.step = 0;
    this.#playAll();
  }

  #playAll(): void {
    for (let place = this.#leaves - 1; place >= 1; place--) this.#play(place);
  }

  #replay(id: NodeId): void {
    for (let place = (this.#leaves + id) >> 1; place >= 1; place >>= 1) this.#play(place);
  }

  /** Plays again what has been overtaken by now on the place's level, from below. */
  #settle(place: number, step: number): void {
    if (this.#until[place]! > step) return;
    const level = this.#level[place];
    if (this.#level[2 * place] === level) this.#settle(2 * place, step);
    if (this.#level[2 * place + 1] === level) this.#settle(2 * place + 1, step);
    this.#play(place);
  }

  #play(place: number): void {
    this.#matches++;
    const left = 2 * place;
    const right = left + 1;
    if (this.#level[left] !== this.#level[right]) {
      this.#pass(this.#level[left]! < this.#level[right]! ? left : right, place);
    } else if (this.#leader[left] === NONE) this.#pass(left, place);
    else this.#compare(place, this.#leader[left]!, this.#leader[right]!);
  }

  /** The child's side goes on unopposed. */
  #pass(child: number, place: number): void {
    this.#leader[place] = this.#leader[child]!;
    this.#until[place] = this.#until[child]!;
    this.#level[place] = this.#level[child]!;
    this.#total[place] = this.#total[child]!;
  }

  /** Ids under the left child are lower, so the left leader wins ties. */
  #compare(place: number, left: NodeId, right: NodeId): void {
    const { step } = this.#clock[left]!;
    const below = Math.min(this.#until[2 * place]!, this.#until[2 * place + 1]!);
    const lead = this.#offset[left]! - this.#offset[right]!;
    const closing = this.#slope[right]! - this.#slope[left]!;
    this.#level[place] = this.#level[2 * place]!;
    this.#total[place] = this.#total[2 * place]! + this.#total[2 * place + 1]!;
    // With lead - closing * step the left one is ahead: it holds the place while that is at least 0.
    if (lead - closing * step >= 0) {
      this.#leader[place] = left;
      this.#until[place] = closing > 0 ? Math.min(below, Math.floor(lead / closing) + 1) : below;
    } else {
      this.#leader[place] = right;
      this.#until[place] = closing < 0 ? Math.min(below, Math.ceil(lead / closing)) : below;
    }
  }
}
