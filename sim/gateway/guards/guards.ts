/**
 * What one gateway does to protect itself and its nodes, beside trying again: it watches its nodes' health, refuses what
 * would be too much, lets tries wait for nodes that are full, and tells other gateways what it has in flight. A gateway
 * without any of these has no such object.
 */
import type { NodeId, TryOutcome } from "../../balancers/contract.ts";
import type { EventLoop } from "../../core/event-loop.ts";
import type { Ns } from "../../core/time.ts";
import type { Random } from "../../core/random.ts";
import type { GatewaysSpec } from "../../scenario.ts";
import { NO_MESSAGE, REAL, type MessageId, type MessageTable } from "../../traffic/message-table.ts";
import { AdaptiveThrottling } from "./adaptive-throttling.ts";
import { Concurrency } from "./concurrency.ts";
import type { GuardCounts } from "./guard-counts.ts";
import type { GuardedMembership } from "./guarded-membership.ts";
import type { LimitTimer } from "./limit-timer.ts";
import { NodeHealth, type NodeHealthParts } from "./node-health.ts";
import { NodeLimits, type Whereabouts } from "./node-limits.ts";
import { Relocation, type Relocating } from "./relocation.ts";
import type { RowCells } from "./row-cells.ts";
import type { SharedKnowledge } from "./shared-knowledge.ts";

const { SENT_NS } = REAL;

/** The gateway, as far as its guards concern it. */
export interface GuardedGateway extends Relocating {
  /** Other nodes are routable now, or have other weights. */
  membershipChanged(): void;
  /** Another gateway has so many more, or fewer, at the node. */
  heard(node: NodeId, change: number): void;
}

export interface GuardsParts extends Omit<NodeHealthParts, "onChange"> {
  readonly gateway: number;
  readonly messages: MessageTable;
  readonly where: Whereabouts;
  readonly outAtStart: RowCells;
  readonly limitTimer: LimitTimer;
  /** Of this gateway's throttling. */
  readonly random: Random;
  readonly knowledge: SharedKnowledge | null;
}

export class Guards {
  readonly weight: Float64Array;
  readonly health: NodeHealth;
  readonly #gateway: number;
  readonly #loop: EventLoop;
  readonly #messages: MessageTable;
  readonly #counts: GuardCounts;
  readonly #throttling: AdaptiveThrottling | null;
  readonly #concurrency: Concurrency | null;
  readonly #limits: NodeLimits | null;
  readonly #limitTimer: LimitTimer;
  readonly #knowledge: SharedKnowledge | null;
  /** By NodeId: 1 while its queue is being emptied. */
  readonly #emptying: Uint8Array;
  #limitSinceNs: Ns;
  #host: GuardedGateway | null = null;
  #relocation: Relocation | null = null;

  constructor(parts: GuardsParts) {
    const { throttling, concurrency, limits }: GatewaysSpec = parts.gateways;
    const nodes = parts.weight.length;
    this.weight = parts.weight;
    this.#gateway = parts.gateway;
    this.#loop = parts.loop;
    this.#limitSinceNs = parts.loop.nowNs;
    this.#messages = parts.messages;
    this.#counts = parts.counts;
    this.#limitTimer = parts.limitTimer;
    this.#knowledge = parts.knowledge;
    this.#throttling = throttling === undefined ? null : new AdaptiveThrottling(throttling, parts.random);
    this.#concurrency = concurrency === undefined ? null : new Concurrency(concurrency, parts.outAtStart);
    this.#limits = limits === undefined ? null : new NodeLimits(limits, nodes, parts.messages, parts.where);
    this.#emptying = new Uint8Array(nodes);
    this.health = new NodeHealth({ ...parts, onChange: () => this.#host?.membershipChanged() });
  }

  get membership(): GuardedMembership {
    return this.health.membership;
  }

  /** The gateway that these guards are of. */
  guard(host: GuardedGateway): void {
    this.#host = host;
    if (this.#limits !== null) this.#relocation = new Relocation(host, this, this.#limits, this.#messages, this.#loop);
    this.#knowledge?.join(this.#gateway, host);
  }

  /** A message has come, or comes again: whether it is refused at the door. */
  throttles(): boolean {
    if (this.#throttling === null || !this.#throttling.refuses(this.#loop.nowNs)) return false;
    this.#counts.refused("throttling");
    return true;
  }

  /** Whether one more try may go out. */
  get hasRoom(): boolean {
    return this.#concurrency === null || this.#concurrency.hasRoom;
  }

  /** A message has been refused: whether that is these guards' doing. */
  isBlamed(): boolean {
    if (!this.hasRoom) this.#counts.refused("concurrency");
    else if (this.membership.isCutByBreaker) this.#counts.refused("breaker");
    else return false;
    return true;
  }

  /** Other nodes may serve than before: what waits for one that does not goes elsewhere. */
  moveOff(): void {
    this.#relocation?.moveOff(this.health);
  }

  /** A node has been picked for the try. */
  begin(id: MessageId, node: NodeId): void {
    this.#knowledge?.tell(this.#gateway, node, true);
    this.#concurrency?.begin(id);
    this.health.begin(node);
  }

  /** The same: whether it goes there now. Else it waits, or has been turned away. */
  lets(id: MessageId, node: NodeId): boolean {
    this.begin(id, node);
    if (this.#limits === null) return true;
    const place = this.#limits.enter(node, id);
    if (place === "goes") return true;
    if (place === "full") {
      this.#counts.refused("queueFull");
      this.#host!.turnAway(id);
    } else this.#limitTimer.start(id, place);
    return false;
  }

  /** A try has ended, wherever it was, `latencyNs` after its node was picked or it was sent there. */
  settled(id: MessageId, node: NodeId, latencyNs: Ns, outcome: TryOutcome): void {
    this.#knowledge?.tell(this.#gateway, node, false);
    const wasSent = this.#limits === null || this.#leave(id, node, latencyNs);
    const tells = wasSent && outcome !== "cancelled";
    if (this.#concurrency !== null) this.#endOne(this.#concurrency, id, latencyNs, tells ? outcome : "cancelled");
    if (outcome === "ok") this.#throttling?.accepted(this.#loop.nowNs);
    if (tells) this.health.observe(node, outcome === "ok");
    else this.health.release(node);
    if (this.#limits !== null) this.#empty(node, this.#limits);
  }

  /** A try that waits is not sent to the node that was picked. */
  unsent(id: MessageId, node: NodeId): void {
    this.settled(id, node, this.#loop.nowNs - this.#messages.real[(id >> 1) | SENT_NS]!, "cancelled");
  }

  /** A try has waited for a node that takes nothing any more, and there is no other. */
  inVain(): void {
    this.#counts.refused("queueTimeout");
  }

  /** A try has waited for its node for as long as it may. */
  waitedOut(id: MessageId): void {
    this.#counts.refused("queueTimeout");
    this.#host!.turnAway(id);
  }

  /** The run ends: what lasts until now is counted. */
  finish(): void {
    this.health.finish();
    if (this.#concurrency !== null) this.#counts.limited(this.#concurrency.limit, this.#limitSinceNs);
  }

  #leave(id: MessageId, node: NodeId, latencyNs: Ns): boolean {
    const waited = this.#limits!.isWaiting(id);
    if (waited) this.#counts.waited(latencyNs);
    return this.#limits!.leave(node, id);
  }

  #endOne(concurrency: Concurrency, id: MessageId, latencyNs: Ns, outcome: TryOutcome): void {
    if (outcome === "cancelled") return concurrency.ignore();
    const before = concurrency.limit;
    concurrency.end(id, latencyNs, outcome);
    if (concurrency.limit === before) return;
    this.#counts.limited(before, this.#limitSinceNs);
    this.#limitSinceNs = this.#loop.nowNs;
  }

  /** Sends what waits for the node while it has room. What a node refuses at once settles in here: the loop goes on then. */
  #empty(node: NodeId, limits: NodeLimits): void {
    if (this.#emptying[node] === 1) return;
    this.#emptying[node] = 1;
    for (let id = limits.next(node); id !== NO_MESSAGE; id = limits.next(node)) {
      this.#counts.waited(this.#loop.nowNs - this.#messages.real[(id >> 1) | SENT_NS]!);
      this.#host!.sendOn(id);
    }
    this.#emptying[node] = 0;
  }
}
