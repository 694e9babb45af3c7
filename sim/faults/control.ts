/** What a fault may do to the rooms of a run: the one surface through which faults act. */
import type { NodeId } from "../balancers/contract.ts";
import type { Ns } from "../core/time.ts";
import type { LinkControl } from "../network/link-effects.ts";

/** How long a node that comes back replays what it kept, before it serves. */
export interface Recovery {
  readonly baseNs: Ns;
  readonly perMessageNs: Ns;
}

/**
 * Every effect counts: a node that two faults keep down is up again when both are over. Whoever begins something ends it
 * exactly once.
 */
export interface ClusterControl extends LinkControl {
  /** The process is gone; its gateways hear of it later, from whoever supervises the nodes. */
  crash(node: NodeId): void;
  /** `recovery`: what the node replays once no reason is left for it to be down; of several, the longest. */
  restart(node: NodeId, recovery: Recovery | null): void;
  /** The same, planned: whoever stops it sees to what its gateways know. */
  stop(node: NodeId): void;
  start(node: NodeId): void;
  /** Everything at the node stands still, and goes on afterwards. Gateways hear nothing of it. */
  pause(node: NodeId): void;
  resume(node: NodeId): void;
  /** The node says that it had better be spared, and serves on; gateways hear of it later, or when they check it. */
  degrade(node: NodeId): void;
  undegrade(node: NodeId): void;
  /** From now on this fraction of what comes is answered with an error so long after. Not counted: the last call holds. */
  setErrors(node: NodeId, probability: number, latencyNs: Ns): void;
  /** From now on one worker does `speed` seconds of work per second. Not counted: the last call holds. */
  setSpeed(node: NodeId, speed: number): void;
  /** Gateways send nothing new to the node, at once. */
  drain(node: NodeId): void;
  undrain(node: NodeId): void;
  /** No gateway waits for an answer from the node. */
  isIdle(node: NodeId): boolean;
  /** The node is no member of the cluster: the process is gone, and gateways know it at once. */
  leave(node: NodeId): void;
  join(node: NodeId): void;
  /** The process is gone with all that it has; whoever directs producers to gateways hears of it later. */
  crashGateway(gateway: number): void;
  restartGateway(gateway: number): void;
}
