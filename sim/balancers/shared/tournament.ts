/**
 * Who is least, under every tie rule, in O(log n): a tournament tree over node ids. Each inner place holds the lesser of
 * its two children and how many leaves tie for it, so the first, the next after another, or a random one of those who tie
 * is found by one walk down.
 */
import type { Random } from "../../core/random.ts";
import { NONE, type NodeId } from "../contract.ts";

export class Tournament {
  /** Where the leaves begin: a power of two of at least the number of ids. */
  readonly #leaves: number;
  /** A place's least key: `#primary` decides, `#secondary` among equals. An absent leaf has no ties. */
  readonly #primary: Float64Array;
  readonly #secondary: Float64Array | null;
  readonly #ties: Int32Array;

  /** For ids in [0, size), all absent; under one key, or under two of which the second decides between equal first ones. */
  constructor(size: number, keys: 1 | 2 = 1) {
    let leaves = 1;
    while (leaves < size) leaves *= 2;
    this.#leaves = leaves;
    this.#primary = new Float64Array(2 * leaves).fill(Infinity);
    this.#secondary = keys === 2 ? new Float64Array(2 * leaves).fill(Infinity) : null;
    this.#ties = new Int32Array(2 * leaves);
  }

  /** The least primary key; Infinity where no id is present. */
  get least(): number {
    return this.#primary[1]!;
  }

  has(id: NodeId): boolean {
    return this.#ties[this.#leaves + id] === 1;
  }

  /** Enters the id, or moves it, under finite keys. `secondary` counts only where the tournament was made for two keys. */
  set(id: NodeId, primary: number, secondary = 0): void {
    const leaf = this.#leaves + id;
    this.#primary[leaf] = primary;
    if (this.#secondary !== null) this.#secondary[leaf] = secondary;
    this.#ties[leaf] = 1;
    this.#replay(leaf);
  }

  remove(id: NodeId): void {
    const leaf = this.#leaves + id;
    if (this.#ties[leaf] === 0) return;
    this.#primary[leaf] = Infinity;
    if (this.#secondary !== null) this.#secondary[leaf] = Infinity;
    this.#ties[leaf] = 0;
    this.#replay(leaf);
  }

  clear(): void {
    this.#primary.fill(Infinity);
    this.#secondary?.fill(Infinity);
    this.#ties.fill(0);
  }

  /** The lowest id among those with the least key; NONE where no id is present. */
  first(): NodeId {
    return this.#ties[1] === 0 ? NONE : this.#firstUnder(1);
  }

  /** Among those with the least key, the lowest id above `id`, or the lowest of all where none is above. */
  after(id: NodeId): NodeId {
    if (id >= 0) {
      for (let place = this.#leaves + id; place > 1; place >>= 1) {
        if ((place & 1) === 0 && this.#isLeast(place + 1)) return this.#firstUnder(place + 1);
      }
    }
    return this.first();
  }

  /** One of those with the least key, equally likely; draws only where there is a choice. */
  random(random: Random): NodeId {
    const ties = this.#ties[1]!;
    if (ties <= 1) return this.first();
    let skip = random.below(ties);
    let place = 1;
    while (place < this.#leaves) {
      place *= 2;
      const left = this.#isLeast(place) ? this.#ties[place]! : 0;
      if (skip >= left) {
        skip -= left;
        place++;
      }
    }
    return place - this.#leaves;
  }

  #firstUnder(from: number): NodeId {
    let place = from;
    while (place < this.#leaves) {
      place *= 2;
      if (!this.#isLeast(place)) place++;
    }
    return place - this.#leaves;
  }

  #isLeast(place: number): boolean {
    return this.#ties[place]! > 0 && this.#primary[place] === this.#primary[1] && this.#secondOrder(place, 1) === 0;
  }

  /** Between places whose primary keys are equal: negative where the one at `a` comes first, 0 where they tie. */
  #secondOrder(a: number, b: number): number {
    const secondary = this.#secondary;
    if (secondary === null || secondary[a] === secondary[b]) return 0;
    return secondary[a]! < secondary[b]! ? -1 : 1;
  }

  /** Plays again every match on the way up, as far as the outcome changes. */
  #replay(leaf: number): void {
    const primary = this.#primary;
    const ties = this.#ties;
    for (let place = leaf >> 1; place >= 1; place >>= 1) {
      const left = 2 * place;
      const order = primary[left]! - primary[left + 1]! || this.#secondOrder(left, left + 1);
      const winner = order > 0 ? left + 1 : left;
      const count = order === 0 ? ties[left]! + ties[left + 1]! : ties[winner]!;
      if (primary[place] === primary[winner] && ties[place] === count && this.#secondOrder(place, winner) === 0) return;
      primary[place] = primary[winner]!;
      if (this.#secondary !== null) this.#secondary[place] = this.#secondary[winner]!;
      ties[place] = count;
    }
  }
}
