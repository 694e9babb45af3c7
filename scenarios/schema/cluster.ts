/** Nodes. */
import { z } from "zod";
import type { Discipline, MemorySpec, Overflow, ServerSpec } from "../../sim/index.ts";
import { memory, shedding, type SheddingSyntax } from "./defences.ts";
import { complain } from "./leaf.ts";
import { duration } from "./quantities.ts";
import { above, choice, name, whole, wholeOr, yesOrNo } from "./scalars.ts";
import { either, list, map } from "./shapes.ts";

/** Ten thousand nodes are normal; more than this is a slip of the keyboard. */
const MOST_NODES = 1_000_000;

export interface NodeSyntax {
  readonly name?: string | undefined;
  readonly count?: number | undefined;
  readonly zone?: string | undefined;
  readonly workers?: number | undefined;
  readonly speed?: number | undefined;
  readonly weight?: number | undefined;
  readonly queue?: QueueSyntax | undefined;
  readonly durable?: boolean | undefined;
  readonly server?: ServerSyntax | undefined;
  readonly shedding?: SheddingSyntax | undefined;
  readonly memory?: MemorySpec | undefined;
  readonly contention?: number | undefined;
}

export type ServerSyntax = { readonly [K in keyof ServerSpec]?: ServerSpec[K] | undefined };

interface QueueSyntax {
  readonly capacity?: number | undefined;
  readonly discipline?: Discipline | undefined;
  readonly overflow?: Overflow | undefined;
}

const nodeCount = whole("a whole number of nodes of at least 1", 1, MOST_NODES);

const queue: z.ZodType<QueueSyntax> = map(
  {
    capacity: wholeOr("unbounded", Infinity, "a whole number of messages, or unbounded", 0)
      .optional()
      .describe("Waiting places beyond the workers; unbounded by default. 0: no message ever waits."),
    discipline: choice([
      "fifo",
      "lifo",
      "priority",
      "priority-preemptive",
      "processor-sharing",
      "shortest-remaining-time",
    ])
      .optional()
      .describe(
        "Who is served next: first in first out (default), last in first out, highest priority first (without interrupting, or preemptive: a higher one interrupts, and what it interrupted goes on later), all at once at a share of the speed, or whoever has the least work left (interrupting; no real node knows that).",
      ),
    overflow: choice(["reject", "drop-oldest"])
      .optional()
      .describe("When the queue is full: reject the new message (default), or drop the one that waits longest."),
  },
  "a map with capacity, discipline, overflow, such as {capacity: 2000}",
).superRefine(({ capacity = Infinity, overflow }, context) => {
  if (overflow === "drop-oldest" && capacity === Infinity) {
    complain(context, ["overflow"], { expected: "a capacity beside drop-oldest", got: "an unbounded queue" });
  }
});

const server: z.ZodType<ServerSyntax> = map({
  address: name("the text after `server` in a product's configuration, such as 10.0.0.1:80")
    .optional()
    .describe("What rings hash: the text after `server` in the product's configuration; the node's name by default."),
  maxConnections: wholeOr("unlimited", Infinity, "a whole number of connections of at least 1, or unlimited", 1)
    .optional()
    .describe("nginx max_conns, HAProxy maxconn: messages in flight per gateway; unlimited by default."),
  minConnections: whole("a whole number of connections", 0)
    .optional()
    .describe(
      "HAProxy minconn: the limit while the backend has little to do (parameter fullConnections); 0, the default: maxConnections at any load.",
    ),
  maxQueue: whole("a whole number of messages", 0)
    .optional()
    .describe("HAProxy maxqueue: so many may wait for this server alone; 0, the default: no bound."),
  maxFails: whole("a whole number of failures", 0)
    .optional()
    .describe("nginx max_fails: so many failures take the server out; 0 never does; 1 by default."),
  failTimeout: duration("10s")
    .optional()
    .describe("nginx fail_timeout, in whole seconds: for how long it is out; 10s by default."),
  backup: yesOrNo.optional().describe("Used only when no other server is usable; false by default."),
  down: yesOrNo.optional().describe("Configured and out of use for good; false by default."),
  degraded: yesOrNo
    .optional()
    .describe(
      "Envoy's health_status DEGRADED: used only where the healthy hosts do not suffice; false by default. The fault degrade does so for a time.",
    ),
  slowStart: duration("30s")
    .optional()
    .describe(
      "HAProxy slowstart, nginx slow_start: how long a server that comes back works up to its weight; 0s by default.",
    ),
  priority: whole("a whole number", 0, 127).optional().describe("Envoy's priority level; 0, the first, by default."),
  metadata: z
    .record(z.string(), name("text such as canary"))
    .optional()
    .describe("What Envoy's subsets select by, such as {stage: canary}."),
})
  .superRefine(({ minConnections = 0, maxConnections = Infinity }, context) => {
    if (minConnections > maxConnections)
      complain(context, ["minConnections"], { expected: `at most maxConnections of ${maxConnections}` });
  })
  .transform(({ failTimeout, slowStart, ...rest }): ServerSyntax => {
    return { ...rest, failTimeoutSeconds: seconds(failTimeout), slowStartSeconds: seconds(slowStart) };
  });

function seconds(ns: number | undefined): number | undefined {
  return ns === undefined ? undefined : ns / 1e9;
}

const nodeShape = {
  name: name("a name such as n")
    .optional()
    .describe("Of the node; with a count, of the group: n1, n2, … are its nodes."),
  count: nodeCount.optional().describe("How many such nodes; without it there is one, called exactly by the name."),
  zone: name("the name of a zone").optional().describe("Where it is; `default` unless given."),
  workers: wholeOr("unlimited", Infinity, "a whole number of workers of at least 1, or unlimited", 1, 1e6)
    .optional()
    .describe("Messages it serves at the same time; 1 by default. unlimited: all that are there, each at full speed."),
  speed: above("a speed above 0, such as 0.5", 0)
    .optional()
    .describe("Work done per second by one worker, relative to a node of speed 1 (default)."),
  weight: above("a weight above 0, such as 3", 0)
    .optional()
    .describe("What weighted balancers are told; 1 by default."),
  queue: queue.optional().describe("Where messages wait for a worker."),
  durable: yesOrNo
    .optional()
    .describe("Whether what it holds survives a crash, and is served after the restart; false by default."),
  shedding: shedding.optional().describe("How it turns work away before its queue is full; by default not at all."),
  memory: memory.optional().describe("What it may hold at most; more crashes it. By default there is no bound."),
  contention: duration("10ms")
    .optional()
    .describe(
      "Work that is added to a message for every message at the node as its service starts, itself included; 0s by default.",
    ),
  server: server.optional().describe("Its line in a product's configuration, for the balancers that read one."),
};

const node: z.ZodType<NodeSyntax> = map(nodeShape, "a node: a map with name, count, workers, speed, queue");

/** In a list, every entry has a name of its own. */
const namedNode: z.ZodType<NodeSyntax> = map(
  {
    ...nodeShape,
    name: name("a name such as n").describe("Of the node; with a count, of the group: n1, n2, … are its nodes."),
  },
  "a node: a map with name, count, workers, speed, queue",
);

export const nodes: z.ZodType<readonly NodeSyntax[]> = either(
  "a number of nodes, a node, or a list of nodes such as [{name: n, count: 4}, {name: slow, speed: 0.5}]",
  nodeCount.transform((count): readonly NodeSyntax[] => [{ count }]),
  node.transform((one): readonly NodeSyntax[] => [one]),
  list(namedNode, "at least one node, such as [{name: n, count: 4}]"),
);
