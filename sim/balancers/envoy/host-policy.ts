/** What stands between the pipeline of a pick and the rule that chooses among hosts. */
import type { ClusterView, MessageView, NodeId, ReplyView } from "../contract.ts";

/** A list of hosts that a rule chooses from, Envoy's `HostsSource`: a level's healthy hosts, one locality's of them, or all. */
export interface HostSource {
  /** The same for the same list before and after a change of membership. */
  readonly name: string;
  /** In the order of the scenario, none without weight. */
  readonly hosts: readonly NodeId[];
}

/** The rule, over one list, until membership changes. */
export interface HostPolicy {
  /**
   * `attempt`: how often the host chosen for this pick was turned down because it had been tried. Not asked over an empty list; NONE: no
   * host has a place in the rule's tables.
   */
  choose(attempt: number): NodeId;
}

/** Makes the rule for every list, and keeps what outlives them. */
export interface PolicyFamily {
  /** False: its tables hold healthy hosts alone, also for what is meant for degraded ones (`thread_aware_lb_impl.cc`). Default true. */
  readonly knowsDegraded?: boolean;
  /** A message is about to be placed, for the `attempt`th time in this pick: a number in [0, 100) decides over its level. */
  draw(message: MessageView, attempt: number): number;
  make(source: HostSource): HostPolicy;
  /** Membership has changed; lists are made anew after this. */
  refresh?(view: ClusterView): void;
  /** Before every pick and settlement: whether the lists must be made anew although membership is the same. */
  isStale?(view: ClusterView): boolean;
  /** A message goes to the host, to which `inFlight` are then in flight. */
  picked?(host: NodeId, inFlight: number): void;
  settled?(host: NodeId, ok: boolean, view: ClusterView, reply: ReplyView): void;
}
