/** A backend in the terms of a scenario: its servers as nodes, its `balance` line as a balancer. */
import type { ParameterValue, ServerSpec } from "../../../sim/index.ts";
import type { HaproxyBackend } from "./proxy.ts";
import type { HaproxyServer } from "./server-line.ts";

/** What a scenario needs of a node to be this server. */
export interface SimulatedServer {
  readonly name: string;
  readonly weight: number;
  readonly server: Partial<ServerSpec>;
}

export interface SimulatedBackend {
  /** By NodeId: the servers in the order of the file. */
  readonly nodes: readonly SimulatedServer[];
  readonly algorithm: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** How often a failed message is tried again. */
  readonly retries: number;
}

export function simulateBackend(backend: HaproxyBackend): SimulatedBackend {
  const { balance, redispatch, allBackups, fullConnections, queueTimeoutSeconds } = backend;
  return {
    nodes: backend.servers.map((server) => ({ name: server.name, weight: server.weight, server: specOf(server) })),
    algorithm: balance.algorithm,
    parameters: {
      ...balance.parameters,
      ...hashParameters(backend),
      ...(allBackups ? { allBackups } : {}),
      ...(redispatch === null ? {} : { redispatch: true, redispatchInterval: redispatch }),
      ...(fullConnections === 0 ? {} : { fullConnections }),
      ...(queueTimeoutSeconds === null ? {} : { queueTimeout: queueTimeoutSeconds }),
    },
    retries: backend.retries,
  };
}

/** `hash-type` says something to hashes only, the balance factor to consistent ones and random. */
function hashParameters({ balance, hashType, hashBalanceFactor }: HaproxyBackend): Record<string, ParameterValue> {
  const { algorithm } = balance;
  if (algorithm === "haproxy-random") return { hashBalanceFactor };
  if (algorithm !== "haproxy-hash" && algorithm !== "haproxy-source") return {};
  const { function: hashFunction, ...rest } = hashType;
  const named = algorithm === "haproxy-source" || hashFunction === undefined ? {} : { function: hashFunction };
  return { ...rest, ...named, hashBalanceFactor };
}

function specOf(server: HaproxyServer): Partial<ServerSpec> {
  const { address, maxConnections, minConnections, maxQueue, backup, down, slowStartSeconds, id } = server;
  const queues = {
    ...(minConnections === 0 ? {} : { minConnections }),
    ...(maxQueue === 0 ? {} : { maxQueue }),
  };
  const metadata: Partial<ServerSpec> = id === 0 ? {} : { metadata: { id: String(id) } };
  return { address, maxConnections, ...queues, backup, down, slowStartSeconds, ...metadata };
}
