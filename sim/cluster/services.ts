/**
 * The services in progress at nodes whose workers serve one message each: begun, ended, broken off, frozen, and put off as
 * speeds change. Where nodes may be interrupted, those of each node stand in a list, so that an interruption costs what
 * it interrupts.
 */
import { DEPARTURE } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Ns } from "../core/time.ts";
import { MessageLists } from "../traffic/message-list.ts";
import * as Message from "../traffic/message-table.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import * as Node from "./node-table.ts";
import type { NodeTable } from "./node-table.ts";
import type { ClusterWatch } from "./watch.ts";

const { PLAIN } = Node.WHOLE;
const { SPEED } = Node.REAL;
const { EPOCH, IN_SERVICE } = Message.WHOLE;
const { DEPARTURE_NS, SEQUENCE, STARTED_NS, WORK_NS } = Message.REAL;
const { SERVED_NOW, NOWHERE } = Message;

/** What a service takes at speed 1 that begins now at the node. */
export type Demand = (node: number, id: MessageId) => Ns;

/** For how long a service that began then has stood still. */
interface Frozen {
  readonly startedNs: Ns;
  readonly ns: Ns;
}

export class Services {
  /** Called when a worker has begun to serve a message. */
  onStart: ((id: MessageId) => void) | null = null;
  /** Null where every service takes its message's work. */
  readonly #demand: Demand | null;
  /** By node, in order of their beginning; null where no service is ever interrupted. */
  readonly #lists: MessageLists | null;
  readonly #nodes: NodeTable;
  readonly #watch: ClusterWatch | null;
  readonly #loop: EventLoop;
  readonly #messages: MessageTable;
  /** Of services that stood still and go on; by row. One that began at another time is another service. */
  readonly #frozen: Map<MessageId, Frozen> = new Map();
  /** By node: since when its services stand still; -1: they do not. */
  readonly #frozenSinceNs: Float64Array;

  constructor(
    nodes: NodeTable,
    watch: ClusterWatch | null,
    loop: EventLoop,
    messages: MessageTable,
    demand: Demand | null,
    interruptible: boolean,
  ) {
    this.#nodes = nodes;
    this.#watch = watch;
    this.#loop = loop;
    this.#messages = messages;
    this.#demand = demand;
    this.#lists = interruptible ? new MessageLists(nodes.count, messages) : null;
    this.#frozenSinceNs = new Float64Array(nodes.count).fill(-1);
  }

  /** A worker, which counts as busy already, takes the message. */
  begin(node: number, id: MessageId): void {
    const { whole, real } = this.#messages;
    const at = id >> 1;
    const nowNs = this.#loop.nowNs;
    const plain = this.#nodes.whole[(node << 5) | PLAIN] === 1;
    const workNs = this.#demand === null ? real[at | WORK_NS]! : this.#demand(node, id);
    real[at | STARTED_NS] = nowNs;
    real[at | DEPARTURE_NS] = nowNs + (plain ? workNs : roundHalfUp(workNs / this.#nodes.real[(node << 4) | SPEED]!));
    whole[id | IN_SERVICE] = SERVED_NOW;
    if (this.#lists !== null) this.#lists.append(node, id);
    this.#schedule(node, id);
    if (this.onStart !== null) this.onStart(id);
  }

  /** The message has been served. */
  end(node: number, id: MessageId): void {
    this.#messages.whole[id | IN_SERVICE] = NOWHERE;
    if (this.#lists !== null) this.#lists.remove(node, id);
    if (this.#watch !== null) this.#watch.ends(node, this.#messages.real[(id >> 1) | DEPARTURE_NS]!);
  }

  /** The worker stops before its time: what it has done is wasted, and the departure that is scheduled no longer counts. */
  stop(node: number, id: MessageId): void {
    const { whole, real } = this.#messages;
    whole[id | IN_SERVICE] = NOWHERE;
    whole[id | EPOCH]!++;
    this.#nodes.waste(node, this.workedNs(node, id));
    if (this.#lists !== null) this.#lists.remove(node, id);
    if (this.#watch !== null && !this.isFrozen(node)) this.#watch.ends(node, real[(id >> 1) | DEPARTURE_NS]!);
  }

  /** How long a worker has served the message until now. */
  workedNs(node: number, id: MessageId): Ns {
    const nowNs = this.isFrozen(node) ? this.#frozenSinceNs[node]! : this.#loop.nowNs;
    return nowNs - this.#messages.real[(id >> 1) | STARTED_NS]! - this.#frozenNs(id);
  }

  /** Whom the node's workers serve, in order of publication. Only where services may be interrupted. */
  of(node: number): MessageId[] {
    const { real } = this.#messages;
    const serving: MessageId[] = [];
    this.#lists!.forEach(node, (id) => serving.push(id));
    return serving.sort((x, y) => real[(x >> 1) | SEQUENCE]! - real[(y >> 1) | SEQUENCE]!);
  }

  isFrozen(node: number): boolean {
    return this.#frozenSinceNs[node]! >= 0;
  }

  /** The node's services stand still; DEPARTURE_NS says meanwhile how long each has still to go. */
  freeze(node: number): void {
    const nowNs = this.#loop.nowNs;
    const { whole, real } = this.#messages;
    for (const id of this.of(node)) {
      const endsNs = real[(id >> 1) | DEPARTURE_NS]!;
      this.#watch?.ends(node, endsNs);
      whole[id | EPOCH]!++;
      real[(id >> 1) | DEPARTURE_NS] = endsNs - nowNs;
    }
    this.#frozenSinceNs[node] = nowNs;
  }

  /** They go on. Returns how many there are. */
  thaw(node: number): number {
    const nowNs = this.#loop.nowNs;
    const stoodNs = nowNs - this.#frozenSinceNs[node]!;
    const serving = this.of(node);
    this.#frozenSinceNs[node] = -1;
    for (const id of serving) {
      const at = id >> 1;
      const startedNs = this.#messages.real[at | STARTED_NS]!;
      this.#frozen.set(id, { startedNs, ns: this.#frozenNs(id) + stoodNs });
      this.#messages.real[at | DEPARTURE_NS]! += nowNs;
      this.#schedule(node, id);
    }
    return serving.length;
  }

  /** What is in service at the node goes on at another speed. */
  setSpeed(node: number, former: number, speed: number): void {
    const frozen = this.isFrozen(node);
    const nowNs = frozen ? 0 : this.#loop.nowNs;
    const { whole, real } = this.#messages;
    for (const id of this.of(node)) {
      const endsNs = real[(id >> 1) | DEPARTURE_NS]!;
      real[(id >> 1) | DEPARTURE_NS] = nowNs + roundHalfUp(((endsNs - nowNs) * former) / speed);
      if (frozen) continue;
      this.#watch?.ends(node, endsNs);
      whole[id | EPOCH]!++;
      this.#schedule(node, id);
    }
  }

  #frozenNs(id: MessageId): Ns {
    if (this.#frozen.size === 0) return 0;
    const frozen = this.#frozen.get(id);
    return frozen?.startedNs === this.#messages.real[(id >> 1) | STARTED_NS] ? frozen!.ns : 0;
  }

  #schedule(node: number, id: MessageId): void {
    const departureNs = this.#messages.real[(id >> 1) | DEPARTURE_NS]!;
    if (this.#watch !== null) this.#watch.starts(node, departureNs);
    this.#loop.dueNs = departureNs;
    this.#loop.schedule(DEPARTURE, id, this.#messages.whole[id | EPOCH]!, node);
  }
}
