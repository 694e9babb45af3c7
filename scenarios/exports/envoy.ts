/** A cluster of Envoy's configuration (API v3) that balances as the scenario's Envoy balancer does. */
import { stringify } from "yaml";
import type { NodeSpec, ParameterValue } from "../../sim/index.ts";
import type { ExportedCluster } from "./cluster.ts";
import { wholeWeights } from "./weights.ts";

type Parameters = Readonly<Record<string, ParameterValue>>;
type Part = Readonly<Record<string, unknown>>;

/** Envoy takes more; this is enough for any ratio. */
const MOST_WEIGHT = 1000;
const DEFAULT_PORT = 80;

interface Policy {
  /** Of the extension: `least_request`, whose message is `LeastRequest`. */
  readonly extension: string;
  readonly message: string;
  readonly settings: (parameters: Parameters) => Part;
}

const POLICIES: Readonly<Record<string, Policy>> = {
  "envoy-round-robin": {
    extension: "round_robin",
    message: "RoundRobin",
    settings: (parameters) => ({ ...slowStart(parameters), ...localities(parameters) }),
  },
  "envoy-least-request": {
    extension: "least_request",
    message: "LeastRequest",
    settings: (parameters) => ({
      choice_count: parameters["choiceCount"],
      active_request_bias: runtime(parameters["activeRequestBias"], "least_request.active_request_bias"),
      selection_method: parameters["selectionMethod"] === "full-scan" ? "FULL_SCAN" : "N_CHOICES",
      ...slowStart(parameters),
      ...localities(parameters),
    }),
  },
  "envoy-random": { extension: "random", message: "Random", settings: localities },
  "envoy-ring-hash": {
    extension: "ring_hash",
    message: "RingHash",
    settings: (parameters) => ({
      hash_function: "XX_HASH",
      minimum_ring_size: parameters["minimumRingSize"],
      maximum_ring_size: parameters["maximumRingSize"],
      ...hashing(parameters),
    }),
  },
  "envoy-maglev": {
    extension: "maglev",
    message: "Maglev",
    settings: (parameters) => ({ table_size: nextPrime(Number(parameters["tableSize"])), ...hashing(parameters) }),
  },
  "envoy-client-side-weighted-round-robin": {
    extension: "client_side_weighted_round_robin",
    message: "ClientSideWeightedRoundRobin",
    settings: (parameters) => ({ ...reports(parameters), ...slowStart(parameters), ...localities(parameters) }),
  },
};

/** Null where the algorithm is none of Envoy's. */
export function envoyConfiguration(algorithm: string, parameters: Parameters, cluster: ExportedCluster): string | null {
  const policy = POLICIES[algorithm];
  if (policy === undefined) return null;
  const { extension, message, settings } = policy;
  const type = `type.googleapis.com/envoy.extensions.load_balancing_policies.${extension}.v3.${message}`;
  const typed = { "@type": type, ...settings(parameters) };
  const entry = { name: `envoy.load_balancing_policies.${extension}`, typed_config: typed };
  const document = {
    clusters: [
      {
        name: cluster.name,
        type: "STRICT_DNS",
        load_balancing_policy: { policies: [{ typed_extension_config: entry }] },
        common_lb_config: common(parameters),
        load_assignment: assignment(cluster, parameters),
      },
    ],
  };
  return remarks(parameters) + stringify(document, { lineWidth: 0 });
}

/** What stands elsewhere in Envoy's configuration. */
function remarks(parameters: Parameters): string {
  const { subsetShards: shards, hostSelectionRetries: retries } = parameters;
  return [
    shards === 0 ? "" : `# and a subset policy over the metadata "shard", of ${String(shards)} shards\n`,
    retries === 0
      ? ""
      : `# and in the route: host_selection_retry_max_attempts: ${String(retries)}, with previous_hosts\n`,
  ].join("");
}

function runtime(value: ParameterValue | undefined, key: string): Part {
  return { default_value: value, runtime_key: `upstream.${key}` };
}

function slowStart({ slowStartWindow: window, aggression, minWeightPercent }: Parameters): Part {
  if (window === undefined || window === 0) return {};
  return {
    slow_start_config: {
      slow_start_window: `${String(window)}s`,
      aggression: runtime(aggression, "slow_start.aggression"),
      min_weight_percent: { value: minWeightPercent },
    },
  };
}

function localities({ localityWeighted }: Parameters): Part {
  return localityWeighted === true ? { locality_lb_config: { locality_weighted_lb_config: {} } } : {};
}

function hashing({ hashBalanceFactor: factor, localityWeighted }: Parameters): Part {
  return {
    ...(factor === 0 ? {} : { consistent_hashing_lb_config: { hash_balance_factor: factor } }),
    ...(localityWeighted === true ? { locality_weighted_lb_config: {} } : {}),
  };
}

function reports(parameters: Parameters): Part {
  const seconds = (name: string): string => `${String(parameters[name])}s`;
  return {
    blackout_period: seconds("blackoutPeriod"),
    weight_expiration_period: seconds("weightExpirationPeriod"),
    weight_update_period: seconds("weightUpdatePeriod"),
    error_utilization_penalty: parameters["errorUtilizationPenalty"],
  };
}

function common({ healthyPanicThreshold: threshold, failTrafficOnPanic }: Parameters): Part {
  return {
    healthy_panic_threshold: { value: threshold },
    ...(failTrafficOnPanic === true ? { zone_aware_lb_config: { fail_traffic_on_panic: true } } : {}),
  };
}

function assignment({ name, nodes }: ExportedCluster, parameters: Parameters): Part {
  const weights = wholeWeights(
    nodes.map(({ weight }) => weight),
    1,
    MOST_WEIGHT,
  );
  const groups = new Map<string, { readonly first: NodeSpec; readonly endpoints: Part[] }>();
  nodes.forEach((node, index) => {
    const key = JSON.stringify([node.server?.priority ?? 0, node.zone]);
    const group = groups.get(key) ?? { first: node, endpoints: [] };
    group.endpoints.push({
      endpoint: { address: addressOf(node) },
      load_balancing_weight: weights[index],
      ...(node.server?.degraded === true ? { health_status: "DEGRADED" } : {}),
    });
    groups.set(key, group);
  });
  const policy = {
    overprovisioning_factor: parameters["overprovisioningFactor"],
    ...(parameters["weightedPriorityHealth"] === true ? { weighted_priority_health: true } : {}),
  };
  const endpoints = [...groups.values()].map(({ first, endpoints: members }) => ({
    locality: { zone: first.zone },
    ...(first.server?.priority === undefined ? {} : { priority: first.server.priority }),
    ...(parameters["localityWeighted"] === true
      ? { load_balancing_weight: Number(first.server?.metadata?.["localityWeight"] ?? 1) }
      : {}),
    lb_endpoints: members,
  }));
  return { cluster_name: name, policy, endpoints };
}

function addressOf({ name, server }: NodeSpec): Part {
  const written = server?.address ?? name;
  const [, host, port] = /^(.*):(\d+)$/.exec(written) ?? [null, written, String(DEFAULT_PORT)];
  return { socket_address: { address: host, port_value: Number(port) } };
}

function nextPrime(from: number): number {
  const isPrime = (n: number): boolean => {
    for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
    return n > 1;
  };
  let candidate = from;
  while (!isPrime(candidate)) candidate++;
  return candidate;
}
