/**
 * Nodes that do not serve: down (the process is gone), paused (everything stands still and goes on afterwards: preemptive
 * resume), or replaying what they kept before they serve again. Reasons overlap: a node serves when none is left.
 *
 * - down: messages that come are lost; what the node holds is lost with it, or kept where it is durable.
 * - paused or replaying: messages that come wait, up to the room there is; probes get no answer.
 */
import { NODE_REPLAYED } from "../core/event-kinds.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Ns } from "../core/time.ts";
import { CAUSE_NODE_CRASH } from "../measure/ledger.ts";
import { NO_MESSAGE, NOWHERE, WHOLE as MESSAGE, type MessageId } from "../traffic/message-table.ts";
import { WHOLE } from "./node-table.ts";
import type { ClusterMoves, ClusterParts } from "./parts.ts";

const { BUSY, IN_SYSTEM, UP, WORKERS } = WHOLE;
const { IN_SERVICE } = MESSAGE;

/** How long a node that comes back replays what it kept, before it serves. */
export interface Recovery {
  readonly baseNs: Ns;
  readonly perMessageNs: Ns;
}

/** Why a node does not serve. */
export type OutageReason = "down" | "paused" | "replaying";

export class Outages {
  readonly #parts: ClusterParts;
  readonly #moves: ClusterMoves;
  // By node: reasons in force.
  readonly #downs: Int32Array;
  readonly #pauses: Int32Array;
  readonly #replaying: Uint8Array;
  /** By node: grows with every crash, so that a replay which a crash broke off no longer counts. */
  readonly #epoch: Int32Array;
  /** Durable nodes that do not serve yet: what they were serving as they went down. */
  readonly #kept: Map<number, readonly MessageId[]> = new Map();

  constructor(parts: ClusterParts, moves: ClusterMoves) {
    this.#parts = parts;
    this.#moves = moves;
    const { count } = parts.nodes;
    this.#downs = new Int32Array(count);
    this.#pauses = new Int32Array(count);
    this.#replaying = new Uint8Array(count);
    this.#epoch = new Int32Array(count);
  }

  isDown(node: number): boolean {
    return this.#downs[node]! > 0;
  }

  /** What keeps the node from serving, the gravest reason first; null: nothing. */
  reason(node: number): OutageReason | null {
    if (this.isDown(node)) return "down";
    if (this.#pauses[node]! > 0) return "paused";
    return this.#replaying[node] === 1 ? "replaying" : null;
  }

  isServing(node: number): boolean {
    return this.#parts.nodes.whole[(node << 5) | UP] === 1;
  }

  /** One more reason to be down. Returns whether the node was up. */
  crash(node: number): boolean {
    if (this.#downs[node]!++ > 0) return false;
    this.#epoch[node]!++;
    this.#replaying[node] = 0;
    if (this.isServing(node)) this.#stopServing(node);
    const serving = this.#breakOff(node);
    const keeps = this.#parts.specs[node]!.durable;
    const erring = this.#moves.fallen(node, keeps);
    if (keeps) this.#kept.set(node, [...this.#keptBy(node), ...serving]);
    const lost = keeps ? erring : [...serving, ...this.#takeAll(node), ...erring];
    for (const id of lost) this.#moves.lost(id, CAUSE_NODE_CRASH);
    return true;
  }

  /** One reason fewer. Returns whether the node is up now; it serves at once, or when it has replayed what it kept. */
  restart(node: number, recovery: Recovery | null): boolean {
    if (--this.#downs[node]! > 0) return false;
    if (recovery === null) this.#serve(node);
    else this.#replay(node, recovery);
    return true;
  }

  /** The NODE_REPLAYED event. */
  replayed(node: number, epoch: number): void {
    if (this.#epoch[node] !== epoch) return;
    this.#replaying[node] = 0;
    this.#serve(node);
  }

  /** One more reason to stand still. */
  pause(node: number): void {
    if (this.#pauses[node]!++ === 0 && this.isServing(node)) this.#stopServing(node);
  }

  /** One reason fewer. */
  resume(node: number): void {
    this.#pauses[node]!--;
    this.#serve(node);
  }

  /** Takes a message out of what the node kept; returns whether it was there. */
  forget(node: number, id: MessageId): boolean {
    const kept = this.#keptBy(node);
    if (!kept.includes(id)) return false;
    this.#kept.set(
      node,
      kept.filter((other) => other !== id),
    );
    return true;
  }

  #keptBy(node: number): readonly MessageId[] {
    return this.#kept.get(node) ?? [];
  }

  #replay(node: number, { baseNs, perMessageNs }: Recovery): void {
    const { loop, nodes } = this.#parts;
    this.#replaying[node] = 1;
    const kept = nodes.whole[(node << 5) | IN_SYSTEM]!;
    loop.at(loop.nowNs + roundHalfUp(baseNs + perMessageNs * kept), NODE_REPLAYED, node, this.#epoch[node]!);
  }

  /** Whatever the node was doing stands still. */
  #stopServing(node: number): void {
    const { nodes, services, shared } = this.#parts;
    nodes.touch(node);
    nodes.setUp(node, false);
    nodes.whole[(node << 5) | BUSY] = 0;
    if (shared.has(node)) shared.freeze(node);
    else services.freeze(node);
  }

  /** Ends every service at the node before its time; returns whom it served, oldest first. */
  #breakOff(node: number): readonly MessageId[] {
    const { messages, services, shared, watch } = this.#parts;
    if (shared.has(node)) {
      const served = shared.breakOff(node);
      for (const id of served) messages.whole[id | IN_SERVICE] = NOWHERE;
      return served;
    }
    const served = services.of(node);
    for (const id of served) services.stop(node, id);
    watch?.stopped(node);
    return served;
  }

  /** Takes all that waits at the node, which holds nothing from then on. */
  #takeAll(node: number): readonly MessageId[] {
    const { messages, nodes, queues, watch } = this.#parts;
    const waiting: MessageId[] = [];
    for (let id = queues.take(node); id !== NO_MESSAGE; id = queues.take(node)) {
      messages.whole[id | IN_SERVICE] = NOWHERE;
      waiting.push(id);
    }
    nodes.touch(node);
    nodes.whole[(node << 5) | IN_SYSTEM] = 0;
    watch?.changed(node);
    watch?.emptied(node);
    return waiting;
  }

  /** The node serves, unless there is still a reason not to: what it was serving, and then what waits. */
  #serve(node: number): void {
    if (this.isDown(node) || this.#pauses[node]! > 0 || this.#replaying[node] === 1) return;
    const { nodes, services, shared } = this.#parts;
    nodes.touch(node);
    nodes.setUp(node, true);
    const kept = this.#keptBy(node);
    this.#kept.delete(node);
    if (shared.has(node)) {
      shared.thaw(node);
      for (const id of kept) this.#moves.share(node, id);
    } else {
      nodes.whole[(node << 5) | BUSY] = services.thaw(node);
      for (const id of kept) this.#moves.start(node, id);
      this.#fill(node);
    }
    this.#moves.woken(node);
  }

  /** Every worker that has nothing to do takes what waits. */
  #fill(node: number): void {
    const { whole } = this.#parts.nodes;
    const row = node << 5;
    while (whole[row | BUSY]! < Math.min(whole[row | IN_SYSTEM]!, whole[row | WORKERS]!)) this.#moves.startNext(node);
  }
}
