/** What a scenario means where it says nothing. Documented in `docs/scenario-language.md`. */
import type { DistributionSpec, GatewaysSpec, HedgingSpec, NodeSpec, RedundancySpec } from "../../sim/index.ts";

export const DEFAULT_SEED = 1;
export const DEFAULT_ZONE = "default";
/** The name of a group of nodes that is only a number or has none. */
export const DEFAULT_GROUP = "n";
/** Of the duration; none where there is no duration. */
export const DEFAULT_WARMUP_FRACTION = 0.1;
export const DEFAULT_SIZE: DistributionSpec = { kind: "constant", value: 1024 };

export const DEFAULT_GATEWAYS: GatewaysSpec = {
  count: 1,
  assign: "random",
  zones: [DEFAULT_ZONE],
  detectionNs: 1e9,
  queueCapacity: 0,
};

/** Of redundancy, where there is any. */
export const DEFAULT_REDUNDANCY: Omit<RedundancySpec, "copies"> = { cancel: "on-completion", work: "independent" };

/** Of hedging, where there is any. */
export const DEFAULT_HEDGING: Pick<HedgingSpec, "cancel" | "work"> = { cancel: true, work: "identical" };

export const DEFAULT_NODE: Omit<NodeSpec, "name" | "group"> = {
  zone: DEFAULT_ZONE,
  workers: 1,
  speed: 1,
  weight: 1,
  queueCapacity: Infinity,
  discipline: "fifo",
  overflow: "reject",
  durable: false,
};
