/**
 * The nodes: who is up, how fast, what waits and what is served. A plain server takes a message when a worker is free,
 * queues it when there is room, and says when it is done; what becomes of the answer is the engine's business.
 */
import type { EventLoop } from "../core/event-loop.ts";
import type { Ns } from "../core/time.ts";
import type { Scenario } from "../scenario.ts";
import * as Message from "../traffic/message-table.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import type { Door } from "./door.ts";
import type { Interruptions } from "./interruptions.ts";
import { LatencyByLoad } from "./latency-by-load.ts";
import type { NodeMemory } from "./memory.ts";
import * as Node from "./node-table.ts";
import type { NodeTable } from "./node-table.ts";
import type { OutageReason, Outages, Recovery } from "./outages.ts";
import type { ClusterMoves } from "./parts.ts";
import { piecesOf, type ClusterOptions } from "./pieces.ts";
import type { WaitingQueues } from "./queues.ts";
import type { Recognition } from "./recognition.ts";
import type { Services } from "./services.ts";
import type { SharedNodes } from "./shared-nodes.ts";
import type { Shedding } from "./shedding/shedding.ts";
import type { ClusterWatch } from "./watch.ts";

const { BUSY, IN_SYSTEM, PLAIN, SHARED, UP, WORKERS } = Node.WHOLE;
const { ARRIVALS, COMPLETED, SPEED } = Node.REAL;
const { EPOCH, LEFT_IN_SYSTEM, MET_IN_SYSTEM, NODE } = Message.WHOLE;
const { ENQUEUED_NS, SEQUENCE, WORK_NS } = Message.REAL;
const { NO_MESSAGE } = Message;

export class Cluster {
  readonly nodes: NodeTable;
  /** What global truth sees; null where no balancer looks at it. */
  readonly watch: ClusterWatch | null;
  /** Called when a node has run out of messages. */
  onIdle: ((node: number) => void) | null = null;
  /** Whether what the last departure served had been processed before: nodes recognised it, or refused to do it twice. */
  repeated = false;
  #responses: LatencyByLoad | null = null;
  readonly #queues: WaitingQueues;
  readonly #services: Services;
  readonly #shared: SharedNodes;
  readonly #outages: Outages;
  readonly #interruptions: Interruptions;
  readonly #door: Door;
  readonly #shedding: Shedding | null;
  readonly #memory: NodeMemory | null;
  readonly #recognition: Recognition | null;
  readonly #loop: EventLoop;
  readonly #messages: MessageTable;

  constructor(scenario: Scenario, loop: EventLoop, messages: MessageTable, options: ClusterOptions) {
    const pieces = piecesOf(scenario, loop, messages, options, this.#moves(options.onLost));
    this.nodes = pieces.nodes;
    this.watch = pieces.watch;
    this.#queues = pieces.queues;
    this.#services = pieces.services;
    this.#shared = pieces.shared;
    this.#outages = pieces.outages;
    this.#interruptions = pieces.interruptions;
    this.#door = pieces.door;
    this.#shedding = pieces.shedding;
    this.#memory = pieces.memory;
    this.#recognition = pieces.recognition;
    this.#loop = loop;
    this.#messages = messages;
  }

  #moves(lost: ClusterMoves["lost"]): ClusterMoves {
    return {
      lost,
      gone: (node, id) => this.#left(node, id, this.nodes.leave(node)),
      goOn: (node) => this.#goOn(node),
      start: (node, id) => {
        this.nodes.whole[(node << 5) | BUSY]!++;
        this.#services.begin(node, id);
      },
      startNext: (node) => {
        this.nodes.whole[(node << 5) | BUSY]!++;
        this.#startNext(node);
      },
      admit: (node, id, waits) => this.#letIn(node, id, waits),
      begun: (id) => this.#services.onStart?.(id),
      share: (node, id) => this.#shared.add(node, id),
      fallen: (node, keeps) => this.#door.fallen(node, keeps),
      woken: (node) => {
        if (this.inSystem(node) === 0 && this.onIdle !== null) this.onIdle(node);
        this.#door.woken(node);
      },
    };
  }

  /** Called when a worker has begun to serve a message. */
  set onStart(onStart: (id: MessageId) => void) {
    this.#services.onStart = onStart;
  }

  /** Messages waiting or in service at the node. */
  inSystem(node: number): number {
    return this.nodes.whole[(node << 5) | IN_SYSTEM]!;
  }

  /** Whether the node serves: it is neither down nor paused, nor replays what it kept over a crash. */
  isUp(node: number): boolean {
    return this.nodes.whole[(node << 5) | UP] === 1;
  }

  /** The process is gone: whoever connects is refused. */
  isDown(node: number): boolean {
    return this.#outages.isDown(node);
  }

  /** For whoever looks at a node of a run that stands still: how many wait, and what keeps it from serving. */
  look(node: number): { readonly waiting: number; readonly outage: OutageReason | null } {
    return { waiting: this.#queues.length(node), outage: this.#outages.reason(node) };
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
    if (inSystem === 0) this.#door.lookAt(node, id);
    else this.#admit(node, id, inSystem);
  }

  #admit(node: number, id: MessageId, inSystem: number): void {
    this.#note(node, id, inSystem);
    const { whole } = this.nodes;
    const row = node << 5;
    if (whole[row | PLAIN] === 0 && whole[row | SHARED] === 1) this.#shared.add(node, id);
    else if (inSystem > whole[row | WORKERS]!) this.#wait(node, id);
    else {
      whole[row | BUSY]!++;
      this.#services.begin(node, id);
    }
  }

  /** Whoever is at the door has let the message in, to wait or to be served at once. */
  #letIn(node: number, id: MessageId, waits: boolean): void {
    const inSystem = this.nodes.admit(node);
    if (!waits) return this.#admit(node, id, inSystem);
    this.#note(node, id, inSystem);
    this.#wait(node, id);
  }

  /** The message is at the node now, among so many. */
  #note(node: number, id: MessageId, inSystem: number): void {
    if (this.watch !== null) this.watch.changed(node);
    if (this.#responses !== null) this.#messages.whole[id | MET_IN_SYSTEM] = inSystem - 1;
    this.#messages.real[(id >> 1) | ENQUEUED_NS] = this.#loop.nowNs;
  }

  /**
   * The DEPARTURE event: returns whether the message has been served. A service that was broken off or put off since has
   * another epoch. The event names the node, so that nobody waits for the message's row to come from memory before the
   * node's is asked for.
   */
  depart(id: MessageId, epoch: number, node: number): boolean {
    const { whole } = this.#messages;
    if (whole[id | EPOCH] !== epoch) return false;
    this.#services.end(node, id);
    this.#leave(node, id);
    this.#goOn(node);
    return true;
  }

  /** A worker is free: it takes what waits, or rests. */
  #goOn(node: number): void {
    const row = node << 5;
    if (this.nodes.whole[row | IN_SYSTEM]! < this.nodes.whole[row | WORKERS]!) this.nodes.whole[row | BUSY]!--;
    else this.#startNext(node);
  }

  /** A worker, which counts as busy, takes what waits. */
  #startNext(node: number): void {
    if (this.#shedding === null) this.#services.begin(node, this.#takeNext(node));
    else this.#startWorthy(node, this.#shedding);
  }

  #startWorthy(node: number, shedding: Shedding): void {
    const id = shedding.take(node);
    if (id === NO_MESSAGE) this.nodes.whole[(node << 5) | BUSY]!--;
    else this.#services.begin(node, id);
    shedding.tell();
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
    if (this.#recognition !== null)
      this.repeated = !this.#recognition.remember(node, this.#messages.real[(id >> 1) | SEQUENCE]!, this.#loop.nowNs);
    this.#left(node, id, inSystem);
  }

  /** So many are left at the node. */
  #left(node: number, id: MessageId, inSystem: number): void {
    if (this.#memory !== null) this.#memory.lets(node, id);
    if (this.watch !== null) this.watch.changed(node);
    if (inSystem === 0 && this.onIdle !== null) this.onIdle(node);
  }

  #observe(node: number, id: MessageId): void {
    const { whole, real } = this.#messages;
    this.#responses!.observe(node, whole[id | MET_IN_SYSTEM]!, this.#loop.nowNs - real[(id >> 1) | ENQUEUED_NS]!);
  }

  /** What the node expects a message that came now to take, for probes; it listens from the first question on. 0: unknown. */
  recentResponseNs(node: number): Ns {
    this.#responses ??= new LatencyByLoad(this.nodes.count);
    return this.#responses.of(node, this.inSystem(node));
  }

  /** One more reason for the node to be down: what it holds is lost, or kept where it is durable. Returns whether it was up. */
  crash(node: number): boolean {
    return this.#outages.crash(node);
  }

  /** One reason fewer. Returns whether the node is up now: it serves what it kept from the start, once it is recovered. */
  restart(node: number, recovery: Recovery | null = null): boolean {
    return this.#outages.restart(node, recovery);
  }

  /** One more reason for the node to stand still: services go on when the last one is over; what comes waits. */
  pause(node: number): void {
    this.#outages.pause(node);
  }

  resume(node: number): void {
    this.#outages.resume(node);
  }

  /** From now on this fraction of what comes to the node is answered with an error so long after, and not served. 0: none. */
  setErrors(node: number, probability: number, latencyNs: Ns): void {
    this.#door.setErrors(node, probability, latencyNs);
  }

  /** The events of nodes that shed, err and replay. */
  handle(kind: number, a: number, b: number): void {
    this.#door.handle(kind, a, b);
  }

  /** From now on one worker does `speed` seconds of work per second; what is in service goes on at the new speed. */
  setSpeed(node: number, speed: number): void {
    const { nodes } = this;
    const former = nodes.real[(node << 4) | SPEED]!;
    nodes.touch(node);
    nodes.setSpeed(node, speed);
    this.watch?.changed(node);
    if (this.#shared.has(node)) this.#shared.setSpeed(node, speed);
    else this.#services.setSpeed(node, former, speed);
  }

  /** The message has been served, for nobody. */
  wasteService(id: MessageId): void {
    const node = this.#messages.whole[id | NODE]!;
    this.nodes.waste(node, this.#services.workedNs(node, id));
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
}
