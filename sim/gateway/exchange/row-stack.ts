/**
 * Tries that are gone through while what is done to one may add or free others: they are laid down here first. One stack for
 * all, since a gateway that goes through some may be brought to go through others before it is done.
 */
import { enlarged } from "../../core/arrays.ts";
import type { MessageId } from "../../traffic/message-table.ts";

export class RowStack {
  /** So many lie here. Whoever lays some down takes them off by setting back what it was before. */
  height = 0;
  #ids = new Int32Array(64);

  push(id: MessageId): void {
    this.put(this.reserve(1) - 1, id);
  }

  /** Makes room for some more, which are then `put`. Returns the height with them. */
  reserve(count: number): number {
    this.height += count;
    if (this.height > this.#ids.length) this.#ids = enlarged(this.#ids, 2 * this.height);
    return this.height;
  }

  put(place: number, id: MessageId): void {
    this.#ids[place] = id;
  }

  at(place: number): MessageId {
    return this.#ids[place]!;
  }
}
