/** A recording's configuration as a gateway that has one balancer and no engine. */
import {
  readNginx,
  simulateUpstream,
  type NextUpstream,
  type NginxUpstream,
} from "../../../../../scenarios/imports/nginx/index.ts";
import { formatProblem } from "../../../../../scenarios/problem.ts";
import { byteText } from "../../../../../sim/balancers/shared/hash/byte-text.ts";
import { findBalancer, NONE, type MessageView, type NodeId } from "../../../../../sim/index.ts";
import { FakeGateway } from "../../../fake-gateway.ts";
import type { Recording } from "../../recording.ts";
import { addressBytes } from "../address.ts";

export interface Setup {
  readonly upstream: NginxUpstream;
  readonly next: NextUpstream;
  readonly gateway: FakeGateway;
}

export function setUp(recording: Recording): Setup {
  const { file, config = "", t0EpochMs = 0 } = recording;
  const { upstreams, proxies, problems } = readNginx(config, file);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join("\n"));
  const proxy = proxies.find(({ target }) => upstreams.some(({ name }) => name === target));
  if (proxy === undefined) throw new Error(`${file}: expected a proxy_pass to an upstream`);
  const upstream = upstreams.find(({ name, protocol }) => name === proxy.target && protocol === proxy.protocol)!;
  const { nodes, algorithm, parameters, retries } = simulateUpstream(upstream, proxy.next);
  const gateway = new FakeGateway(findBalancer(algorithm)!, {
    nodes: nodes.length,
    weights: nodes.map(({ weight }) => weight),
    servers: nodes.map(({ server }) => server),
    parameters,
    retries,
    startEpochMs: t0EpochMs,
  });
  return { upstream, next: proxy.next, gateway };
}

/** Backends are recorded by their ports; where nobody took the request, by the upstream's name. */
export function labelOf({ upstream }: Setup, node: NodeId): string {
  return node === NONE ? upstream.name : /[^:]*$/.exec(upstream.servers[node]!.address)![0];
}

/** Who asks, and for what. */
export interface Request {
  /** What the recording's requests send as their key, such as `?k=…`; empty for none. */
  readonly key: string;
  /** The client's address. */
  readonly client: string;
}

/** The recorder's own machine sent what has no address of its own. */
export const LOCAL = "127.0.0.1";

/** A first try; `index` tells requests apart. */
export function messageOf({ upstream }: Setup, { key, client }: Request, index: number): Partial<MessageView> {
  const clientAddress = addressBytes(client);
  return { key: index + 1, keyText: textOf(upstream.method.key, key, client), clientAddress };
}

/** The text of a `hash` expression for one request. */
function textOf(expression: string, key: string, client: string): string {
  return expression.replaceAll(/\$\{?(\w+)\}?/g, (variable, name: string) => {
    if (name.startsWith("arg_")) return key;
    if (name === "remote_addr") return client;
    if (name === "binary_remote_addr") return bytesAsText(client);
    throw new Error(`the recorder's value of ${variable} is not known`);
  });
}

/**
 * The bytes of an address as part of a key. Alone they are the message's own address; among other text each has to be a
 * character of one byte.
 */
function bytesAsText(client: string): string {
  return byteText(addressBytes(client));
}
