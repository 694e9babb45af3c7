/** The tries that gateways expect answers of, and the ways in which they cease to: several of one message at a time. */
import { NO_MESSAGE, REAL, type MessageId } from "../../traffic/message-table.ts";
import * as Cell from "./cells.ts";
import type { ExchangeParts, TryEnd } from "./parts.ts";
import type { RowStack } from "./row-stack.ts";
import type { Spending } from "./spending.ts";
import type { Tries } from "./tries.ts";

const { ABANDONED, CALLED_OFF, GONE, HELD } = Cell;
const { OPEN_TRIES, ORIGIN, PINS, PLACE, STARTED } = Cell.CELL;
const { SENT_NS } = REAL;

export interface ExpectedTriesParts {
  readonly exchange: ExchangeParts;
  readonly tries: Tries;
  readonly stack: RowStack;
  readonly spending: Spending;
  /** Tells a node that a try is not wanted any more. */
  readonly cancel: (id: MessageId) => void;
}

export class ExpectedTries {
  readonly #tries: Tries;
  readonly #stack: RowStack;
  readonly #spending: Spending;
  readonly #cancel: (id: MessageId) => void;
  readonly #exchange: ExchangeParts;

  constructor({ exchange, tries, stack, spending, cancel }: ExpectedTriesParts) {
    this.#exchange = exchange;
    this.#tries = tries;
    this.#stack = stack;
    this.#spending = spending;
    this.#cancel = cancel;
  }

  /** None of the message's tries is wanted any more, or only those that are being served, where that spares them. */
  callOff(message: MessageId, sparesStarted: boolean): void {
    if (this.#tries.get(message, OPEN_TRIES) === 0) return;
    const from = this.#stack.height;
    this.#lay(message, sparesStarted);
    this.#end(from, CALLED_OFF, "cancelled", true);
  }

  /** The gateway no longer listens to any of the message's tries. */
  abandon(message: MessageId, end: TryEnd, cancels: boolean): void {
    if (this.#tries.get(message, OPEN_TRIES) === 0) return;
    const from = this.#stack.height;
    this.#lay(message, false);
    this.#end(from, ABANDONED, end, cancels);
  }

  /** Nor to this one, which has had its time. */
  timeOut(id: MessageId, cancels: boolean): void {
    const from = this.#stack.height;
    this.#stack.push(id);
    this.#end(from, ABANDONED, "timeout", cancels);
  }

  /** The message's tries stay in flight for their gateway, which waits for ever; their rows need not. */
  forget(message: MessageId): void {
    const tries = this.#tries;
    tries.pin(message);
    for (let id = tries.next(message), next = id; id !== NO_MESSAGE; id = next) {
      next = tries.next(id);
      if (!tries.isOpen(id)) continue;
      tries.settle(id, ABANDONED);
      tries.releaseIfOver(id);
    }
    tries.add(message, PINS, -1);
  }

  /** The balancer, and what else learns from tries, is told how one ended; `answer`: it, or the second copy that was answered. */
  tell(id: MessageId, end: TryEnd, answer: MessageId = id): void {
    const { gatewayOf, loop, messages } = this.#exchange;
    const latencyNs = loop.nowNs - messages.real[(id >> 1) | SENT_NS]!;
    this.#spending(id).ended(this.#tries.get(id, ORIGIN), end, latencyNs);
    gatewayOf(id).settleTry(id, end, answer);
  }

  #lay(message: MessageId, sparesStarted: boolean): void {
    const tries = this.#tries;
    for (let id = tries.next(message); id !== NO_MESSAGE; id = tries.next(id))
      if (tries.isOpen(id) && !(sparesStarted && tries.get(id, STARTED) === 1)) this.#stack.push(id);
  }

  /** The gateway waits no longer for the tries that were laid down from here on. */
  #end(from: number, state: number, end: TryEnd, cancels: boolean): void {
    const tries = this.#tries;
    const stack = this.#stack;
    const to = stack.height;
    for (let i = from; i < to; i++) {
      const id = stack.at(i);
      tries.pin(id);
      tries.settle(id, state);
      if (tries.get(id, PLACE) === GONE) tries.close(id);
    }
    // What the gateway holds back for its node is not sent any more, whatever it tells nodes.
    for (let i = from; i < to; i++) if (cancels || tries.get(stack.at(i), PLACE) === HELD) this.#cancel(stack.at(i));
    // Told last: the balancer may place waiting messages now, and must find the nodes as they are.
    for (let i = from; i < to; i++) this.tell(stack.at(i), end);
    for (let i = from; i < to; i++) tries.unpin(stack.at(i));
    stack.height = from;
  }
}
