/** What goes wrong in a scenario: what, to whom, when. */
import type { DistributionSpec } from "../core/distribution.ts";
import type { Ns } from "../core/time.ts";
import type { LinkSet, LossSpec } from "./network.ts";

/** When a fault is in force. */
export type FaultTiming =
  | {
      readonly kind: "once";
      readonly startNs: Ns;
      /** `Infinity`: until the end of the run. */
      readonly endNs: Ns;
    }
  /** At random, again and again, within [startNs, untilNs). Times are drawn from the fault's own stream: the same for every balancer. */
  | {
      readonly kind: "recurring";
      readonly startNs: Ns;
      readonly untilNs: Ns;
      /** From the end of one occurrence (and from `startNs`) to the beginning of the next: time between failures. */
      readonly between: DistributionSpec;
      /** How long an occurrence lasts: time to repair. */
      readonly lasts: DistributionSpec;
      /** Every target fails by itself, at times of its own (default), or all of them together. */
      readonly together: boolean;
    };

export interface FaultBase {
  /** NodeIds; empty where the fault is none of nodes. */
  readonly nodes: readonly number[];
  /** Gateways; default none. */
  readonly gateways?: readonly number[];
  /** Each occurrence hits so many of the targets, drawn at random (rounded, at least one). Default 1: all of them. */
  readonly fraction?: number;
  /** When one target fails, each other one follows, with this probability and so much later: correlated failures. */
  readonly cascade?: { readonly probability: number; readonly delayNs: Ns };
  readonly timing: FaultTiming;
  /** What charts call it: `crash n2`. */
  readonly label: string;
}

export type FaultSpec = FaultBase &
  (
    | {
        /** The process is gone: what it holds is lost unless the node is durable; it is back `recovery` after the fault ends. */
        readonly kind: "crash";
        /** How long a node that comes back replays what it kept before it serves again; default 0. */
        readonly recovery?: { readonly baseNs: Ns; readonly perMessageNs: Ns };
      }
    /** Everything freezes, what is being served included, and goes on afterwards: a stop of the garbage collector. */
    | { readonly kind: "pause" }
    /** The nodes say that they had better be spared: Envoy's degraded hosts. They serve as before, and other balancers do not care. */
    | { readonly kind: "degrade" }
    /** Speed is divided by `factor` (> 0); at once, or degrading in even steps over the fault's whole time. Factors multiply. */
    | { readonly kind: "slow"; readonly factor: number; readonly shape?: "step" | "ramp" }
    /** A fraction of the messages is answered with an error after `latencyNs`, without being served. */
    | { readonly kind: "errors"; readonly probability: number; readonly latencyNs: Ns }
    /** Down and up in turns for as long as the fault lasts, beginning with down. */
    | { readonly kind: "flap"; readonly downNs: Ns; readonly upNs: Ns }
    /** Every node, and every gateway, of a zone crashes. */
    | { readonly kind: "zone-outage"; readonly zone: string }
    /** One target (or `batch`) after the other: drained for at most `drainNs`, down for `downNs`, then `gapNs` until the next. */
    | {
        readonly kind: "rolling-restart";
        readonly drainNs: Ns;
        readonly downNs: Ns;
        readonly gapNs: Ns;
        readonly batch: number;
      }
    /** The nodes are no members before it begins, and are from then on. */
    | { readonly kind: "scale-out" }
    /** The nodes are drained for at most `drainNs` and then gone until the fault ends. */
    | { readonly kind: "scale-in"; readonly drainNs: Ns }
    /** Nothing passes these links (in the given direction). */
    | { readonly kind: "partition"; readonly links: readonly LinkSet[] }
    /** What is sent over these links waits, and arrives when the fault ends. */
    | { readonly kind: "clog"; readonly links: readonly LinkSet[] }
    | { readonly kind: "loss"; readonly links: readonly LinkSet[]; readonly loss: LossSpec }
    /** Beside what the link itself takes. */
    | { readonly kind: "delay"; readonly links: readonly LinkSet[]; readonly latency: DistributionSpec }
    | { readonly kind: "duplicate"; readonly links: readonly LinkSet[]; readonly probability: number }
    | { readonly kind: "throttle"; readonly links: readonly LinkSet[]; readonly bandwidthBytesPerSecond: number }
  );

export type FaultKind = FaultSpec["kind"];
