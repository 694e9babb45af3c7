/**
 * First-in-first-out lists of messages, threaded through the message table: many lists, no memory of their own beyond a
 * head, a tail and a length each. A message is in at most one list.
 */
import { NO_MESSAGE, type MessageId, type MessageTable } from "./message-table.ts";

export class MessageLists {
  readonly length: Int32Array;
  readonly #head: Int32Array;
  readonly #tail: Int32Array;
  readonly #messages: MessageTable;

  constructor(count: number, messages: MessageTable) {
    this.length = new Int32Array(count);
    this.#head = new Int32Array(count).fill(NO_MESSAGE);
    this.#tail = new Int32Array(count).fill(NO_MESSAGE);
    this.#messages = messages;
  }

  head(list: number): MessageId {
    return this.#head[list]!;
  }

  append(list: number, id: MessageId): void {
    const { following, preceding } = this.#messages;
    const tail = this.#tail[list]!;
    following[id] = NO_MESSAGE;
    preceding[id] = tail;
    if (tail === NO_MESSAGE) this.#head[list] = id;
    else following[tail] = id;
    this.#tail[list] = id;
    this.length[list]!++;
  }

  /** Takes the oldest; NO_MESSAGE when the list is empty. */
  takeFirst(list: number): MessageId {
    const id = this.#head[list]!;
    if (id === NO_MESSAGE) return id;
    const { following, preceding } = this.#messages;
    const next = following[id]!;
    this.#head[list] = next;
    if (next === NO_MESSAGE) this.#tail[list] = NO_MESSAGE;
    else preceding[next] = NO_MESSAGE;
    this.length[list]!--;
    return id;
  }

  /** Takes the newest; NO_MESSAGE when the list is empty. */
  takeLast(list: number): MessageId {
    const id = this.#tail[list]!;
    if (id === NO_MESSAGE) return id;
    const { following, preceding } = this.#messages;
    const before = preceding[id]!;
    this.#tail[list] = before;
    if (before === NO_MESSAGE) this.#head[list] = NO_MESSAGE;
    else following[before] = NO_MESSAGE;
    this.length[list]!--;
    return id;
  }
}
