/** The network of a scenario: what links do to the messages that take them. */
import type { DistributionSpec } from "../core/distribution.ts";

export type LinkKind = "producer-gateway" | "gateway-node";

/** With the messages (`forward`: towards the nodes), with the answers (`back`), or both. */
export type Direction = "forward" | "back" | "both";

/**
 * What is said of some links. Every property of a link comes from the first rule that matches it and says anything of that
 * property; where none does, the link has none of it: no latency, endless bandwidth, no loss, no duplication, no order.
 */
export interface LinkRule {
  /** `null`: every kind. */
  readonly link: LinkKind | null;
  /** An unordered pair of zones, or of names of producers, gateways and nodes; twice the same zone: within it. `null`: every pair. */
  readonly between: readonly [string, string] | null;
  /** Default `both`. */
  readonly direction?: Direction;
  /** One-way, drawn for each message. */
  readonly latency?: DistributionSpec;
  /** Messages queue for the wire, each for size / bandwidth, one wire per pair of ends and direction. */
  readonly bandwidthBytesPerSecond?: number;
  readonly loss?: LossSpec;
  /** Probability that a message arrives twice; each copy has a latency of its own. */
  readonly duplication?: number;
  /** Messages of one pair of ends arrive in the order in which they were sent, as over TCP. Default false. */
  readonly ordered?: boolean;
}

export type LossSpec =
  | { readonly kind: "independent"; readonly probability: number }
  /** Gilbert-Elliott: a chain that moves before each message (Gilbert 1960, Elliott 1963); it starts in its stationary law. */
  | {
      readonly kind: "gilbert-elliott";
      readonly goodToBad: number;
      readonly badToGood: number;
      /** Default 0. */
      readonly lossInGood: number;
      /** Default 1. */
      readonly lossInBad: number;
    };

export interface NetworkSpec {
  readonly rules: readonly LinkRule[];
}

/** Some ends of links, by index: of the scenario's traffic, its gateways, its nodes. */
export interface EndSet {
  readonly producers: readonly number[];
  readonly gateways: readonly number[];
  readonly nodes: readonly number[];
}

/** The links between two sets of ends; whoever is in neither is not meant. */
export interface LinkSet {
  readonly from: EndSet;
  readonly to: EndSet;
  /** `forward`: from `from` to `to` only, whatever the kind of link. */
  readonly direction: Direction;
}
