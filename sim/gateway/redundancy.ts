/**
 * Copies of a message at several nodes: redundancy-d (Gardner, Harchol-Balter, Scheller-Wolf, Velednitsky & Zbarsky,
 * "Redundancy-d: the power of d choices for redundancy", Operations Research 65(4), 2017; cancelling on start is their
 * comparison with join-the-shortest-work). The first copy that is served decides the message's fate; it is lost only when
 * no copy of it can be served any more. What the gateway sends, settles and cancels are tries; the message itself never
 * goes to a node.
 */
import type { NodeId } from "../balancers/contract.ts";
import { CANCEL_AT_NODE, TRY_ANSWERED, TRY_AT_NODE, TRY_STARTED } from "../core/event-kinds.ts";
import { enlarged } from "../core/arrays.ts";
import type { Path } from "../network/path.ts";
import type { RedundancySpec } from "../scenario.ts";
import { LOST, REAL, UNDECIDED, WHOLE, type MessageId } from "../traffic/message-table.ts";
import type { Producer } from "../traffic/producer.ts";
import type { RedundancyParts } from "./redundancy-parts.ts";
import * as Place from "./tries.ts";
import { Tries } from "./tries.ts";

const { CAUSE, FATE, GATEWAY, LEFT_IN_SYSTEM, NODE } = WHOLE;
const { DEPARTURE_NS, ENQUEUED_NS, SENT_NS, SIZE_BYTES, STARTED_NS, WORK_NS } = REAL;
/** What a message takes over from the try that was served first. */
const SERVED_WHOLE = [NODE, LEFT_IN_SYSTEM];
const SERVED_REAL = [ENQUEUED_NS, STARTED_NS, DEPARTURE_NS, SENT_NS, WORK_NS];

export class Redundancy {
  readonly tries: Tries;
  readonly #spec: RedundancySpec;
  readonly #parts: RedundancyParts;
  /** By row of the message table: the works of the copies beyond the first. */
  #works: Float64Array<ArrayBuffer> = new Float64Array(64);

  constructor(spec: RedundancySpec, parts: RedundancyParts) {
    this.#spec = spec;
    this.#parts = parts;
    this.tries = new Tries(parts.messages);
    if (spec.cancel === "on-start") parts.cluster.onStart = (id): void => this.#started(id);
  }

  /** A message is made: with it, the work of every copy that it may come to have, whichever balancer places them. */
  published(message: MessageId, producer: Producer): void {
    this.tries.begin(message);
    const { real, whole } = this.#parts.messages;
    const others = this.#spec.copies - 1;
    const needed = (whole.length >> 5) * others;
    if (this.#works.length < needed) this.#works = enlarged(this.#works, needed);
    const workNs = real[(message >> 1) | WORK_NS]!;
    for (let copy = 0; copy < others; copy++) {
      const own = this.#spec.work === "identical" ? workNs : producer.copyWorkNs(workNs);
      this.#works[(message >> 5) * others + copy] = own;
    }
  }

  /** Whether one more copy is due, `candidates` nodes being routable. */
  wantsMore(message: MessageId, candidates: number): boolean {
    return this.placed(message) < Math.min(this.#spec.copies, candidates);
  }

  /** Copies that have a node and are not sent yet. */
  placed(message: MessageId): number {
    return this.#unsent(message).length;
  }

  /** Whether a copy that is about to be sent goes to the node. */
  isAt(message: MessageId, node: NodeId): boolean {
    return this.#unsent(message).some((id) => this.#parts.messages.whole[id | NODE] === node);
  }

  /** A copy is to go to the node. `unasked`: the balancer did not name it. */
  add(message: MessageId, node: NodeId, unasked: boolean): void {
    const { attempts, loop, messages } = this.#parts;
    const copy = this.placed(message);
    const others = this.#spec.copies - 1;
    const workNs =
      copy === 0 ? messages.real[(message >> 1) | WORK_NS]! : this.#works[(message >> 5) * others + copy - 1]!;
    const id = this.tries.add(message, node, workNs, attempts.of(message).length, unasked);
    messages.real[(id >> 1) | SENT_NS] = loop.nowNs;
    attempts.went(message, node);
  }

  /** Sends the copies that were added. */
  send(message: MessageId): void {
    const { tries } = this;
    const copies = this.#unsent(message);
    tries.sent(message);
    // A copy that is served at once may cancel the others, one that is refused may be the last: no row may go meanwhile.
    for (const id of copies) tries.pin(id);
    for (const id of copies) if (tries.placeOf(id) === Place.PICKED) this.#sendTry(id);
    for (const id of copies) tries.unpin(id);
  }

  #unsent(message: MessageId): readonly MessageId[] {
    return this.tries.select(message, (id) => this.tries.placeOf(id) === Place.PICKED);
  }

  #sendTry(id: MessageId): void {
    if (this.#parts.gatewayOf(id).lets(id)) this.sendOn(id);
  }

  /** The try goes to its node. */
  sendOn(id: MessageId): void {
    this.tries.put(id, Place.ON_ITS_WAY);
    this.#travel(id, TRY_AT_NODE, () => this.#atNode(id));
  }

  /** The events of tries. */
  handle(kind: number, id: MessageId): void {
    switch (kind) {
      case TRY_AT_NODE:
        return this.#atNode(id);
      case TRY_ANSWERED:
        return this.#answered(id);
      case CANCEL_AT_NODE:
        this.#cancelAtNode(id);
        return this.tries.unpin(id);
      case TRY_STARTED:
        this.#hearOfStart(id);
        return this.tries.unpin(id);
      default:
        throw new Error(`event of unknown kind ${kind}`);
    }
  }

  /** Goes on at the other end of the link between gateway and node: at once, or as an event. */
  #travel(id: MessageId, kind: number, atOnce: () => void): void {
    const path = this.#path(id, kind);
    if (path === null) atOnce();
    else path.travel(kind, id, 0, kind === TRY_AT_NODE ? this.#parts.messages.real[(id >> 1) | SIZE_BYTES]! : 0);
  }

  /** The path between the try's gateway and its node; null: free. */
  #path(id: MessageId, kind: number): Path | null {
    const { links, messages } = this.#parts;
    const paths = kind === TRY_ANSWERED || kind === TRY_STARTED ? links.fromNode : links.toNode;
    return paths.between(messages.whole[id | GATEWAY]!, messages.whole[id | NODE]!);
  }

  #atNode(id: MessageId): void {
    if (this.tries.placeOf(id) === Place.IGNORED) return this.tries.end(id);
    this.tries.put(id, Place.AT_NODE);
    this.#parts.cluster.offer(this.#parts.messages.whole[id | NODE]!, id);
  }

  /** A node has served the try. */
  served(id: MessageId): void {
    const message = this.tries.original(id);
    const times = this.tries.serve(id);
    if (times === 1) this.#deliver(message, id);
    else this.#serveForNobody(message, id, times);
    this.#answer(id);
  }

  #deliver(message: MessageId, id: MessageId): void {
    const { whole, real } = this.#parts.messages;
    for (const column of SERVED_WHOLE) whole[message | column] = whole[id | column]!;
    for (const column of SERVED_REAL) real[(message >> 1) | column] = real[(id >> 1) | column]!;
    this.#parts.recorder.served(message);
  }

  #serveForNobody(message: MessageId, id: MessageId, times: number): void {
    const { cluster, recorder } = this.#parts;
    cluster.wasteService(id);
    if (times === 2) recorder.processedTwice(message);
  }

  /** The try has failed at its node. */
  lost(id: MessageId, cause: number): void {
    this.#fail(id, cause);
    this.#answer(id);
  }

  /** The try has failed at its gateway. */
  turnedAway(id: MessageId, cause: number): void {
    this.#fail(id, cause);
    this.tries.put(id, Place.ANSWERED);
    this.#answered(id);
  }

  #fail(id: MessageId, cause: number): void {
    const { whole } = this.#parts.messages;
    const message = this.tries.original(id);
    whole[id | CAUSE] = cause;
    whole[message | CAUSE] = cause;
    whole[message | NODE] = whole[id | NODE]!;
    this.#die(id);
  }

  /** The try will not be served any more. The last one decides its message's fate, unless all are sent again. */
  #die(id: MessageId): void {
    const { messages, recorder, retries } = this.#parts;
    const message = this.tries.original(id);
    this.tries.die(id);
    if (this.tries.living(message) > 0 || messages.whole[message | FATE] !== UNDECIDED) return;
    if (this.tries.rounds(message) >= retries) recorder.lost(message, messages.whole[message | CAUSE]!);
  }

  #answer(id: MessageId): void {
    this.tries.put(id, Place.ANSWERED);
    this.#travel(id, TRY_ANSWERED, () => this.#answered(id));
  }

  /** The gateway hears what became of the try. */
  #answered(id: MessageId): void {
    const { tries } = this;
    const served = tries.isServed(id);
    if (!tries.isSettled(id)) {
      tries.settle(id);
      this.#parts.gatewayOf(id).settleTry(id, served ? "ok" : "failed");
    }
    const message = tries.original(id);
    if (served && !tries.isConcluded(message)) {
      if (this.#spec.cancel !== "never") this.#cancelOthers(id);
      this.#conclude(message);
    } else this.#giveUp(message);
    tries.end(id);
  }

  #conclude(message: MessageId): void {
    this.tries.conclude(message);
    this.#parts.reply(message);
  }

  /** Nothing more can come of what was sent: all is sent again, or the producer hears that it failed. */
  #giveUp(message: MessageId): void {
    const { tries } = this;
    if (tries.isConcluded(message) || tries.open(message) > 0 || tries.living(message) > 0) return;
    const fate = this.#parts.messages.whole[message | FATE];
    if (fate === LOST) this.#conclude(message);
    else if (fate === UNDECIDED) {
      tries.beginRound(message);
      this.#parts.gatewayOf(message).dispatch(message);
    }
  }

  /** Neither a node nor a place for the message: the gateway tells its producer so. */
  refused(message: MessageId): void {
    this.tries.conclude(message);
  }

  /** A worker has begun to serve the try. */
  #started(id: MessageId): void {
    if (this.tries.isSettled(id)) return;
    if (this.#path(id, TRY_STARTED) !== null) this.tries.pin(id);
    this.#travel(id, TRY_STARTED, () => this.#hearOfStart(id));
  }

  /** The try that the gateway hears of first goes on, and ends the others: they have nothing to say any more. */
  #hearOfStart(id: MessageId): void {
    if (!this.tries.isSettled(id)) this.#cancelOthers(id);
  }

  /** The gateway gives up every other try that it waits for. */
  #cancelOthers(id: MessageId): void {
    const { tries } = this;
    const others = tries.select(tries.original(id), (other) => other !== id && !tries.isSettled(other));
    if (others.length === 0) return;
    for (const other of others) {
      tries.pin(other);
      tries.settle(other);
    }
    for (const other of others) this.#cancel(other);
    // Told last: the balancer may place waiting messages now, and must find the nodes as they are.
    for (const other of others) this.#parts.gatewayOf(other).settleTry(other, "cancelled");
    for (const other of others) tries.unpin(other);
  }

  #cancel(id: MessageId): void {
    if (this.tries.placeOf(id) === Place.PICKED) return this.#remove(id, Place.GONE);
    if (this.#path(id, CANCEL_AT_NODE) !== null) this.tries.pin(id);
    this.#travel(id, CANCEL_AT_NODE, () => this.#cancelAtNode(id));
  }

  /** The cancellation has come to the node; a try that has been served or lost meanwhile is none of its business. */
  #cancelAtNode(id: MessageId): void {
    const place = this.tries.placeOf(id);
    if (place === Place.ON_ITS_WAY) this.#remove(id, Place.IGNORED);
    else if (place === Place.AT_NODE && this.#parts.cluster.cancel(id)) this.#remove(id, Place.GONE);
  }

  #remove(id: MessageId, place: number): void {
    const message = this.tries.original(id);
    this.#die(id);
    this.tries.pin(id);
    this.tries.put(id, place);
    this.#giveUp(message);
    this.tries.unpin(id);
  }
}
