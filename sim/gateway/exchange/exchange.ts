/**
 * Messages on their way through gateways that may have several tries out at once: copies, hedges, retries of tries that are
 * still at work, and whatever a network loses or duplicates. What gateways send, settle and give up are tries; the message
 * itself never goes to a node. It is delivered as the needed number of tries has been served, and lost as no more can be;
 * its gateway concludes, and answers its producer, on what it hears.
 */
import { NONE, type NodeId } from "../../balancers/contract.ts";
import * as Kind from "../../core/event-kinds.ts";
import { CAUSE_GATEWAY_CRASH } from "../../measure/ledger.ts";
import type { RetrySpec } from "../../scenario.ts";
import { NO_MESSAGE, REAL, WHOLE, type MessageId } from "../../traffic/message-table.ts";
import type { Producer } from "../../traffic/producer.ts";
import * as Cell from "./cells.ts";
import { Fates } from "./fates.ts";
import { GatewaySide } from "./gateway-side.ts";
import type { NodeSet } from "./node-set.ts";
import { NodesSide } from "./nodes-side.ts";
import type { ExchangeParts } from "./parts.ts";
import { ProducersSide } from "./producers-side.ts";
import { spendingOf, type Spending } from "./spending.ts";
import { RowStack } from "./row-stack.ts";
import { Timers, type Timer } from "./timers.ts";
import { Tries } from "./tries.ts";
import { Works } from "./works.ts";

const { CAUSE, GATEWAY, NODE } = WHOLE;
const { SENT_NS } = REAL;
const { BACKOFF, COPY, FIRST, HEDGE, NETWORK, NODE_FOR_IT, NOTHING, PICKED, RETRY } = Cell;
const { ARRIVED, BEFORE, COMING, CONCLUDED, HEDGES, NUMBER, ORIGIN, PLACE, ROUNDS, SENT } = Cell.CELL;
const { UNASKED, UNSENT, WAITS_FOR } = Cell.CELL;
const { GATEWAY_TIMERS_FROM, MESSAGE_TIMED_OUT, PRODUCERS_SIDE_FROM, RETRY_DUE } = Kind;

export class Exchange {
  readonly tries: Tries;
  readonly fates: Fates;
  readonly #parts: ExchangeParts;
  readonly #works: Works;
  readonly #nodes: NodesSide;
  readonly #gateways: GatewaySide;
  readonly #producers: ProducersSide;
  readonly #spending: Spending;
  readonly #copies: number;
  /** For how long a gateway works on a message; null: for as long as it takes. */
  readonly #timeout: Timer | null;
  readonly #stack: RowStack = new RowStack();
  readonly #isDown: Uint8Array;

  constructor(parts: ExchangeParts) {
    const { gateways } = parts;
    this.#parts = parts;
    this.tries = new Tries(parts.messages, (message) => this.fates.releaseIfOver(message));
    this.fates = new Fates(this.tries, parts);
    this.#works = new Works(gateways, parts.messages);
    const timers = new Timers(parts.loop, this.tries);
    this.#spending = spendingOf(parts);
    this.#nodes = new NodesSide(this.tries, this.fates, timers, parts, {
      answered: (id) => this.#gateways.answered(id),
      started: (id) => this.#gateways.hearOfStart(id),
      wentSilent: (message) => this.#gateways.checkHope(message),
      removed: (message) => this.#gateways.giveUp(message),
    });
    this.#producers = new ProducersSide(this.tries, this.fates, timers, parts, {
      arrived: (message) => this.#arrived(message),
      vanished: (message) => this.#gateways.vanish(message),
    });
    this.#gateways = new GatewaySide(this.tries, this.fates, timers, parts, {
      spending: this.#spending,
      cancel: (id) => this.#nodes.cancel(id),
      reply: (message, isGood) => this.#producers.reply(message, isGood),
      dispatch: (message) => this.#dispatch(message),
      stack: this.#stack,
    });
    this.#copies = gateways.redundancy?.copies ?? 1;
    this.#timeout = timers.of(MESSAGE_TIMED_OUT, gateways.timeouts?.totalNs);
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
    if (kind === RETRY_DUE) {
      if (this.tries.isTenant(id, b) && this.tries.get(id, WAITS_FOR) === BACKOFF) this.#dispatch(id);
    } else if (kind >= GATEWAY_TIMERS_FROM) {
      if (this.tries.isTenant(id, b)) this.#gateways.handle(kind, id);
    } else if (kind >= PRODUCERS_SIDE_FROM) this.#producers.handle(kind, id, b);
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
    if (this.#timeout !== null) this.#timeout.arm(message);
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
    const isSent = this.#parts.gatewayOf(message).sendOneMore(message, NETWORK);
    if (isSent) return;
    this.fates.decide(message);
    this.fates.releaseIfOver(message);
  }

  #dispatch(message: MessageId): void {
    this.tries.set(message, WAITS_FOR, NODE_FOR_IT);
    this.#parts.gatewayOf(message).dispatch(message);
  }

  /** Neither a node nor a place for the message: the gateway tells its producer so. */
  refused(message: MessageId, cause: number): void {
    this.#parts.messages.whole[message | CAUSE] = cause;
    this.#gateways.conclude(message, false);
  }

  /** Whom the message's next try should go to, beside whomever its balancer names. */
  wishFor(message: MessageId): RetrySpec["to"] {
    return this.tries.get(message, ROUNDS) === 0 ? "any" : this.#spending(message).policy.to;
  }

  /** Where the message's last try went. */
  lastOf(message: MessageId): NodeId {
    return this.#parts.attempts.last(message);
  }

  /** Whether one more copy is due, `candidates` nodes being routable. */
  wantsMore(message: MessageId, candidates: number): boolean {
    return this.#copies > 1 && this.placed(message) < Math.min(this.#copies, candidates);
  }

  /** Copies that have a node and are not sent yet. */
  placed(message: MessageId): number {
    return this.tries.get(message, UNSENT);
  }

  /** Adds the nodes of those copies. */
  addPlaced(message: MessageId, nodes: NodeSet): void {
    const { tries } = this;
    for (let id = tries.next(message); id !== NO_MESSAGE; id = tries.next(id))
      if (tries.get(id, PLACE) === PICKED) nodes.add(this.#parts.messages.whole[id | NODE]!);
  }

  /** Adds the nodes where tries of the message are, or were last heard of. */
  addOpen(message: MessageId, nodes: NodeSet): void {
    const { tries } = this;
    for (let id = tries.next(message); id !== NO_MESSAGE; id = tries.next(id))
      if (tries.isOpen(id)) nodes.add(this.#parts.messages.whole[id | NODE]!);
  }

  /** A try is to go to the node. `unasked`: the balancer did not name it. */
  add(message: MessageId, node: NodeId, unasked: boolean): void {
    const copy = this.tries.get(message, UNSENT);
    const isRetry = this.tries.get(message, ROUNDS) > 0;
    this.#add(message, node, unasked, copy, isRetry ? RETRY : copy > 0 ? COPY : FIRST);
  }

  /** A try that is no part of a round: a hedge, or what a second copy of the message brings about. */
  addBeside(message: MessageId, node: NodeId, unasked: boolean, origin: number): void {
    const { tries } = this;
    const copy = origin === HEDGE ? this.#copies - 1 + tries.get(message, HEDGES) : tries.get(message, UNSENT);
    this.#add(message, node, unasked, copy, origin);
  }

  #add(message: MessageId, node: NodeId, unasked: boolean, copy: number, origin: number): void {
    const { attempts, loop, messages } = this.#parts;
    const { tries } = this;
    const id = tries.addTry(message, node, this.#works.of(message, copy));
    tries.set(id, NUMBER, attempts.count(message));
    tries.set(id, UNASKED, unasked ? 1 : 0);
    tries.set(id, ORIGIN, origin);
    messages.real[(id >> 1) | SENT_NS] = loop.nowNs;
    this.fates.step("picked", message, node, unasked ? 1 : 0);
    attempts.add(message, node);
  }

  /** A try that was not sent goes to another node. */
  move(id: MessageId, node: NodeId, unasked: boolean): void {
    const { attempts, messages } = this.#parts;
    const message = this.tries.original(id);
    attempts.replace(message, messages.whole[id | NODE]!, node);
    this.tries.set(id, UNASKED, unasked ? 1 : 0);
    messages.whole[id | NODE] = node;
    this.fates.step("picked", message, node, unasked ? 1 : 0);
  }

  /** Whether the balancer named the try's node. */
  isAsked(id: MessageId): boolean {
    return this.tries.get(id, UNASKED) === 0;
  }

  /** Sends the tries that were added. */
  send(message: MessageId): void {
    const { tries } = this;
    const stack = this.#stack;
    const from = stack.height;
    this.#layUnsent(message);
    const to = stack.height;
    const origin = tries.get(stack.at(from), ORIGIN);
    if (origin <= RETRY) tries.set(message, WAITS_FOR, NOTHING);
    tries.add(message, SENT, to - from);
    this.#spending(message).sent(origin, to - from);
    // A copy that is served at once may cancel the others, one that is refused may be the last: no row may go meanwhile.
    for (let i = from; i < to; i++) tries.pin(stack.at(i));
    if (tries.get(message, CONCLUDED) === 0) this.#gateways.armHedge(message);
    for (let i = from; i < to; i++) if (tries.get(stack.at(i), PLACE) === PICKED) this.#nodes.send(stack.at(i));
    for (let i = from; i < to; i++) tries.unpin(stack.at(i));
    stack.height = from;
  }

  /** Lays down the tries that have been added since the last one was sent: they stand at the list's end. */
  #layUnsent(message: MessageId): void {
    const { tries } = this;
    const stack = this.#stack;
    let place = stack.reserve(tries.get(message, UNSENT));
    const from = place - tries.get(message, UNSENT);
    for (let id = tries.get(message, BEFORE); place > from; id = tries.get(id, BEFORE))
      if (tries.get(id, PLACE) === PICKED) stack.put(--place, id);
  }
}
