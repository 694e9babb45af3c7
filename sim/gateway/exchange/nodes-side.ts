/** Tries between gateway and node: sent, lost, served, answered, cancelled. What the gateway makes of it is the exchange's. */
import * as Kind from "../../core/event-kinds.ts";
import { CAUSE_NETWORK, CAUSE_TIMED_OUT } from "../../measure/ledger.ts";
import type { Path } from "../../network/path.ts";
import { NO_MESSAGE, REAL, WHOLE, type MessageId } from "../../traffic/message-table.ts";
import type { Fates } from "./fates.ts";
import type { ExchangeParts } from "./parts.ts";
import type { Timer, Timers } from "./timers.ts";
import * as Cell from "./cells.ts";
import type { Tries } from "./tries.ts";

const { CAUSE, GATEWAY, NODE } = WHOLE;
const { SIZE_BYTES } = REAL;
const { ABANDONED, ANSWERED, AT_NODE, CALLED_OFF, GONE, HELD, IGNORED, ON_ITS_WAY, PICKED } = Cell;
const { AGAIN, LIVING, ORIGIN, PINS, PLACE, PROCESSED, SERVED, STATE, TENANT, USEFUL } = Cell.CELL;
const { CANCEL_AT_NODE, TRY_ANSWERED, TRY_AT_NODE, TRY_STARTED, TRY_TIMED_OUT } = Kind;

/** Whoever hears what became of tries. */
export interface TriesOwner {
  /** The answer to a try, or the news of its failure, has come to the gateway. */
  answered(id: MessageId): void;
  /** The gateway hears that the try is being served. */
  started(id: MessageId): void;
  /** The try has come to an end of which its gateway will not hear. */
  wentSilent(message: MessageId): void;
  /** The try is out of the way by its cancellation. */
  removed(message: MessageId): void;
}

export class NodesSide {
  readonly #tries: Tries;
  readonly #fates: Fates;
  readonly #parts: ExchangeParts;
  readonly #owner: TriesOwner;
  readonly #needed: number;
  /** Null where a gateway waits for every answer. */
  readonly #timeout: Timer | null;

  constructor(tries: Tries, fates: Fates, timers: Timers, parts: ExchangeParts, owner: TriesOwner) {
    this.#tries = tries;
    this.#fates = fates;
    this.#parts = parts;
    this.#owner = owner;
    const { redundancy, timeouts } = parts.gateways;
    this.#needed = redundancy?.needed ?? 1;
    this.#timeout = timers.of(TRY_TIMED_OUT, timeouts?.perTryNs);
    if (redundancy?.cancel === "on-start" || parts.observer !== null)
      parts.cluster.onStart = (id): void => this.#started(id, redundancy?.cancel === "on-start");
  }

  /** The events of tries under way; `b`: the row's tenant. */
  handle(kind: number, id: MessageId, tenant: number): void {
    switch (kind) {
      case TRY_AT_NODE:
        return this.#atNode(id);
      case TRY_ANSWERED:
        this.#owner.answered(id);
        return this.#tries.unpin(id);
      case CANCEL_AT_NODE:
        if (this.#tries.isTenant(id, tenant)) this.#cancelAtNode(id);
        return;
      case TRY_STARTED:
        if (this.#tries.isTenant(id, tenant)) this.#owner.started(id);
        return;
      default:
        throw new Error(`event of unknown kind ${kind}`);
    }
  }

  /** The try goes to its node. */
  send(id: MessageId): void {
    this.#tries.move(id, HELD);
    if (this.#parts.gatewayOf(id).lets(id)) this.sendOn(id);
  }

  /**
   * The gateway lets the try go: its timeout begins, as Envoy's per_try_timeout and HAProxy's `timeout server` do only then. One
   * that has been given up meanwhile stays where it is, although the gateway has yet to settle it.
   */
  sendOn(id: MessageId): void {
    const tries = this.#tries;
    if (tries.get(id, PLACE) !== HELD) return;
    if (this.#timeout !== null) this.#timeout.arm(id);
    tries.move(id, ON_ITS_WAY);
    this.#fates.step("sent", id, this.#nodeOf(id), tries.get(id, ORIGIN));
    const path = this.#path(id, true);
    if (path === null) return this.#atNode(id);
    const twin = path.duplicates() ? tries.addTwin(id) : NO_MESSAGE;
    this.#setOff(id, path);
    if (twin === NO_MESSAGE) return;
    this.#fates.step("duplicated", id, this.#nodeOf(id), 1);
    this.#setOff(twin, path);
  }

  #setOff(id: MessageId, path: Path): void {
    const sizeBytes = this.#parts.messages.real[(id >> 1) | SIZE_BYTES]!;
    if (path.travel(TRY_AT_NODE, id, 0, sizeBytes)) return;
    const message = this.#tries.original(id);
    this.#fates.step("lost-on-link", id, this.#nodeOf(id), 1);
    this.#fail(id, CAUSE_NETWORK);
    this.#endUnheard(id, message);
  }

  #endUnheard(id: MessageId, message: MessageId): void {
    this.#tries.close(id);
    this.#tries.end(id);
    this.#owner.wentSilent(message);
  }

  #atNode(id: MessageId): void {
    if (this.#tries.get(id, PLACE) === IGNORED) return this.#tries.end(id);
    this.#tries.move(id, AT_NODE);
    this.#fates.step("at-node", id, this.#nodeOf(id), 0);
    this.#parts.cluster.offer(this.#nodeOf(id), id);
  }

  /** A worker has begun to serve the try. */
  #started(id: MessageId, isNews: boolean): void {
    this.#fates.step("started", id, this.#nodeOf(id), 0);
    if (!isNews || !this.#tries.isOpen(id)) return;
    const path = this.#path(id, false);
    if (path === null) this.#owner.started(id);
    else path.travel(TRY_STARTED, id, this.#tries.get(id, TENANT), 0);
  }

  /** A node has served the try. */
  served(id: MessageId): void {
    const tries = this.#tries;
    const message = tries.original(id);
    this.#fates.step("served", id, this.#nodeOf(id), 0);
    tries.set(id, SERVED, 1);
    this.#process(message, id);
    tries.add(message, LIVING, -1);
    this.#fates.decide(message);
    this.#answer(id);
  }

  #process(message: MessageId, id: MessageId): void {
    const { cluster, recorder } = this.#parts;
    const { replicas } = this.#fates;
    const isOneMore = replicas === null || replicas.processed(message, this.#nodeOf(id));
    if (isOneMore && this.#isUseful(message, id)) this.#tries.add(message, USEFUL, 1);
    else cluster.wasteService(id);
    // A node that recognises the message answers, and does nothing a second time.
    if (cluster.repeated) return recorder.suppressed(message);
    const times = this.#tries.add(message, PROCESSED, isOneMore ? 1 : 0);
    // A quorum that was given up stays lost, though the network may yet make the copies that it lacked.
    if (this.#fates.isLost(message)) return;
    if (!isOneMore || times > this.#needed) this.#processedAgain(message, id);
    else if (times === this.#needed) this.#deliver(message, id);
  }

  #deliver(message: MessageId, id: MessageId): void {
    this.#fates.deliver(message, id);
    const again = this.#tries.get(message, AGAIN);
    if (again > 0) this.#parts.recorder.processedTwice(message, again - 1);
  }

  /** A message is a duplicate once, and only where it is delivered. */
  #processedAgain(message: MessageId, id: MessageId): void {
    if (this.#tries.get(message, AGAIN) > 0) return;
    const origin = this.#tries.get(id, ORIGIN);
    this.#tries.set(message, AGAIN, origin + 1);
    if (this.#fates.isDelivered(message)) this.#parts.recorder.processedTwice(message, origin);
  }

  /** Its gateway waits for an answer of which it has not enough yet. */
  #isUseful(message: MessageId, id: MessageId): boolean {
    const tries = this.#tries;
    if (tries.get(message, USEFUL) >= this.#needed) return false;
    const settled = tries.settledBy(id);
    return settled !== NO_MESSAGE && (tries.isOpen(settled) || tries.get(settled, STATE) === CALLED_OFF);
  }

  /** The try has failed at its node, which says so. */
  lost(id: MessageId, cause: number): void {
    this.#fates.step("failed", id, this.#nodeOf(id), cause);
    this.#fail(id, cause);
    this.#answer(id);
  }

  /** The try has failed at its gateway, and its node never hears of it. */
  turnedAway(id: MessageId, cause: number): void {
    this.#fates.step("failed", id, this.#nodeOf(id), cause);
    this.#fail(id, cause);
    this.#tries.pin(id);
    this.#owner.answered(id);
    this.#tries.unpin(id);
  }

  #fail(id: MessageId, cause: number): void {
    const { whole } = this.#parts.messages;
    const message = this.#tries.original(id);
    whole[id | CAUSE] = cause;
    whole[message | CAUSE] = cause;
    if (!this.#fates.isDelivered(message)) whole[message | NODE] = whole[id | NODE]!;
    this.#tries.add(message, LIVING, -1);
    this.#fates.decide(message);
  }

  #answer(id: MessageId): void {
    const tries = this.#tries;
    tries.move(id, ANSWERED);
    tries.pin(id);
    const path = this.#path(id, false);
    if (path === null) {
      this.#owner.answered(id);
      return tries.unpin(id);
    }
    const isTwice = path.duplicates();
    let coming = path.travel(TRY_ANSWERED, id, 0, 0) ? 1 : 0;
    if (isTwice && path.travel(TRY_ANSWERED, id, 0, 0)) coming++;
    if (coming === 2) tries.pin(id);
    if (coming === 0) this.#answerIsLost(id);
  }

  #answerIsLost(id: MessageId): void {
    const message = this.#tries.original(id);
    this.#fates.step("lost-on-link", id, this.#nodeOf(id), 2);
    this.#tries.add(id, PINS, -1);
    this.#endUnheard(id, message);
  }

  /** The gateway does not want the try served any more, and tells its node so. */
  cancel(id: MessageId): void {
    const place = this.#tries.get(id, PLACE);
    if (place === GONE) return;
    this.#fates.step("cancelled", id, this.#nodeOf(id), 0);
    if (place === PICKED || place === HELD) return this.#remove(id, GONE);
    const path = this.#path(id, true);
    if (path === null) this.#cancelAtNode(id);
    else path.travel(CANCEL_AT_NODE, id, this.#tries.get(id, TENANT), 0);
  }

  /** The cancellation has come to the node; a try that has been served or lost meanwhile is none of its business. */
  #cancelAtNode(id: MessageId): void {
    const place = this.#tries.get(id, PLACE);
    if (place === ON_ITS_WAY) this.#remove(id, IGNORED);
    else if (place === AT_NODE && this.#parts.cluster.cancel(id)) this.#remove(id, GONE);
  }

  #remove(id: MessageId, place: number): void {
    const { whole } = this.#parts.messages;
    const tries = this.#tries;
    const message = tries.original(id);
    if (tries.get(id, STATE) === ABANDONED) whole[message | CAUSE] = CAUSE_TIMED_OUT;
    tries.add(message, LIVING, -1);
    this.#fates.decide(message);
    tries.close(id);
    tries.pin(id);
    tries.move(id, place);
    this.#owner.removed(message);
    tries.unpin(id);
  }

  /** The path between the try's gateway and its node; null: free. */
  #path(id: MessageId, forward: boolean): Path | null {
    const { links, messages } = this.#parts;
    const paths = forward ? links.toNode : links.fromNode;
    return paths.between(messages.whole[id | GATEWAY]!, this.#nodeOf(id));
  }

  #nodeOf(id: MessageId): number {
    return this.#parts.messages.whole[id | NODE]!;
  }
}
