/** What a gateway makes of its messages' tries: what it hears, gives up, sends again, and says in the end. */
import { NONE } from "../../balancers/contract.ts";
import * as Kind from "../../core/event-kinds.ts";
import { CAUSE_GATEWAY_CRASH, CAUSE_TIMED_OUT } from "../../measure/ledger.ts";
import { EMPTY, NO_MESSAGE, REAL, TRY, WHOLE, type MessageId } from "../../traffic/message-table.ts";
import { failureKindOf } from "../cursors.ts";
import type { Fates } from "./fates.ts";
import type { ExchangeParts, TryEnd } from "./parts.ts";
import type { Spending } from "./spending.ts";
import type { Timers } from "./timers.ts";
import * as Try from "./tries.ts";
import { CELL, type Tries } from "./tries.ts";

const { CAUSE, FATE, GATEWAY, NODE } = WHOLE;
const { SENT_NS } = REAL;
const { CALLED_OFF_TRIES, COMING, CONCLUDED, HEARD, HEDGE_IS_DUE, HEDGES, OPEN_TRIES, ORIGIN, PLACE } = CELL;
const { ROUNDS, SENT, SERVED, STARTED, STATE, WAITS_FOR } = CELL;

/** What lies around the gateways. */
export interface GatewayWorld {
  readonly spending: Spending;
  /** Tells a node that a try is not wanted any more. */
  readonly cancel: (id: MessageId) => void;
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

  constructor(tries: Tries, fates: Fates, timers: Timers, parts: ExchangeParts, world: GatewayWorld) {
    this.#tries = tries;
    this.#fates = fates;
    this.#timers = timers;
    this.#parts = parts;
    this.#world = world;
    const { redundancy, hedging, timeouts } = parts.gateways;
    this.#needed = redundancy?.needed ?? 1;
    this.#cancelsLosers = redundancy === undefined ? hedging?.cancel === true : redundancy.cancel !== "never";
    this.#propagates = timeouts?.cancel === "propagate";
    this.#waitsForEver = (timeouts?.totalNs ?? Infinity) === Infinity && (timeouts?.perTryNs ?? Infinity) === Infinity;
  }

  /** The timers of messages and tries that are still there. */
  handle(kind: number, id: MessageId): void {
    switch (kind) {
      case Kind.TRY_TIMED_OUT:
        return this.#tryTimedOut(id);
      case Kind.MESSAGE_TIMED_OUT:
        return this.#messageTimedOut(id);
      case Kind.HEDGE_DUE:
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
    if (this.#parts.gateways.hedging!.after.kind === "delay") this.#timers.arm(Kind.HEDGE_DUE, delayNs, message);
    else this.#timers.at(Kind.HEDGE_DUE, delayNs, message);
  }

  /** A hedge is due: it is sent if a try is still out. */
  #hedge(message: MessageId): void {
    const tries = this.#tries;
    tries.set(message, HEDGE_IS_DUE, 0);
    if (tries.get(message, CONCLUDED) === 1) return;
    const isOut = tries.get(message, OPEN_TRIES) > 0 && tries.get(message, WAITS_FOR) === Try.NOTHING;
    if (isOut && this.#world.spending(message).hedging!.take()) {
      tries.add(message, HEDGES, 1);
      this.#fates.step("hedged", message, NONE, tries.get(message, HEDGES));
      if (this.#parts.gatewayOf(message).sendOneMore(message, Try.HEDGE)) return;
    }
    this.#fates.decide(message);
    this.checkHope(message);
  }
  /** The gateway hears what became of the try; of some it wants to hear nothing any more. */
  answered(id: MessageId): void {
    const tries = this.#tries;
    const message = tries.original(id);
    const isGood = tries.get(id, SERVED) === 1;
    tries.set(id, PLACE, Try.GONE);
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
    if (tries.get(id, STATE) === Try.CALLED_OFF) {
      tries.close(id);
      return true;
    }
    if (!tries.isOpen(id)) return false;
    this.#fates.step("answered", id, this.#parts.messages.whole[id | NODE]!, isGood ? 1 : 0);
    this.#tries.settle(id, Try.ANSWERED_FOR);
    this.#tell(id, isGood ? "ok" : "failed", answer);
    return true;
  }

  #heardGood(message: MessageId, id: MessageId): void {
    if (this.#tries.add(message, HEARD, 1) < this.#needed) return this.checkHope(message);
    if (this.#tries.get(message, CONCLUDED) === 1) return;
    // A second copy of the message may have been answered while the first one waits for a node.
    this.#withdraw(message);
    // Closed first: the cancellations of the others must not look as if nothing could come of the message.
    this.#close(message);
    if (this.#cancelsLosers) this.#callOff(message, (other) => other !== id);
    this.#finish(message, true);
  }

  /** A worker has begun to serve the try: as many as are needed go on, and the others have nothing to say any more. */
  hearOfStart(id: MessageId): void {
    const tries = this.#tries;
    if (!tries.isOpen(id)) return;
    tries.set(id, STARTED, 1);
    const message = tries.original(id);
    const going = tries.select(message, (one) => tries.get(one, STARTED) === 1 && tries.isOpen(one)).length;
    if (tries.get(message, HEARD) + going < this.#needed) return;
    this.#callOff(message, (other) => tries.get(other, STARTED) === 0);
  }

  /** The gateway gives up those of the tries that it waits for. */
  #callOff(message: MessageId, which: (id: MessageId) => boolean): void {
    const others = this.#tries.select(message, (other) => which(other) && this.#tries.isOpen(other));
    this.#end(others, Try.CALLED_OFF, "cancelled", true);
  }

  /** The gateway waits for these tries no longer. */
  #end(tries: readonly MessageId[], state: number, end: TryEnd, cancels: boolean): void {
    for (const id of tries) {
      this.#tries.pin(id);
      this.#tries.settle(id, state);
      if (this.#tries.get(id, PLACE) === Try.GONE) this.#tries.close(id);
    }
    // What the gateway holds back for its node is not sent any more, whatever it tells nodes.
    for (const id of tries) if (cancels || this.#tries.get(id, PLACE) === Try.HELD) this.#world.cancel(id);
    // Told last: the balancer may place waiting messages now, and must find the nodes as they are.
    for (const id of tries) this.#tell(id, end);
    for (const id of tries) this.#tries.unpin(id);
  }

  /** The balancer, and what else learns from tries, is told how one ended; `answer`: it, or the second copy that was answered. */
  #tell(id: MessageId, end: TryEnd, answer: MessageId = id): void {
    const latencyNs = this.#parts.loop.nowNs - this.#parts.messages.real[(id >> 1) | SENT_NS]!;
    this.#world.spending(id).ended(this.#tries.get(id, ORIGIN), end, latencyNs);
    this.#parts.gatewayOf(id).settleTry(id, end, answer);
  }

  #tryTimedOut(id: MessageId): void {
    if (!this.#tries.isOpen(id)) return;
    const message = this.#tries.original(id);
    const { whole } = this.#parts.messages;
    this.#fates.step("timed-out", id, whole[id | NODE]!, 0);
    this.#tries.pin(id);
    this.#end([id], Try.ABANDONED, "timeout", this.#propagates);
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
    this.#abandon(message, "timeout", this.#propagates);
    tries.add(message, CELL.PINS, -1);
    this.#finish(message, false);
  }

  #abandon(message: MessageId, end: TryEnd, cancels: boolean): void {
    const open = this.#tries.select(message, (id) => this.#tries.isOpen(id));
    this.#end(open, Try.ABANDONED, end, cancels);
  }

  #withdraw(message: MessageId): void {
    if (this.#tries.get(message, WAITS_FOR) === Try.NODE_FOR_IT) this.#parts.gatewayOf(message).withdraw(message);
  }

  /** Nothing good can come of what was sent: all is sent again, or the producer hears that it failed. */
  giveUp(message: MessageId, isTimeout: boolean = false): void {
    const tries = this.#tries;
    if (tries.get(message, CONCLUDED) === 1 || tries.get(message, WAITS_FOR) !== Try.NOTHING) return;
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
    this.#tries.set(message, WAITS_FOR, Try.BACKOFF);
    this.#fates.step("retry-due", message, NONE, delayNs);
    this.#timers.at(Kind.RETRY_DUE, delayNs, message);
  }

  /** The gateway has done with the message, and tells its producer. */
  conclude(message: MessageId, isGood: boolean): void {
    this.#close(message);
    this.#finish(message, isGood);
  }

  #close(message: MessageId): void {
    const tries = this.#tries;
    const isRetryDue = tries.get(message, WAITS_FOR) !== Try.NOTHING && tries.get(message, ROUNDS) > 0;
    if (isRetryDue) this.#world.spending(message).dropped();
    tries.set(message, CONCLUDED, 1);
    tries.set(message, WAITS_FOR, Try.NOTHING);
    this.#parts.recorder.sent(message, tries.get(message, SENT));
  }

  #finish(message: MessageId, isGood: boolean): void {
    this.#fates.decide(message);
    this.#world.reply(message, isGood);
  }

  /** Where no timer ends the waiting, a message whose tries have all gone silent is at its end. */
  checkHope(message: MessageId): void {
    const tries = this.#tries;
    if (!this.#waitsForEver || tries.get(message, CONCLUDED) === 1 || tries.get(message, WAITS_FOR) !== Try.NOTHING)
      return;
    if (tries.get(message, COMING) > 0 || tries.get(message, HEDGE_IS_DUE) === 1) return;
    if (tries.select(message, (id) => tries.get(id, PLACE) !== Try.GONE).length === 0) this.vanish(message);
  }

  /** The gateway will never say anything of the message. */
  vanish(message: MessageId): void {
    this.#close(message);
    this.#fates.decide(message);
    // The tries stay in flight for their gateway, which waits for ever; their rows need not.
    const silent = this.#tries.select(message, (id) => this.#tries.isOpen(id));
    this.#tries.pin(message);
    for (const id of silent) {
      this.#tries.settle(id, Try.ABANDONED);
      this.#tries.releaseIfOver(id);
    }
    this.#tries.add(message, CELL.PINS, -1);
    this.#fates.leaveUntold(message);
    this.#fates.releaseIfOver(message);
  }

  /** The gateway goes down: what it has is told to nobody. */
  crash(gateway: number): void {
    const { messages } = this.#parts;
    const held: MessageId[] = [];
    messages.forEach((id) => {
      const isMessage = messages.whole[id | FATE] !== TRY && messages.whole[id | FATE] !== EMPTY;
      const isHere = messages.whole[id | GATEWAY] === gateway && this.#tries.get(id, CELL.ARRIVED) === 1;
      if (isMessage && isHere && this.#tries.get(id, CONCLUDED) === 0) held.push(id);
    });
    for (const message of held) {
      this.#withdraw(message);
      if (this.#tries.get(message, CELL.LIVING) === 0) messages.whole[message | CAUSE] = CAUSE_GATEWAY_CRASH;
      this.#close(message);
    }
    for (const message of held) {
      this.#tries.pin(message);
      this.#abandon(message, "cancelled", false);
      this.#tries.add(message, CELL.PINS, -1);
      this.#fates.decide(message);
      this.#fates.leaveUntold(message);
      this.#fates.releaseIfOver(message);
    }
  }
}
