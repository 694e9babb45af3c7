/** Nodes in the order of a key, and those of equal keys in the order in which they came: HAProxy's trees. O(log n). */
import type { Random } from "../../core/random.ts";
import type { NodeId } from "../contract.ts";
import { Tournament } from "./tournament.ts";

export class FifoTree {
  readonly #order: Tournament;
  readonly #ties: Random | null;
  readonly #key: Float64Array;
  readonly #arrival: Float64Array;
  /** By NodeId: whether it is in the tree, seen or hidden. */
  readonly #within: Uint8Array;
  #arrivals = 0;

  /** For ids in [0, size), empty. With `ties`, one of those of equal keys is drawn instead. */
  constructor(size: number, ties: Random | null = null) {
    this.#order = new Tournament(size, 2);
    this.#ties = ties;
    this.#key = new Float64Array(size);
    this.#arrival = new Float64Array(size);
    this.#within = new Uint8Array(size);
  }

  /** Hidden ones included. */
  has(id: NodeId): boolean {
    return this.#within[id] === 1;
  }

  /** The key under which the node was put; meaningless for one that is not in the tree. */
  key(id: NodeId): number {
    return this.#key[id]!;
  }

  /** Puts the node behind all others of this key, wherever it was before; seen. */
  put(id: NodeId, key: number): void {
    this.#within[id] = 1;
    this.#key[id] = key;
    this.#arrival[id] = this.#ties === null ? this.#arrivals++ : 0;
    this.show(id);
  }

  remove(id: NodeId): void {
    this.#within[id] = 0;
    this.#order.remove(id);
  }

  /** Passes the node over until `show` or `put`; it keeps its place. */
  hide(id: NodeId): void {
    this.#order.remove(id);
  }

  /** Undoes `hide`. Nothing for a node that is not in the tree. */
  show(id: NodeId): void {
    if (this.has(id)) this.#order.set(id, this.#key[id]!, this.#arrival[id]!);
  }

  /** The one of the least key that came first, or one of the least key; NONE where nobody can be seen. */
  first(): NodeId {
    return this.#ties === null ? this.#order.first() : this.#order.random(this.#ties);
  }

  /** The same, `avoid` only where nobody else can be seen. */
  firstBut(avoid: NodeId): NodeId {
    const first = this.first();
    if (first !== avoid || first < 0) return first;
    this.hide(avoid);
    const other = this.first();
    this.show(avoid);
    return other < 0 ? avoid : other;
  }
}
