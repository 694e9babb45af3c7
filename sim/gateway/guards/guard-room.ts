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

/** Stands for the process of a gateway that is down. */
const NO_PROCESS = -1;

export class GuardRoom {
  readonly #parts: GuardRoomParts;
  readonly #shared: Omit<GuardsParts, "gateway" | "process" | "weight" | "probe" | "random">;
  /** By gateway: of its present process, or of its last one. */
  readonly #guards: Guards[];
  /** By gateway: the number of its process, whose remainder by the number of gateways is the gateway. */
  readonly #processes: number[];
  /** Processes that began after the run did. */
  #starts = 0;
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
    this.#shared = {
      gateways,
      loop,
      told: parts.told,
      messages: parts.messages,
      counts: this.#counts,
      timers: this.#timers,
      where: this.#where,
      knowledge: this.#knowledge,
      outAtStart: new RowCells(),
      limitTimer: new LimitTimer(gateways.limits?.queueTimeoutNs ?? NEVER, loop),
    };
    this.#processes = Array.from({ length: gateways.count }, (_, gateway) => gateway);
    this.#guards = this.#processes.map((process, gateway) => this.#make(gateway, process));
    this.#processes.forEach((process, gateway) => this.#watch(gateway, process));
  }

  #make(gateway: number, process: number): Guards {
    const { nodes, probe, stream } = this.#parts;
    return new Guards({
      ...this.#shared,
      gateway,
      process,
      weight: Float64Array.from(nodes, ({ weight }) => weight),
      probe: (node, onAnswer) => probe(gateway, node, onAnswer),
      random: stream(`gateways/throttling/${gateway}`),
    });
  }

  /** The gateway's process ends, and with it all that it knew. */
  stop(gateway: number): void {
    this.#guards[gateway]!.finish();
    this.#processes[gateway] = NO_PROCESS;
  }

  /** A new one begins. */
  start(gateway: number): void {
    const { count } = this.#parts.gateways;
    const process = count * ++this.#starts + gateway;
    this.#processes[gateway] = process;
    this.#guards[gateway] = this.#make(gateway, process);
    this.#watch(gateway, process);
  }

  of(gateway: number): Guards {
    return this.#guards[gateway]!;
  }

  /** Probes are spread evenly over the interval: by node, and by gateway between two nodes. */
  #watch(gateway: number, process: number): void {
    const { gateways, loop, nodes } = this.#parts;
    const { active, outliers } = gateways.health ?? {};
    if (outliers !== undefined) this.#timers.sweepLater(process);
    for (let node = 0; active !== undefined && node < nodes.length; node++) {
      const share = (node + gateway / gateways.count) / nodes.length;
      loop.at(loop.nowNs + Math.floor(active.intervalNs * share), Kind.CHECK_DUE, process, node);
    }
  }

  /** The events of guards. What a process is no longer there for is not done. */
  handle(kind: number, a: number, b: number): void {
    if (kind === Kind.LIMIT_WAITED) return this.#waitedOut(a, b);
    if (kind === Kind.IN_FLIGHT_TOLD) return this.#knowledge!.arrive(a, b);
    const gateway = a % this.#guards.length;
    if (this.#processes[gateway] === a) this.#guards[gateway]!.health.handle(kind, b);
  }

  #waitedOut(id: MessageId, ticket: number): void {
    if (!this.#where.holds(id, ticket)) return;
    this.#guards[this.#parts.messages.whole[id | GATEWAY]!]!.waitedOut(id);
  }

  /** Closes the books. */
  result(endNs: Ns): GuardsResult {
    this.#processes.forEach((process, gateway) => {
      if (process !== NO_PROCESS) this.#guards[gateway]!.finish();
    });
    return this.#counts.result(endNs);
  }
}
