/** The nodes whose workers share their messages or lay some down: when the next one departs, as messages come and go. */
import { SHARED_DEPARTURE } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Ns } from "../core/time.ts";
import type { NodeSpec } from "../scenario.ts";
import * as Message from "../traffic/message-table.ts";
import { NOWHERE, SERVED_NOW, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import * as Node from "./node-table.ts";
import type { NodeTable } from "./node-table.ts";
import { sharedWorkers } from "./disciplines.ts";
import type { Demand } from "./services.ts";
import type { SharedWorkers } from "./shared-workers.ts";
import type { ClusterWatch } from "./watch.ts";

const { BUSY, UP, WORKERS } = Node.WHOLE;
const { SPEED } = Node.REAL;
const { IN_SERVICE, NODE, PRODUCER } = Message.WHOLE;
const { DEPARTURE_NS, ENQUEUED_NS, STARTED_NS, WORK_NS } = Message.REAL;

export class SharedNodes {
  /** By node; null for nodes whose workers serve one message each. */
  readonly #workers: readonly (SharedWorkers | null)[];
  /** By node: grows whenever a SHARED_DEPARTURE that is scheduled must no longer count. */
  readonly #epoch: Int32Array;
  readonly #nodes: NodeTable;
  readonly #watch: ClusterWatch | null;
  readonly #loop: EventLoop;
  readonly #messages: MessageTable;
  /** By producer. */
  readonly #priorities: readonly number[];
  /** Who was begun since the last time that somebody was told of it. */
  readonly #begun: MessageId[] = [];
  readonly #onBegun: (id: MessageId) => void;
  /** Null where every service takes its message's work. */
  readonly #demand: Demand | null;
  /** By node: since when its services stand still; -1: they do not. */
  readonly #frozenSinceNs: Float64Array;
  /** By node: for how long they have stood still before. */
  readonly #stoodNs: Float64Array;

  /** `priorities`: each producer's. `onBegun` is told of every message that a worker has begun to serve. */
  constructor(
    specs: readonly NodeSpec[],
    priorities: readonly number[],
    nodes: NodeTable,
    watch: ClusterWatch | null,
    loop: EventLoop,
    messages: MessageTable,
    demand: Demand | null,
    onBegun: (id: MessageId) => void,
  ) {
    this.#workers = specs.map((spec) => sharedWorkers(spec, (id) => this.#begun.push(id)));
    this.#epoch = new Int32Array(specs.length);
    this.#nodes = nodes;
    this.#watch = watch;
    this.#loop = loop;
    this.#messages = messages;
    this.#priorities = priorities;
    this.#onBegun = onBegun;
    this.#demand = demand;
    this.#frozenSinceNs = new Float64Array(specs.length).fill(-1);
    this.#stoodNs = new Float64Array(specs.length);
  }

  /** Whether the node is one of them. */
  has(node: number): boolean {
    return this.#workers[node] !== null;
  }

  add(node: number, id: MessageId): void {
    const workers = this.#workers[node]!;
    const { whole, real } = this.#messages;
    const workNs = real[(id >> 1) | WORK_NS]!;
    whole[id | IN_SERVICE] = SERVED_NOW;
    workers.advance(this.#clockNs(node));
    workers.add(id, this.#demand === null ? workNs : this.#demand(node, id), this.#priorities[whole[id | PRODUCER]!]!);
    this.#watch?.waits(node, workNs);
    this.reschedule(node);
  }

  /** Whether a SHARED_DEPARTURE of this epoch still counts. */
  expects(node: number, epoch: number): boolean {
    return this.#epoch[node] === epoch;
  }

  /** Takes the message that is done. */
  take(node: number): MessageId {
    const nowNs = this.#loop.nowNs;
    const workers = this.#workers[node]!;
    workers.advance(this.#clockNs(node));
    const id = workers.take();
    const { whole, real } = this.#messages;
    const at = id >> 1;
    real[at | DEPARTURE_NS] = nowNs;
    // Alone it would have taken its work / speed; the rest of its stay counts as waiting.
    const aloneNs = roundHalfUp(real[at | WORK_NS]! / this.#nodes.real[(node << 4) | SPEED]!);
    real[at | STARTED_NS] = Math.max(real[at | ENQUEUED_NS]!, nowNs - aloneNs);
    whole[id | IN_SERVICE] = NOWHERE;
    this.#watch?.waits(node, -real[at | WORK_NS]!);
    return id;
  }

  /** Schedules the next departure anew, since the messages or the speed have changed; tells who was begun. */
  reschedule(node: number): void {
    const epoch = ++this.#epoch[node]!;
    const workers = this.#workers[node]!;
    const { whole } = this.#nodes;
    if (whole[(node << 5) | UP] === 0) return;
    whole[(node << 5) | BUSY] = Math.min(workers.length, whole[(node << 5) | WORKERS]!);
    if (workers.length > 0) this.#loop.at(this.#loop.nowNs + workers.untilNextNs(), SHARED_DEPARTURE, node, epoch);
    if (this.#begun.length > 0) this.#tellBegun(node);
  }

  setSpeed(node: number, speed: number): void {
    const workers = this.#workers[node]!;
    workers.advance(this.#clockNs(node));
    workers.setSpeed(speed);
    this.reschedule(node);
  }

  /** Ends every service at the node; returns whom it served. */
  breakOff(node: number): MessageId[] {
    const workers = this.#workers[node]!;
    workers.advance(this.#clockNs(node));
    this.#epoch[node]!++;
    this.#watch?.emptied(node);
    const served: MessageId[] = [];
    workers.clear((id, workedNs) => {
      served.push(id);
      this.#forgetBegun(id);
      this.#nodes.waste(node, workedNs);
    });
    return served;
  }

  /** Takes a message off before it is done. `reschedule` follows. */
  remove(node: number, id: MessageId): void {
    const { whole, real } = this.#messages;
    const workers = this.#workers[node]!;
    workers.advance(this.#clockNs(node));
    const workNs = real[(id >> 1) | WORK_NS]!;
    this.#nodes.waste(node, workers.remove(id));
    this.#forgetBegun(id);
    whole[id | IN_SERVICE] = NOWHERE;
    this.#watch?.waits(node, -workNs);
  }

  /** All services at the node stand still. */
  freeze(node: number): void {
    this.#workers[node]!.advance(this.#clockNs(node));
    this.#frozenSinceNs[node] = this.#loop.nowNs;
    this.#epoch[node]!++;
  }

  /** They go on, the node being up. */
  thaw(node: number): void {
    this.#stoodNs[node]! += this.#loop.nowNs - this.#frozenSinceNs[node]!;
    this.#frozenSinceNs[node] = -1;
    this.reschedule(node);
  }

  /** The workers' time, which stands still while their node does. */
  #clockNs(node: number): Ns {
    const sinceNs = this.#frozenSinceNs[node]!;
    return (sinceNs < 0 ? this.#loop.nowNs : sinceNs) - this.#stoodNs[node]!;
  }

  /** Told last: whoever hears of it may take other messages off this node. Those at nodes that stand still have to wait. */
  #tellBegun(node: number): void {
    const { whole } = this.#messages;
    const isHere = (id: MessageId): boolean => whole[id | NODE] === node;
    for (let at = this.#begun.findIndex(isHere); at >= 0; at = this.#begun.findIndex(isHere)) {
      this.#onBegun(this.#begun.splice(at, 1)[0]!);
    }
  }

  #forgetBegun(id: MessageId): void {
    const at = this.#begun.indexOf(id);
    if (at >= 0) this.#begun.splice(at, 1);
  }
}
