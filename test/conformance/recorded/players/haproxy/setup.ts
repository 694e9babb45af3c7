/** A recording's configuration as a gateway that has one balancer, a queue, and no engine. */
import { readHaproxy, simulateBackend, type HaproxyBackend } from "../../../../../scenarios/imports/haproxy/index.ts";
import { formatProblem } from "../../../../../scenarios/problem.ts";
import { findBalancer, type MessageView, type NodeId } from "../../../../../sim/index.ts";
import { FakeGateway } from "../../../fake-gateway.ts";
import type { Recording } from "../../recording.ts";
import { addressBytes } from "../address.ts";

export interface Setup {
  readonly backend: HaproxyBackend;
  readonly gateway: FakeGateway;
}

/** `startEpochMs`: what the clock shows at the recording's 0; where its whole seconds begin. */
export function setUp({ file, config = "" }: Recording, startEpochMs = 0): Setup {
  const { backends, problems } = readHaproxy(config, file);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join("\n"));
  const backend = backends.find(({ servers }) => servers.length > 0);
  if (backend === undefined) throw new Error(`${file}: expected a backend with servers`);
  const { nodes, algorithm, parameters, retries } = simulateBackend(backend);
  const gateway = new FakeGateway(findBalancer(algorithm)!, {
    nodes: nodes.length,
    weights: nodes.map(({ weight }) => weight),
    servers: nodes.map(({ server }) => server),
    parameters,
    retries,
    startEpochMs,
  });
  return { backend, gateway };
}

/** Backends are recorded by their ports. */
export function labelOf({ backend }: Setup, node: NodeId): string {
  return /[^:]*$/.exec(backend.servers[node]!.address)![0];
}

/** Who asks, and for what. */
export interface Request {
  /** What the recording's requests send as their key; empty for none. */
  readonly key: string;
  /** The client's address. */
  readonly client: string;
}

/** The recorder's own machine sent what has no address of its own. */
export const LOCAL = "127.0.0.1";

/** A first try; `index` tells requests apart. A key that is sent for `balance uri` is the path. */
export function messageOf({ backend }: Setup, { key, client }: Request, index: number): Partial<MessageView> {
  const isPath = backend.balance.key === "uri" && !key.startsWith("/");
  const clientAddress = addressBytes(client);
  return { key: index + 1, keyText: isPath ? `/${key}` : key, clientAddress };
}
