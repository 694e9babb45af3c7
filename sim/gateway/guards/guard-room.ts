/** The guards of all gateways of a run: what they share, their timers, and what they have done. */
import type { NodeId } from "../../balancers/contract.ts";
import * as Kind from "../../core/event-kinds.ts";
import type { EventLoop } from "../../core/event-loop.ts";
import type { Random } from "../../core/random.ts";
import { NEVER, type Ns } from "../../core/time.ts";
import type { GuardsResult } from "../../measure/result.ts";
import type { GatewaysSpec, NodeSpec } from "../../scenario.ts";
import { WHOLE, type MessageId, type MessageTable } from "../../traffic/message-table.ts";
import type { Membership } from "../membership.ts";
import { GuardCounts } from "./guard-counts.ts";
import { Guards, type GuardsParts } from "./guards.ts";
import { HealthTimers } from "./health-timers.ts";
import { LimitTimer } from "./limit-timer.ts";
import { Whereabouts } from "./node-limits.ts";
import { RowCells } from "./row-cells.ts";
import { SharedKnowledge } from "./shared-knowledge.ts";

const { GATEWAY } = WHOLE;

export interface GuardRoomParts {
  readonly gateways: GatewaysSpec;
  readonly nodes: readonly NodeSpec[];
  readonly loop: EventLoop;
  readonly messages: MessageTable;
  readonly warmupNs: Ns;
  /** What all gateways are told. */
  readonly told: Membership;
  readonly stream: (name: string) => Random;
  /** Sends a probe from a gateway to a node; the answer, if any, comes later. */
  readonly probe: (gateway: number, node: NodeId, onAnswer: (isUp: boolean, isDegraded: boolean) => void) => void;
}

/** Whether gateways do anything of the kind. */
export function isGuarded(gateways: GatewaysSpec): boolean {
  const { health, breaker, limits, concurrency, throttling, knowledge } = gateways;
  return [health, breaker, limits, concurrency, throttling, knowledge].some((guard) => guard !== undefined);
}

export class GuardRoom {
  readonly #parts: GuardRoomParts;
  readonly #guards: readonly Guards[];
  readonly #counts: GuardCounts;
  readonly #timers: HealthTimers;
  readonly #where: Whereabouts = new Whereabouts();
  readonly #knowledge: SharedKnowledge | null;

  constructor(parts: GuardRoomParts) {
    const { gateways, loop, nodes } = parts;
    this.#parts = parts;
    const names = nodes.map(({ name }) => name);
    this.#counts = new GuardCounts(names, gateways.count, parts.warmupNs, loop);
    this.#timers = new HealthTimers(gateways, loop);
    const delayNs = gateways.knowledge?.sharedInFlight.delayNs;
    this.#knowledge = delayNs === undefined ? null : new SharedKnowledge(delayNs, loop);
    const shared = {
      ...{ gateways, loop, told: parts.told, messages: parts.messages },
      ...{ counts: this.#counts, timers: this.#timers, where: this.#where, knowledge: this.#knowledge },
      outAtStart: new RowCells(),
      limitTimer: new LimitTimer(gateways.limits?.queueTimeoutNs ?? NEVER, loop),
    };
    this.#guards = Array.from({ length: gateways.count }, (_, gateway) => this.#make(gateway, shared));
    this.#start();
  }

  #make(gateway: number, shared: Omit<GuardsParts, "gateway" | "weight" | "probe" | "random">): Guards {
    const { nodes, probe, stream } = this.#parts;
    return new Guards({
      ...shared,
      gateway,
      weight: Float64Array.from(nodes, ({ weight }) => weight),
      probe: (node, onAnswer) => probe(gateway, node, onAnswer),
      random: stream(`gateways/throttling/${gateway}`),
    });
  }

  of(gateway: number): Guards {
    return this.#guards[gateway]!;
  }

  /** Probes are spread evenly over the interval: by node, and by gateway between two nodes. */
  #start(): void {
    const { gateways, loop, nodes } = this.#parts;
    const { active, outliers } = gateways.health ?? {};
    for (let gateway = 0; gateway < gateways.count; gateway++) {
      if (outliers !== undefined) this.#timers.sweepLater(gateway);
      for (let node = 0; active !== undefined && node < nodes.length; node++) {
        const share = (node + gateway / gateways.count) / nodes.length;
        loop.at(Math.floor(active.intervalNs * share), Kind.CHECK_DUE, gateway, node);
      }
    }
  }

  /** The events of guards. */
  handle(kind: number, a: number, b: number): void {
    if (kind === Kind.LIMIT_WAITED) this.#waitedOut(a, b);
    else if (kind === Kind.IN_FLIGHT_TOLD) this.#knowledge!.arrive(a, b);
    else this.#guards[a]!.health.handle(kind, b);
  }

  #waitedOut(id: MessageId, ticket: number): void {
    if (!this.#where.holds(id, ticket)) return;
    this.#guards[this.#parts.messages.whole[id | GATEWAY]!]!.waitedOut(id);
  }

  /** Closes the books. */
  result(endNs: Ns): GuardsResult {
    for (const guards of this.#guards) guards.finish();
    return this.#counts.result(endNs);
  }
}
