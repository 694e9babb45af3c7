/**
 * The way of messages that have one try at a time, of which none is lost between its ends: message and try are one row of
 * the table. Where a link takes no time the next step is a call instead of an event.
 */
import type { NodeId } from "../balancers/contract.ts";
import type { Cluster } from "../cluster/cluster.ts";
import * as Kind from "../core/event-kinds.ts";
import type { Gateway } from "../gateway/gateway.ts";
import type { Destination } from "../gateway/gateway-parts.ts";
import type { NodeLists } from "../gateway/node-lists.ts";
import { CAUSE_REFUSED, TOLD_CONFIRMED, TOLD_FAILED } from "../measure/ledger.ts";
import type { Recorder } from "../measure/recorder.ts";
import type { Links } from "../network/links.ts";
import * as Message from "../traffic/message-table.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import type { Ending } from "./ending.ts";
import type { Way } from "./way.ts";

const { CAUSE, FATE, GATEWAY, NODE, PRODUCER } = Message.WHOLE;
const { SIZE_BYTES } = Message.REAL;
const { DELIVERED, UNDECIDED } = Message;

export interface ShortWayParts {
  readonly messages: MessageTable;
  readonly cluster: Cluster;
  readonly links: Links;
  readonly attempts: NodeLists;
  /** After so many tries that failed, the next failure is the message's fate. */
  readonly retries: number;
  readonly recorder: Recorder;
  readonly ending: Ending;
  /** What a node has served, its gateway and its producer know at once, and no other message moves because of it. */
  readonly answersAtOnce: boolean;
  /** A producer has been told; the message's life ends here. Null: nobody wants to know. */
  readonly onTold: ((id: MessageId, told: number) => void) | null;
}

export class ShortWay implements Way, Destination {
  /** Made after the way that they send messages on; all are there before the first message is. */
  gateways: readonly Gateway[] = [];
  readonly #messages: MessageTable;
  readonly #cluster: Cluster;
  readonly #links: Links;
  readonly #linksAreFree: boolean;
  readonly #attempts: NodeLists;
  readonly #retries: number;
  readonly #recorder: Recorder;
  readonly #ending: Ending;
  readonly #answersAtOnce: boolean;
  readonly #onTold: ShortWayParts["onTold"];

  constructor(parts: ShortWayParts) {
    this.#messages = parts.messages;
    this.#cluster = parts.cluster;
    this.#links = parts.links;
    this.#linksAreFree = parts.links.free;
    this.#attempts = parts.attempts;
    this.#retries = parts.retries;
    this.#recorder = parts.recorder;
    this.#ending = parts.ending;
    this.#answersAtOnce = parts.answersAtOnce;
    this.#onTold = parts.onTold;
  }

  published(): void {
    // Nothing stands beside the message's row.
  }

  setOff(id: MessageId, gateway: number): void {
    if (this.#linksAreFree) this.gateways[gateway]!.dispatch(id);
    else this.#travel(id, gateway);
  }

  #travel(id: MessageId, gateway: number): void {
    const { whole, real } = this.#messages;
    const path = this.#links.toGateway.between(whole[id | PRODUCER]!, gateway);
    if (path === null) this.gateways[gateway]!.dispatch(id);
    else path.travel(Kind.AT_GATEWAY, id, 0, real[(id >> 1) | SIZE_BYTES]!);
  }

  /** The message leaves its gateway for the node. */
  offer(node: NodeId, id: MessageId): void {
    const { whole, real } = this.#messages;
    const path = this.#links.toNode.between(whole[id | GATEWAY]!, node);
    if (path === null) this.#cluster.offer(node, id);
    else path.travel(Kind.AT_NODE, id, 0, real[(id >> 1) | SIZE_BYTES]!);
  }

  served(id: MessageId): void {
    if (!this.#answersAtOnce) return this.#servedFarAway(id);
    this.#recorder.answered(id);
    // The only gateway there is goes without a look at the row, whose second half may have left the cache.
    this.gateways[this.gateways.length === 1 ? 0 : this.#messages.whole[id | GATEWAY]!]!.settle(id, true);
    this.#end(id);
  }

  #servedFarAway(id: MessageId): void {
    this.#recorder.served(id);
    this.#replyToGateway(id);
  }

  /** Its last try decides the message's fate. */
  lost(id: MessageId, cause: number): void {
    this.#fail(id, cause);
    this.#replyToGateway(id);
  }

  turnedAway(id: MessageId, cause: number): void {
    this.#fail(id, cause);
    this.#replyAtGateway(id);
  }

  refused(id: MessageId, cause: number): void {
    this.#lose(id, cause);
    this.#replyToProducer(id);
  }

  #gatewayOf(id: MessageId): Gateway {
    return this.gateways[this.#messages.whole[id | GATEWAY]!]!;
  }

  #fail(id: MessageId, cause: number): void {
    if (this.#attempts.of(id).length < this.#retries) this.#messages.whole[id | CAUSE] = cause;
    else this.#lose(id, cause);
  }

  #lose(id: MessageId, cause: number): void {
    this.#messages.whole[id | CAUSE] = cause;
    this.#recorder.lost(id, cause);
  }

  /** The events on links: from producer to gateway to node, and back. */
  handle(kind: number, id: MessageId): void {
    if (kind === Kind.AT_GATEWAY) this.#gatewayOf(id).dispatch(id);
    else if (kind === Kind.AT_NODE) this.#cluster.offer(this.#messages.whole[id | NODE]!, id);
    else if (kind === Kind.REPLY_AT_GATEWAY) this.#replyAtGateway(id);
    else this.#tell(id);
  }

  #replyToGateway(id: MessageId): void {
    const { whole } = this.#messages;
    const path = this.#links.fromNode.between(whole[id | GATEWAY]!, whole[id | NODE]!);
    if (path === null) this.#replyAtGateway(id);
    else path.travel(Kind.REPLY_AT_GATEWAY, id, 0, 0);
  }

  #replyAtGateway(id: MessageId): void {
    const fate = this.#messages.whole[id | FATE]!;
    this.#gatewayOf(id).settle(id, fate === DELIVERED);
    if (fate === UNDECIDED) this.#tryAgain(id);
    else this.#replyToProducer(id);
  }

  #tryAgain(id: MessageId): void {
    this.#attempts.add(id, this.#messages.whole[id | NODE]!);
    this.#gatewayOf(id).dispatch(id);
  }

  #replyToProducer(id: MessageId): void {
    const { whole } = this.#messages;
    const path = this.#links.toProducer.between(whole[id | PRODUCER]!, whole[id | GATEWAY]!);
    if (path === null) this.#tell(id);
    else path.travel(Kind.REPLY_AT_PRODUCER, id, 0, 0);
  }

  /** The message's life ends here, and its row is free. */
  #tell(id: MessageId): void {
    this.#recorder.told(id);
    this.#end(id);
  }

  #end(id: MessageId): void {
    if (this.#onTold !== null || this.#retries > 0) this.#tellOthers(id);
    this.#messages.remove(id);
    if (this.#ending.publishing === 0) this.#ending.look();
  }

  #tellOthers(id: MessageId): void {
    const isDelivered = this.#messages.whole[id | FATE] === DELIVERED;
    const hasLeft = isDelivered || this.#messages.whole[id | CAUSE] !== CAUSE_REFUSED;
    if (this.#retries > 0) this.#recorder.sent(id, this.#attempts.of(id).length + (hasLeft ? 1 : 0));
    this.#attempts.forget(id);
    if (this.#onTold !== null) this.#onTold(id, isDelivered ? TOLD_CONFIRMED : TOLD_FAILED);
  }
}
