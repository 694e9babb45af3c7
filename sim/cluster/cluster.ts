/**
 * The nodes: who is up, how fast, what waits and what is served. A plain server takes a message when a worker is free,
 * queues it when there is room, and says when it is done; what becomes of the answer is the engine's business.
 */
import { ChangeJournal } from "../core/change-journal.ts";
import { DEPARTURE, SHARED_DEPARTURE } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Ns } from "../core/time.ts";
import { CAUSE_DROPPED, CAUSE_NODE_CRASH, CAUSE_NODE_DOWN, CAUSE_REJECTED } from "../measure/ledger.ts";
import { NodeLoad, type NodeState } from "../measure/node-load.ts";
import type { NodeSpec } from "../scenario.ts";
import {
  NO_MESSAGE,
  REAL,
  SERVING,
  TRAVELLING,
  WAITING,
  WHOLE,
  type MessageId,
  type MessageTable,
} from "../traffic/message-table.ts";
import { SharedWorkers } from "./processor-sharing.ts";
import { LatencyByLoad } from "./latency-by-load.ts";
import { WorkLeft } from "./work-left.ts";
import { WaitingQueues } from "./queues.ts";

const { EPOCH, LEFT_IN_SYSTEM, MET_IN_SYSTEM, NODE, PLACE } = WHOLE;
const { DEPARTURE_NS, ENQUEUED_NS, SEQUENCE, STARTED_NS, WORK_NS } = REAL;

/** More messages than any machine holds. */
const NO_LIMIT = 0x7fffffff;

/** What the cluster tells of a message: exactly one of the two, once. */
export interface Outcomes {
  served(id: MessageId): void;
  lost(id: MessageId, cause: number): void;
}

export class Cluster implements NodeState {
  readonly count: number;
  readonly inSystem: Int32Array;
  readonly busy: Int32Array;
  readonly up: Uint8Array;
  readonly workers: Int32Array;
  /** Present speed: the configured one over the slow faults' factors. */
  readonly speed: Float64Array;
  readonly load: NodeLoad;
  /** Every change of `inSystem` or `speed`, for balancers that use global truth; null where none does. */
  readonly changes: ChangeJournal | null;

  /** Called when a node has run out of messages. */
  onIdle: ((node: number) => void) | null = null;
  #responses: LatencyByLoad | null = null;

  readonly #limit: Int32Array;
  readonly #dropsOldest: Uint8Array;
  readonly #durable: Uint8Array;
  readonly #queues: WaitingQueues;
  readonly #isShared: Uint8Array;
  /** By node; null for nodes whose workers serve one message each. */
  readonly #shared: readonly (SharedWorkers | null)[];
  readonly #sharedEpoch: Int32Array;
  /** Null where nobody asks for it. */
  readonly #workLeft: WorkLeft | null;
  /** Durable nodes that are down: what they were serving. */
  readonly #interrupted: Map<number, MessageId[]> = new Map();
  readonly #loop: EventLoop;
  readonly #messages: MessageTable;
  readonly #outcomes: Outcomes;

  /** `watched`: keep the journal of changes. */
  constructor(
    nodes: readonly NodeSpec[],
    priorities: readonly number[],
    loop: EventLoop,
    messages: MessageTable,
    outcomes: Outcomes,
    watched: boolean,
  ) {
    this.count = nodes.length;
    this.inSystem = new Int32Array(nodes.length);
    this.busy = new Int32Array(nodes.length);
    this.up = new Uint8Array(nodes.length).fill(1);
    this.workers = Int32Array.from(nodes, (node) => node.workers);
    this.speed = Float64Array.from(nodes, (node) => node.speed);
    this.load = new NodeLoad(this, loop);
    this.changes = watched ? new ChangeJournal(4 * nodes.length + 64) : null;
    this.#limit = Int32Array.from(nodes, (node) => Math.min(NO_LIMIT, node.workers + node.queueCapacity));
    this.#dropsOldest = Uint8Array.from(nodes, (node) => (node.overflow === "drop-oldest" ? 1 : 0));
    this.#durable = Uint8Array.from(nodes, (node) => (node.durable ? 1 : 0));
    this.#queues = new WaitingQueues(nodes, priorities, messages);
    this.#shared = nodes.map((node) =>
      node.discipline === "processor-sharing" ? new SharedWorkers(node.workers, node.speed) : null,
    );
    this.#isShared = Uint8Array.from(this.#shared, (shared) => (shared === null ? 0 : 1));
    this.#sharedEpoch = new Int32Array(nodes.length);
    this.#workLeft = watched ? new WorkLeft(nodes.length) : null;
    this.#loop = loop;
    this.#messages = messages;
    this.#outcomes = outcomes;
  }

  /** A message has reached the node. */
  offer(node: number, id: MessageId): void {
    const nowNs = this.#loop.nowNs;
    this.load.arrived(node);
    if (this.up[node] === 0) return this.#outcomes.lost(id, CAUSE_NODE_DOWN);
    let dropped = NO_MESSAGE;
    if (this.inSystem[node]! >= this.#limit[node]!) {
      dropped = this.#takeOldest(node);
      if (dropped === NO_MESSAGE) return this.#outcomes.lost(id, CAUSE_REJECTED);
    }
    if (this.#responses !== null) this.#messages.whole[id + MET_IN_SYSTEM] = this.inSystem[node]!;
    this.load.touch(node);
    this.load.raised(node, ++this.inSystem[node]!);
    this.changes?.record(node);
    this.#messages.real[(id >> 1) + ENQUEUED_NS] = nowNs;
    if (this.#isShared[node] === 1) this.#share(node, this.#shared[node]!, id);
    else if (this.busy[node]! < this.workers[node]!) {
      this.busy[node]!++;
      this.#start(node, id);
    } else this.#wait(node, id);
    // Told last: the answer may bring the next message here at once, and must find the place taken.
    if (dropped !== NO_MESSAGE) this.#outcomes.lost(dropped, CAUSE_DROPPED);
  }

  /** The DEPARTURE event. A service that was broken off or put off since has another epoch. */
  depart(id: MessageId, epoch: number): void {
    if (this.#messages.whole[id + EPOCH] !== epoch) return;
    const node = this.#messages.whole[id + NODE]!;
    this.load.touch(node);
    this.inSystem[node]!--;
    this.changes?.record(node);
    this.load.completedOne(node);
    this.#workLeft?.ends(node, this.#messages.real[(id >> 1) + DEPARTURE_NS]!);
    this.#messages.whole[id + PLACE] = TRAVELLING;
    if (this.inSystem[node]! < this.busy[node]!) this.busy[node]!--;
    else {
      const next = this.#queues.take(node);
      this.#workLeft?.waits(node, -this.#messages.real[(next >> 1) + WORK_NS]!);
      this.#start(node, next);
    }
    this.#left(node, id);
  }

  /** The SHARED_DEPARTURE event. */
  departShared(node: number, epoch: number): void {
    if (this.#sharedEpoch[node] !== epoch) return;
    const nowNs = this.#loop.nowNs;
    const shared = this.#shared[node]!;
    this.load.touch(node);
    shared.advance(nowNs);
    const id = shared.take();
    const { whole, real } = this.#messages;
    const workNs = real[(id >> 1) + WORK_NS]!;
    real[(id >> 1) + DEPARTURE_NS] = nowNs;
    // Alone it would have taken its work / speed; the rest of its stay counts as waiting.
    real[(id >> 1) + STARTED_NS] = Math.max(
      real[(id >> 1) + ENQUEUED_NS]!,
      nowNs - roundHalfUp(workNs / this.speed[node]!),
    );
    whole[id + PLACE] = TRAVELLING;
    this.inSystem[node]!--;
    this.changes?.record(node);
    this.load.completedOne(node);
    this.#workLeft?.waits(node, -workNs);
    this.#reshare(node, shared);
    this.#left(node, id);
  }

  /** A message has been served, and what follows at the node has been started. */
  #left(node: number, id: MessageId): void {
    const inSystem = this.inSystem[node]!;
    this.#messages.whole[id + LEFT_IN_SYSTEM] = inSystem;
    if (this.#responses !== null) this.#observe(node, id);
    if (inSystem === 0 && this.onIdle !== null) this.onIdle(node);
    this.#outcomes.served(id);
  }

  #observe(node: number, id: MessageId): void {
    const { whole, real } = this.#messages;
    this.#responses!.observe(node, whole[id + MET_IN_SYSTEM]!, this.#loop.nowNs - real[(id >> 1) + ENQUEUED_NS]!);
  }

  /** What the node expects a message that came now to take, for probes; it listens from the first question on. 0: unknown. */
  recentResponseNs(node: number): Ns {
    this.#responses ??= new LatencyByLoad(this.count);
    return this.#responses.of(node, this.inSystem[node]!);
  }

  /** The node goes down: what it holds is lost, or kept where it is durable. */
  crash(node: number): void {
    if (this.up[node] === 0) return;
    this.load.touch(node);
    this.up[node] = 0;
    const serving = this.#breakOff(node);
    this.busy[node] = 0;
    if (this.#durable[node] === 1) {
      this.#interrupted.set(node, serving);
      return;
    }
    const lost = [...serving];
    for (let id = this.#queues.take(node); id !== NO_MESSAGE; id = this.#queues.take(node)) lost.push(id);
    this.inSystem[node] = 0;
    this.changes?.record(node);
    this.#workLeft?.emptied(node);
    for (const id of lost) {
      this.#messages.whole[id + PLACE] = TRAVELLING;
      this.#outcomes.lost(id, CAUSE_NODE_CRASH);
    }
  }

  /** The node comes back; a durable one serves again what it was serving, from the start, and then what waited. */
  restart(node: number): void {
    if (this.up[node] === 1) return;
    const nowNs = this.#loop.nowNs;
    this.load.touch(node);
    this.up[node] = 1;
    if (this.inSystem[node] === 0 && this.onIdle !== null) this.onIdle(node);
    const shared = this.#shared[node]!;
    shared?.advance(nowNs);
    const interrupted = this.#interrupted.get(node) ?? [];
    this.#interrupted.delete(node);
    for (const id of interrupted) {
      if (shared !== null) this.#share(node, shared, id);
      else {
        this.busy[node]!++;
        this.#start(node, id);
      }
    }
    // A node whose workers were not all busy when it crashed had nothing waiting.
  }

  /** From now on one worker does `speed` seconds of work per second; what is in service goes on at the new speed. */
  setSpeed(node: number, speed: number): void {
    const nowNs = this.#loop.nowNs;
    const former = this.speed[node]!;
    this.load.touch(node);
    this.speed[node] = speed;
    this.changes?.record(node);
    const shared = this.#shared[node]!;
    if (shared !== null) {
      shared.advance(nowNs);
      shared.setSpeed(speed);
      this.#reshare(node, shared);
      return;
    }
    for (const id of this.#serving(node)) {
      const { whole, real } = this.#messages;
      const endsNs = real[(id >> 1) + DEPARTURE_NS]!;
      this.#workLeft?.ends(node, endsNs);
      whole[id + EPOCH]!++;
      real[(id >> 1) + DEPARTURE_NS] = nowNs + roundHalfUp(((endsNs - nowNs) * former) / speed);
      this.#scheduleDeparture(node, id);
    }
  }

  /** Global truth: seconds of work at the node per worker, at its present speed. */
  workLeftSeconds(node: number): number {
    return this.#workLeft!.seconds(node, this.busy[node]!, this.workers[node]!, this.speed[node]!, this.#loop.nowNs);
  }

  #start(node: number, id: MessageId): void {
    const { whole, real } = this.#messages;
    const nowNs = this.#loop.nowNs;
    const workNs = real[(id >> 1) + WORK_NS]!;
    const speed = this.speed[node]!;
    real[(id >> 1) + STARTED_NS] = nowNs;
    real[(id >> 1) + DEPARTURE_NS] = nowNs + (speed === 1 ? workNs : roundHalfUp(workNs / speed));
    whole[id + PLACE] = SERVING;
    this.#scheduleDeparture(node, id);
  }

  #scheduleDeparture(node: number, id: MessageId): void {
    const departureNs = this.#messages.real[(id >> 1) + DEPARTURE_NS]!;
    this.#workLeft?.starts(node, departureNs);
    this.#loop.at(departureNs, DEPARTURE, id, this.#messages.whole[id + EPOCH]!);
  }

  #wait(node: number, id: MessageId): void {
    this.#messages.whole[id + PLACE] = WAITING;
    this.#queues.append(node, id);
    this.#workLeft?.waits(node, this.#messages.real[(id >> 1) + WORK_NS]!);
  }

  #share(node: number, shared: SharedWorkers, id: MessageId): void {
    this.#messages.whole[id + PLACE] = SERVING;
    shared.advance(this.#loop.nowNs);
    shared.add(id, this.#messages.real[(id >> 1) + WORK_NS]!);
    this.#workLeft?.waits(node, this.#messages.real[(id >> 1) + WORK_NS]!);
    this.#reshare(node, shared);
  }

  /** Schedules the next departure anew, since the number of messages or the speed has changed. */
  #reshare(node: number, shared: SharedWorkers): void {
    const epoch = ++this.#sharedEpoch[node]!;
    if (this.up[node] === 0) return;
    this.busy[node] = Math.min(shared.length, this.workers[node]!);
    if (shared.length > 0) this.#loop.at(this.#loop.nowNs + shared.untilNextNs(), SHARED_DEPARTURE, node, epoch);
  }

  /** Takes the oldest waiting message off a node that drops it for a newer one; NO_MESSAGE where there is none. */
  #takeOldest(node: number): MessageId {
    const oldest = this.#dropsOldest[node] === 1 ? this.#queues.takeOldest(node) : NO_MESSAGE;
    if (oldest === NO_MESSAGE) return oldest;
    this.load.touch(node);
    this.inSystem[node]!--;
    this.changes?.record(node);
    this.#workLeft?.waits(node, -this.#messages.real[(oldest >> 1) + WORK_NS]!);
    this.#messages.whole[oldest + PLACE] = TRAVELLING;
    return oldest;
  }

  /** Ends every service at the node before its time; returns whom it served, oldest first. */
  #breakOff(node: number): MessageId[] {
    const shared = this.#shared[node]!;
    if (shared !== null) {
      shared.advance(this.#loop.nowNs);
      this.#sharedEpoch[node]!++;
      this.#workLeft?.emptied(node);
      return this.#putBack(shared.clear());
    }
    const serving = this.#serving(node);
    for (const id of serving) this.#messages.whole[id + EPOCH]!++;
    this.#workLeft?.stopped(node);
    return this.#putBack(serving);
  }

  /** No worker serves them any more. */
  #putBack(ids: MessageId[]): MessageId[] {
    for (const id of ids) this.#messages.whole[id + PLACE] = WAITING;
    return ids;
  }

  #serving(node: number): MessageId[] {
    const { whole, real } = this.#messages;
    const serving: MessageId[] = [];
    this.#messages.forEach((id) => {
      if (whole[id + PLACE] === SERVING && whole[id + NODE] === node) serving.push(id);
    });
    return serving.sort((x, y) => real[(x >> 1) + SEQUENCE]! - real[(y >> 1) + SEQUENCE]!);
  }
}
