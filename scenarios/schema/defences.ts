/** How nodes defend themselves, and what overload does to them. */
import type { z } from "zod";
import type { MemorySpec, SheddingSpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { formatSize } from "../units/size.ts";
import { times } from "./distribution.ts";
import { complain } from "./leaf.ts";
import { duration, positiveSize, rate, sizeValue } from "./quantities.ts";
import { choice, whole } from "./scalars.ts";
import { map } from "./shapes.ts";

const DEFAULT_CODEL = { targetNs: 5e6, intervalNs: 100e6 };

export type SheddingSyntax = { readonly [K in keyof SheddingSpec]?: SheddingSpec[K] | undefined };

/** Whole bytes and at least one. */
const WHOLE_BYTES = (bytes: number): number => Math.max(1, Math.round(bytes));

const codel = map(
  {
    target: duration("5ms", 1)
      .optional()
      .describe("The wait that is borne for longer than an interval; 5ms by default, as in RFC 8289."),
    interval: duration("100ms", 1)
      .optional()
      .describe(
        "How long waits must have stayed above the target; drops then follow each other by interval / sqrt(count). 100ms by default.",
      ),
  },
  "a map with target, interval, such as {target: 5ms, interval: 100ms}",
)
  .transform(({ target, interval }) => {
    return { targetNs: target ?? DEFAULT_CODEL.targetNs, intervalNs: interval ?? DEFAULT_CODEL.intervalNs };
  })
  .superRefine(({ targetNs, intervalNs }, context) => {
    if (targetNs > intervalNs)
      complain(context, ["target"], {
        expected: `at most the interval of ${formatDuration(intervalNs)}`,
        got: formatDuration(targetNs),
      });
  });

const tokenBucket = map({
  rate: rate("500/s").describe("Tokens that come; so many messages are let in in the long run (nginx limit_req rate)."),
  burst: whole("a whole number of messages of at least 1", 1)
    .optional()
    .describe("Tokens that are kept at most (nginx limit_req burst, plus one); 1 by default."),
}).transform(({ rate: ratePerSecond, burst = 1 }) => ({ ratePerSecond, burst }));

export const shedding: z.ZodType<SheddingSyntax> = map(
  {
    expired: choice(["on-start", "at-once"])
      .optional()
      .describe(
        "Messages whose deadline (traffic.deadline) has passed: dropped when a worker would take them (gRPC servers), or as it passes, while they wait (customers who leave). By default they are served all the same.",
      ),
    codel: codel
      .optional()
      .describe(
        "Controlled delay (RFC 8289; fq_codel, Envoy's and folly's queues): drops as waits stay above a target.",
      ),
    adaptiveLifo: map({
      threshold: whole("a whole number of messages", 0).describe(
        "With more than so many waiting the newest is served first, the oldest otherwise.",
      ),
    })
      .optional()
      .describe("The newest first in overload (Maurer, Fail at Scale, 2015; folly's LifoSem), for discipline fifo."),
    tokenBucket: tokenBucket
      .optional()
      .describe("Admission by tokens (nginx limit_req, Envoy's local rate limit): a message without one is shed."),
  },
  "a map with expired, codel, adaptiveLifo, tokenBucket",
);

export const memory: z.ZodType<MemorySpec> = map(
  {
    limit: positiveSize.describe(
      "The sizes of the messages at the node may come to so much; what would exceed it crashes it.",
    ),
    perMessage: sizeValue.optional().describe("What each message takes beside its size; 0B by default."),
    restart: times.optional().describe("How long the node is then down; 10s by default (Kubernetes' first back-off)."),
  },
  "a map with limit, perMessage, restart, such as {limit: 64MiB, perMessage: 2KiB, restart: 10s}",
)
  .superRefine(({ limit, perMessage = 0 }, context) => {
    if (perMessage > limit)
      complain(context, ["perMessage"], {
        expected: `at most the limit of ${formatSize(limit)}`,
        got: formatSize(perMessage),
      });
  })
  .transform(({ limit, perMessage = 0, restart }): MemorySpec => ({
    limitBytes: WHOLE_BYTES(limit),
    perMessageBytes: Math.round(perMessage),
    restart: restart ?? { kind: "constant", value: 10e9 },
  }));
