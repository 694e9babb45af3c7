/** One pick of Envoy's: subset, priority level, panic, locality, host. Every stage is a file of its own beside this. */
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type ClusterView,
  type MessageView,
  type NodeId,
  type ReplyView,
} from "../contract.ts";
import type { PolicyFamily } from "./host-policy.ts";
import { noteStates, UNHEALTHY, type HostStates } from "./host-states.ts";
import { HostSets, type HostSetSettings } from "./host-sets.ts";
import type { PipelineParameters } from "./parameters.ts";
import { Subsets } from "./subsets.ts";
import type { ZoneRouting } from "./zone-routing.ts";

export interface PipelineOptions {
  /** Whether a locality is chosen before the host; hashing policies put locality weights into their tables instead. */
  readonly localityTurns: boolean;
  /** Otherwise, whether a locality is chosen by where the gateway is; null: it is not. */
  readonly zoneRouting: ZoneRouting | null;
  /** Of the schedule of localities. */
  readonly seed: number;
}

/**
 * The gateway's candidates are its healthy hosts, and its degraded ones; the other nodes of the scenario are configured and unhealthy. A pick that meets
 * an unhealthy host, as in a panic, is NONE: the connection to it would fail. Nodes without weight are not configured (Envoy's
 * weights begin at 1).
 */
export class EnvoyBalancer implements Balancer {
  readonly #family: PolicyFamily;
  readonly #subsets: Subsets<HostSets>;
  readonly #retries: number;
  readonly #nodes: BalancerContext["nodes"];
  readonly #states: HostStates;

  constructor(
    { nodes }: BalancerContext,
    parameters: PipelineParameters,
    { localityTurns, zoneRouting, seed }: PipelineOptions,
    family: PolicyFamily,
  ) {
    const settings: HostSetSettings = { ...parameters, nodes, localityTurns, zoneRouting, seed };
    const hosts = [...nodes.keys()].filter((node) => nodes[node]!.weight > 0);
    const { subsetShards: shards, subsetFallback: fallback, hostSelectionRetries } = parameters;
    const make = (some: readonly NodeId[], name: string): HostSets => new HostSets(name, some, settings);
    this.#subsets = new Subsets(hosts, nodes, { shards, fallback }, make);
    this.#family = family;
    this.#retries = hostSelectionRetries;
    this.#nodes = nodes;
    this.#states = new Uint8Array(nodes.length);
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    this.#freshen(view);
    const host = this.#choose(message);
    if (host === NONE || this.#states[host] === UNHEALTHY) return NONE;
    // The message counts in flight only after this returns, so the family hears of it now.
    this.#family.picked?.(host, view.inFlight[host]! + 1);
    return host;
  }

  onSettle(host: NodeId, _latencyNs: number, ok: boolean, view: ClusterView, reply: ReplyView): void {
    this.#freshen(view);
    this.#family.settled?.(host, ok, view, reply);
  }

  onMembership(view: ClusterView): void {
    noteStates(this.#states, view, this.#nodes);
    this.#family.refresh?.(view);
    this.#rebuild();
  }

  #freshen(view: ClusterView): void {
    if (this.#family.isStale?.(view)) this.#rebuild();
  }

  #rebuild(): void {
    for (const sets of this.#subsets.all) sets.refresh(this.#states);
  }

  /** A host that the message was at already is turned down while attempts are left; the last one stands. */
  #choose(message: MessageView): NodeId {
    const sets = this.#subsets.of(message);
    let host = NONE;
    for (let attempt = 0; attempt <= this.#retries; attempt++) {
      const policy = sets?.policy(this.#family, this.#family.draw(message, attempt)) ?? null;
      if (policy === null) return NONE;
      host = policy.choose(attempt);
      if (!message.tried(host)) return host;
    }
    return host;
  }
}
