/** What becomes of messages in the exchange, and what their producers are told, which need not come in this order. */
import type { NodeId } from "../../balancers/contract.ts";
import { TOLD_UNHEARD } from "../../measure/ledger.ts";
import { DELIVERED, LOST, REAL, UNDECIDED, WHOLE, type MessageId } from "../../traffic/message-table.ts";
import type { Step } from "./observer.ts";
import type { ExchangeParts } from "./parts.ts";
import { CELL, NOTHING } from "./cells.ts";
import { Replicas } from "./replicas.ts";
import type { Tries } from "./tries.ts";

const { CAUSE, FATE, LEFT_IN_SYSTEM, NODE } = WHOLE;
const { DEPARTURE_NS, ENQUEUED_NS, SENT_NS, SEQUENCE, STARTED_NS, WORK_NS } = REAL;
const { COMING, CONCLUDED, HEDGE_IS_DUE, IS_TIMED, LIVING, PINS, PROCESSED, ROUNDS, ROWS, TENANT, TOLD, WAITS_FOR } =
  CELL;

export class Fates {
  /** Messages of whom their producers were told, and which have no fate yet. */
  open = 0;
  /** Null where one try that is served is enough. */
  readonly replicas: Replicas | null;
  readonly #tries: Tries;
  readonly #parts: ExchangeParts;
  readonly #needed: number;
  readonly #retryLimit: number;

  constructor(tries: Tries, parts: ExchangeParts) {
    this.#tries = tries;
    this.#parts = parts;
    const { copies = 1, needed = 1 } = parts.gateways.redundancy ?? {};
    this.#needed = needed;
    this.replicas = needed > 1 ? new Replicas(tries, copies) : null;
    this.#retryLimit = parts.gateways.retries?.limit ?? 0;
  }

  /** A step of a life, for whoever follows it. */
  step(step: Step, id: MessageId, node: NodeId, detail: number): void {
    if (this.#parts.observer === null) return;
    this.#parts.observer.step(step, this.#parts.messages.real[(id >> 1) | SEQUENCE]!, node, detail);
  }

  /** The try is the one that makes its message delivered. */
  deliver(message: MessageId, id: MessageId): void {
    this.#takeOver(message, id);
    this.#parts.recorder.served(message);
    this.step("fate", message, this.#parts.messages.whole[id | NODE]!, -1);
    this.#decided(message);
  }

  /** What is said of a message that was served is what is known of the try. */
  #takeOver(message: MessageId, id: MessageId): void {
    const { whole, real } = this.#parts.messages;
    const from = id >> 1;
    const to = message >> 1;
    whole[message | NODE] = whole[id | NODE]!;
    whole[message | LEFT_IN_SYSTEM] = whole[id | LEFT_IN_SYSTEM]!;
    real[to | ENQUEUED_NS] = real[from | ENQUEUED_NS]!;
    real[to | STARTED_NS] = real[from | STARTED_NS]!;
    real[to | DEPARTURE_NS] = real[from | DEPARTURE_NS]!;
    real[to | SENT_NS] = real[from | SENT_NS]!;
    real[to | WORK_NS] = real[from | WORK_NS]!;
  }

  /** A try has ended: the message is lost if that was the last that could be served, and none will follow. */
  decide(message: MessageId): void {
    const { messages, recorder } = this.#parts;
    if (messages.whole[message | FATE] !== UNDECIDED || this.#mayBeServed(message)) return;
    const cause = messages.whole[message | CAUSE]!;
    recorder.lost(message, cause);
    this.step("fate", message, messages.whole[message | NODE]!, cause);
    this.#decided(message);
  }

  #mayBeServed(message: MessageId): boolean {
    const tries = this.#tries;
    const living = tries.get(message, LIVING);
    // With one needed, each living one may do; with more, those that are done already count.
    if (living > 0 && tries.get(message, PROCESSED) + living >= this.#needed) return true;
    if (tries.get(message, COMING) > 0) return true;
    if (tries.get(message, CONCLUDED) === 1) return false;
    return (
      tries.get(message, WAITS_FOR) !== NOTHING ||
      tries.get(message, HEDGE_IS_DUE) === 1 ||
      tries.get(message, ROUNDS) < this.#retryLimit
    );
  }

  #decided(message: MessageId): void {
    const told = this.#tries.get(message, TOLD);
    if (told === 0) return;
    this.#parts.recorder.ledger.decidedAfter(message, told);
    this.open--;
    this.#parts.onLateFate();
  }

  /** The producer is told, unless it was before or has given up. `told`: a TOLD of the ledger. */
  tell(message: MessageId, told: number, hears: boolean): void {
    const { messages, onTold, recorder } = this.#parts;
    if (this.#tries.get(message, TOLD) !== 0) return;
    this.#tries.set(message, TOLD, told);
    recorder.toldAs(message, told);
    this.step("told", message, messages.whole[message | NODE]!, told);
    messages.retire();
    if (messages.whole[message | FATE] === UNDECIDED) this.open++;
    onTold(message, hears, told);
  }

  /** Nothing tells the producer any more; one that has set itself a time waits until then. */
  leaveUntold(message: MessageId): void {
    if (this.#tries.get(message, IS_TIMED) === 0) this.tell(message, TOLD_UNHEARD, false);
  }

  /** Frees the message's row, where nothing needs it any more. */
  releaseIfOver(message: MessageId): void {
    const tries = this.#tries;
    if (tries.get(message, TOLD) === 0 || tries.get(message, CONCLUDED) === 0 || tries.get(message, ROWS) > 0) return;
    if (tries.get(message, PINS) > 0 || tries.get(message, COMING) > 0) return;
    this.#parts.attempts.forget(message);
    if (this.replicas !== null) this.replicas.forget(message);
    tries.add(message, TENANT, 1);
    this.#parts.messages.release(message);
  }

  isLost(message: MessageId): boolean {
    return this.#parts.messages.whole[message | FATE] === LOST;
  }

  isDelivered(message: MessageId): boolean {
    return this.#parts.messages.whole[message | FATE] === DELIVERED;
  }
}
