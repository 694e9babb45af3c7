/** Messages and answers between producers and gateways, and how long a producer waits. */
import { NONE } from "../../balancers/contract.ts";
import * as Kind from "../../core/event-kinds.ts";
import { CAUSE_NETWORK, TOLD_CONFIRMED, TOLD_FAILED, TOLD_UNHEARD } from "../../measure/ledger.ts";
import { REAL, WHOLE, type MessageId } from "../../traffic/message-table.ts";
import type { Fates } from "./fates.ts";
import type { ExchangeParts } from "./parts.ts";
import type { Timer, Timers } from "./timers.ts";
import { CELL } from "./cells.ts";
import type { Tries } from "./tries.ts";

const { CAUSE, GATEWAY, PRODUCER } = WHOLE;
const { COMING, IS_TIMED, PINS, TENANT } = CELL;
const { ANSWER_AT_PRODUCER, MESSAGE_AT_GATEWAY, PRODUCER_WAITED } = Kind;

/** Whom messages come to. */
export interface Arrivals {
  arrived(message: MessageId): void;
  /** It was lost before it came to its gateway. */
  vanished(message: MessageId): void;
}

export class ProducersSide {
  readonly #tries: Tries;
  readonly #fates: Fates;
  /** By producer: for how long it waits; null: until it is told. */
  readonly #patience: readonly (Timer | null)[];
  readonly #parts: ExchangeParts;
  readonly #arrivals: Arrivals;

  constructor(tries: Tries, fates: Fates, timers: Timers, parts: ExchangeParts, arrivals: Arrivals) {
    this.#tries = tries;
    this.#fates = fates;
    this.#patience = parts.traffic.map(({ timeoutNs }) => timers.of(PRODUCER_WAITED, timeoutNs));
    this.#parts = parts;
    this.#arrivals = arrivals;
  }

  handle(kind: number, message: MessageId, b: number): void {
    switch (kind) {
      case MESSAGE_AT_GATEWAY:
        this.#tries.add(message, COMING, -1);
        return this.#arrivals.arrived(message);
      case ANSWER_AT_PRODUCER:
        this.#tell(message, b === 1);
        this.#tries.add(message, PINS, -1);
        return this.#fates.releaseIfOver(message);
      case PRODUCER_WAITED:
        if (this.#tries.isTenant(message, b)) this.#waited(message);
        return;
      default:
        throw new Error(`event of unknown kind ${kind}`);
    }
  }

  /** The message sets off to its gateway. */
  setOff(message: MessageId): void {
    const { links, messages } = this.#parts;
    const { whole, real } = messages;
    const producer = whole[message | PRODUCER]!;
    this.#fates.step("published", message, NONE, producer);
    const patience = this.#patience[producer]!;
    if (patience !== null) {
      this.#tries.set(message, IS_TIMED, 1);
      patience.arm(message);
    }
    const path = links.toGateway.between(producer, whole[message | GATEWAY]!);
    if (path === null) return this.#arrivals.arrived(message);
    const sizeBytes = real[(message >> 1) | REAL.SIZE_BYTES]!;
    const tenant = this.#tries.get(message, TENANT);
    const isTwice = path.duplicates();
    if (isTwice) this.#fates.step("duplicated", message, NONE, 0);
    let coming = path.travel(MESSAGE_AT_GATEWAY, message, tenant, sizeBytes) ? 1 : 0;
    if (isTwice && path.travel(MESSAGE_AT_GATEWAY, message, tenant, sizeBytes)) coming++;
    this.#tries.set(message, COMING, coming);
    if (coming === 0) this.#lose(message);
  }

  #lose(message: MessageId): void {
    this.#fates.step("lost-on-link", message, NONE, 0);
    this.#parts.messages.whole[message | CAUSE] = CAUSE_NETWORK;
    this.#arrivals.vanished(message);
  }

  /** The message's gateway answers its producer. */
  reply(message: MessageId, isGood: boolean): void {
    const { links, messages } = this.#parts;
    const { whole } = messages;
    const path = links.toProducer.between(whole[message | PRODUCER]!, whole[message | GATEWAY]!);
    if (path === null) this.#tell(message, isGood);
    else {
      const isTwice = path.duplicates();
      let coming = path.travel(ANSWER_AT_PRODUCER, message, isGood ? 1 : 0, 0) ? 1 : 0;
      if (isTwice && path.travel(ANSWER_AT_PRODUCER, message, isGood ? 1 : 0, 0)) coming++;
      this.#tries.add(message, PINS, coming);
      if (coming === 0) this.#answerIsLost(message);
    }
    this.#fates.releaseIfOver(message);
  }

  #answerIsLost(message: MessageId): void {
    this.#fates.step("lost-on-link", message, NONE, 3);
    this.#fates.leaveUntold(message);
  }

  #tell(message: MessageId, isGood: boolean): void {
    this.#fates.tell(message, isGood ? TOLD_CONFIRMED : TOLD_FAILED, true);
  }

  /** The producer has waited for as long as it will. */
  #waited(message: MessageId): void {
    this.#tries.set(message, IS_TIMED, 0);
    this.#fates.tell(message, TOLD_UNHEARD, true);
    this.#fates.releaseIfOver(message);
  }
}
