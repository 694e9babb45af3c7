/** An `upstream` block that balances as the scenario's nginx balancer does, and the `location` that proxies to it. */
import type { NodeSpec, ParameterValue } from "../../sim/index.ts";
import { productSeconds, type ExportedCluster } from "./cluster.ts";
import { wholeWeights } from "./weights.ts";

type Parameters = Readonly<Record<string, ParameterValue>>;

/** nginx knows no upper limit; more digits than these nobody configures. */
const MOST_WEIGHT = 1000;

const KEYS: Readonly<Record<string, string>> = {
  key: "$arg_k",
  "remote-address": "$remote_addr",
  "binary-remote-address": "$binary_remote_addr",
};

type Method = (parameters: Parameters) => readonly string[];

const METHODS: Readonly<Record<string, Method>> = {
  "nginx-round-robin": () => [],
  "nginx-least-conn": () => ["least_conn;"],
  "nginx-ip-hash": () => ["ip_hash;"],
  "nginx-hash": ({ key }) => [`hash ${KEYS[String(key)]};`],
  "nginx-hash-consistent": ({ key }) => [`hash ${KEYS[String(key)]} consistent;`],
  "nginx-random": () => ["random;"],
  "nginx-random-two": ({ method }) =>
    method === "least_time" ? ["# NGINX Plus", "random two least_time=last_byte;"] : ["random two least_conn;"],
  "nginx-least-time": ({ inflight }) => [
    "# nginx 1.31 or NGINX Plus",
    `least_time last_byte${inflight === true ? " inflight" : ""};`,
  ],
};

/** Null where the algorithm is none of nginx's. */
export function nginxConfiguration(algorithm: string, parameters: Parameters, cluster: ExportedCluster): string | null {
  const method = METHODS[algorithm];
  if (method === undefined) return null;
  const { name, nodes, retries } = cluster;
  const upstream = [
    ...(parameters["zone"] === true ? [`zone ${name} 64k;`] : []),
    ...method(parameters),
    ...serverLines(nodes),
  ];
  return [
    `upstream ${name} {`,
    ...upstream.map((line) => `    ${line}`),
    "}",
    "",
    "server {",
    "    location / {",
    `        proxy_pass http://${name};`,
    ...nextLines(retries, parameters["http503"] === true).map((line) => `        ${line}`),
    "    }",
    "}",
    "",
  ].join("\n");
}

function nextLines(retries: number, http503: boolean): readonly string[] {
  if (retries === 0) return ["proxy_next_upstream off;"];
  const conditions = `error timeout${http503 ? " http_503" : ""}`;
  return [`proxy_next_upstream ${conditions};`, `proxy_next_upstream_tries ${retries + 1};`];
}

function serverLines(nodes: readonly NodeSpec[]): readonly string[] {
  const weights = wholeWeights(
    nodes.map(({ weight }) => weight),
    1,
    MOST_WEIGHT,
  );
  return nodes.map(({ name, server = {} }, index) => {
    const { address = name, maxConnections = Infinity, maxFails, failTimeoutSeconds, slowStartSeconds = 0 } = server;
    const options = [
      ...(weights[index] === 1 ? [] : [`weight=${weights[index]!}`]),
      ...(maxConnections === Infinity ? [] : [`max_conns=${maxConnections}`]),
      ...(maxFails === undefined ? [] : [`max_fails=${maxFails}`]),
      ...(failTimeoutSeconds === undefined ? [] : [`fail_timeout=${productSeconds(failTimeoutSeconds)}`]),
      ...(slowStartSeconds === 0 ? [] : [`slow_start=${productSeconds(slowStartSeconds)}`]),
      ...(server.backup === true ? ["backup"] : []),
      ...(server.down === true ? ["down"] : []),
    ];
    return `${["server", address, ...options].join(" ")};`;
  });
}
