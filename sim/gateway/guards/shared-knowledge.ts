/**
 * Gateways tell each other of their tries: every change of one gateway's count reaches the others a fixed time later, and
 * their `inFlight` then counts it. A change costs one timer and, when it arrives, a step for each other gateway.
 */
import type { NodeId } from "../../balancers/contract.ts";
import { IN_FLIGHT_TOLD } from "../../core/event-kinds.ts";
import type { EventLoop } from "../../core/event-loop.ts";
import type { Ns } from "../../core/time.ts";

/** A gateway that hears of the others. */
export interface Listener {
  /** Another gateway has so many more, or fewer, at the node. */
  heard(node: NodeId, change: number): void;
}

export class SharedKnowledge {
  readonly #loop: EventLoop;
  readonly #lane: number;
  readonly #listeners: Listener[] = [];

  constructor(delayNs: Ns, loop: EventLoop) {
    this.#loop = loop;
    this.#lane = loop.lane(delayNs, IN_FLIGHT_TOLD);
  }

  /** The gateway listens, in the place of its former process if there was one. */
  join(gateway: number, listener: Listener): void {
    this.#listeners[gateway] = listener;
  }

  /** A gateway has one more at the node, or one fewer. */
  tell(gateway: number, node: NodeId, grows: boolean): void {
    this.#loop.arm(this.#lane, gateway, (node << 1) | (grows ? 1 : 0));
  }

  /** The IN_FLIGHT_TOLD event. */
  arrive(gateway: number, change: number): void {
    const node = change >> 1;
    const step = (change & 1) === 1 ? 1 : -1;
    this.#listeners.forEach((listener, other) => {
      if (other !== gateway) listener.heard(node, step);
    });
  }
}
