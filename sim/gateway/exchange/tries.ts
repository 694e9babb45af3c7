/**
 * Messages that may have several tries out at once, and those tries. Each try is a row of the message table, so that events,
 * queues and services name it as they would a message; beside the rows stands here which message a try is of, where it is,
 * and what its gateway still expects of it. Kept only in runs of the exchange.
 */
import type { NodeId } from "../../balancers/contract.ts";
import { enlarged } from "../../core/arrays.ts";
import { NO_MESSAGE, REAL, WHOLE, type MessageId, type MessageTable } from "../../traffic/message-table.ts";

const { GATEWAY, NODE, PRODUCER } = WHOLE;

// Where a try is.
/** Its node has been picked, and it has not been sent. */
export const PICKED = 0;
export const ON_ITS_WAY = 1;
export const AT_NODE = 2;
/** Its answer, or the news of its loss, is on the way back. */
export const ANSWERED = 3;
/** Cancelled before it reached its node, which will ignore it. */
export const IGNORED = 4;
/** Neither at a node nor on any way. */
export const GONE = 5;
/** Its gateway holds it back until its node has room for it. */
export const HELD = 6;

// What its gateway expects of it.
/** Its answer. */
export const OPEN = 0;
/** Nothing: it has been answered. */
export const ANSWERED_FOR = 1;
/** Nothing: the gateway has given it up, and no longer listens. */
export const ABANDONED = 2;
/** Nothing good, since it has been cancelled; an answer that comes all the same still counts. */
export const CALLED_OFF = 3;

// How it came to be sent.
export const FIRST = 0;
export const RETRY = 1;
export const HEDGE = 2;
export const NETWORK = 3;
export const COPY = 4;

// What a message waits for before its next try.
export const NOTHING = 0;
/** A node: its gateway has it, perhaps in its queue. */
export const NODE_FOR_IT = 1;
/** Its backoff. */
export const BACKOFF = 2;

/** Columns beside a row of the message table; of a try, of a message, or of both. */
export const CELL = {
  /** Of a try: its message. */
  ORIGINAL: 0,
  /** The next try of the same message; of a message, its first try. */
  NEXT: 1,
  PLACE: 2,
  /** Tries of the message that came before it. */
  NUMBER: 3,
  /** Reasons beside its place why the row must stay: an event or a loop will name it. */
  PINS: 4,
  /** OPEN, ANSWERED_FOR, ABANDONED or CALLED_OFF. */
  STATE: 5,
  SERVED: 6,
  /** Its gateway chose the node: the balancer did not name it, and is not to hear of it. */
  UNASKED: 7,
  ORIGIN: 8,
  /** The try whose second copy the network made this one, and that row's tenant. */
  TWIN: 9,
  TWIN_TENANT: 10,
  /** Of both: grows with every new tenant of the row, so that timers know a row's tenants apart. */
  TENANT: 11,
  // Of a message.
  /** Tries in the table. */
  ROWS: 12,
  /** Tries that may still be served. */
  LIVING: 13,
  /** Tries that its gateway expects an answer of. */
  OPEN_TRIES: 14,
  /** Tries that were called off and have not come to an end. */
  CALLED_OFF_TRIES: 15,
  /** How often the message was sent again. */
  ROUNDS: 16,
  /** How often it was processed. */
  PROCESSED: 17,
  /** Services that its gateway was waiting for as they ended. */
  USEFUL: 18,
  /** Good answers that its gateway has heard. */
  HEARD: 19,
  /** Its gateway has done with it. */
  CONCLUDED: 20,
  /** What its producer was told: 0 nothing yet, else a TOLD of the ledger. */
  TOLD: 21,
  /** NOTHING, NODE_FOR_IT or BACKOFF. */
  WAITS_FOR: 22,
  /** Of it on its way from its producer to its gateway. */
  COMING: 23,
  ARRIVED: 24,
  /** Tries that its gateway has sent. */
  SENT: 25,
  HEDGES: 26,
  /** A hedge of it is due later. */
  HEDGE_IS_DUE: 27,
  /** Its producer will give up waiting at a time that is set. */
  IS_TIMED: 28,
  /** Of a try: its gateway has heard that it is being served. */
  STARTED: 29,
} as const;

const COLUMNS = 32;
const { NEXT, ORIGINAL, PLACE, NUMBER, PINS, STATE, UNASKED, ORIGIN, TWIN, TWIN_TENANT, TENANT, ROWS, LIVING } = CELL;
const { CALLED_OFF_TRIES, OPEN_TRIES } = CELL;
/** What a try shares with its message. */
const SHARED_WHOLE = [PRODUCER, GATEWAY];
const OWN_REAL: readonly number[] = [REAL.WORK_NS, REAL.ENQUEUED_NS, REAL.STARTED_NS, REAL.DEPARTURE_NS, REAL.SENT_NS];
const SHARED_REAL = Object.values(REAL).filter((column) => !OWN_REAL.includes(column));

export interface NewTry {
  readonly node: NodeId;
  readonly workNs: number;
  readonly number: number;
  readonly unasked: boolean;
  readonly origin: number;
}

export class Tries {
  readonly #messages: MessageTable;
  /** Called when a message's last try is out of the table. */
  readonly #onAlone: (message: MessageId) => void;
  #cells = new Int32Array(64 * COLUMNS);

  constructor(messages: MessageTable, onAlone: (message: MessageId) => void) {
    this.#messages = messages;
    this.#onAlone = onAlone;
  }

  get(id: MessageId, column: number): number {
    return this.#cells[id | column]!;
  }

  set(id: MessageId, column: number, value: number): void {
    this.#cells[id | column] = value;
  }

  add(id: MessageId, column: number, change: number): number {
    return (this.#cells[id | column]! += change);
  }

  /** A message begins its life. */
  begin(message: MessageId): void {
    this.#clear(message);
  }

  /** A row for one more try of the message, at the end of its list. */
  addTry(message: MessageId, { node, workNs, number, unasked, origin }: NewTry): MessageId {
    const id = this.#row(message, node, workNs);
    this.set(id, NUMBER, number);
    this.set(id, UNASKED, unasked ? 1 : 0);
    this.set(id, ORIGIN, origin);
    this.add(message, OPEN_TRIES, 1);
    return id;
  }

  /** The network has made a second copy of the try, of which its gateway knows nothing. */
  addTwin(id: MessageId): MessageId {
    const { whole, real } = this.#messages;
    const twin = this.#row(this.original(id), whole[id | NODE]!, real[(id >> 1) | REAL.WORK_NS]!);
    this.set(twin, STATE, ANSWERED_FOR);
    this.set(twin, ORIGIN, NETWORK);
    this.set(twin, NUMBER, this.get(id, NUMBER));
    this.set(twin, TWIN, id);
    this.set(twin, TWIN_TENANT, this.get(id, TENANT));
    return twin;
  }

  /** Whom an answer to the row settles: itself, or the try that it is the second copy of; NO_MESSAGE where that is gone. */
  settledBy(id: MessageId): MessageId {
    const twin = this.get(id, TWIN);
    if (twin === NO_MESSAGE) return id;
    return this.get(twin, TENANT) === this.get(id, TWIN_TENANT) ? twin : NO_MESSAGE;
  }

  isTenant(id: MessageId, tenant: number): boolean {
    return this.get(id, TENANT) === tenant;
  }

  original(id: MessageId): MessageId {
    return this.get(id, ORIGINAL);
  }

  /** The message's tries that `includes` says yes to, oldest first. */
  select(message: MessageId, includes: (id: MessageId) => boolean): MessageId[] {
    const chosen: MessageId[] = [];
    for (let id = this.get(message, NEXT); id !== NO_MESSAGE; id = this.get(id, NEXT))
      if (includes(id)) chosen.push(id);
    return chosen;
  }

  isOpen(id: MessageId): boolean {
    return this.get(id, STATE) === OPEN;
  }

  /** The gateway expects no answer of the open try any more. */
  settle(id: MessageId, state: number): void {
    this.set(id, STATE, state);
    this.add(this.original(id), OPEN_TRIES, -1);
    if (state === CALLED_OFF) this.add(this.original(id), CALLED_OFF_TRIES, 1);
  }

  /** The try's course has come to an end, or its gateway knows it. */
  close(id: MessageId): void {
    if (this.get(id, STATE) !== CALLED_OFF) return;
    this.set(id, STATE, ANSWERED_FOR);
    this.add(this.original(id), CALLED_OFF_TRIES, -1);
  }

  /** Keeps the try's row until it is unpinned. */
  pin(id: MessageId): void {
    this.add(id, PINS, 1);
  }

  unpin(id: MessageId): void {
    this.add(id, PINS, -1);
    this.releaseIfOver(id);
  }

  /** The try is nowhere any more. */
  end(id: MessageId): void {
    this.set(id, PLACE, GONE);
    this.releaseIfOver(id);
  }

  releaseIfOver(id: MessageId): void {
    if (this.get(id, PLACE) !== GONE || this.get(id, PINS) > 0 || this.isOpen(id)) return;
    const message = this.original(id);
    let before = message;
    while (this.get(before, NEXT) !== id) before = this.get(before, NEXT);
    this.set(before, NEXT, this.get(id, NEXT));
    this.add(id, TENANT, 1);
    this.#messages.release(id);
    if (this.add(message, ROWS, -1) === 0) this.#onAlone(message);
  }

  #row(message: MessageId, node: NodeId, workNs: number): MessageId {
    const id = this.#messages.addTry();
    this.#clear(id);
    const { whole, real } = this.#messages;
    for (const column of SHARED_WHOLE) whole[id | column] = whole[message | column]!;
    for (const column of SHARED_REAL) real[(id >> 1) | column] = real[(message >> 1) | column]!;
    whole[id | NODE] = node;
    real[(id >> 1) | REAL.WORK_NS] = workNs;
    this.set(id, ORIGINAL, message);
    let last = message;
    while (this.get(last, NEXT) !== NO_MESSAGE) last = this.get(last, NEXT);
    this.set(last, NEXT, id);
    for (const column of [ROWS, LIVING]) this.add(message, column, 1);
    return id;
  }

  #clear(id: MessageId): void {
    const needed = this.#messages.whole.length;
    if (this.#cells.length < needed) this.#cells = enlarged(this.#cells, needed);
    const tenant = this.get(id, TENANT);
    this.#cells.fill(0, id, id + COLUMNS);
    this.set(id, TENANT, tenant + 1);
    this.set(id, NEXT, NO_MESSAGE);
    this.set(id, TWIN, NO_MESSAGE);
  }
}
