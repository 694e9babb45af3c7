/** A `backend` of haproxy.cfg that balances as the scenario's HAProxy balancer does. */
import type { NodeSpec, ParameterValue } from "../../sim/index.ts";
import { productSeconds, type ExportedCluster } from "./cluster.ts";
import { wholeWeights } from "./weights.ts";

type Parameters = Readonly<Record<string, ParameterValue>>;

const PLAIN: Readonly<Record<string, string>> = {
  "haproxy-roundrobin": "roundrobin",
  "haproxy-static-rr": "static-rr",
  "haproxy-leastconn": "leastconn",
  "haproxy-first": "first",
  "haproxy-source": "source",
};

/** Null where the algorithm is none of HAProxy's. */
export function haproxyConfiguration(
  algorithm: string,
  parameters: Parameters,
  cluster: ExportedCluster,
): string | null {
  const balance = balanceOf(algorithm, parameters);
  if (balance === null) return null;
  const lines = [
    ...(parameters["version"] === "3.2" ? ["# ties are drawn at random: HAProxy 3.2 or newer"] : []),
    `balance ${balance}`,
    ...hashLines(algorithm, parameters),
    ...(parameters["allBackups"] === true ? ["option allbackups"] : []),
    ...(parameters["redispatch"] === true ? [`option redispatch ${String(parameters["redispatchInterval"])}`] : []),
    `retries ${cluster.retries}`,
    ...queueLines(parameters),
    ...serverLines(cluster.nodes),
  ];
  return `backend ${cluster.name}\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

function balanceOf(algorithm: string, parameters: Parameters): string | null {
  if (algorithm === "haproxy-random") return `random(${String(parameters["draws"])})`;
  if (algorithm !== "haproxy-hash") return PLAIN[algorithm] ?? null;
  if (parameters["input"] === "address") return "hash src";
  // What the key is made of a scenario does not say: the header stands for it.
  if (parameters["input"] !== "uri") return "hash req.hdr(x-key)";
  const { uriLength: length, uriDepth: depth, uriWhole: whole } = parameters;
  const options = [length === 0 ? "" : ` len ${String(length)}`, depth === 0 ? "" : ` depth ${String(depth)}`];
  return `uri${options.join("")}${whole === true ? " whole" : ""}`;
}

function hashLines(algorithm: string, parameters: Parameters): readonly string[] {
  const { hashType, function: named, avalanche, hashBalanceFactor: factor } = parameters;
  const bound = factor === undefined || factor === 0 ? [] : [`hash-balance-factor ${String(factor)}`];
  if (algorithm !== "haproxy-hash" && algorithm !== "haproxy-source") return bound;
  const isImplied = avalanche === "implicit" && (named === undefined || named === "sdbm");
  // HAProxy knows an avalanche only behind a function; the client's address takes none, but may be avalanched.
  const hash = isImplied ? "" : ` ${String(named ?? "sdbm")}${avalanche === "on" ? " avalanche" : ""}`;
  return [`hash-type ${String(hashType)}${hash}`, ...bound];
}

function queueLines({ fullConnections, queueTimeout }: Parameters): readonly string[] {
  return [
    ...(fullConnections === 0 ? [] : [`fullconn ${String(fullConnections)}`]),
    ...(queueTimeout === 0 ? [] : [`timeout queue ${productSeconds(Number(queueTimeout))}`]),
  ];
}

function serverLines(nodes: readonly NodeSpec[]): readonly string[] {
  const weights = wholeWeights(
    nodes.map(({ weight }) => weight),
    0,
    256,
  );
  return nodes.map(({ name, server = {} }, index) => {
    const { address = name, maxConnections = Infinity, slowStartSeconds = 0, backup, down, metadata } = server;
    const { minConnections = 0, maxQueue = 0 } = server;
    const options = [
      ...[`server ${name} ${address} weight ${weights[index]!}`],
      ...(maxConnections === Infinity ? [] : [`maxconn ${maxConnections}`]),
      ...(minConnections === 0 ? [] : [`minconn ${minConnections}`]),
      ...(maxQueue === 0 ? [] : [`maxqueue ${maxQueue}`]),
      ...(slowStartSeconds === 0 ? [] : [`slowstart ${productSeconds(slowStartSeconds)}`]),
      ...(metadata?.["id"] === undefined ? [] : [`id ${metadata["id"]}`]),
      ...(backup === true ? ["backup"] : []),
      ...(down === true ? ["disabled"] : []),
    ];
    return options.join(" ");
  });
}
