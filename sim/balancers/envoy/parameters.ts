/** The parameters that Envoy's policies have in common, under Envoy's own names in the help. */
import type { ParameterDeclaration, ParameterValues } from "../contract.ts";
import { SUBSET_FALLBACKS } from "./subsets.ts";

type IntegerDeclaration = Extract<ParameterDeclaration, { readonly default: number }>;
type BooleanDeclaration = Extract<ParameterDeclaration, { readonly type: "boolean" }>;
type FallbackDeclaration = Extract<ParameterDeclaration, { readonly type: "choice" }> & {
  readonly choices: typeof SUBSET_FALLBACKS;
};

/** Not interfaces, which would not pass as records of declarations. */
type PipelineDeclarations = {
  readonly healthyPanicThreshold: IntegerDeclaration;
  readonly failTrafficOnPanic: BooleanDeclaration;
  readonly overprovisioningFactor: IntegerDeclaration;
  readonly weightedPriorityHealth: BooleanDeclaration;
  readonly localityWeighted: BooleanDeclaration;
  readonly subsetShards: IntegerDeclaration;
  readonly subsetFallback: FallbackDeclaration;
  readonly hostSelectionRetries: IntegerDeclaration;
};

/** Of every policy: priorities, panic, localities, subsets, retries. */
export const PIPELINE_PARAMETERS: PipelineDeclarations = {
  healthyPanicThreshold: {
    type: "integer",
    min: 0,
    max: 100,
    default: 50,
    help: "healthy_panic_threshold: below this percentage of healthy hosts all hosts are used; 0: never",
  },
  failTrafficOnPanic: {
    type: "boolean",
    default: false,
    help: "fail_traffic_on_panic: messages for a level in panic fail at once",
  },
  overprovisioningFactor: {
    type: "integer",
    min: 100,
    max: 1000,
    default: 140,
    help: "overprovisioning_factor: percent; a level takes all its traffic while at least 1/1.4 of it is healthy",
  },
  weightedPriorityHealth: {
    type: "boolean",
    default: false,
    help: "weighted_priority_health: a level's health is by the weights of its hosts, not by their number",
  },
  localityWeighted: {
    type: "boolean",
    default: false,
    help: "locality_weighted_lb_config: zones get traffic by their weight (localityWeight in metadata) and health",
  },
  subsetShards: {
    type: "integer",
    min: 0,
    max: 1000,
    default: 0,
    help: "lb_subset_config: a message may go only where metadata shard is its key's hash modulo this; 0: anywhere",
  },
  subsetFallback: {
    type: "choice",
    choices: SUBSET_FALLBACKS,
    default: "no-fallback",
    help: "fallback_policy: what becomes of a message whose shard nobody has; the default subset is shard default",
  },
  hostSelectionRetries: {
    type: "integer",
    min: 0,
    max: 100,
    default: 0,
    help: "host_selection_retry_max_attempts with previous_hosts: how often a retry looks for a host not tried yet",
  },
};

type ZoneDeclarations = {
  readonly zoneAware: BooleanDeclaration;
  readonly zoneMinClusterSize: IntegerDeclaration;
  readonly zoneRoutingEnabled: IntegerDeclaration;
};

/** Of the policies that choose a locality before the host. */
export const ZONE_PARAMETERS: ZoneDeclarations = {
  zoneAware: {
    type: "boolean",
    default: false,
    help: "zone_aware_lb_config: traffic stays in the gateway's zone as far as that has its share of hosts; not with localityWeighted",
  },
  zoneMinClusterSize: {
    type: "integer",
    min: 0,
    max: 1_000_000,
    default: 6,
    help: "min_cluster_size: with fewer healthy hosts zones do not matter",
  },
  zoneRoutingEnabled: {
    type: "integer",
    min: 0,
    max: 100,
    default: 100,
    help: "routing_enabled: the percentage of messages for which zones matter",
  },
};

export type PipelineParameters = ParameterValues<PipelineDeclarations>;

type NumberDeclaration = IntegerDeclaration;

type ScheduleDeclarations = {
  readonly seed: NumberDeclaration;
  readonly slowStartWindow: NumberDeclaration;
  readonly aggression: NumberDeclaration;
  readonly minWeightPercent: NumberDeclaration;
};

/** Of the policies that take turns by weight. */
export const SCHEDULE_PARAMETERS: ScheduleDeclarations = {
  seed: {
    type: "integer",
    min: -1,
    max: 4_294_967_295,
    default: -1,
    tuned: false,
    help: "where a gateway's turns begin, which Envoy draws per worker; -1: drawn from the run's stream",
  },
  slowStartWindow: {
    type: "number",
    min: 0,
    max: 3600,
    default: 0,
    unit: "duration",
    help: "slow_start_window: how long a host that joins works up to its weight; 0: the longest slow start of a node",
  },
  aggression: {
    type: "number",
    min: 0.1,
    max: 10,
    default: 1,
    logarithmic: true,
    help: "aggression: weight grows by (age / window) ^ (1 / aggression); 1: in a straight line",
  },
  minWeightPercent: {
    type: "number",
    min: 0,
    max: 100,
    default: 10,
    help: "min_weight_percent: the least of its weight that a host in slow start has",
  },
};

export type ScheduleParameters = ParameterValues<ScheduleDeclarations>;
