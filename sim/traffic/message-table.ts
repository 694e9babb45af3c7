/**
 * Messages in flight: a table with one row of 128 bytes per message, so that a message costs two or three cache lines
 * where an array per field would cost twenty. An id names a row, which is reused after its message is settled; `EPOCH`
 * tells a row's tenants (and one tenant's cancelled events) apart. Memory follows messages in flight, never messages
 * produced.
 */

/** Names a row: its columns are `whole[id | NODE]` and `real[(id >> 1) | WORK_NS]`. */
export type MessageId = number;

/** No message. */
export const NO_MESSAGE = -1;

/**
 * Columns of whole numbers. Destructure it at a module's top: such constants cost nothing, an imported one a look-up. What
 * every message needs at its node lies in the row's first 64 bytes, which are one cache line; the rest in the second.
 */
export const WHOLE = {
  /** Where it was sent; NONE before. */
  NODE: 0,
  /** Grows whenever an event that names this row must no longer count. */
  EPOCH: 1,
  /** The next one in the list (of a queue or of the free rows) that the message is in. */
  FOLLOWING: 2,
  /** The account of the ledger that counts it. */
  ACCOUNT: 3,
  /** UNDECIDED, DELIVERED or LOST; EMPTY for a free row, TRY for a row that is no message. */
  FATE: 4,
  /** What its node does with it: NOWHERE, SERVED_NOW, LEAVES_AT_DEADLINE, ERRS or DROPPED. */
  IN_SERVICE: 5,
  PRODUCER: 16,
  GATEWAY: 17,
  /** The one before it in the list that it is in. */
  PRECEDING: 18,
  /** Why it was lost, or why its last try failed: a CAUSE of the ledger. Meaningless before. */
  CAUSE: 19,
  /** Messages that were left at its node when it departed. */
  LEFT_IN_SYSTEM: 20,
  /** Messages that were at its node when it came; kept only where somebody probes. */
  MET_IN_SYSTEM: 21,
} as const;

/** Columns of doubles, two columns of whole numbers wide: where those of one kind lie, none of the other does. */
export const REAL = {
  PUBLISHED_NS: 3,
  ENQUEUED_NS: 4,
  STARTED_NS: 5,
  /** Service demand in nanoseconds at speed 1. */
  WORK_NS: 6,
  /** When its service ends, as far as is known now; after that, when it ended. */
  DEPARTURE_NS: 7,
  /** When the gateway sent it to its node. */
  SENT_NS: 11,
  /** Publication order over all producers, from 0. */
  SEQUENCE: 12,
  KEY: 13,
  SIZE_BYTES: 14,
  /** From when on it is not worth serving. Meaningless where its producer declares no deadline. */
  DEADLINE_NS: 15,
} as const;

// What its node does with a message.
/** It is at no node, or waits there like any other. */
export const NOWHERE = 0;
/** A worker serves it. */
export const SERVED_NOW = 1;
/** It waits, and leaves the queue as its deadline passes. */
export const LEAVES_AT_DEADLINE = 2;
/** The node has not taken it in, and will answer with an error. */
export const ERRS = 3;
/** It has been thrown out of the queue, and its gateway is about to hear of it. */
export const DROPPED = 4;

/** What became of a message. */
export const EMPTY = 0;
export const UNDECIDED = 1;
export const DELIVERED = 2;
export const LOST = 3;
/** The row is a try of a message, which has the fate. */
export const TRY = 4;

const { EPOCH, FATE, FOLLOWING } = WHOLE;
/** Whole columns to a row; two of them take the place of a real one. */
const ROW = 32;
const INITIAL_ROWS = 64;

export class MessageTable {
  /** Messages in the table now whose producer has yet to be told; rows of tries are not among them. */
  length = 0;
  /** Two views of the same rows. They are replaced when the table grows: look them up anew after every `add`. */
  whole: Int32Array = new Int32Array(0);
  real: Float64Array = new Float64Array(0);
  #firstFree = NO_MESSAGE;

  constructor() {
    this.#grow(INITIAL_ROWS);
  }

  /** A row for a new message; its columns hold whatever the former tenant left. */
  add(): MessageId {
    if (this.#firstFree < 0) this.#grow((2 * this.whole.length) / ROW);
    const { whole } = this;
    const id = this.#firstFree;
    this.#firstFree = whole[id | FOLLOWING]!;
    whole[id | FATE] = UNDECIDED;
    this.length++;
    return id;
  }

  remove(id: MessageId): void {
    const { whole } = this;
    whole[id | FATE] = EMPTY;
    whole[id | EPOCH]!++;
    whole[id | FOLLOWING] = this.#firstFree;
    this.#firstFree = id;
    this.length--;
  }

  /** A row for a try of a message: events, queues and services name it as they would a message. */
  addTry(): MessageId {
    const id = this.add();
    this.whole[id | FATE] = TRY;
    this.length--;
    return id;
  }

  /** The message's life has ended, but its row stays until `release`: tries of it are still under way. */
  retire(): void {
    this.length--;
  }

  /** Frees the row of a try, or of a message that is retired. */
  release(id: MessageId): void {
    this.length++;
    this.remove(id);
  }

  /** Calls `visit` for every row in use, by ascending id. For faults and the end of a run, not for events. */
  forEach(visit: (id: MessageId) => void): void {
    for (let id = 0; id < this.whole.length; id += ROW) if (this.whole[id | FATE] !== EMPTY) visit(id);
  }

  #grow(rows: number): void {
    const former = this.whole;
    this.whole = new Int32Array(rows * ROW);
    this.whole.set(former);
    this.real = new Float64Array(this.whole.buffer);
    for (let id = this.whole.length - ROW; id >= former.length; id -= ROW) {
      this.whole[id | FOLLOWING] = this.#firstFree;
      this.#firstFree = id;
    }
  }
}
