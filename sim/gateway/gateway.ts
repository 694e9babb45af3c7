/**
 * One load balancer instance: asks its balancer for each message, keeps its own count of what it has in flight, and lets
 * messages wait while the balancer names no node, where it has a queue for them.
 */
import { LATER, NONE, REFUSE, type Balancer, type NodeId } from "../balancers/contract.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { toSeconds } from "../core/time.ts";
import { CAUSE_REFUSED, CAUSE_THROTTLED } from "../measure/ledger.ts";
import { NO_MESSAGE, REAL, WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import type { Membership } from "./membership.ts";
import { faultOf, type BalancerFault } from "./balancer-fault.ts";
import { MessageCursor, ReplyCursor } from "./cursors.ts";
import type { Exchange } from "./exchange/exchange.ts";
import type { TryEnd, TryGateway } from "./exchange/parts.ts";
import { Placement } from "./exchange/placement.ts";
import type { Destination, GatewayParts } from "./gateway-parts.ts";
import type { GuardedGateway, Guards } from "./guards/guards.ts";
import type { GatewayView } from "./views.ts";
import { WaitingMessages } from "./waiting-messages.ts";

const { NODE } = WHOLE;
const { SENT_NS } = REAL;

export class Gateway implements TryGateway, GuardedGateway {
  /** Called whenever a try has come back from its node; null: nobody wants to know. */
  onReturn: ((node: NodeId) => void) | null = null;
  /** What its balancer sees. */
  readonly view: GatewayView;
  readonly #balancer: Balancer;
  readonly #hasOnSettle: boolean;
  readonly #cursor: MessageCursor;
  readonly #membership: Membership;
  readonly #loop: EventLoop;
  readonly #messages: MessageTable;
  readonly #reply: ReplyCursor;
  readonly #nodes: Destination;
  readonly #refuse: GatewayParts["refuse"];
  readonly #turnAway: GatewayParts["turnAway"];
  readonly #waiting: WaitingMessages;
  /** The answer where no node is there for a message. */
  readonly #nobody: typeof NONE | typeof REFUSE;
  readonly #exchange: Exchange | null;
  readonly placement: Placement | null;
  readonly #guards: Guards | null;
  /** By NodeId: of those in flight, how many are others'; null while nobody has told of any. */
  #heardOf: Int32Array | null = null;
  #draining = false;
  /** While the balancer is told of something, what it resumes waits for the end of that. */
  #telling = false;

  /** `guards`: of this gateway alone, or null where it protects nothing. */
  constructor(balancer: Balancer, view: GatewayView, parts: GatewayParts, guards: Guards | null) {
    this.#balancer = balancer;
    this.#hasOnSettle = balancer.onSettle !== undefined;
    this.view = view;
    this.#guards = guards;
    this.#membership = guards?.membership ?? parts.membership;
    this.#loop = parts.loop;
    this.#messages = parts.messages;
    this.#cursor = new MessageCursor(parts.messages, parts.traffic, parts.attempts);
    this.#exchange = parts.exchange;
    this.placement = parts.exchange === null ? null : new Placement(this, parts.exchange);
    this.#reply = new ReplyCursor(parts.messages, parts.attempts, parts.exchange?.tries ?? null);
    this.#nodes = parts.nodes;
    this.#refuse = parts.refuse;
    this.#turnAway = parts.turnAway;
    this.#waiting = new WaitingMessages(parts.queueCapacity, parts.messages);
    this.#nobody = parts.withoutNode === "refuse" ? REFUSE : NONE;
    this.membershipChanged();
    guards?.guard(this);
  }

  /** Whom it may send to. */
  get membership(): Membership {
    return this.#membership;
  }

  /** Messages in its queue. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** A message has come from its producer. */
  dispatch(id: MessageId): void {
    if (this.#guards !== null && this.#guards.throttles()) return this.#refuse(id, CAUSE_THROTTLED);
    if (this.#waiting.capacity > 0) return this.#enqueue(id);
    const node = this.pick(id);
    if (node < 0) this.#refuseFor(id);
    else this.#send(id, node);
  }

  /** The answer to a message, or the news of its loss, has come back from its node. */
  settle(id: MessageId, ok: boolean): void {
    this.#end(id, ok, id, this.#hasOnSettle);
  }

  /**
   * The same for one of several tries of a message, which the gateway may also have given up itself. What the reply says is
   * read of `answer`: of the try, or of a second copy of it that was answered while the try itself is still at its node.
   */
  settleTry(id: MessageId, end: TryEnd, answer: MessageId): void {
    this.#reply.givenUp = end === "cancelled" || end === "timeout" ? end : null;
    this.#end(id, end === "ok", answer, this.#hasOnSettle && this.#exchange!.isAsked(id));
  }

  /** One more try of a message of which others are out. False: there is no node for it. */
  sendOneMore(message: MessageId, origin: number): boolean {
    return this.placement!.sendOneMore(message, origin);
  }

  /** The message, which waits for a node, waits no longer. */
  withdraw(message: MessageId): void {
    if (this.#waiting.capacity > 0 && this.#waiting.remove(message))
      this.#guarded(() => this.#balancer.onWithdraw?.(message, this.view));
    if (this.#waiting.hasResumed) this.#drain();
  }

  /** Tries that are out at the node. */
  triesAt(node: NodeId): number {
    return this.view.inFlight[node]! - (this.#heardOf?.[node] ?? 0);
  }

  toldOfNodes(changed: boolean): void {
    if (this.#guards === null ? changed : this.#guards.health.refresh()) this.membershipChanged();
  }

  membershipChanged(): void {
    this.view.refresh(this.#membership);
    if (this.#balancer.onMembership !== undefined) this.#guarded(() => this.#balancer.onMembership!(this.view));
    if (this.#guards !== null) this.#guards.moveOff();
    if (this.#waiting.length > 0) this.#drain();
  }

  /** The balancer wants to be asked for a message that it has set aside. */
  resume(id: MessageId): void {
    if (!this.#waiting.resume(id)) throw this.#fault(`resumed ${id}, which is not set aside`);
    if (!this.#telling) this.#drain();
  }

  /** A try of a message that has several is to go to its node: whether it goes now. */
  lets(id: MessageId): boolean {
    return this.#guards === null || this.#guards.lets(id, this.#messages.whole[id | NODE]!);
  }

  sendOn(id: MessageId): void {
    const node = this.#messages.whole[id | NODE]!;
    this.#messages.real[(id >> 1) | SENT_NS] = this.#loop.nowNs;
    if (this.#exchange === null) this.#nodes.offer(node, id);
    else this.#exchange.sendOn(id);
  }

  turnAway(id: MessageId): void {
    this.#turnAway(id, CAUSE_THROTTLED);
  }

  heard(node: NodeId, change: number): void {
    this.#heardOf ??= new Int32Array(this.view.nodeCount);
    this.#heardOf[node]! += change;
    this.view.inFlight[node]! += change;
    if (this.#balancer.onInFlight !== undefined) this.#guarded(() => this.#balancer.onInFlight!(node, this.view));
    if (this.#waiting.hasResumed) this.#drain();
  }

  /** Begins where the former process of this gateway has ended, of which it keeps only what others know. */
  succeed(former: Gateway): void {
    this.onReturn = former.onReturn;
    former.#heardOf?.forEach((tries, node) => {
      if (tries !== 0) this.heard(node, tries);
    });
  }

  #end(id: MessageId, ok: boolean, answer: MessageId, tells: boolean): void {
    const node = this.#messages.whole[id | NODE]!;
    this.view.inFlight[node]!--;
    if (this.onReturn !== null) this.onReturn(node);
    if (tells) this.#onSettle(node, id, ok, answer);
    if (this.#guards !== null) this.#tellGuards(this.#guards, node, id, ok, answer);
    this.#reply.givenUp = null;
    if (this.#waiting.capacity > 0) this.#drain();
  }

  #enqueue(id: MessageId): void {
    this.#waiting.append(id);
    this.#drain();
    if (this.#waiting.length > this.#waiting.capacity) this.#refuseFor(this.#waiting.takeNewest());
  }

  #refuseFor(id: MessageId): void {
    this.#refuse(id, this.#guards?.isBlamed() === true ? CAUSE_THROTTLED : CAUSE_REFUSED);
  }

  #tellGuards(guards: Guards, node: NodeId, id: MessageId, ok: boolean, answer: MessageId): void {
    this.#reply.id = answer;
    this.#reply.ok = ok;
    guards.settled(id, node, this.#loop.nowNs - this.#messages.real[(id >> 1) | SENT_NS]!, this.#reply.outcome);
  }

  /** Asks for whoever is resumed, then from the head of the queue on, for as long as the balancer does not answer NONE. */
  #drain(): void {
    // A node that refuses a message at once settles it in here: the outer loop then goes on, not one more inside it.
    if (this.#draining) return;
    this.#draining = true;
    while (this.#askForNext());
    this.view.waiting = 0;
    this.#draining = false;
  }

  /** False where the next message waits on and nobody is to be asked for before it, or there is none. */
  #askForNext(): boolean {
    const id = this.#waiting.askNext();
    if (id === NO_MESSAGE) return false;
    this.view.waiting = this.#waiting.length;
    this.#cursor.ticket = this.#waiting.ticket;
    const node = this.pick(id);
    this.#cursor.ticket = NONE;
    if (node === NONE) return this.#waiting.isOvertaken;
    if (node === LATER) this.#waiting.setAside();
    else {
      const wasAside = this.#waiting.isResumed;
      this.#waiting.take();
      if (node === REFUSE) this.#turnedDown(id, wasAside);
      else this.#send(id, node);
    }
    return true;
  }

  /** A balancer that is not asked while no node is there does not know that what it set aside is refused. */
  #turnedDown(id: MessageId, wasAside: boolean): void {
    if (wasAside) this.#guarded(() => this.#balancer.onWithdraw?.(id, this.view));
    this.#refuseFor(id);
  }

  #send(id: MessageId, node: NodeId): void {
    if (this.placement !== null) return this.placement.send(id, node);
    this.view.inFlight[node]!++;
    this.#messages.whole[id | NODE] = node;
    this.#messages.real[(id >> 1) | SENT_NS] = this.#loop.nowNs;
    if (this.#guards === null || this.#guards.lets(id, node)) this.#nodes.offer(node, id);
  }

  /** A node that the balancer named is not used after all. */
  takeBack(node: NodeId, id: MessageId): void {
    this.view.inFlight[node]!--;
    if (!this.#hasOnSettle) return;
    this.#messages.real[(id >> 1) | SENT_NS] = this.#loop.nowNs;
    this.#reply.givenUp = "cancelled";
    this.#onSettle(node, id, false);
    this.#reply.givenUp = null;
  }

  /** Asks the balancer. */
  pick(id: MessageId): NodeId {
    // Nobody to choose among: no balancer has to think of that.
    if (this.view.count === 0) return this.#nobody;
    if (this.#guards !== null && !this.#guards.hasRoom) return NONE;
    this.#cursor.id = id;
    let node: NodeId;
    try {
      node = this.#balancer.pick(this.view, this.#cursor);
    } catch (error) {
      throw this.#fault(error);
    }
    // An index outside the array reads undefined, so that this one look also catches fractions, NaN and ids too high.
    if (node !== NONE && this.#membership.routable[node] !== 1 && !this.#isOtherAnswer(node))
      throw this.#fault(`picked ${node}, which is no candidate`);
    return node === NONE ? this.#nobody : node;
  }

  #isOtherAnswer(node: number): boolean {
    return node === REFUSE || (node === LATER && this.#cursor.ticket !== NONE);
  }

  #onSettle(node: NodeId, id: MessageId, ok: boolean, answer: MessageId = id): void {
    const latencyNs = this.#loop.nowNs - this.#messages.real[(id >> 1) | SENT_NS]!;
    this.#reply.id = answer;
    this.#reply.ok = ok;
    this.#telling = true;
    try {
      this.#balancer.onSettle!(node, latencyNs, ok, this.view, this.#reply);
    } catch (error) {
      throw this.#fault(error);
    }
    this.#telling = false;
  }

  #guarded(hook: () => void): void {
    this.#telling = true;
    try {
      hook();
    } catch (error) {
      throw this.#fault(error);
    }
    this.#telling = false;
  }

  #fault(reason: unknown): BalancerFault {
    return faultOf(reason, toSeconds(this.#loop.nowNs));
  }
}
