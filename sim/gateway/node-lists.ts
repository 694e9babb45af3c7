/**
 * A list of nodes for each message: where its earlier tries went. Beside each row of the message table stand how many there are
 * and the last one; those before it, which few messages have, lie in one pool for all of them. A list ends with its message.
 */
import { NONE, type NodeId } from "../balancers/contract.ts";
import { enlarged } from "../core/arrays.ts";
import type { MessageId } from "../traffic/message-table.ts";

const NOWHERE: readonly NodeId[] = [];

// Columns beside a row of the message table, whose ids are row numbers times 32.
const ROW_SHIFT = 3;
const COUNT = 0;
const LAST = 1;
/** The pool's entry of the node before the last. */
const EARLIER = 2;
// Columns of an entry of the pool.
const NODE = 0;
const NEXT = 1;
const ENTRY = 2;

/** The pool's first entry is nobody's. */
const NO_ENTRY = 0;

export class NodeLists {
  #rows = new Int32Array(256);
  #pool = new Int32Array(ENTRY);
  #firstFree = NO_ENTRY;
  /** Messages that have a list; asked for every message, and a field answers faster than a row. */
  #messages = 0;

  /** At the end of the message's list. */
  add(id: MessageId, node: NodeId): void {
    const row = id >> ROW_SHIFT;
    if (row >= this.#rows.length) this.#rows = enlarged(this.#rows, 2 * row);
    const rows = this.#rows;
    if (rows[row | COUNT]!++ === 0) this.#messages++;
    else rows[row | EARLIER] = this.#entry(rows[row | LAST]!, rows[row | EARLIER]!);
    rows[row | LAST] = node;
  }

  /** Its length. */
  count(id: MessageId): number {
    return this.#messages === 0 ? 0 : (this.#rows[(id >> ROW_SHIFT) | COUNT] ?? 0);
  }

  /** All of it, oldest first. */
  of(id: MessageId): readonly NodeId[] {
    let left = this.count(id);
    if (left === 0) return NOWHERE;
    const nodes = new Array<NodeId>(left);
    nodes[--left] = this.last(id);
    let entry = this.#rows[(id >> ROW_SHIFT) | EARLIER]!;
    for (; left > 0; entry = this.#pool[entry | NEXT]!) nodes[--left] = this.#pool[entry | NODE]!;
    return nodes;
  }

  /** Its last node; NONE where it is empty. */
  last(id: MessageId): NodeId {
    return this.count(id) === 0 ? NONE : this.#rows[(id >> ROW_SHIFT) | LAST]!;
  }

  /** Whether the node is on it. */
  includes(id: MessageId, node: NodeId): boolean {
    if (this.count(id) === 0) return false;
    if (this.last(id) === node) return true;
    let entry = this.#rows[(id >> ROW_SHIFT) | EARLIER]!;
    while (entry !== NO_ENTRY && this.#pool[entry | NODE] !== node) entry = this.#pool[entry | NEXT]!;
    return entry !== NO_ENTRY;
  }

  /** The newest entry of `from` becomes one of `to`; there is one. */
  replace(id: MessageId, from: NodeId, to: NodeId): void {
    const row = id >> ROW_SHIFT;
    let entry = this.#rows[row | EARLIER]!;
    if (this.#rows[row | LAST] === from) {
      this.#rows[row | LAST] = to;
      return;
    }
    while (this.#pool[entry | NODE] !== from) entry = this.#pool[entry | NEXT]!;
    this.#pool[entry | NODE] = to;
  }

  /** The message's life is over. */
  forget(id: MessageId): void {
    if (this.count(id) === 0) return;
    const row = id >> ROW_SHIFT;
    const rows = this.#rows;
    for (let entry = rows[row | EARLIER]!; entry !== NO_ENTRY;) {
      const next = this.#pool[entry | NEXT]!;
      this.#pool[entry | NEXT] = this.#firstFree;
      this.#firstFree = entry;
      entry = next;
    }
    rows[row | COUNT] = 0;
    rows[row | EARLIER] = NO_ENTRY;
    this.#messages--;
  }

  #entry(node: NodeId, next: number): number {
    if (this.#firstFree === NO_ENTRY) this.#grow();
    const entry = this.#firstFree;
    this.#firstFree = this.#pool[entry | NEXT]!;
    this.#pool[entry | NODE] = node;
    this.#pool[entry | NEXT] = next;
    return entry;
  }

  #grow(): void {
    const former = this.#pool.length;
    this.#pool = enlarged(this.#pool, 2 * former);
    for (let entry = former; entry < this.#pool.length; entry += ENTRY) {
      this.#pool[entry | NEXT] = this.#firstFree;
      this.#firstFree = entry;
    }
  }
}
