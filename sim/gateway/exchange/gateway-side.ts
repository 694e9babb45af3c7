/** What a gateway makes of its messages' tries: what it hears, gives up, sends again, and says in the end. */
import { NONE } from "../../balancers/contract.ts";
import * as Kind from "../../core/event-kinds.ts";
import { CAUSE_GATEWAY_CRASH, CAUSE_TIMED_OUT } from "../../measure/ledger.ts";
import { EMPTY, NO_MESSAGE, TRY, WHOLE, type MessageId } from "../../traffic/message-table.ts";
import { failureKindOf } from "../cursors.ts";
import * as Cell from "./cells.ts";
import { ExpectedTries, type ExpectedTriesParts } from "./expected-tries.ts";
import type { Fates } from "./fates.ts";
import type { ExchangeParts } from "./parts.ts";
import type { Timer, Timers } from "./timers.ts";
import type { Tries } from "./tries.ts";

const { CAUSE, FATE, GATEWAY, NODE } = WHOLE;
const { ANSWERED_FOR, BACKOFF, CALLED_OFF, GONE, HEDGE, NODE_FOR_IT, NOTHING } = Cell;
const { ABOUT, ARRIVED, CALLED_OFF_TRIES, COMING, CONCLUDED, GOING, HEARD, HEDGE_IS_DUE, HEDGES, LIVING } = Cell.CELL;
const { OPEN_TRIES, PINS, ROUNDS, SENT, SERVED, STATE, WAITS_FOR } = Cell.CELL;
const { HEDGE_DUE, MESSAGE_TIMED_OUT, RETRY_DUE, TRY_TIMED_OUT } = Kind;

/** What lies around the gateways. */
export interface GatewayWorld extends Pick<ExpectedTriesParts, "stack" | "spending" | "cancel"> {
  /** Answers a message's producer. */
  readonly reply: (message: MessageId, isGood: boolean) => void;
  readonly dispatch: (message: MessageId) => void;
}

export class GatewaySide {
  readonly #tries: Tries;
  readonly #fates: Fates;
  readonly #timers: Timers;
  readonly #parts: ExchangeParts;
  readonly #world: GatewayWorld;
  readonly #needed: number;
  readonly #cancelsLosers: boolean;
  readonly #propagates: boolean;
  /** No timer of a gateway's ends the waiting for an answer. */
  readonly #waitsForEver: boolean;
  /** Null where hedges wait for a time that changes, or there are none. */
  readonly #hedgeTimer: Timer | null;
  readonly #expected: ExpectedTries;

  constructor(tries: Tries, fates: Fates, timers: Timers, parts: ExchangeParts, world: GatewayWorld) {
    this.#tries = tries;
    this.#fates = fates;
    this.#timers = timers;
    this.#parts = parts;
    this.#world = world;
    this.#expected = new ExpectedTries({ ...world, exchange: parts, tries });
    const { redundancy, hedging, timeouts } = parts.gateways;
    this.#needed = redundancy?.needed ?? 1;
    this.#cancelsLosers = redundancy === undefined ? hedging?.cancel === true : redundancy.cancel !== "never";
    this.#propagates = timeouts?.cancel === "propagate";
    this.#waitsForEver = (timeouts?.totalNs ?? Infinity) === Infinity && (timeouts?.perTryNs ?? Infinity) === Infinity;
    this.#hedgeTimer = hedging?.after.kind === "delay" ? timers.of(HEDGE_DUE, hedging.after.ns) : null;
  }

  /** The timers of messages and tries that are still there. */
  handle(kind: number, id: MessageId): void {
    switch (kind) {
      case TRY_TIMED_OUT:
        return this.#tryTimedOut(id);
      case MESSAGE_TIMED_OUT:
        return this.#messageTimedOut(id);
      case HEDGE_DUE:
        return this.#hedge(id);
      default:
        throw new Error(`event of unknown kind ${kind}`);
    }
  }

  armHedge(message: MessageId): void {
    const tries = this.#tries;
    if (tries.get(message, HEDGE_IS_DUE) === 1) return;
    const delayNs = this.#world.spending(message).hedging?.delayNs(tries.get(message, HEDGES)) ?? null;
    if (delayNs === null) return;
    tries.set(message, HEDGE_IS_DUE, 1);
    if (this.#hedgeTimer !== null) this.#hedgeTimer.arm(message);
    else this.#timers.at(HEDGE_DUE, delayNs, message);
  }

  /** A hedge is due: it is sent if a try is still out. */
  #hedge(message: MessageId): void {
    const tries = this.#tries;
    tries.set(message, HEDGE_IS_DUE, 0);
    if (tries.get(message, CONCLUDED) === 1) return;
    const isOut = tries.get(message, OPEN_TRIES) > 0 && tries.get(message, WAITS_FOR) === NOTHING;
    if (isOut && this.#world.spending(message).hedging!.take()) {
      tries.add(message, HEDGES, 1);
      this.#fates.step("hedged", message, NONE, tries.get(message, HEDGES));
      if (this.#parts.gatewayOf(message).sendOneMore(message, HEDGE)) return;
    }
    this.#fates.decide(message);
    this.checkHope(message);
  }

  /** The gateway hears what became of the try; of some it wants to hear nothing any more. */
  answered(id: MessageId): void {
    const tries = this.#tries;
    const message = tries.original(id);
    const isGood = tries.get(id, SERVED) === 1;
    tries.move(id, GONE);
    const heard = tries.settledBy(id);
    const counts = heard !== NO_MESSAGE && this.#hear(heard, id, isGood);
    if (counts && isGood) this.#heardGood(message, heard);
    else if (counts) this.giveUp(message);
    else this.checkHope(message);
    if (heard !== id && heard !== NO_MESSAGE) tries.releaseIfOver(heard);
  }

  /** Settles the try by an answer to it, or to its second copy. Returns whether the answer tells the gateway anything. */
  #hear(id: MessageId, answer: MessageId, isGood: boolean): boolean {
    const tries = this.#tries;
    if (tries.get(id, STATE) === CALLED_OFF) {
      tries.close(id);
      return true;
    }
    if (!tries.isOpen(id)) return false;
    this.#fates.step("answered", id, this.#parts.messages.whole[id | NODE]!, isGood ? 1 : 0);
    this.#tries.settle(id, ANSWERED_FOR);
    this.#expected.tell(id, isGood ? "ok" : "failed", answer);
    return true;
  }

  #heardGood(message: MessageId, id: MessageId): void {
    const { replicas } = this.#fates;
    const isOneMore = replicas === null || replicas.heard(message, this.#parts.messages.whole[id | NODE]!);
    if (!isOneMore) return this.giveUp(message);
    // Where fewer copies found a node than are needed, the last good answer is as bad as a failure.
    if (this.#tries.add(message, HEARD, 1) < this.#needed) return this.giveUp(message);
    if (this.#tries.get(message, CONCLUDED) === 1) return;
    // A second copy of the message may have been answered while the first one waits for a node.
    this.#withdraw(message);
    // Closed first: the cancellations of the others must not look as if nothing could come of the message.
    this.#close(message);
    if (this.#cancelsLosers) this.#expected.callOff(message, false);
    this.#finish(message, true);
  }

  /** A worker has begun to serve the try: as many as are needed go on, and the others have nothing to say any more. */
  hearOfStart(id: MessageId): void {
    const tries = this.#tries;
    if (!tries.isOpen(id)) return;
    const message = tries.original(id);
    if (this.#fates.replicas?.hasHeard(message, this.#parts.messages.whole[id | NODE]!) === true) return;
    tries.start(id);
    if (tries.get(message, HEARD) + tries.get(message, GOING) >= this.#needed) this.#expected.callOff(message, true);
  }

  #tryTimedOut(id: MessageId): void {
    if (!this.#tries.isOpen(id)) return;
    const message = this.#tries.original(id);
    const { whole } = this.#parts.messages;
    this.#fates.step("timed-out", id, whole[id | NODE]!, 0);
    this.#tries.pin(id);
    this.#expected.timeOut(id, this.#propagates);
    this.giveUp(message, true);
    this.#tries.unpin(id);
  }

  #messageTimedOut(message: MessageId): void {
    const tries = this.#tries;
    if (tries.get(message, CONCLUDED) === 1) return;
    this.#fates.step("timed-out", message, NONE, 0);
    if (tries.get(message, SENT) === 0) this.#parts.messages.whole[message | CAUSE] = CAUSE_TIMED_OUT;
    this.#withdraw(message);
    // Concluded first: what is told of its tries may let other messages go on, and this one must not.
    this.#close(message);
    // Its producer may have given up before: the row would go with the last of its tries.
    tries.pin(message);
    this.#expected.abandon(message, "timeout", this.#propagates);
    tries.add(message, PINS, -1);
    this.#finish(message, false);
  }

  #withdraw(message: MessageId): void {
    if (this.#tries.get(message, WAITS_FOR) === NODE_FOR_IT) this.#parts.gatewayOf(message).withdraw(message);
  }

  /** Nothing good can come of what was sent: all is sent again, or the producer hears that it failed. */
  giveUp(message: MessageId, isTimeout: boolean = false): void {
    const tries = this.#tries;
    if (tries.get(message, CONCLUDED) === 1 || tries.get(message, WAITS_FOR) !== NOTHING) return;
    if (tries.get(message, HEARD) + tries.get(message, OPEN_TRIES) >= this.#needed) return this.checkHope(message);
    if (tries.get(message, CALLED_OFF_TRIES) > 0) return;
    const spending = this.#world.spending(message);
    const kind = isTimeout ? "timeout" : failureKindOf(this.#parts.messages.whole[message | CAUSE]!);
    if (spending.policy.covers(kind, tries.get(message, ROUNDS)) && spending.take()) this.#retry(message);
    else this.conclude(message, false);
  }

  #retry(message: MessageId): void {
    const delayNs = this.#world.spending(message).delayNs(message, this.#tries.add(message, ROUNDS, 1) - 1);
    if (delayNs === 0) return this.#world.dispatch(message);
    this.#tries.set(message, WAITS_FOR, BACKOFF);
    this.#fates.step("retry-due", message, NONE, delayNs);
    this.#timers.at(RETRY_DUE, delayNs, message);
  }

  /** The gateway has done with the message, and tells its producer. */
  conclude(message: MessageId, isGood: boolean): void {
    this.#close(message);
    this.#finish(message, isGood);
  }

  #close(message: MessageId): void {
    const tries = this.#tries;
    const isRetryDue = tries.get(message, WAITS_FOR) !== NOTHING && tries.get(message, ROUNDS) > 0;
    if (isRetryDue) this.#world.spending(message).dropped();
    tries.set(message, CONCLUDED, 1);
    tries.set(message, WAITS_FOR, NOTHING);
    this.#parts.recorder.sent(message, tries.get(message, SENT));
  }

  #finish(message: MessageId, isGood: boolean): void {
    this.#fates.decide(message);
    this.#world.reply(message, isGood);
  }

  /** Where no timer ends the waiting, a message whose tries have all gone silent is at its end. */
  checkHope(message: MessageId): void {
    const tries = this.#tries;
    if (!this.#waitsForEver || tries.get(message, CONCLUDED) === 1 || tries.get(message, WAITS_FOR) !== NOTHING) return;
    if (tries.get(message, COMING) > 0 || tries.get(message, HEDGE_IS_DUE) === 1) return;
    if (tries.get(message, ABOUT) === 0) this.vanish(message);
  }

  /** The gateway will never say anything of the message. */
  vanish(message: MessageId): void {
    this.#close(message);
    this.#fates.decide(message);
    this.#expected.forget(message);
    this.#fates.leaveUntold(message);
    this.#fates.releaseIfOver(message);
  }

  /** The gateway goes down: what it has is told to nobody. */
  crash(gateway: number): void {
    const { messages } = this.#parts;
    const held: MessageId[] = [];
    messages.forEach((id) => {
      const isMessage = messages.whole[id | FATE] !== TRY && messages.whole[id | FATE] !== EMPTY;
      const isHere = messages.whole[id | GATEWAY] === gateway && this.#tries.get(id, ARRIVED) === 1;
      if (isMessage && isHere && this.#tries.get(id, CONCLUDED) === 0) held.push(id);
    });
    for (const message of held) {
      this.#withdraw(message);
      if (this.#tries.get(message, LIVING) === 0) messages.whole[message | CAUSE] = CAUSE_GATEWAY_CRASH;
      this.#close(message);
    }
    for (const message of held) {
      this.#tries.pin(message);
      this.#expected.abandon(message, "cancelled", false);
      this.#tries.add(message, PINS, -1);
      this.#fates.decide(message);
      this.#fates.leaveUntold(message);
      this.#fates.releaseIfOver(message);
    }
  }
}
