/** Gateways of a scenario, and what they do for their messages: the clients' defences. */
import type { DistributionSpec } from "../core/distribution.ts";
import type { Ns } from "../core/time.ts";

export interface GatewaysSpec {
  /** How many load balancer instances, each with its own balancer state. */
  readonly count: number;
  /** Which gateway a message meets: drawn at random per message, in turn, or one fixed per producer. */
  readonly assign: "random" | "round-robin" | "producer";
  /** Gateway g lies in `zones[g % zones.length]`. */
  readonly zones: readonly string[];
  /**
   * How long after a node goes down, or comes back, its gateways learn of it from whoever supervises the nodes. `Infinity`:
   * never, health checks have to find out.
   */
  readonly detectionNs: Ns;
  /** Messages that may wait at each gateway while its balancer names no node; 0: such a message is refused. */
  readonly queueCapacity: number;
  /** Whether a message for which no node is up, or named, waits in that queue or is refused at once; default as the balancer's product does. */
  readonly withoutNode?: "wait" | "refuse";
  /** Copies of each message at several nodes; one message, one copy, by default. */
  readonly redundancy?: RedundancySpec;
  readonly timeouts?: TimeoutsSpec;
  readonly retries?: RetrySpec;
  readonly hedging?: HedgingSpec;
  readonly delivery?: DeliverySpec;
  readonly health?: HealthSpec;
  readonly breaker?: BreakerSpec;
  readonly limits?: LimitsSpec;
  readonly concurrency?: ConcurrencySpec;
  readonly throttling?: ThrottlingSpec;
  readonly knowledge?: KnowledgeSpec;
}

/** The zone in which a gateway lies. */
export function gatewayZone({ zones }: Pick<GatewaysSpec, "zones">, gateway: number): string {
  return zones[gateway % zones.length]!;
}

/**
 * Redundancy-d (Gardner, Harchol-Balter, Scheller-Wolf, Velednitsky & Zbarsky, Operations Research 65(4), 2017): a message
 * goes to several nodes at once, and the first copy that is done decides. With `needed` above 1 it is a quorum or, needing all, a
 * fan-out (fork-join): the message is done when so many copies are.
 */
export interface RedundancySpec {
  /** d, at least 2: as many copies at distinct nodes; fewer where there are fewer nodes. */
  readonly copies: number;
  /** How many copies have to be done; default 1. A message that can no longer reach it is lost. */
  readonly needed?: number;
  /** When the other copies are cancelled: as the needed ones are done, as so many begin to be served, or never. Default: on completion. */
  readonly cancel: "on-completion" | "on-start" | "never";
  /**
   * Every copy's work drawn for itself, from the producer's distribution (the usual model), or one work for all copies
   * (closer to life: Gardner et al., "A better model for job redundancy", 2017). Work from a trace is one for all.
   */
  readonly work: "independent" | "identical";
}

export interface TimeoutsSpec {
  /** How long a gateway waits for one try's answer; `Infinity`: for ever. */
  readonly perTryNs: Ns;
  /** How long it works on a message altogether, from when the message reached it; then the producer is told that it failed. */
  readonly totalNs: Ns;
  /** What becomes of a try that is given up: the node goes on with it for nobody, or is told and drops it. Default `abandon`. */
  readonly cancel: "abandon" | "propagate";
}

/**
 * How a try can fail, as its gateway sees it. refused: the node did not take the connection. rejected: it answered that it
 * has no room, or no time left. broken: the connection broke while the message was there. error: it answered with an error.
 * timeout: no answer came in time.
 */
export type FailureKind = "refused" | "rejected" | "broken" | "error" | "timeout";
export const FAILURE_KINDS: readonly FailureKind[] = ["refused", "rejected", "broken", "error", "timeout"];

export interface RetrySpec {
  /** Tries that may follow a message's first; `Infinity`: no limit. */
  readonly limit: number;
  /** After which failures; default all of them. */
  readonly on: readonly FailureKind[];
  readonly backoff: BackoffSpec;
  /** Whom the next try goes to: whomever the balancer picks, another node where there is one, or the same node. Default `any`. */
  readonly to: "any" | "other" | "same";
  readonly budget?: RetryBudgetSpec;
}

/** So many retries after any failure, at once, to whomever the balancer picks. */
export function immediateRetries(limit: number): RetrySpec {
  return { limit, on: FAILURE_KINDS, backoff: { kind: "none" }, to: "any" };
}

/** How long the n-th retry (n = 0, 1, …) waits. */
export type BackoffSpec =
  | { readonly kind: "none" }
  | { readonly kind: "fixed"; readonly delayNs: Ns }
  /** b = min(cap, base * factor^n); see `jitter`. */
  | {
      readonly kind: "exponential";
      readonly baseNs: Ns;
      readonly factor: number;
      readonly capNs: Ns;
      /**
       * `none`: b. `full`: uniform(0, b). `equal`: b/2 + uniform(0, b/2). `decorrelated`: min(cap, uniform(base, 3 * last)). All from M. Brooker,
       * "Exponential Backoff And Jitter" (2015). A number r: b * uniform(1 - r, 1 + r), as gRPC's 0.2.
       */
      readonly jitter: "none" | "full" | "equal" | "decorrelated" | number;
    }
  | { readonly kind: "drawn"; readonly delay: DistributionSpec };

export type RetryBudgetSpec =
  /** Finagle, Linkerd: retries up to a fraction of the messages of the last `windowNs`, and so many a second on top. */
  | { readonly kind: "ratio"; readonly fraction: number; readonly minimumPerSecond: number; readonly windowNs: Ns }
  /** gRPC (proposal A6): a failure takes one token, a success gives `tokenRatio`; no retries at or below half of `maxTokens`. */
  | { readonly kind: "tokens"; readonly maxTokens: number; readonly tokenRatio: number }
  /** A bucket (AWS): every first try adds `perMessage` up to `capacity`, a retry costs 1 and needs more than 1. */
  | { readonly kind: "bucket"; readonly perMessage: number; readonly capacity: number }
  /** Envoy's retry_budget: retries in flight up to a fraction of the tries in flight, but at least so many. */
  | { readonly kind: "concurrency"; readonly fraction: number; readonly minimum: number };

export interface HedgingSpec {
  /** When a further try is sent while the first is out: after a time, or after a running quantile of the tries' latencies. */
  readonly after:
    | { readonly kind: "delay"; readonly ns: Ns }
    | { readonly kind: "quantile"; readonly q: number; readonly minimumSamples: number };
  /** Hedges of one message at most; each waits anew. Default 1. */
  readonly limit: number;
  /** Hedges up to this fraction of all messages; default 1. */
  readonly maxFraction: number;
  /** Whether the tries that lose are cancelled; default true. */
  readonly cancel: boolean;
  /** As for copies (`RedundancySpec`). Default `identical`. */
  readonly work: "independent" | "identical";
}

/**
 * at-most-once: no try follows one that may have been served. at-least-once: whatever `retries` and `hedging` say.
 * effectively-once: the same, and nodes recognise by its id a message that was served already, and answer at once.
 */
export type DeliverySpec =
  | { readonly kind: "at-most-once" }
  | { readonly kind: "at-least-once" }
  | {
      readonly kind: "effectively-once";
      /** How long an id is remembered. */
      readonly windowNs: Ns;
      /** Each node remembers what it served itself, or all nodes share one memory. */
      readonly scope: "node" | "cluster";
      /** What looking an id up costs, as work at the node, for every try. */
      readonly lookupNs: Ns;
    };

export interface HealthSpec {
  readonly active?: ActiveHealthSpec;
  readonly outliers?: OutlierSpec;
  /** With fewer than this fraction of the nodes healthy, all are used (Envoy's panic threshold, 0.5 there). Default 0: never. */
  readonly panicThreshold: number;
  /** How a node that comes back works up to its weight: its weight is scaled by max(minimum, (age / window)^(1 / aggression)). */
  readonly slowStart?: { readonly windowNs: Ns; readonly aggression: number; readonly minimum: number };
}

/** Probes over the same links as messages (HAProxy: inter 2s, fall 3, rise 2). */
export interface ActiveHealthSpec {
  readonly intervalNs: Ns;
  readonly timeoutNs: Ns;
  /** Failures in a row that take a node out. */
  readonly fall: number;
  /** Successes in a row that bring it back. */
  readonly rise: number;
}

/** Envoy's outlier detection, with its names and defaults: ejection by what the tries' own outcomes say. */
export interface OutlierSpec {
  /** Failures in a row that eject a node; 0: never. */
  readonly consecutiveFailures: number;
  /** Ejected nodes are looked at, and success rates compared, every interval. */
  readonly intervalNs: Ns;
  /** A node stays out for this times the number of its ejections so far. */
  readonly baseEjectionNs: Ns;
  readonly maxEjectionNs: Ns;
  /** Of all nodes; one may always be ejected. */
  readonly maxEjectedFraction: number;
  readonly successRate?: {
    readonly minimumHosts: number;
    readonly requestVolume: number;
    /** Ejected below mean - stdevFactor * standard deviation. */
    readonly stdevFactor: number;
  };
  readonly failureFraction?: {
    readonly minimumHosts: number;
    readonly requestVolume: number;
    /** Ejected at or above it. */
    readonly threshold: number;
  };
}

/** A circuit breaker per node (closed, open, half-open), as in resilience4j. */
export interface BreakerSpec {
  /** Opens when at least this fraction of the last `window` answers, and at least `minimumCalls` of them, are failures. */
  readonly failureFraction: number;
  readonly window: number;
  readonly minimumCalls: number;
  readonly openNs: Ns;
  /** Tries let through half-open: when all of them have ended, they are judged by the same fraction. */
  readonly halfOpenCalls: number;
}

export interface LimitsSpec {
  /** Tries of one gateway at one node at a time: HAProxy's `maxconn`, Envoy's `max_requests`. */
  readonly perNode: number;
  /** Messages that wait at the gateway for the node that was picked for them: HAProxy's `maxqueue`, Envoy's `max_pending_requests`. */
  readonly queuePerNode: number;
  /** How long they wait at most; then the try counts as rejected. HAProxy's `timeout queue`. `Infinity`: for ever. */
  readonly queueTimeoutNs: Ns;
}

/** How many tries a gateway has out altogether, found by itself; what is beyond waits in the gateway's queue or is refused. */
export type ConcurrencySpec =
  /** Netflix: one more at a success while half of it is used, times `decrease` at a failure or a latency above `latencyNs`. */
  | {
      readonly kind: "aimd";
      readonly initial: number;
      readonly minimum: number;
      readonly maximum: number;
      readonly decrease: number;
      readonly latencyNs: Ns;
    }
  /** Netflix's gradient: limit * clamp(tolerance * long-term latency / latency, 0.5, 1) + queue, smoothed. */
  | {
      readonly kind: "gradient";
      readonly initial: number;
      readonly minimum: number;
      readonly maximum: number;
      readonly tolerance: number;
      readonly smoothing: number;
      /** Samples of the long-term average. */
      readonly window: number;
      /** Room for bursts beyond the limit. */
      readonly queue: number;
    };

/** Adaptive throttling (Google SRE book, chapter 21): a gateway refuses with max(0, (requests - k * accepts) / (requests + 1)). */
export interface ThrottlingSpec {
  readonly k: number;
  readonly windowNs: Ns;
}

/** What gateways know of each other. */
export interface KnowledgeSpec {
  /** Gateways tell each other of their tries in flight, and hear of it so much later: `inFlight` then counts all of them. */
  readonly sharedInFlight: { readonly delayNs: Ns };
}
