/**
 * Messages that may have several tries out at once, and those tries. Each try is a row of the message table, so that events,
 * queues and services name it as they would a message; the cells beside the rows say whose it is and how it stands. A
 * message's tries are a list through those cells, oldest first, of which the message is the head.
 */
import type { NodeId } from "../../balancers/contract.ts";
import { enlarged } from "../../core/arrays.ts";
import { NO_MESSAGE, REAL, WHOLE, type MessageId, type MessageTable } from "../../traffic/message-table.ts";
import * as Cell from "./cells.ts";

const { ANSWERED_FOR, CALLED_OFF, GONE, NETWORK, ON_ITS_WAY, OPEN, PICKED } = Cell;
const { COLUMNS, MESSAGE_COLUMNS, TRY_COLUMNS } = Cell;
const { ABOUT, BEFORE, CALLED_OFF_TRIES, GOING, LIVING, NEXT, NUMBER, OPEN_TRIES, ORIGIN, ORIGINAL, PINS } = Cell.CELL;
const { PLACE, ROWS, STARTED, STATE, TENANT, TWIN, TWIN_TENANT, TWINS, UNSENT } = Cell.CELL;
const { GATEWAY, NODE, PRODUCER } = WHOLE;
const { DEADLINE_NS, KEY, PUBLISHED_NS, SEQUENCE, SIZE_BYTES, WORK_NS } = REAL;

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
    this.#clear(message, MESSAGE_COLUMNS);
    this.#cells[message | BEFORE] = message;
  }

  /** A row for one more try of the message, at the end of its list. */
  addTry(message: MessageId, node: NodeId, workNs: number): MessageId {
    const id = this.#row(message, node, workNs);
    const cells = this.#cells;
    cells[message | OPEN_TRIES]!++;
    cells[message | UNSENT]!++;
    return id;
  }

  /** The network has made a second copy of the try, of which its gateway knows nothing. */
  addTwin(id: MessageId): MessageId {
    const { whole, real } = this.#messages;
    const twin = this.#row(this.original(id), whole[id | NODE]!, real[(id >> 1) | WORK_NS]!);
    const cells = this.#cells;
    cells[cells[id | ORIGINAL]! | TWINS]!++;
    cells[twin | PLACE] = ON_ITS_WAY;
    cells[twin | STATE] = ANSWERED_FOR;
    cells[twin | ORIGIN] = NETWORK;
    cells[twin | NUMBER] = cells[id | NUMBER]!;
    cells[twin | TWIN] = id;
    cells[twin | TWIN_TENANT] = cells[id | TENANT]!;
    return twin;
  }

  /** Whom an answer to the row settles: itself, or the try that it is the second copy of; NO_MESSAGE where that is gone. */
  settledBy(id: MessageId): MessageId {
    const twin = this.#cells[id | TWIN]!;
    if (twin === NO_MESSAGE) return id;
    return this.#cells[twin | TENANT] === this.#cells[id | TWIN_TENANT] ? twin : NO_MESSAGE;
  }

  isTenant(id: MessageId, tenant: number): boolean {
    return this.#cells[id | TENANT] === tenant;
  }

  original(id: MessageId): MessageId {
    return this.#cells[id | ORIGINAL]!;
  }

  /** The message's oldest try, or the try behind the try; NO_MESSAGE where there is none. */
  next(id: MessageId): MessageId {
    return this.#cells[id | NEXT]!;
  }

  isOpen(id: MessageId): boolean {
    return this.#cells[id | STATE] === OPEN;
  }

  /** The try is somewhere else now. */
  move(id: MessageId, place: number): void {
    const cells = this.#cells;
    const from = cells[id | PLACE]!;
    cells[id | PLACE] = place;
    if (from === PICKED) cells[cells[id | ORIGINAL]! | UNSENT]!--;
    if (place === GONE && from !== GONE) cells[cells[id | ORIGINAL]! | ABOUT]!--;
  }

  /** The gateway has heard that the try is being served. */
  start(id: MessageId): void {
    const cells = this.#cells;
    if (cells[id | STARTED] === 1) return;
    cells[id | STARTED] = 1;
    cells[cells[id | ORIGINAL]! | GOING]!++;
  }

  /** The gateway expects no answer of the open try any more. */
  settle(id: MessageId, state: number): void {
    const cells = this.#cells;
    const message = cells[id | ORIGINAL]!;
    cells[id | STATE] = state;
    cells[message | OPEN_TRIES]!--;
    cells[message | GOING]! -= cells[id | STARTED]!;
    if (state === CALLED_OFF) cells[message | CALLED_OFF_TRIES]!++;
  }

  /** The try's course has come to an end, or its gateway knows it. */
  close(id: MessageId): void {
    const cells = this.#cells;
    if (cells[id | STATE] !== CALLED_OFF) return;
    cells[id | STATE] = ANSWERED_FOR;
    cells[cells[id | ORIGINAL]! | CALLED_OFF_TRIES]!--;
  }

  /** Keeps the try's row until it is unpinned. */
  pin(id: MessageId): void {
    this.#cells[id | PINS]!++;
  }

  unpin(id: MessageId): void {
    this.#cells[id | PINS]!--;
    this.releaseIfOver(id);
  }

  /** The try is nowhere any more. */
  end(id: MessageId): void {
    this.move(id, GONE);
    this.releaseIfOver(id);
  }

  releaseIfOver(id: MessageId): void {
    const cells = this.#cells;
    if (cells[id | PLACE] !== GONE || cells[id | PINS]! > 0 || cells[id | STATE] === OPEN) return;
    const message = cells[id | ORIGINAL]!;
    const before = cells[id | BEFORE]!;
    const next = cells[id | NEXT]!;
    cells[before | NEXT] = next;
    cells[(next === NO_MESSAGE ? message : next) | BEFORE] = before;
    cells[id | TENANT]!++;
    this.#messages.release(id);
    if (--cells[message | ROWS]! === 0) this.#onAlone(message);
  }

  #row(message: MessageId, node: NodeId, workNs: number): MessageId {
    const id = this.#messages.addTry();
    this.#clear(id, TRY_COLUMNS);
    this.#copy(message, id);
    this.#messages.whole[id | NODE] = node;
    this.#messages.real[(id >> 1) | WORK_NS] = workNs;
    const cells = this.#cells;
    const last = cells[message | BEFORE]!;
    cells[id | TWIN] = NO_MESSAGE;
    cells[id | ORIGINAL] = message;
    cells[id | BEFORE] = last;
    cells[last | NEXT] = id;
    cells[message | BEFORE] = id;
    cells[message | ROWS]!++;
    cells[message | ABOUT]!++;
    cells[message | LIVING]!++;
    return id;
  }

  /** What a try shares with its message, and nodes or links ask for. */
  #copy(message: MessageId, id: MessageId): void {
    const { whole, real } = this.#messages;
    const from = message >> 1;
    const to = id >> 1;
    whole[id | PRODUCER] = whole[message | PRODUCER]!;
    whole[id | GATEWAY] = whole[message | GATEWAY]!;
    real[to | PUBLISHED_NS] = real[from | PUBLISHED_NS]!;
    real[to | SEQUENCE] = real[from | SEQUENCE]!;
    real[to | KEY] = real[from | KEY]!;
    real[to | SIZE_BYTES] = real[from | SIZE_BYTES]!;
    real[to | DEADLINE_NS] = real[from | DEADLINE_NS]!;
  }

  #clear(id: MessageId, columns: number): void {
    const needed = this.#messages.whole.length;
    if (this.#cells.length < needed) this.#cells = enlarged(this.#cells, needed);
    const cells = this.#cells;
    const tenant = cells[id | TENANT]!;
    for (let column = 0; column < columns; column++) cells[id | column] = 0;
    cells[id | TENANT] = tenant + 1;
    cells[id | NEXT] = NO_MESSAGE;
  }
}
