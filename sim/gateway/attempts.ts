/** Where a message's earlier tries went. Only messages of several tries have an entry, which ends with them. */
import { NONE, type NodeId } from "../balancers/contract.ts";
import type { MessageId } from "../traffic/message-table.ts";

const NOWHERE: readonly NodeId[] = [];

export class Attempts {
  readonly #tried: Map<MessageId, NodeId[]> = new Map();
  /** Entries; asked for every message, and a field answers faster than a map. */
  #count = 0;

  /** A try went to the node, and another one may follow. */
  went(id: MessageId, node: NodeId): void {
    const tried = this.#tried.get(id);
    if (tried === undefined) {
      this.#tried.set(id, [node]);
      this.#count++;
    } else tried.push(node);
  }

  /** Tries so far that are noted, oldest first. */
  of(id: MessageId): readonly NodeId[] {
    return this.#count === 0 ? NOWHERE : (this.#tried.get(id) ?? NOWHERE);
  }

  last(id: MessageId): NodeId {
    return this.of(id).at(-1) ?? NONE;
  }

  /** The message's life is over. */
  forget(id: MessageId): void {
    if (this.#count > 0 && this.#tried.delete(id)) this.#count--;
  }
}
