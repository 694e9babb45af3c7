/**
 * The nodes: who is up, how fast, what waits and what is served. A plain server takes a message when a worker is free,
 * queues it when there is room, and says when it is done; what becomes of the answer is the engine's business.
 */
import { DEPARTURE } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Ns } from "../core/time.ts";
import { CAUSE_DROPPED, CAUSE_NODE_CRASH, CAUSE_NODE_DOWN, CAUSE_REJECTED } from "../measure/ledger.ts";
import type { NodeSpec } from "../scenario.ts";
import * as Message from "../traffic/message-table.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import * as Node from "./node-table.ts";
import { NodeTable } from "./node-table.ts";
import { WaitingQueues } from "./queues.ts";
import { LatencyByLoad } from "./latency-by-load.ts";
import { Interruptions } from "./interruptions.ts";
import { SharedNodes } from "./shared-nodes.ts";
import { ClusterWatch } from "./watch.ts";

const { BUSY, IN_SYSTEM, PLAIN, SHARED, UP, WORKERS } = Node.WHOLE;
const { ARRIVALS, COMPLETED, SPEED } = Node.REAL;
const { EPOCH, IN_SERVICE, LEFT_IN_SYSTEM, MET_IN_SYSTEM } = Message.WHOLE;
const { DEPARTURE_NS, ENQUEUED_NS, STARTED_NS, WORK_NS } = Message.REAL;
const { NO_MESSAGE } = Message;

/** Told of every message that a node does not serve. */
export type OnLost = (id: MessageId, cause: number) => void;

export class Cluster {
  readonly nodes: NodeTable;
  /** What global truth sees; null where no balancer looks at it. */
  readonly watch: ClusterWatch | null;
  /** Called when a node has run out of messages. */
  onIdle: ((node: number) => void) | null = null;
  /** Called when a worker has begun to serve a message. */
  onStart: ((id: MessageId) => void) | null = null;
  #responses: LatencyByLoad | null = null;
  readonly #specs: readonly NodeSpec[];
  readonly #queues: WaitingQueues;
  readonly #shared: SharedNodes;
  readonly #interruptions: Interruptions;
  readonly #loop: EventLoop;
  readonly #messages: MessageTable;
  readonly #onLost: OnLost;

  /** `watched`: some balancer uses global truth. */
  constructor(
    nodes: readonly NodeSpec[],
    priorities: readonly number[],
    loop: EventLoop,
    messages: MessageTable,
    onLost: OnLost,
    watched: boolean,
  ) {
    this.nodes = new NodeTable(nodes, loop);
    this.watch = watched ? new ClusterWatch(nodes, this.nodes) : null;
    this.#specs = nodes;
    this.#queues = new WaitingQueues(nodes, priorities, messages);
    this.#shared = new SharedNodes(nodes, priorities, this.nodes, this.watch, loop, messages, (id) =>
      this.onStart?.(id),
    );
    this.#loop = loop;
    this.#messages = messages;
    this.#onLost = onLost;
    const parts = { specs: nodes, nodes: this.nodes, watch: this.watch, queues: this.#queues, shared: this.#shared };
    const onLeft = (node: number): void => this.#left(node, this.nodes.leave(node));
    this.#interruptions = new Interruptions({ ...parts, loop, messages, onLeft, onFree: (node) => this.#goOn(node) });
  }

  /** Messages waiting or in service at the node. */
  inSystem(node: number): number {
    return this.nodes.whole[(node << 5) | IN_SYSTEM]!;
  }

  isUp(node: number): boolean {
    return this.nodes.whole[(node << 5) | UP] === 1;
  }

  /** Workers that serve. */
  busy(node: number): number {
    return this.nodes.whole[(node << 5) | BUSY]!;
  }

  workers(node: number): number {
    return this.nodes.whole[(node << 5) | WORKERS]!;
  }

  /** A message has reached the node. */
  offer(node: number, id: MessageId): void {
    const { nodes } = this;
    nodes.real[(node << 4) | ARRIVALS]!++;
    const inSystem = nodes.enter(node);
    if (inSystem === 0) this.#turnAway(node, id);
    else this.#admit(node, id, inSystem);
  }

  #admit(node: number, id: MessageId, inSystem: number): void {
    if (this.watch !== null) this.watch.changed(node);
    if (this.#responses !== null) this.#messages.whole[id | MET_IN_SYSTEM] = inSystem - 1;
    this.#messages.real[(id >> 1) | ENQUEUED_NS] = this.#loop.nowNs;
    const { whole } = this.nodes;
    const row = node << 5;
    if (whole[row | PLAIN] === 0 && whole[row | SHARED] === 1) this.#shared.add(node, id);
    else if (inSystem > whole[row | WORKERS]!) this.#wait(node, id);
    else {
      whole[row | BUSY]!++;
      this.#start(node, id);
    }
  }

  /** There is no room, or nobody there. */
  #turnAway(node: number, id: MessageId): void {
    if (!this.isUp(node)) return this.#onLost(id, CAUSE_NODE_DOWN);
    const dropped = this.#takeOldest(node);
    if (dropped === NO_MESSAGE) return this.#onLost(id, CAUSE_REJECTED);
    this.#admit(node, id, this.nodes.enter(node));
    // Told last: the answer may bring the next message here at once, and must find the place taken.
    this.#onLost(dropped, CAUSE_DROPPED);
  }

  /**
   * The DEPARTURE event: returns whether the message has been served. A service that was broken off or put off since has
   * another epoch. The event names the node, so that nobody waits for the message's row to come from memory before the
   * node's is asked for.
   */
  depart(id: MessageId, epoch: number, node: number): boolean {
    const { whole } = this.#messages;
    if (whole[id | EPOCH] !== epoch) return false;
    whole[id | IN_SERVICE] = 0;
    if (this.watch !== null) this.watch.ends(node, this.#messages.real[(id >> 1) | DEPARTURE_NS]!);
    this.#leave(node, id);
    this.#goOn(node);
    return true;
  }

  /** A worker is free: it takes what waits, or rests. */
  #goOn(node: number): void {
    const row = node << 5;
    if (this.nodes.whole[row | IN_SYSTEM]! < this.nodes.whole[row | WORKERS]!) this.nodes.whole[row | BUSY]!--;
    else this.#start(node, this.#takeNext(node));
  }

  /** Takes a message that waits or is served off its node. Returns whether the node held it. */
  cancel(id: MessageId): boolean {
    return this.#interruptions.cancel(id);
  }

  /** The SHARED_DEPARTURE event: returns the message that has been served, if any. */
  departShared(node: number, epoch: number): MessageId {
    if (!this.#shared.expects(node, epoch)) return NO_MESSAGE;
    const id = this.#shared.take(node);
    this.#leave(node, id);
    this.#shared.reschedule(node);
    return id;
  }

  /** A message is served: one fewer is at the node. */
  #leave(node: number, id: MessageId): void {
    const { nodes } = this;
    const inSystem = nodes.leave(node);
    nodes.real[(node << 4) | COMPLETED]!++;
    this.#messages.whole[id | LEFT_IN_SYSTEM] = inSystem;
    if (this.#responses !== null) this.#observe(node, id);
    this.#left(node, inSystem);
  }

  /** So many are left at the node. */
  #left(node: number, inSystem: number): void {
    if (this.watch !== null) this.watch.changed(node);
    if (inSystem === 0 && this.onIdle !== null) this.onIdle(node);
  }

  #observe(node: number, id: MessageId): void {
    const { whole, real } = this.#messages;
    this.#responses!.observe(node, whole[id | MET_IN_SYSTEM]!, this.#loop.nowNs - real[(id >> 1) | ENQUEUED_NS]!);
  }

  /** What the node expects a message that came now to take, for probes; it listens from the first question on. 0: unknown. */
  recentResponseNs(node: number): Ns {
    this.#responses ??= new LatencyByLoad(this.#specs.length);
    return this.#responses.of(node, this.inSystem(node));
  }

  /** The node goes down: what it holds is lost, or kept where it is durable. */
  crash(node: number): void {
    if (!this.isUp(node)) return;
    const { nodes } = this;
    nodes.touch(node);
    nodes.setUp(node, false);
    const serving = this.#interruptions.breakOff(node);
    nodes.whole[(node << 5) | BUSY] = 0;
    if (this.#specs[node]!.durable) this.#interruptions.keep(node, serving);
    else this.#lose(node, serving);
  }

  #lose(node: number, serving: readonly MessageId[]): void {
    const lost = [...serving];
    for (let id = this.#queues.take(node); id !== NO_MESSAGE; id = this.#queues.take(node)) lost.push(id);
    this.nodes.whole[(node << 5) | IN_SYSTEM] = 0;
    this.watch?.changed(node);
    this.watch?.emptied(node);
    for (const id of lost) this.#onLost(id, CAUSE_NODE_CRASH);
  }

  /** The node comes back; a durable one serves again what it was serving, from the start, and then what waited. */
  restart(node: number): void {
    if (this.isUp(node)) return;
    const { nodes } = this;
    nodes.touch(node);
    nodes.setUp(node, true);
    if (this.inSystem(node) === 0 && this.onIdle !== null) this.onIdle(node);
    const shared = this.#shared.has(node);
    if (shared) this.#shared.restart(node);
    for (const id of this.#interruptions.takeKept(node)) {
      if (shared) this.#shared.add(node, id);
      else {
        nodes.whole[(node << 5) | BUSY]!++;
        this.#start(node, id);
      }
    }
    // Nothing waited unless all were busy; but what a worker was serving may have been cancelled meanwhile.
    while (!shared && this.busy(node) < Math.min(this.inSystem(node), this.workers(node))) {
      nodes.whole[(node << 5) | BUSY]!++;
      this.#start(node, this.#takeNext(node));
    }
  }

  /** From now on one worker does `speed` seconds of work per second; what is in service goes on at the new speed. */
  setSpeed(node: number, speed: number): void {
    const { nodes } = this;
    const former = nodes.real[(node << 4) | SPEED]!;
    nodes.touch(node);
    nodes.setSpeed(node, speed);
    this.watch?.changed(node);
    if (this.#shared.has(node)) this.#shared.setSpeed(node, speed);
    else this.#rescheduleAll(node, former, speed);
  }

  /** What is in service at the node goes on at another speed. */
  #rescheduleAll(node: number, former: number, speed: number): void {
    const nowNs = this.#loop.nowNs;
    const { whole, real } = this.#messages;
    for (const id of this.#interruptions.serving(node)) {
      const endsNs = real[(id >> 1) | DEPARTURE_NS]!;
      this.watch?.ends(node, endsNs);
      whole[id | EPOCH]!++;
      real[(id >> 1) | DEPARTURE_NS] = nowNs + roundHalfUp(((endsNs - nowNs) * former) / speed);
      this.#scheduleDeparture(node, id);
    }
  }

  #start(node: number, id: MessageId): void {
    const { whole, real } = this.#messages;
    const at = id >> 1;
    const nowNs = this.#loop.nowNs;
    const workNs = real[at | WORK_NS]!;
    const plain = this.nodes.whole[(node << 5) | PLAIN] === 1;
    real[at | STARTED_NS] = nowNs;
    real[at | DEPARTURE_NS] = nowNs + (plain ? workNs : roundHalfUp(workNs / this.nodes.real[(node << 4) | SPEED]!));
    whole[id | IN_SERVICE] = 1;
    this.#scheduleDeparture(node, id);
    if (this.onStart !== null) this.onStart(id);
  }

  #scheduleDeparture(node: number, id: MessageId): void {
    const departureNs = this.#messages.real[(id >> 1) | DEPARTURE_NS]!;
    if (this.watch !== null) this.watch.starts(node, departureNs);
    this.#loop.dueNs = departureNs;
    this.#loop.schedule(DEPARTURE, id, this.#messages.whole[id | EPOCH]!, node);
  }

  #wait(node: number, id: MessageId): void {
    this.#queues.append(node, id);
    if (this.watch !== null) this.watch.waits(node, this.#messages.real[(id >> 1) | WORK_NS]!);
  }

  #takeNext(node: number): MessageId {
    const id = this.#queues.take(node);
    if (this.watch !== null) this.watch.waits(node, -this.#messages.real[(id >> 1) | WORK_NS]!);
    return id;
  }

  /** Takes the oldest waiting message off a node that drops it for a newer one; NO_MESSAGE where there is none. */
  #takeOldest(node: number): MessageId {
    if (this.#specs[node]!.overflow !== "drop-oldest") return NO_MESSAGE;
    const oldest = this.#queues.takeOldest(node);
    if (oldest === NO_MESSAGE) return oldest;
    this.nodes.touch(node);
    this.nodes.whole[(node << 5) | IN_SYSTEM]!--;
    this.watch?.changed(node);
    this.watch?.waits(node, -this.#messages.real[(oldest >> 1) | WORK_NS]!);
    return oldest;
  }
}
