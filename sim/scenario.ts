/**
 * A scenario as the simulator takes it: plain readonly data, every default resolved, times in nanoseconds, sizes in
 * bytes, rates per second. The YAML language that people write lives in `scenarios/`; this is what it resolves to.
 */
import type { Ns } from "./core/time.ts";
import type { DistributionSpec } from "./core/distribution.ts";
import type { FaultSpec } from "./scenario/faults.ts";
import type { GatewaysSpec } from "./scenario/gateways.ts";
import type { NetworkSpec } from "./scenario/network.ts";
import type { NodeSpec } from "./scenario/nodes.ts";

export interface Scenario {
  readonly name: string;
  /** What the scenario asks, as a reader would ask it; empty where the file has none. */
  readonly question: string;
  /** What its author says the answer is; `expect` states it in figures. */
  readonly claim: string;
  readonly seed: number;
  /** Producers publish in [0, durationNs). `Infinity`: until every trace has ended and every message has its fate. */
  readonly durationNs: Ns;
  /** After `durationNs` no message is published; what is in flight has this long to finish. */
  readonly drainNs: Ns;
  readonly warmup: Warmup;
  readonly traffic: readonly ProducerSpec[];
  readonly gateways: GatewaysSpec;
  /** One entry per node, counts already expanded; the index is the NodeId. */
  readonly nodes: readonly NodeSpec[];
  readonly network: NetworkSpec;
  readonly faults: readonly FaultSpec[];
  readonly balancers: readonly BalancerSpec[];
  /** Expectations as written, evaluated by `scenarios/expect` on the results. */
  readonly expect: readonly string[];
}

/** Messages published before the warm-up's end are simulated but not measured. `auto`: MSER-5 on a pilot run. */
export type Warmup = { readonly kind: "duration"; readonly ns: Ns } | { readonly kind: "auto" };

export interface ProducerSpec {
  readonly name: string;
  readonly zone: string;
  readonly arrivals: ArrivalSpec;
  /** `none`: messages have no key (their key is 0 and ordering is not measured). */
  readonly keys: KeySpec;
  /** Service demand in nanoseconds at a node of speed 1. */
  readonly work: DistributionSpec | FromTrace;
  /** Size in bytes. */
  readonly size: DistributionSpec | FromTrace;
  /** An integer; a higher one is served first by nodes of discipline `priority` and `priority-preemptive`. */
  readonly priority: number;
  /** For how long after its publication a message is worth serving, drawn for each; default: for ever. See `SheddingSpec.expired`. */
  readonly deadline?: DistributionSpec;
  /** How long the producer waits for the outcome; what comes later it does not hear. Default: for ever. */
  readonly timeoutNs?: Ns;
}

/** The value comes with each record of the producer's trace. Only with `arrivals: {kind: "trace"}`. */
export interface FromTrace {
  readonly kind: "trace";
}

export type ArrivalSpec =
  | { readonly kind: "poisson"; readonly ratePerSecond: number }
  /** Equal gaps of 1/rate; the first message one gap after time 0. */
  | { readonly kind: "regular"; readonly ratePerSecond: number }
  /** Markov-modulated Poisson: cycles through the states in order, each for an exponential time of its mean. */
  | { readonly kind: "bursty"; readonly states: readonly BurstState[] }
  /** Poisson batches; `size` is drawn per batch and rounded to a whole number of at least 1. */
  | { readonly kind: "batch"; readonly batchesPerSecond: number; readonly size: DistributionSpec }
  /** Poisson arrivals whose rate follows `points`; before the first and after the last point their rates hold. */
  | {
      readonly kind: "schedule";
      readonly points: readonly RatePoint[];
      /** `ramp`: straight lines between points. `step`: each rate holds until the next point. */
      readonly shape: "ramp" | "step";
      /** Repeats with this period (the points then lie within [0, period)); `Infinity`: played once. */
      readonly periodNs: Ns;
    }
  /** A fixed population: each client publishes, waits for the outcome, thinks, and publishes again. */
  | { readonly kind: "closed"; readonly clients: number; readonly think: DistributionSpec }
  /** Records from a trace, opened outside `sim/` and handed in as a `TraceSource` under `trace`. */
  | { readonly kind: "trace"; readonly trace: string };

export interface BurstState {
  readonly ratePerSecond: number;
  readonly meanNs: Ns;
}

export interface RatePoint {
  readonly atNs: Ns;
  readonly ratePerSecond: number;
}

export type KeySpec =
  | { readonly kind: "none" }
  /** Keys 0 … count-1, equally likely. */
  | { readonly kind: "uniform"; readonly count: number }
  /** Key k has probability proportional to 1/(k+1)^exponent. */
  | { readonly kind: "zipf"; readonly count: number; readonly exponent: number }
  | { readonly kind: "constant"; readonly key: number }
  | FromTrace;

export type { Discipline, MemorySpec, NodeSpec, Overflow, ServerSpec, SheddingSpec } from "./scenario/nodes.ts";
export type {
  ActiveHealthSpec,
  BackoffSpec,
  BreakerSpec,
  ConcurrencySpec,
  DeliverySpec,
  FailureKind,
  GatewaysSpec,
  HealthSpec,
  HedgingSpec,
  KnowledgeSpec,
  LimitsSpec,
  OutlierSpec,
  RedundancySpec,
  RetryBudgetSpec,
  RetrySpec,
  ThrottlingSpec,
  TimeoutsSpec,
} from "./scenario/gateways.ts";
export { FAILURE_KINDS, gatewayZone, immediateRetries } from "./scenario/gateways.ts";
export type { FaultBase, FaultKind, FaultSpec, FaultTiming } from "./scenario/faults.ts";
export type { Direction, EndSet, LinkKind, LinkRule, LinkSet, LossSpec, NetworkSpec } from "./scenario/network.ts";

export interface BalancerSpec {
  /** A name in the catalogue, or of a user's own balancer handed in beside it. */
  readonly algorithm: string;
  /** Unique within the scenario; what results, expectations and charts call it. */
  readonly label: string;
  /** Only what was written; the declaration's defaults fill in the rest. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

export type ParameterValue = number | string | boolean;
