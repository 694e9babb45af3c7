/** The way in for a message that does not come in just so: its node does not serve, or is full, or looks at what comes. */
import { NODE_DEADLINE, NODE_ERRS } from "../core/event-kinds.ts";
import { CAUSE_DROPPED, CAUSE_NODE_CRASH, CAUSE_NODE_DOWN, CAUSE_REJECTED } from "../measure/ledger.ts";
import type { Ns } from "../core/time.ts";
import * as Message from "../traffic/message-table.ts";
import type { MessageId } from "../traffic/message-table.ts";
import type { ErrorAnswers } from "./error-answers.ts";
import type { NodeMemory } from "./memory.ts";
import { WHOLE } from "./node-table.ts";
import type { Outages } from "./outages.ts";
import type { ClusterMoves, ClusterParts } from "./parts.ts";
import { NO_CAUSE, type Shedding } from "./shedding/shedding.ts";

const { IN_SYSTEM, WORKERS } = WHOLE;
const { IN_SERVICE } = Message.WHOLE;
const { WORK_NS } = Message.REAL;
const { DROPPED, NO_MESSAGE, NOWHERE } = Message;

/** Who has a say at the door. */
export interface DoorKeepers {
  readonly outages: Outages;
  readonly errors: ErrorAnswers;
  /** Null where no node turns work away before it is full. */
  readonly shedding: Shedding | null;
  /** Null where no node's memory is bounded. */
  readonly memory: NodeMemory | null;
  /** A node would have more to hold than its memory: it is to crash, and to be restarted so much later. */
  readonly onOverflow: (node: number, downNs: Ns) => void;
}

export class Door {
  readonly #parts: ClusterParts;
  readonly #moves: ClusterMoves;
  readonly #keepers: DoorKeepers;

  constructor(parts: ClusterParts, moves: ClusterMoves, keepers: DoorKeepers) {
    this.#parts = parts;
    this.#moves = moves;
    this.#keepers = keepers;
    for (let node = 0; node < parts.nodes.count; node++) this.#setGuarded(node);
  }

  /** Whether all that comes to the node has to pass here. */
  #setGuarded(node: number): void {
    const { errors, shedding } = this.#keepers;
    const bounded = this.#parts.specs[node]!.memory !== undefined;
    this.#parts.nodes.setGuarded(node, bounded || shedding?.has(node) === true || errors.at(node));
  }

  /** From now on this fraction of what comes to the node is answered with an error so long after, and not served. 0: none. */
  setErrors(node: number, probability: number, latencyNs: Ns): void {
    this.#keepers.errors.set(node, probability, latencyNs);
    this.#setGuarded(node);
  }

  /** The events of nodes that shed, err and replay. */
  handle(kind: number, a: number, b: number): void {
    const { errors, outages, shedding } = this.#keepers;
    if (kind === NODE_DEADLINE) shedding!.deadline(a, (node) => outages.isServing(node));
    else if (kind === NODE_ERRS) errors.due(a, b, (node) => outages.isServing(node));
    else outages.replayed(a, b);
  }

  /** The node serves again: what was put off meanwhile is done now. */
  woken(node: number): void {
    this.#keepers.shedding?.woken(node);
    this.#keepers.errors.woken(node);
  }

  /** The node has gone down; `keeps`: what it holds is kept. Returns what it had promised to answer with errors. */
  fallen(node: number, keeps: boolean): readonly MessageId[] {
    if (!keeps) this.#keepers.memory?.clear(node);
    return this.#keepers.errors.takeAll(node);
  }

  /** A message has come. */
  lookAt(node: number, id: MessageId): void {
    const { errors, outages, shedding } = this.#keepers;
    if (outages.isDown(node)) return this.#moves.lost(id, CAUSE_NODE_DOWN);
    if (errors.takes(node, id)) return;
    const cause = shedding === null ? NO_CAUSE : shedding.refusal(node, id, this.#wouldServe(node));
    if (cause !== NO_CAUSE) return this.#moves.lost(id, cause);
    const full = this.#parts.nodes.isFull(node);
    const dropped = full ? this.#takeOldest(node) : NO_MESSAGE;
    if (full && dropped === NO_MESSAGE) return this.#moves.lost(id, CAUSE_REJECTED);
    this.#letIn(node, id);
    if (dropped === NO_MESSAGE) return;
    // Told last: the answer may bring the next message here at once, and must find the place taken.
    this.#parts.messages.whole[dropped | IN_SERVICE] = NOWHERE;
    this.#moves.lost(dropped, CAUSE_DROPPED);
  }

  /** Whether a message that came now would not have to wait. */
  #wouldServe(node: number): boolean {
    const { whole } = this.#parts.nodes;
    return this.#keepers.outages.isServing(node) && whole[(node << 5) | IN_SYSTEM]! < whole[(node << 5) | WORKERS]!;
  }

  #letIn(node: number, id: MessageId): void {
    const { memory, onOverflow, shedding } = this.#keepers;
    if (memory?.isTooMuch(node, id) === true) {
      onOverflow(node, memory.downNs(node));
      return this.#moves.lost(id, CAUSE_NODE_CRASH);
    }
    memory?.takesIn(node, id);
    const waits = !this.#parts.shared.has(node) && !this.#wouldServe(node);
    if (!waits) shedding?.startsAtOnce(node);
    this.#moves.admit(node, id, waits);
    if (waits) shedding?.waits(node, id);
  }

  /** Takes the oldest waiting message off a node that drops it for a newer one; NO_MESSAGE where there is none. */
  #takeOldest(node: number): MessageId {
    const { messages, queues, specs, watch } = this.#parts;
    if (specs[node]!.overflow !== "drop-oldest") return NO_MESSAGE;
    const oldest = queues.takeOldest(node);
    if (oldest === NO_MESSAGE) return oldest;
    messages.whole[oldest | IN_SERVICE] = DROPPED;
    watch?.waits(node, -messages.real[(oldest >> 1) | WORK_NS]!);
    this.#moves.gone(node, oldest);
    return oldest;
  }
}
