/**
 * What a family turns a set-up into: the part of a scenario that queueing theory speaks of, in its unit of time (usually
 * the mean service time). Cases with equal models share their runs.
 */
import type {
  BalancerSpec,
  Discipline,
  DistributionSpec,
  FaultSpec,
  GatewaysSpec,
  LinkRule,
  NodeSpec,
  ParameterValue,
  RedundancySpec,
} from "../../sim/index.ts";

export interface ModelProducer {
  readonly name: string;
  readonly priority: number;
  readonly arrivals: ModelArrivals;
  /** Service demand in units of time. */
  readonly work: DistributionSpec;
}

/** Arrivals in units of time. */
export type ModelArrivals =
  | { readonly kind: "poisson"; readonly rate: number }
  | { readonly kind: "regular"; readonly rate: number }
  | { readonly kind: "batch"; readonly batchRate: number; readonly size: DistributionSpec }
  /** So many clients, each of whom publishes again an exponential time of this mean after it knows the outcome. */
  | { readonly kind: "closed"; readonly clients: number; readonly think: number }
  | { readonly kind: "bursty"; readonly states: readonly { readonly rate: number; readonly mean: number }[] }
  /** Poisson; each rate holds until the next one's time. */
  | { readonly kind: "steps"; readonly points: readonly { readonly at: number; readonly rate: number }[] };

export interface ModelNode {
  readonly workers: number;
  readonly speed: number;
  readonly weight: number;
  /** Waiting places beyond the workers. */
  readonly waitingPlaces: number;
  readonly discipline: Discipline;
}

export interface Model {
  readonly producers: readonly ModelProducer[];
  readonly nodes: readonly ModelNode[];
  /** Messages wait at the gateway until the balancer names a node. */
  readonly sharedQueue: boolean;
  readonly balancer: BalancerSpec;
  /** Messages per unit of time over all producers. */
  readonly arrivalRate: number;
  /** How many units of time the system takes to forget how it began: warm-ups are several of these. */
  readonly relaxation: number;
  /** Of the one fluctuation that no number of nodes averages out, only time; runs are many of these. */
  readonly slowestMode: number;
  /** A second balancer to meet the same messages; only for the measure `identity`. */
  readonly against: BalancerSpec | null;
  /** Gateways, each with a balancer of its own, among which messages are dealt at random; 1 where it is not said. */
  readonly dispatchers?: number;
  /** The run is this long, and counts from its beginning; where it is not said, the cases' figures decide. */
  readonly span?: number;
  readonly slowings?: readonly ModelSlowing[];
  /** Copies of each message; one where it is not said. */
  readonly redundancy?: RedundancySpec;
  readonly failures?: ModelFailures;
}

/** What fails, and who defends themselves how: in the simulator's own terms and in nanoseconds (see `ns` in scenario.ts). */
export interface ModelFailures {
  readonly gateways?: Partial<GatewaysSpec>;
  readonly links?: readonly LinkRule[];
  readonly faults?: readonly FaultSpec[];
  /** Of every node. */
  readonly node?: Partial<NodeSpec>;
  /** Of every message. */
  readonly deadline?: DistributionSpec;
}

/** A node that takes `factor` times as long from one time to another. */
export interface ModelSlowing {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly factor: number;
}

/** A node as theory has them: one worker of speed 1, unlimited places, first come first served. */
export const PLAIN_NODE: ModelNode = {
  workers: 1,
  speed: 1,
  weight: 1,
  waitingPlaces: Infinity,
  discipline: "fifo",
};

export function balancer(algorithm: string, parameters: Readonly<Record<string, ParameterValue>> = {}): BalancerSpec {
  return { algorithm, label: algorithm, parameters };
}

/** For a single node, where nothing is left to choose. */
export const NO_CHOICE: BalancerSpec = balancer("round-robin");

/** One producer named `all`. */
export function producer(arrivals: ModelArrivals, work: DistributionSpec): ModelProducer {
  return { name: "all", priority: 0, arrivals, work };
}
