/**
 * The gateways of a run. Each is a process: when it ends, all that it knew ends with it, and the one that is started in its
 * place begins as the first one did. What gateways share, and their streams of chance, are not of one process.
 */
import type { Balancer, BalancerContext } from "../balancers/contract.ts";
import { Gateway } from "./gateway.ts";
import type { GatewayParts } from "./gateway-parts.ts";
import type { GuardRoom } from "./guards/guard-room.ts";
import type { Signals } from "./signals.ts";
import { GatewayView, type Truth } from "./views.ts";

export interface GatewayRoomParts {
  readonly gateway: GatewayParts;
  /** By gateway: what its balancers are made from, but for their signals. */
  readonly contexts: readonly Omit<BalancerContext, "signals">[];
  readonly create: (context: BalancerContext) => Balancer;
  readonly signals: Signals;
  readonly guards: GuardRoom | null;
  /** By NodeId: what gateways know of it that watch no nodes. */
  readonly weight: Float64Array;
  readonly truth: Truth | null;
}

export class GatewayRoom {
  readonly all: readonly Gateway[];
  readonly #all: Gateway[];
  readonly #parts: GatewayRoomParts;

  constructor(parts: GatewayRoomParts) {
    this.#parts = parts;
    this.#all = [];
    this.all = this.#all;
    parts.contexts.forEach((_, gateway) => (this.#all[gateway] = this.#make(gateway)));
  }

  /** The gateway's process ends; its messages are the exchange's matter. */
  stop(gateway: number): void {
    this.#parts.signals.silence(gateway);
    this.#parts.guards?.stop(gateway);
  }

  /** A new process begins where one has ended. */
  start(gateway: number): void {
    const former = this.#all[gateway]!;
    this.#parts.guards?.start(gateway);
    this.#all[gateway] = this.#make(gateway);
    this.#all[gateway].succeed(former);
  }

  #make(gateway: number): Gateway {
    const { contexts, create, guards, signals, truth, weight, gateway: parts } = this.#parts;
    const own = guards?.of(gateway) ?? null;
    const view = new GatewayView(own?.membership ?? parts.membership, own?.weight ?? weight, truth, parts.loop);
    const resume = (ticket: number): void => this.#all[gateway]!.resume(ticket);
    return new Gateway(create({ ...contexts[gateway]!, signals: signals.of(gateway, resume) }), view, parts, own);
  }
}
