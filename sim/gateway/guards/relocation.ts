/**
 * What waits at a gateway for a node that takes nothing new any more goes to another one, as HAProxy redistributes a server's
 * queue when the server goes down or is drained; where there is no other node it has failed.
 */
import type { NodeId } from "../../balancers/contract.ts";
import type { EventLoop } from "../../core/event-loop.ts";
import { REAL, WHOLE, type MessageId, type MessageTable } from "../../traffic/message-table.ts";
import type { GatewayView } from "../views.ts";
import type { NodeHealth } from "./node-health.ts";
import type { NodeLimits } from "./node-limits.ts";

const { NODE } = WHOLE;
const { SENT_NS } = REAL;

/** The gateway, as far as it concerns what waits there. */
export interface Relocating {
  readonly onReturn: ((node: NodeId) => void) | null;
  readonly view: GatewayView;
  /** Null where a message has one try at a time. */
  readonly placement: { move(id: MessageId, left: NodeId): boolean } | null;
  pick(id: MessageId): NodeId;
  /** A node that the balancer named, and that counts in flight, is not used after all. */
  takeBack(node: NodeId, id: MessageId): void;
  /** A try that waited goes to its node now. */
  sendOn(id: MessageId): void;
  /** A try for which a node was picked does not go there: it has failed, here and now. */
  turnAway(id: MessageId): void;
}

/** The guards, which count what is out. */
export interface Counting {
  begin(id: MessageId, node: NodeId): void;
  /** It has ended without having been sent. */
  unsent(id: MessageId, node: NodeId): void;
  lets(id: MessageId, node: NodeId): boolean;
  /** There is no other node. */
  inVain(): void;
}

export class Relocation {
  readonly #gateway: Relocating;
  readonly #guards: Counting;
  readonly #limits: NodeLimits;
  readonly #messages: MessageTable;
  readonly #loop: EventLoop;

  constructor(gateway: Relocating, guards: Counting, limits: NodeLimits, messages: MessageTable, loop: EventLoop) {
    this.#gateway = gateway;
    this.#guards = guards;
    this.#limits = limits;
    this.#messages = messages;
    this.#loop = loop;
  }

  /** Empties the queues of nodes that do not serve what waits for them. */
  moveOff(health: NodeHealth): void {
    for (let node = 0; node < health.membership.reasons.length; node++)
      while (!health.serves(node) && this.#limits.waiting(node) > 0) this.#move(this.#limits.first(node), node);
  }

  #move(id: MessageId, node: NodeId): void {
    // Out of the guards' counts first: what is not out takes no room.
    this.#guards.unsent(id, node);
    if (!this.#findOther(id, node)) return this.#fail(id, node);
    this.#messages.real[(id >> 1) | SENT_NS] = this.#loop.nowNs;
    if (this.#gateway.onReturn !== null) this.#gateway.onReturn(node);
    if (this.#guards.lets(id, this.#messages.whole[id | NODE]!)) this.#gateway.sendOn(id);
  }

  /** Makes the try another node's. False: there is none. */
  #findOther(id: MessageId, node: NodeId): boolean {
    const { placement, view } = this.#gateway;
    if (placement !== null) return placement.move(id, node);
    const other = this.#gateway.pick(id);
    if (other < 0) return false;
    this.#gateway.takeBack(node, id);
    view.inFlight[other]!++;
    this.#messages.whole[id | NODE] = other;
    return true;
  }

  /** It is turned away, and settled, as what was on its way to the node. */
  #fail(id: MessageId, node: NodeId): void {
    this.#guards.begin(id, node);
    this.#guards.inVain();
    this.#gateway.turnAway(id);
  }
}
