/** Gateways, and what they do for their messages. */
import { z } from "zod";
import type { GatewaysSpec } from "../../sim/index.ts";
import { breaker, concurrency, knowledge, limits, throttling } from "./guards.ts";
import { health } from "./health.ts";
import { complain } from "./leaf.ts";
import { durationOr } from "./quantities.ts";
import { retries, type RetrySyntax } from "./retries.ts";
import { choice, name, whole, wholeOr } from "./scalars.ts";
import { either, list, map } from "./shapes.ts";
import { delivery, hedging, redundancy, timeouts, type HedgingSyntax, type RedundancySyntax } from "./tries.ts";
import { checkTries } from "./tries-together.ts";

/** Parts of which a default depends on another part. */
interface Dependent {
  readonly retries?: RetrySyntax | undefined;
  readonly hedging?: HedgingSyntax | undefined;
  readonly redundancy?: RedundancySyntax | undefined;
}

export type GatewaysSyntax = {
  readonly [K in keyof Omit<GatewaysSpec, keyof Dependent>]?: GatewaysSpec[K] | undefined;
} & Dependent;

const zoneName = name("the name of a zone");
const gatewayCount = whole("a whole number of gateways of at least 1", 1, 100_000);

export const gateways: z.ZodType<GatewaysSyntax> = either(
  "a number of gateways, or a map with count, assign, zone, zones, detection, queue, timeouts, retries, hedging, delivery, redundancy, health, breaker, limits, concurrency, throttling, knowledge",
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
      withoutNode: choice(["wait", "refuse"])
        .optional()
        .describe(
          "A message for which no node is up, or named, waits, or is refused at once; by default as the balancer's product does.",
        ),
    })
      .optional()
      .describe("Where messages wait while the balancer names no node; by default there is none and they are refused."),
    timeouts: timeouts
      .optional()
      .describe("How long a gateway waits for a try's answer, and for a message's; by default for ever."),
    retries: retries
      .optional()
      .describe(
        "How often a message whose try failed is tried again, after what, when and where; a number is short for {limit: 3}: after any failure, at once; the balancer picks anew. 0 by default.",
      ),
    hedging: hedging
      .optional()
      .describe("Sends a message to a further node while its try is still out; the first answer wins. Off by default."),
    delivery: delivery
      .optional()
      .describe(
        "at-most-once: no try follows one that may have been served. at-least-once (default): as retries and hedging say. effectively-once: nodes recognise by its id what was processed before, and answer at once.",
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
    .superRefine(checkTries)
    .transform(({ detection: detectionNs, queue, zone, zones, ...rest }): GatewaysSyntax => {
      return {
        ...rest,
        zones: zone === undefined ? zones : [zone],
        detectionNs,
        queueCapacity: queue?.capacity,
        ...(queue?.withoutNode === undefined ? {} : { withoutNode: queue.withoutNode }),
      };
    }),
);
