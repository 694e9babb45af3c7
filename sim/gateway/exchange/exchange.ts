/**
 * Messages on their way through gateways that may have several tries out at once: copies, hedges, retries of tries that are
 * still at work, and whatever a network loses or duplicates. What gateways send, settle and give up are tries; the message
 * itself never goes to a node. It is delivered as the needed number of tries has been served, and lost as no more can be;
 * its gateway concludes, and answers its producer, on what it hears.
 */
import { NONE, type NodeId } from "../../balancers/contract.ts";
import * as Kind from "../../core/event-kinds.ts";
import type { Ns } from "../../core/time.ts";
import { CAUSE_GATEWAY_CRASH } from "../../measure/ledger.ts";
import type { RetrySpec } from "../../scenario.ts";
import { REAL, WHOLE, type MessageId } from "../../traffic/message-table.ts";
import type { Producer } from "../../traffic/producer.ts";
import { Fates } from "./fates.ts";
import { GatewaySide } from "./gateway-side.ts";
import { NodesSide } from "./nodes-side.ts";
import type { ExchangeParts } from "./parts.ts";
import { ProducersSide } from "./producers-side.ts";
import { spendingOf, type Spending } from "./spending.ts";
import { Timers } from "./timers.ts";
import * as Try from "./tries.ts";
import { CELL, Tries } from "./tries.ts";
import { Works } from "./works.ts";

const { CAUSE, GATEWAY, NODE } = WHOLE;
const { SENT_NS } = REAL;
const { ARRIVED, COMING, CONCLUDED, HEDGES, ORIGIN, PLACE, ROUNDS, SENT, WAITS_FOR } = CELL;
const NO_TARGET = { to: "any", last: NONE } as const;

export class Exchange {
  readonly tries: Tries;
  readonly fates: Fates;
  readonly #parts: ExchangeParts;
  readonly #works: Works;
  readonly #timers: Timers;
  readonly #nodes: NodesSide;
  readonly #gateways: GatewaySide;
  readonly #producers: ProducersSide;
  readonly #spending: Spending;
  readonly #copies: number;
  readonly #totalNs: Ns | null;
  readonly #isDown: Uint8Array;

  constructor(parts: ExchangeParts) {
    const { gateways } = parts;
    this.#parts = parts;
    this.tries = new Tries(parts.messages, (message) => this.fates.releaseIfOver(message));
    this.fates = new Fates(this.tries, parts);
    this.#works = new Works(gateways, parts.messages);
    this.#timers = new Timers(parts.loop, this.tries);
    this.#spending = spendingOf(parts);
    this.#nodes = new NodesSide(this.tries, this.fates, this.#timers, parts, {
      answered: (id) => this.#gateways.answered(id),
      started: (id) => this.#gateways.hearOfStart(id),
      wentSilent: (message) => this.#gateways.checkHope(message),
      removed: (message) => this.#gateways.giveUp(message),
    });
    this.#producers = new ProducersSide(this.tries, this.fates, this.#timers, parts, {
      arrived: (message) => this.#arrived(message),
      vanished: (message) => this.#gateways.vanish(message),
    });
    this.#gateways = new GatewaySide(this.tries, this.fates, this.#timers, parts, {
      spending: this.#spending,
      cancel: (id) => this.#nodes.cancel(id),
      reply: (message, isGood) => this.#producers.reply(message, isGood),
      dispatch: (message) => this.#dispatch(message),
    });
    this.#copies = gateways.redundancy?.copies ?? 1;
    this.#totalNs =
      gateways.timeouts === undefined || gateways.timeouts.totalNs === Infinity ? null : gateways.timeouts.totalNs;
    this.#isDown = new Uint8Array(gateways.count);
  }

  /** A message is made: with it, the work of every try that it may come to have. */
  published(message: MessageId, producer: Producer): void {
    this.tries.begin(message);
    this.#works.published(message, producer);
  }

  /** It sets off to its gateway. */
  setOff(message: MessageId): void {
    this.#producers.setOff(message);
  }

  /** The events of the exchange; `b`: the row's tenant, but for answers to producers. */
  handle(kind: number, id: MessageId, b: number): void {
    if (kind === Kind.RETRY_DUE) {
      if (this.tries.isTenant(id, b) && this.tries.get(id, WAITS_FOR) === Try.BACKOFF) this.#dispatch(id);
    } else if (kind >= Kind.GATEWAY_TIMERS_FROM) {
      if (this.tries.isTenant(id, b)) this.#gateways.handle(kind, id);
    } else if (kind >= Kind.PRODUCERS_SIDE_FROM) this.#producers.handle(kind, id, b);
    else this.#nodes.handle(kind, id, b);
  }

  /** A gateway goes down with all that it has: nobody will be told, and what it had sent goes on for nobody. */
  crashGateway(gateway: number): void {
    this.#isDown[gateway] = 1;
    this.#gateways.crash(gateway);
  }

  restartGateway(gateway: number): void {
    this.#isDown[gateway] = 0;
  }

  served(id: MessageId): void {
    this.#nodes.served(id);
  }

  lost(id: MessageId, cause: number): void {
    this.#nodes.lost(id, cause);
  }

  turnedAway(id: MessageId, cause: number): void {
    this.#nodes.turnedAway(id, cause);
  }

  /** A try that its gateway held back goes to its node. */
  sendOn(id: MessageId): void {
    this.#nodes.sendOn(id);
  }

  /** The message, or a second copy of it that the network made, has reached its gateway. */
  #arrived(message: MessageId): void {
    const { messages } = this.#parts;
    const gateway = messages.whole[message | GATEWAY]!;
    this.fates.step("at-gateway", message, NONE, gateway);
    if (this.#isDown[gateway] === 1) return this.#arrivedInVain(message);
    if (this.tries.get(message, ARRIVED) === 1) return this.#arrivedAgain(message);
    this.tries.set(message, ARRIVED, 1);
    this.#spending(message).published(this.#parts.loop.nowNs);
    if (this.#totalNs !== null) this.#timers.arm(Kind.MESSAGE_TIMED_OUT, this.#totalNs, message);
    this.#dispatch(message);
  }

  #arrivedInVain(message: MessageId): void {
    if (this.tries.get(message, ARRIVED) === 1 || this.tries.get(message, COMING) > 0) {
      this.fates.decide(message);
      return this.fates.releaseIfOver(message);
    }
    this.#parts.messages.whole[message | CAUSE] = CAUSE_GATEWAY_CRASH;
    this.#gateways.vanish(message);
  }

  /** A second copy is sent on as if it were a message of its own; the answer that comes first is the message's. */
  #arrivedAgain(message: MessageId): void {
    const isSent = this.#parts.gatewayOf(message).sendOneMore(message, Try.NETWORK);
    if (isSent) return;
    this.fates.decide(message);
    this.fates.releaseIfOver(message);
  }

  #dispatch(message: MessageId): void {
    this.tries.set(message, WAITS_FOR, Try.NODE_FOR_IT);
    this.#parts.gatewayOf(message).dispatch(message);
  }

  /** Neither a node nor a place for the message: the gateway tells its producer so. */
  refused(message: MessageId, cause: number): void {
    this.#parts.messages.whole[message | CAUSE] = cause;
    this.#gateways.conclude(message, false);
  }

  /** Whom the message's next try should go to, and where its last one went. */
  target(message: MessageId): { readonly to: RetrySpec["to"]; readonly last: NodeId } {
    if (this.tries.get(message, ROUNDS) === 0) return NO_TARGET;
    return { to: this.#spending(message).policy.to, last: this.#parts.attempts.last(message) };
  }

  /** Whether one more copy is due, `candidates` nodes being routable. */
  wantsMore(message: MessageId, candidates: number): boolean {
    return this.#copies > 1 && this.placed(message) < Math.min(this.#copies, candidates);
  }

  /** Copies that have a node and are not sent yet. */
  placed(message: MessageId): number {
    return this.#unsent(message).length;
  }

  /** Whether a copy that is about to be sent goes to the node. */
  isAt(message: MessageId, node: NodeId): boolean {
    return this.#unsent(message).some((id) => this.#parts.messages.whole[id | NODE] === node);
  }

  /** Where tries of the message are, or were last heard of. */
  nodesOf(message: MessageId): readonly NodeId[] {
    const { whole } = this.#parts.messages;
    const out = this.tries.select(message, (id) => this.tries.isOpen(id));
    return [...new Set(out.map((id) => whole[id | NODE]!))];
  }

  /** A try is to go to the node. `unasked`: the balancer did not name it. `origin`: by default what the message's round says. */
  add(message: MessageId, node: NodeId, unasked: boolean, origin?: number): void {
    const { attempts, loop, messages } = this.#parts;
    const copy = origin === Try.HEDGE ? this.#copies - 1 + this.tries.get(message, HEDGES) : this.placed(message);
    const id = this.tries.addTry(message, {
      ...{ node, unasked, number: attempts.of(message).length },
      workNs: this.#works.of(message, copy),
      origin: origin ?? this.#originOf(message, copy),
    });
    messages.real[(id >> 1) | SENT_NS] = loop.nowNs;
    this.fates.step("picked", message, node, unasked ? 1 : 0);
    attempts.went(message, node);
  }

  #originOf(message: MessageId, copy: number): number {
    if (this.tries.get(message, ROUNDS) > 0) return Try.RETRY;
    return copy > 0 ? Try.COPY : Try.FIRST;
  }

  /** Sends the tries that were added. */
  send(message: MessageId): void {
    const { tries } = this;
    const added = this.#unsent(message);
    if (tries.get(added[0]!, ORIGIN) <= Try.RETRY) tries.set(message, WAITS_FOR, Try.NOTHING);
    tries.add(message, SENT, added.length);
    this.#spending(message).sent(this.tries.get(added[0]!, ORIGIN), added.length);
    // A copy that is served at once may cancel the others, one that is refused may be the last: no row may go meanwhile.
    for (const id of added) tries.pin(id);
    if (tries.get(message, CONCLUDED) === 0) this.#gateways.armHedge(message);
    for (const id of added) if (tries.get(id, PLACE) === Try.PICKED) this.#nodes.send(id);
    for (const id of added) tries.unpin(id);
  }

  #unsent(message: MessageId): readonly MessageId[] {
    return this.tries.select(message, (id) => this.tries.get(id, PLACE) === Try.PICKED);
  }
}
