/**
 * Messages that leave a node before they are done: a crash breaks services off, a cancellation takes a message from its
 * worker or out of the queue. What a worker has done for them until then is work for nobody.
 */
import type { EventLoop } from "../core/event-loop.ts";
import type { NodeSpec } from "../scenario.ts";
import * as Message from "../traffic/message-table.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import * as Node from "./node-table.ts";
import type { NodeTable } from "./node-table.ts";
import type { WaitingQueues } from "./queues.ts";
import type { SharedNodes } from "./shared-nodes.ts";
import type { ClusterWatch } from "./watch.ts";

const { UP } = Node.WHOLE;
const { EPOCH, IN_SERVICE, NODE } = Message.WHOLE;
const { DEPARTURE_NS, SEQUENCE, STARTED_NS, WORK_NS } = Message.REAL;

/** The parts of the cluster that such a message has to be taken out of. */
export interface InterruptionParts {
  readonly specs: readonly NodeSpec[];
  readonly nodes: NodeTable;
  readonly watch: ClusterWatch | null;
  readonly queues: WaitingQueues;
  readonly shared: SharedNodes;
  readonly loop: EventLoop;
  readonly messages: MessageTable;
  /** One message fewer is at the node. */
  readonly onLeft: (node: number) => void;
  /** A worker that serves one message at a time is free. */
  readonly onFree: (node: number) => void;
}

export class Interruptions {
  readonly #parts: InterruptionParts;
  /** Durable nodes that are down: what they were serving. */
  readonly #kept: Map<number, readonly MessageId[]> = new Map();

  constructor(parts: InterruptionParts) {
    this.#parts = parts;
  }

  /** Whom the node's workers serve, in order of publication. Not for nodes whose workers serve all at once. */
  serving(node: number): MessageId[] {
    const { whole, real } = this.#parts.messages;
    const serving: MessageId[] = [];
    this.#parts.messages.forEach((id) => {
      if (whole[id | IN_SERVICE] === 1 && whole[id | NODE] === node) serving.push(id);
    });
    return serving.sort((x, y) => real[(x >> 1) | SEQUENCE]! - real[(y >> 1) | SEQUENCE]!);
  }

  /** Ends every service at the node before its time; returns whom it served, oldest first. None is with a worker then. */
  breakOff(node: number): readonly MessageId[] {
    const { shared, messages, watch } = this.#parts;
    const served = shared.has(node) ? shared.breakOff(node) : this.serving(node);
    for (const id of served) {
      if (shared.has(node)) messages.whole[id | IN_SERVICE] = 0;
      else this.#stop(node, id);
    }
    if (!shared.has(node)) watch?.stopped(node);
    return served;
  }

  /** A durable node has gone down while it was serving these. */
  keep(node: number, serving: readonly MessageId[]): void {
    this.#kept.set(node, serving);
  }

  /** It is back: whom it has to serve again. */
  takeKept(node: number): readonly MessageId[] {
    const kept = this.#kept.get(node) ?? [];
    this.#kept.delete(node);
    return kept;
  }

  /**
   * Takes a message that waits or is served off its node, which counts it neither as completed nor as lost. A durable node
   * that is down is without it when it comes back. Returns whether the node held it.
   */
  cancel(id: MessageId): boolean {
    const { messages, nodes, specs } = this.#parts;
    const node = messages.whole[id | NODE]!;
    if (nodes.whole[(node << 5) | UP] === 1) this.#cancelAtWork(node, id);
    else if (specs[node]!.durable) this.#cancelKept(node, id);
    else return false;
    return true;
  }

  #cancelAtWork(node: number, id: MessageId): void {
    const { messages, onFree, onLeft, shared, watch } = this.#parts;
    const { whole, real } = messages;
    if (whole[id | IN_SERVICE] === 0) {
      this.#unqueue(node, id);
      onLeft(node);
    } else if (shared.has(node)) {
      shared.remove(node, id);
      onLeft(node);
      shared.reschedule(node);
    } else {
      this.#stop(node, id);
      watch?.ends(node, real[(id >> 1) | DEPARTURE_NS]!);
      onLeft(node);
      onFree(node);
    }
  }

  #cancelKept(node: number, id: MessageId): void {
    const kept = this.#kept.get(node)!;
    if (kept.includes(id)) {
      this.#kept.set(
        node,
        kept.filter((other) => other !== id),
      );
    } else this.#unqueue(node, id);
    this.#parts.onLeft(node);
  }

  #unqueue(node: number, id: MessageId): void {
    this.#parts.queues.remove(node, id);
    this.#parts.watch?.waits(node, -this.#parts.messages.real[(id >> 1) | WORK_NS]!);
  }

  /** The worker stops, and the departure that is scheduled no longer counts. */
  #stop(node: number, id: MessageId): void {
    const { loop, messages, nodes } = this.#parts;
    messages.whole[id | IN_SERVICE] = 0;
    messages.whole[id | EPOCH]!++;
    nodes.waste(node, loop.nowNs - messages.real[(id >> 1) | STARTED_NS]!);
  }
}
