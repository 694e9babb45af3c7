/** An upstream in the terms of a scenario: its servers as nodes, its method as a balancer, its proxy's patience as retries. */
import type { ParameterValue, ServerSpec } from "../../../sim/index.ts";
import type { NextUpstream } from "./proxying.ts";
import type { NginxServer } from "./server-line.ts";
import type { NginxUpstream } from "./upstream.ts";

/** What a scenario needs of a node to be this server. */
export interface SimulatedServer {
  /** The address; a later server of the same address has its number behind it. */
  readonly name: string;
  readonly weight: number;
  readonly server: Partial<ServerSpec>;
}

export interface SimulatedUpstream {
  /** By NodeId: the servers in the order of the file. */
  readonly nodes: readonly SimulatedServer[];
  readonly algorithm: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** How often a failed message is tried again. */
  readonly retries: number;
}

/** Answers that `proxy_next_upstream` may list and that count as failures; 403 and 404 are tried elsewhere, but do not. */
const COUNTED_STATUS = /^http_(5\d\d|429)$/;

/** `next`: the settings of who proxies to the upstream. */
export function simulateUpstream(upstream: NginxUpstream, next: NextUpstream): SimulatedUpstream {
  const { method, zone, servers } = upstream;
  const http503 = next.conditions.some((condition) => COUNTED_STATUS.test(condition));
  return {
    nodes: servers.map((server, id) => ({ name: nameOf(servers, id), weight: server.weight, server: specOf(server) })),
    algorithm: method.algorithm,
    parameters: { ...method.parameters, ...(zone === null ? {} : { zone: true }), ...(http503 ? { http503 } : {}) },
    retries: next.conditions.length === 0 ? 0 : triesOf(servers, next) - 1,
  };
}

/** Servers that are not down, each once; `proxy_next_upstream_tries` may allow fewer. Only one where there is only one server. */
export function triesOf(servers: readonly NginxServer[], { tries }: NextUpstream): number {
  const usable = Math.max(1, servers.filter((server) => !server.down).length);
  return tries === 0 ? usable : Math.min(tries, usable);
}

function nameOf(servers: readonly NginxServer[], id: number): string {
  const { address } = servers[id]!;
  const earlier = servers.slice(0, id).filter((server) => server.address === address).length;
  return earlier === 0 ? address : `${address}#${earlier + 1}`;
}

function specOf(server: NginxServer): Partial<ServerSpec> {
  const { address, maxConnections, maxFails, failTimeoutSeconds, backup, down, slowStartSeconds } = server;
  return { address, maxConnections, maxFails, failTimeoutSeconds, backup, down, slowStartSeconds };
}
