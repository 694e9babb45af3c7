/** The control surface over the rooms of a run: who does what a fault says, and how gateways come to know of it. */
import type { NodeId } from "../balancers/contract.ts";
import { DEGRADATION, GATEWAY_NEWS, MEMBERSHIP } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { NEVER, type Ns } from "../core/time.ts";
import { ABSENT, DOWN, DRAINING, type Membership } from "../gateway/membership.ts";
import type { LinkControl, LinkEffect } from "../network/link-effects.ts";
import type { LinkSet } from "../scenario.ts";
import type { ClusterControl, Recovery } from "./control.ts";

/** The nodes. */
export interface ControlledCluster {
  /** `degraded`, by node: 1 while it says that it had better be spared. */
  readonly nodes: { readonly degraded: Uint8Array };
  crash(node: NodeId): void;
  restart(node: NodeId, recovery: Recovery | null): void;
  pause(node: NodeId): void;
  resume(node: NodeId): void;
  setErrors(node: NodeId, probability: number, latencyNs: Ns): void;
  setSpeed(node: NodeId, speed: number): void;
}

/** A gateway that is told who is routable. */
export interface ControlledGateway {
  /** Its tries that are out at the node. */
  triesAt(node: NodeId): number;
  /** Called whenever one of them has come back; null: nobody wants to know. */
  onReturn: ((node: NodeId) => void) | null;
  /** All gateways are told something about a node; `changed`: others are routable than before, as they are told. */
  toldOfNodes(changed: boolean): void;
}

/** What gateways do with their messages. */
export interface ControlledExchange {
  crashGateway(gateway: number): void;
  restartGateway(gateway: number): void;
}

/** The gateways as processes, which begin anew with nothing of what they knew. */
export interface ControlledProcesses {
  stop(gateway: number): void;
  start(gateway: number): void;
}

/** Who directs producers to gateways. */
export interface ControlledChoice {
  learn(gateway: number, isUp: boolean): void;
}

export interface RunControlParts {
  readonly cluster: ControlledCluster;
  /** By gateway: its present process. */
  readonly gateways: readonly ControlledGateway[];
  readonly processes: ControlledProcesses;
  /** What gateways are told of nodes. */
  readonly membership: Membership;
  /** From when a node goes down, or comes back, to when gateways are told. NEVER: they are not. */
  readonly detectionNs: Ns;
  /** Null where no fault is of gateways. */
  readonly exchange: ControlledExchange | null;
  readonly choice: ControlledChoice;
  readonly links: LinkControl;
  readonly loop: EventLoop;
}

export class RunControl implements ClusterControl {
  /** Called when no gateway waits any more for an answer from a node that is being drained. */
  onIdle: (node: NodeId) => void = () => undefined;
  readonly #parts: RunControlParts;
  // By node: how many want it so.
  readonly #downs: Int32Array;
  readonly #drains: Int32Array;
  readonly #absences: Int32Array;
  readonly #degradations: Int32Array;
  /** By node that is down: what it has to replay. */
  readonly #recoveries: Map<NodeId, Recovery> = new Map();
  /** By node: whether its supervisor's last news was that it is down. */
  readonly #toldDown: Uint8Array;
  #draining = 0;
  /** By gateway. */
  readonly #gatewayDowns: Int32Array;

  constructor(parts: RunControlParts) {
    this.#parts = parts;
    const nodes = parts.membership.reasons.length;
    this.#downs = new Int32Array(nodes);
    this.#drains = new Int32Array(nodes);
    this.#absences = new Int32Array(nodes);
    this.#degradations = new Int32Array(nodes);
    this.#toldDown = new Uint8Array(nodes);
    this.#gatewayDowns = new Int32Array(parts.gateways.length);
  }

  crash(node: NodeId): void {
    if (this.#stop(node)) this.#tell(node, true);
  }

  restart(node: NodeId, recovery: Recovery | null): void {
    if (recovery !== null) this.#recoveries.set(node, longest(recovery, this.#recoveries.get(node)));
    if (this.#start(node)) this.#tell(node, false);
  }

  stop(node: NodeId): void {
    this.#stop(node);
  }

  start(node: NodeId): void {
    const isUp = this.#start(node);
    // A crash that began while it was stopped was no news then, and is now.
    if (isUp === (this.#toldDown[node] === 1)) this.#tell(node, !isUp);
  }

  pause(node: NodeId): void {
    this.#parts.cluster.pause(node);
  }

  resume(node: NodeId): void {
    this.#parts.cluster.resume(node);
  }

  degrade(node: NodeId): void {
    if (this.#degradations[node]!++ === 0) this.#setDegraded(node, true);
  }

  undegrade(node: NodeId): void {
    if (--this.#degradations[node]! === 0) this.#setDegraded(node, false);
  }

  setErrors(node: NodeId, probability: number, latencyNs: Ns): void {
    this.#parts.cluster.setErrors(node, probability, latencyNs);
  }

  setSpeed(node: NodeId, speed: number): void {
    this.#parts.cluster.setSpeed(node, speed);
  }

  drain(node: NodeId): void {
    if (this.#drains[node]!++ > 0) return;
    if (this.#draining++ === 0) this.#watchReturns((returned) => this.#returned(returned));
    this.#mark(node, DRAINING, true);
  }

  undrain(node: NodeId): void {
    if (--this.#drains[node]! > 0) return;
    if (--this.#draining === 0) this.#watchReturns(null);
    this.#mark(node, DRAINING, false);
  }

  isIdle(node: NodeId): boolean {
    return this.#parts.gateways.every((gateway) => gateway.triesAt(node) === 0);
  }

  leave(node: NodeId): void {
    if (this.#absences[node]!++ === 0) this.#mark(node, ABSENT, true);
    this.stop(node);
  }

  join(node: NodeId): void {
    this.start(node);
    if (--this.#absences[node]! === 0) this.#mark(node, ABSENT, false);
  }

  crashGateway(gateway: number): void {
    if (this.#gatewayDowns[gateway]!++ > 0) return;
    this.#parts.exchange!.crashGateway(gateway);
    this.#parts.processes.stop(gateway);
    this.#later(GATEWAY_NEWS, gateway, false);
  }

  restartGateway(gateway: number): void {
    if (--this.#gatewayDowns[gateway]! > 0) return;
    this.#parts.processes.start(gateway);
    this.#parts.exchange!.restartGateway(gateway);
    this.#later(GATEWAY_NEWS, gateway, true);
  }

  install(effect: LinkEffect, links: readonly LinkSet[], name: string): number {
    return this.#parts.links.install(effect, links, name);
  }

  uninstall(token: number): void {
    this.#parts.links.uninstall(token);
  }

  /** The GATEWAY_NEWS event: producers are directed elsewhere, or here again. */
  learnOfGateway(gateway: number, isUp: boolean): void {
    this.#parts.choice.learn(gateway, isUp);
  }

  /** The MEMBERSHIP event: gateways hear that a node has gone down or come back. */
  learn(node: NodeId, isUp: boolean): void {
    this.#mark(node, DOWN, !isUp);
  }

  /** The DEGRADATION event: gateways hear that a node is degraded, or no longer. */
  learnOfDegradation(node: NodeId, isDegraded: boolean): void {
    const { gateways, membership } = this.#parts;
    const changed = membership.degrade(node, isDegraded);
    for (const gateway of gateways) gateway.toldOfNodes(changed);
  }

  #setDegraded(node: NodeId, isDegraded: boolean): void {
    this.#parts.cluster.nodes.degraded[node] = isDegraded ? 1 : 0;
    this.#later(DEGRADATION, node, isDegraded);
  }

  /** One more reason to be down. Returns whether the node was up. */
  #stop(node: NodeId): boolean {
    if (this.#downs[node]!++ > 0) return false;
    this.#parts.cluster.crash(node);
    return true;
  }

  /** One reason fewer. Returns whether the node is up now. */
  #start(node: NodeId): boolean {
    if (--this.#downs[node]! > 0) return false;
    this.#parts.cluster.restart(node, this.#recoveries.get(node) ?? null);
    this.#recoveries.delete(node);
    return true;
  }

  /** Whoever supervises the node has news of it. */
  #tell(node: NodeId, isDown: boolean): void {
    this.#toldDown[node] = isDown ? 1 : 0;
    this.#later(MEMBERSHIP, node, !isDown);
  }

  /** News takes its time. */
  #later(kind: number, which: number, is: boolean): void {
    const { detectionNs, loop } = this.#parts;
    if (detectionNs !== NEVER) loop.at(loop.nowNs + detectionNs, kind, which, is ? 1 : 0);
  }

  #mark(node: NodeId, reason: number, holds: boolean): void {
    const { gateways, membership } = this.#parts;
    const changed = membership.mark(node, reason, holds);
    for (const gateway of gateways) gateway.toldOfNodes(changed);
  }

  #watchReturns(onReturn: ((node: NodeId) => void) | null): void {
    for (const gateway of this.#parts.gateways) gateway.onReturn = onReturn;
  }

  #returned(node: NodeId): void {
    if (this.#drains[node]! > 0 && this.isIdle(node)) this.onIdle(node);
  }
}

function longest(one: Recovery, other: Recovery = one): Recovery {
  return {
    baseNs: Math.max(one.baseNs, other.baseNs),
    perMessageNs: Math.max(one.perMessageNs, other.perMessageNs),
  };
}
