/** A set of node ids with O(1) add, remove and choice of a random member; members lie packed in an array. */
import { NONE, type NodeId } from "../contract.ts";

export class IdSet {
  #size = 0;
  readonly #members: Int32Array;
  /** By id: where it lies in `#members`, or NONE. */
  readonly #places: Int32Array;

  /** For ids in [0, capacity), empty. */
  constructor(capacity: number) {
    this.#members = new Int32Array(capacity);
    this.#places = new Int32Array(capacity).fill(NONE);
  }

  get size(): number {
    return this.#size;
  }

  has(id: NodeId): boolean {
    return this.#places[id] !== NONE;
  }

  /** The member at `place`, 0 <= place < size. Removing a member moves the last one into its place. */
  at(place: number): NodeId {
    return this.#members[place]!;
  }

  add(id: NodeId): void {
    if (this.has(id)) return;
    this.#members[this.#size] = id;
    this.#places[id] = this.#size++;
  }

  remove(id: NodeId): void {
    const place = this.#places[id]!;
    if (place === NONE) return;
    const moved = this.#members[--this.#size]!;
    this.#members[place] = moved;
    this.#places[moved] = place;
    this.#places[id] = NONE;
  }

  clear(): void {
    this.#places.fill(NONE);
    this.#size = 0;
  }
}
