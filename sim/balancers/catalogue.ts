/** Every balancer that evenkeel knows by name, and the names that mean one of them. */
import type { BalancerDefinition } from "./contract.ts";
import { withDefaults } from "./define.ts";
import { centralQueue } from "./central-queue.ts";
import { clientBalancers } from "./client/index.ts";
import { haproxyBalancers } from "./haproxy/index.ts";
import { envoyBalancers } from "./envoy/index.ts";
import { grpcBalancers } from "./grpc/index.ts";
import { hash } from "./hash.ts";
import { hashingBalancers } from "./hashing/index.ts";
import { joinIdleQueue } from "./join-idle-queue.ts";
import { joinShortestQueue } from "./join-shortest-queue.ts";
import { leastConnections } from "./least-connections.ts";
import { leastLoadedProbed } from "./least-loaded-probed.ts";
import { leastResponseTime } from "./least-response-time.ts";
import { leastWorkLeft } from "./least-work-left.ts";
import { messageBalancers } from "./messaging/index.ts";
import { nginxBalancers } from "./nginx/index.ts";
import { powerOfTwoChoices } from "./power-of-two-choices.ts";
import { random } from "./random.ts";
import { roundRobin } from "./round-robin.ts";
import { shortestExpectedDelay } from "./shortest-expected-delay.ts";
import { subsetRoundRobin } from "./subset-round-robin.ts";
import { weightedRoundRobin } from "./weighted-round-robin.ts";
import type { ParameterValue } from "../scenario.ts";

/** In the order in which they are shown: the honest ones from simple to informed, then those that use global truth. */
export const catalogue: readonly BalancerDefinition[] = [
  hash,
  roundRobin,
  leastResponseTime,
  random,
  weightedRoundRobin,
  subsetRoundRobin,
  leastConnections,
  powerOfTwoChoices,
  leastLoadedProbed,
  joinIdleQueue,
  centralQueue,
  ...hashingBalancers,
  ...messageBalancers,
  ...nginxBalancers,
  ...haproxyBalancers,
  ...envoyBalancers,
  ...grpcBalancers,
  ...clientBalancers,
  joinShortestQueue,
  shortestExpectedDelay,
  leastWorkLeft,
];

/** Another name for a balancer of the catalogue, perhaps with defaults of its own. */
export interface BalancerAlias {
  readonly name: string;
  /** The name in the catalogue. */
  readonly means: string;
  /** Defaults that differ from the balancer's own. */
  readonly defaults: Readonly<Record<string, ParameterValue>>;
  /** One line: why this one. */
  readonly note: string;
}

/** The generic names: each says which balancer it means. */
export const aliases: readonly BalancerAlias[] = [
  {
    name: "weighted-random",
    means: "random",
    defaults: { weighted: true },
    note: "random with weighted: true",
  },
  {
    name: "smooth-weighted-round-robin",
    means: "weighted-round-robin",
    defaults: {},
    note: "the smooth one is what weighted-round-robin means here",
  },
  {
    name: "power-of-d-choices",
    means: "power-of-two-choices",
    defaults: {},
    note: "d is the parameter choices, 2 unless given",
  },
  { name: "hash-sharding", means: "hash", defaults: {}, note: "key, hash, node" },
  { name: "hash-modulo", means: "hash", defaults: {}, note: "hash modulo the number of nodes" },
  {
    name: "nats-queue-group",
    means: "random",
    defaults: {},
    note: "core NATS begins at a random member of the group; members on the server's own side of a cluster are not told apart",
  },
  { name: "rabbitmq-random", means: "random", defaults: {}, note: "RabbitMQ's x-random exchange" },
  {
    name: "kafka-default",
    means: "kafka-keyed",
    defaults: {},
    note: "the producer's own choice, with or without a key",
  },
  { name: "consistent-hashing", means: "consistent-hash-ring", defaults: {}, note: "a ring with virtual nodes" },
  {
    name: "consistent-hashing-with-bounded-loads",
    means: "bounded-load-ring",
    defaults: {},
    note: "the paper's rule; HAProxy and Envoy each have their own inequality",
  },
  {
    name: "highest-random-weight",
    means: "rendezvous",
    defaults: {},
    note: "the name of Thaler and Ravishankar's paper",
  },
  {
    name: "least-outstanding-requests",
    means: "least-connections",
    defaults: {},
    note: "messages in flight are outstanding requests",
  },
  {
    name: "aws-round-robin",
    means: "round-robin",
    defaults: {},
    note: "Application Load Balancer's default; closed source, by its documentation",
  },
  {
    name: "aws-least-outstanding-requests",
    means: "least-connections",
    defaults: { weighted: false, ties: "rotate" },
    note: "Application Load Balancer's, by its documentation: fewest in flight, unweighted, ties in turn",
  },
  {
    name: "aws-weighted-random",
    means: "random",
    defaults: { weighted: true },
    note: "Application Load Balancer's, without its anomaly mitigation, which is not published",
  },
  {
    name: "p2c",
    means: "power-of-two-choices",
    defaults: {},
    note: "two distinct nodes; Envoy and gRPC may draw the same one twice",
  },
  {
    name: "peak-ewma",
    means: "finagle-p2c-peak-ewma",
    defaults: {},
    note: "Finagle's, decay 10 s; linkerd-peak-ewma starts from an estimate",
  },
  {
    name: "aperture",
    means: "finagle-aperture",
    defaults: {},
    note: "the random one; the deterministic aperture is not built",
  },
  {
    name: "least-time",
    means: "least-response-time",
    defaults: {},
    note: "the measure in general; nginx's own is nginx-least-time",
  },
];

const byName: ReadonlyMap<string, BalancerDefinition> = new Map([
  ...catalogue.map((definition) => [definition.name, definition] as const),
  ...aliases.map((alias) => [alias.name, aliased(alias)] as const),
]);

/** The balancer of this name or alias; undefined where there is none. An alias with defaults keeps its own name. */
export function findBalancer(name: string): BalancerDefinition | undefined {
  return byName.get(name);
}

function aliased({ name, means, defaults }: BalancerAlias): BalancerDefinition {
  const definition = catalogue.find((one) => one.name === means)!;
  return Object.keys(defaults).length === 0 ? definition : withDefaults(definition, name, defaults);
}
