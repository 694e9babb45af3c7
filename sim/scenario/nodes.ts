/** Nodes of a scenario: workers, queues, and how they defend themselves. */
import type { DistributionSpec } from "../core/distribution.ts";
import type { Ns } from "../core/time.ts";

/** Who is served next: see `queue.discipline` in the scenario language. */
export type Discipline =
  "fifo" | "lifo" | "priority" | "priority-preemptive" | "processor-sharing" | "shortest-remaining-time";
export type Overflow = "reject" | "drop-oldest";

export interface NodeSpec {
  /** Unique: `n1`, `n2`, … where the file gives a count, the name itself where it does not. */
  readonly name: string;
  /** The entry of the file it came from. */
  readonly group: string;
  readonly zone: string;
  readonly workers: number;
  /** Work done per second of one worker, relative to a node of speed 1. */
  readonly speed: number;
  /** What weighted balancers are told. */
  readonly weight: number;
  /** Waiting places beyond the workers; `Infinity` for an unbounded queue. */
  readonly queueCapacity: number;
  readonly discipline: Discipline;
  readonly overflow: Overflow;
  /** What waits or is being served survives a crash, and is served (from the start) after the restart. */
  readonly durable: boolean;
  /** What the balancers are told beside name, zone, workers and weight; what is left out takes its default. */
  readonly server?: Partial<ServerSpec>;
  /** How the node turns work away before its queue is full; default: not at all. */
  readonly shedding?: SheddingSpec;
  /** What it may hold; beyond it crashes. Default: no bound. */
  readonly memory?: MemorySpec;
  /** Work added to a message for every message at the node as its service starts, itself included: contention. Default 0. */
  readonly contentionNs?: Ns;
}

export interface SheddingSpec {
  /**
   * Messages whose deadline (`ProducerSpec.deadline`) has passed: dropped when a worker would take them (`on-start`), or as it
   * passes, while they wait (`at-once`: customers who leave, Erlang-A). Default: they are served all the same.
   */
  readonly expired?: "on-start" | "at-once";
  /** Controlled delay: when the wait has stayed above target for an interval, messages are dropped as they are taken (Nichols & Jacobson, 2012). */
  readonly codel?: { readonly targetNs: Ns; readonly intervalNs: Ns };
  /** The newest first while the queue is longer than `threshold`, the oldest first otherwise (Maurer, "Fail at Scale", 2015). */
  readonly adaptiveLifo?: { readonly threshold: number };
  /** A token bucket in front of the queue: a message without a token is rejected. */
  readonly tokenBucket?: { readonly ratePerSecond: number; readonly burst: number };
}

export interface MemorySpec {
  /** The sizes of the messages at the node, and `perMessageBytes` for each, may come to so much. */
  readonly limitBytes: number;
  readonly perMessageBytes: number;
  /** How long the node is down when they come to more. */
  readonly restart: DistributionSpec;
}

/** A server line of a product's configuration: see `NodeConfig` for what each means and its default. */
export interface ServerSpec {
  readonly address: string;
  readonly maxConnections: number;
  readonly minConnections: number;
  readonly maxQueue: number;
  readonly maxFails: number;
  readonly failTimeoutSeconds: number;
  readonly backup: boolean;
  readonly down: boolean;
  readonly degraded: boolean;
  readonly slowStartSeconds: number;
  readonly priority: number;
  readonly metadata: Readonly<Record<string, string>>;
}
