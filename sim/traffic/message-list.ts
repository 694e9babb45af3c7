/**
 * First-in-first-out lists of messages, threaded through the message table: many lists, no memory of their own beyond a
 * head, a tail and a length each. A message is in at most one list.
 */
import { NO_MESSAGE, WHOLE, type MessageId, type MessageTable } from "./message-table.ts";

const { FOLLOWING, PRECEDING } = WHOLE;
// Columns of a list's row.
const LENGTH = 0;
const HEAD = 1;
const TAIL = 2;

export class MessageLists {
  readonly #rows: Int32Array;
  readonly #messages: MessageTable;

  constructor(count: number, messages: MessageTable) {
    this.#rows = new Int32Array(count << 2);
    this.#messages = messages;
  }

  length(list: number): number {
    return this.#rows[(list << 2) | LENGTH]!;
  }

  /** The oldest; NO_MESSAGE when the list is empty. */
  head(list: number): MessageId {
    return this.length(list) === 0 ? NO_MESSAGE : this.#rows[(list << 2) | HEAD]!;
  }

  /** Calls `visit` for every message of the list, oldest first; none may leave it meanwhile. */
  forEach(list: number, visit: (id: MessageId) => void): void {
    let id = this.#rows[(list << 2) | HEAD]!;
    for (let left = this.length(list); left > 0; left--) {
      visit(id);
      id = this.#messages.whole[id | FOLLOWING]!;
    }
  }

  append(list: number, id: MessageId): void {
    const rows = this.#rows;
    const row = list << 2;
    if (rows[row | LENGTH]!++ === 0) rows[row | HEAD] = id;
    else {
      const { whole } = this.#messages;
      const tail = rows[row | TAIL]!;
      whole[tail | FOLLOWING] = id;
      whole[id | PRECEDING] = tail;
    }
    rows[row | TAIL] = id;
  }

  /** Takes the oldest; NO_MESSAGE when the list is empty. */
  takeFirst(list: number): MessageId {
    const rows = this.#rows;
    const row = list << 2;
    if (rows[row | LENGTH] === 0) return NO_MESSAGE;
    const id = rows[row | HEAD]!;
    // Behind the last one this is meaningless, and so is what precedes the first: the length tells where a list ends.
    rows[row | HEAD] = this.#messages.whole[id | FOLLOWING]!;
    rows[row | LENGTH]!--;
    return id;
  }

  /** Takes a message that is in the list, wherever it stands. */
  remove(list: number, id: MessageId): void {
    const rows = this.#rows;
    const row = list << 2;
    if (rows[row | HEAD] === id) this.takeFirst(list);
    else if (rows[row | TAIL] === id) this.takeLast(list);
    else {
      const { whole } = this.#messages;
      const before = whole[id | PRECEDING]!;
      const behind = whole[id | FOLLOWING]!;
      whole[before | FOLLOWING] = behind;
      whole[behind | PRECEDING] = before;
      rows[row | LENGTH]!--;
    }
  }

  /** Takes the newest; NO_MESSAGE when the list is empty. */
  takeLast(list: number): MessageId {
    const rows = this.#rows;
    const row = list << 2;
    if (rows[row | LENGTH] === 0) return NO_MESSAGE;
    const id = rows[row | TAIL]!;
    rows[row | TAIL] = this.#messages.whole[id | PRECEDING]!;
    rows[row | LENGTH]!--;
    return id;
  }
}
