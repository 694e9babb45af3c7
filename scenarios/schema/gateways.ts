/** Gateways, and what they do for their messages. */
import { z } from "zod";
import { immediateRetries, type GatewaysSpec, type RedundancySpec } from "../../sim/index.ts";
import { breaker, concurrency, knowledge, limits, throttling } from "./guards.ts";
import { health } from "./health.ts";
import { complain } from "./leaf.ts";
import { durationOr } from "./quantities.ts";
import { choice, name, whole, wholeOr } from "./scalars.ts";
import { either, list, map } from "./shapes.ts";

export type GatewaysSyntax = {
  readonly [K in keyof Omit<GatewaysSpec, "redundancy">]?: GatewaysSpec[K] | undefined;
} & {
  readonly redundancy?: RedundancySyntax | undefined;
};

export interface RedundancySyntax {
  readonly copies: number;
  readonly cancel?: RedundancySpec["cancel"] | undefined;
  readonly work?: RedundancySpec["work"] | undefined;
}

const zoneName = name("the name of a zone");
const gatewayCount = whole("a whole number of gateways of at least 1", 1, 100_000);

const redundancy: z.ZodType<RedundancySyntax> = map(
  {
    copies: whole("a whole number of copies of at least 2", 2, 1000).describe(
      "d: each message goes to so many distinct nodes, or to all where there are fewer.",
    ),
    cancel: choice(["on-completion", "on-start", "never"])
      .optional()
      .describe(
        "When the other copies are cancelled, waiting or in service: as one is done (default), as one begins to be served, or never.",
      ),
    work: choice(["independent", "identical"])
      .optional()
      .describe(
        "Each copy's work drawn for itself (default), or the same for all copies; work from a trace is the same for all.",
      ),
  },
  "a map with copies, cancel, work, such as {copies: 2}",
);

export const gateways: z.ZodType<GatewaysSyntax> = either(
  "a number of gateways, or a map with count, assign, zone, zones, detection, queue, retries, redundancy, health, breaker, limits, concurrency, throttling, knowledge",
  gatewayCount.transform((count): GatewaysSyntax => ({ count })),
  map({
    count: gatewayCount
      .optional()
      .describe("How many load balancer instances, each with its own balancer state; 1 by default."),
    assign: choice(["random", "round-robin", "producer"])
      .optional()
      .describe("Which gateway a message meets: drawn at random (default), in turn, or one fixed per producer."),
    zone: zoneName.optional().describe("Where the gateways are; `default` unless given."),
    zones: list(zoneName, "a list of zones such as [a, b]")
      .optional()
      .describe("The zones of the gateways, in turn: the first gateway is in the first of them, and so on."),
    detection: durationOr("1s", "never", Infinity)
      .optional()
      .describe("How long after a node goes down, or comes back, the gateways learn of it; 1s by default."),
    queue: map({
      capacity: wholeOr("unbounded", Infinity, "a whole number of messages, or unbounded", 0).describe(
        "Waiting places at each gateway.",
      ),
    })
      .optional()
      .describe("Where messages wait while the balancer names no node; by default there is none and they are refused."),
    retries: whole("a whole number of retries", 0, 100)
      .optional()
      .describe(
        "How often a message whose try failed (refused, rejected or broken off) is tried again, at once; the balancer picks anew. 0 by default.",
      ),
    redundancy: redundancy
      .optional()
      .describe(
        "Sends copies of each message to several nodes at once, of which the first to be done decides (redundancy-d).",
      ),
    health: health.optional().describe("What gateways make of their nodes' health; nothing by default."),
    breaker: breaker
      .optional()
      .describe("A circuit breaker for each node, at each gateway (resilience4j); none by default."),
    limits: limits.optional().describe("How many tries a gateway has at one node at a time; no limit by default."),
    concurrency: concurrency
      .optional()
      .describe(
        "A limit of a gateway's tries altogether that it finds itself; what is beyond waits in its queue or is refused.",
      ),
    throttling: throttling
      .optional()
      .describe(
        "Gateways refuse messages themselves where many of theirs are refused (Google SRE book); off by default.",
      ),
    knowledge: knowledge.optional().describe("What gateways know of each other; by default nothing."),
  })
    .superRefine(({ count = 1, knowledge: shared }, context) => {
      if (shared !== undefined && count === 1)
        complain(context, ["knowledge"], { expected: "several gateways, which tell each other", got: "one gateway" });
    })
    .superRefine(({ zone, zones }, context) => {
      if (zone !== undefined && zones !== undefined)
        complain(context, ["zones"], { expected: "either zone or zones", got: "both" });
    })
    .transform(({ detection: detectionNs, queue, zone, zones, retries, ...rest }): GatewaysSyntax => {
      return {
        ...rest,
        zones: zone === undefined ? zones : [zone],
        detectionNs,
        queueCapacity: queue?.capacity,
        retries: retries === undefined || retries === 0 ? undefined : immediateRetries(retries),
      };
    }),
);
