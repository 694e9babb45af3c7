/** The scenario that a farm of servers makes: its servers, balancer and retries; traffic and work are the user's to say. */
import { stringify } from "yaml";
import { findBalancer } from "../../sim/index.ts";
import { serverDocument } from "../document/cluster.ts";
import { balancerDocument } from "../document/index.ts";
import type { Farm } from "./farm.ts";

/** A server of one worker at this work serves 125 messages a second; so many are offered to each. */
const OFFERED_PER_SERVER = 75;
const WORK = "8ms";

/** What an operator could have instead, without another product. */
const OTHERS: Readonly<Record<Farm["product"], readonly string[]>> = {
  nginx: ["nginx-round-robin", "nginx-least-conn", "nginx-random-two"],
  HAProxy: ["haproxy-roundrobin", "haproxy-leastconn", "haproxy-random"],
};

/** YAML. `source` is the configuration's file as the user would write it; `schema` is what the first line names. */
export function farmScenario(farm: Farm, source: string, schema: string): string {
  const { product, name, nodes, algorithm } = farm;
  const serving = Math.max(1, nodes.filter(({ server }) => !server.down && !server.backup).length);
  const balancers = [algorithm, ...OTHERS[product].filter((other) => other !== algorithm)];
  return `# yaml-language-server: $schema=${schema}
# ${oneLine(name)} of ${oneLine(source)}: its servers, its balancer and its retries. Traffic, work, workers and network are made up: put your own
# there, or replay last night's access log: arrivals: {trace: {file: access.log, key: true, work: true, spread: 1s}}

name: ${flow(name)}
question: ${flow(`Does ${algorithm} suit ${name}, or would another of ${product}'s do better?`)}
seed: 1
duration: 1m
warmup: 10s

traffic:
  - name: web
    arrivals: {poisson: ${serving * OFFERED_PER_SERVER}/s} # 60% of what ${serving} of these servers can do
    keys: {zipf: {count: 1000, exponent: 1}}
    work: {exponential: ${WORK}}

nodes: # workers: how many messages one serves at a time
${nodes.map((node) => `  - ${flow(nodeDocument(node))}\n`).join("")}
gateways: ${flow(gatewaysDocument(farm))}
network: {latency: 500us}

balancers:
${balancers.map((balancer) => `  - ${flow(balancerOf(balancer, farm))}\n`).join("")}`;
}

/** What is said of the whole farm, such as redispatch, holds for every balancer that knows it. */
function balancerOf(algorithm: string, { parameters }: Farm): unknown {
  const declared = findBalancer(algorithm)?.about.parameters ?? {};
  const known = Object.entries(parameters).filter(([parameter]) => Object.hasOwn(declared, parameter));
  return balancerDocument({ algorithm, label: algorithm, parameters: Object.fromEntries(known) });
}

function nodeDocument({ name, weight, server }: Farm["nodes"][number]): object {
  const said = Object.entries(serverDocument(server) as object).filter(
    ([key, value]) => value !== false && value !== "unlimited" && !(key === "slowStart" && value === "0s"),
  );
  return { name, weight, workers: 1, queue: { capacity: 1000 }, server: Object.fromEntries(said) };
}

/** nginx learns of servers by what fails, HAProxy lets messages wait for them. */
function gatewaysDocument({ product, retries }: Farm): object {
  const tries = retries === 0 ? {} : { retries };
  return product === "nginx" ? { detection: "never", ...tries } : { queue: { capacity: 10_000 }, ...tries };
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}

/** A comment ends with its line. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
