/**
 * The tries of messages that several nodes may have at once: copies now, and whatever else sends a message a second time
 * while the first try is still out. Each try is a row of the message table, so that events, queues and services name it as
 * they would a message; here stands which message it is of, and where it is. Kept only in runs that have such tries.
 */
import { enlarged } from "../core/arrays.ts";
import { NO_MESSAGE, REAL, WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";

const { GATEWAY, NODE, PRODUCER } = WHOLE;
const { DEADLINE_NS, KEY, SEQUENCE, SIZE_BYTES, WORK_NS } = REAL;

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

/** Columns beside a row of the message table. Of a try: */
const ORIGINAL = 0;
/** The next try of the same message; of a message, its first try. */
const NEXT = 1;
const PLACE = 2;
/** Tries of the message that came before it. */
const NUMBER = 3;
/** Reasons beside its place why the row must stay: an event or a loop will name it. */
const PINS = 4;
/** The gateway has done with it. */
const SETTLED = 5;
const SERVED = 6;
/** Columns of a message: tries in the table; tries that may still be served; tries that are not settled, and one to be sent. */
const ROWS = 7;
const LIVING = 8;
const OPEN = 9;
/** How often the message was sent again, with all its copies each time. */
const ROUNDS = 10;
const PROCESSED = 11;
/** Its gateway has answered its producer. */
const CONCLUDED = 12;
/** Its producer has been told: its row is kept for its tries alone. */
const TOLD = 13;
/** Of a try: its gateway chose the node, since the balancer named none without a copy. */
const UNASKED = 14;
const COLUMNS_SHIFT = 1;

export class Tries {
  readonly #messages: MessageTable;
  #cells = new Int32Array(1024);

  constructor(messages: MessageTable) {
    this.#messages = messages;
  }

  /** A message begins its life. */
  begin(message: MessageId): void {
    this.#reserve();
    this.#clear(message);
    this.#set(message, OPEN, 1);
  }

  /** A row for one more try of the message, at the end of its list. `unasked`: the balancer did not name the node. */
  add(message: MessageId, node: number, workNs: number, number: number, unasked: boolean): MessageId {
    const id = this.#messages.addTry();
    this.#reserve();
    this.#clear(id);
    this.#copyMessage(message, id);
    this.#messages.whole[id | NODE] = node;
    this.#messages.real[(id >> 1) | WORK_NS] = workNs;
    this.#set(id, ORIGINAL, message);
    this.#set(id, NUMBER, number);
    this.#set(id, UNASKED, unasked ? 1 : 0);
    this.#set(this.#before(message, NO_MESSAGE), NEXT, id);
    for (const column of [ROWS, LIVING, OPEN]) this.#add(message, column, 1);
    return id;
  }

  #reserve(): void {
    const needed = this.#messages.whole.length >> COLUMNS_SHIFT;
    if (this.#cells.length < needed) this.#cells = enlarged(this.#cells, needed);
  }

  #clear(id: MessageId): void {
    const at = id >> COLUMNS_SHIFT;
    this.#cells.fill(0, at, at + UNASKED + 1);
    this.#set(id, NEXT, NO_MESSAGE);
  }

  #copyMessage(message: MessageId, id: MessageId): void {
    const { whole, real } = this.#messages;
    for (const column of [PRODUCER, GATEWAY]) whole[id | column] = whole[message | column]!;
    for (const column of [DEADLINE_NS, KEY, SEQUENCE, SIZE_BYTES])
      real[(id >> 1) | column] = real[(message >> 1) | column]!;
  }

  original(id: MessageId): MessageId {
    return this.#get(id, ORIGINAL);
  }

  /** The message's tries that `includes` says yes to, oldest first. */
  select(message: MessageId, includes: (id: MessageId) => boolean): MessageId[] {
    const chosen: MessageId[] = [];
    for (let id = this.#get(message, NEXT); id !== NO_MESSAGE; id = this.#get(id, NEXT)) {
      if (includes(id)) chosen.push(id);
    }
    return chosen;
  }

  placeOf(id: MessageId): number {
    return this.#get(id, PLACE);
  }

  put(id: MessageId, place: number): void {
    this.#set(id, PLACE, place);
  }

  /** Tries of the same message that came before this one. */
  numberOf(id: MessageId): number {
    return this.#get(id, NUMBER);
  }

  isSettled(id: MessageId): boolean {
    return this.#get(id, SETTLED) === 1;
  }

  /** The gateway has done with the try. */
  settle(id: MessageId): void {
    this.#set(id, SETTLED, 1);
    this.#add(this.original(id), OPEN, -1);
  }

  /** The balancer did not name the try's node, and is not to hear of it. */
  isUnasked(id: MessageId): boolean {
    return this.#get(id, UNASKED) === 1;
  }

  isServed(id: MessageId): boolean {
    return this.#get(id, SERVED) === 1;
  }

  /** The try has been served. Returns how often its message has been processed now. */
  serve(id: MessageId): number {
    this.#set(id, SERVED, 1);
    this.die(id);
    return this.#add(this.original(id), PROCESSED, 1);
  }

  /** The try will not be served any more. */
  die(id: MessageId): void {
    this.#add(this.original(id), LIVING, -1);
  }

  /** The message's tries that may still be served. */
  living(message: MessageId): number {
    return this.#get(message, LIVING);
  }

  /** The message's tries that its gateway waits for, one that has yet to be sent among them. */
  open(message: MessageId): number {
    return this.#get(message, OPEN);
  }

  rounds(message: MessageId): number {
    return this.#get(message, ROUNDS);
  }

  /** The message is to be sent once more. */
  beginRound(message: MessageId): void {
    this.#add(message, ROUNDS, 1);
    this.#add(message, OPEN, 1);
  }

  /** The message waits no longer to be sent: its tries have been added. */
  sent(message: MessageId): void {
    this.#add(message, OPEN, -1);
  }

  isConcluded(message: MessageId): boolean {
    return this.#get(message, CONCLUDED) === 1;
  }

  conclude(message: MessageId): void {
    this.#set(message, CONCLUDED, 1);
  }

  /** Keeps the try's row until it is unpinned. */
  pin(id: MessageId): void {
    this.#add(id, PINS, 1);
  }

  unpin(id: MessageId): void {
    this.#add(id, PINS, -1);
    this.#releaseIfOver(id);
  }

  /** The try is nowhere any more. */
  end(id: MessageId): void {
    this.put(id, GONE);
    this.#releaseIfOver(id);
  }

  /** The message's producer knows: its life ends. Its row stays for as long as tries of it do. */
  endMessage(message: MessageId): void {
    if (this.#get(message, ROWS) === 0) return this.#messages.remove(message);
    this.#set(message, TOLD, 1);
    this.#messages.retire();
  }

  #releaseIfOver(id: MessageId): void {
    if (this.placeOf(id) !== GONE || this.#get(id, PINS) > 0) return;
    const message = this.original(id);
    this.#set(this.#before(message, id), NEXT, this.#get(id, NEXT));
    this.#messages.release(id);
    if (this.#add(message, ROWS, -1) === 0 && this.#get(message, TOLD) === 1) this.#messages.release(message);
  }

  /** Whom the row follows in the message's list: a try, or the message itself. */
  #before(message: MessageId, id: MessageId): MessageId {
    let before = message;
    while (this.#get(before, NEXT) !== id) before = this.#get(before, NEXT);
    return before;
  }

  #get(id: MessageId, column: number): number {
    return this.#cells[(id >> COLUMNS_SHIFT) + column]!;
  }

  #set(id: MessageId, column: number, value: number): void {
    this.#cells[(id >> COLUMNS_SHIFT) + column] = value;
  }

  #add(id: MessageId, column: number, change: number): number {
    return (this.#cells[(id >> COLUMNS_SHIFT) + column]! += change);
  }
}
