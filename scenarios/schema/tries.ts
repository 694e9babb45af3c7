/** How long a gateway waits for its messages' tries, how many it has out at once, and what a repeated one does. */
import { z } from "zod";
import type { DeliverySpec, HedgingSpec, RedundancySpec, TimeoutsSpec } from "../../sim/index.ts";
import { scaled } from "../units/decimal.ts";
import { DURATION_PATTERN, formatDuration, parseDuration } from "../units/duration.ts";
import { complain, leaf, refuse } from "./leaf.ts";
import { duration, durationOr, fraction } from "./quantities.ts";
import { choice, whole, yesOrNo } from "./scalars.ts";
import { either, map, oneKey } from "./shapes.ts";

/** As written: what is left out may be said by `redundancy`. */
export type HedgingSyntax = Omit<HedgingSpec, "cancel" | "work"> & {
  readonly [K in "cancel" | "work"]: HedgingSpec[K] | undefined;
};

export type RedundancySyntax = Pick<RedundancySpec, "copies"> & {
  readonly [K in "needed" | "cancel" | "work"]?: RedundancySpec[K] | undefined;
};

export const timeouts: z.ZodType<TimeoutsSpec> = map(
  {
    perTry: durationOr("1s", "never", Infinity, 1)
      .optional()
      .describe(
        "How long one try's answer is waited for; never ending unless given (Envoy per_try_timeout, nginx proxy_read_timeout, HAProxy timeout server).",
      ),
    total: durationOr("3s", "never", Infinity, 1)
      .optional()
      .describe(
        "How long a gateway works on a message altogether, then its producer is told that it failed; never ending unless given (Envoy timeout, gRPC deadline, nginx proxy_next_upstream_timeout).",
      ),
    cancel: choice(["abandon", "propagate"])
      .optional()
      .describe(
        "What becomes of a try that is given up: its node goes on with it for nobody (default), or is told and drops it (gRPC, HTTP/2 RST_STREAM).",
      ),
  },
  "a map with perTry, total, cancel, such as {perTry: 1s, total: 3s}",
)
  .superRefine(({ perTry = Infinity, total = Infinity }, context) => {
    if (perTry === Infinity && total === Infinity)
      complain(context, [], { expected: "a time beside it: perTry, total or both", got: "none" });
    else if (perTry > total && perTry !== Infinity)
      complain(context, ["perTry"], { expected: `at most the total of ${formatDuration(total)}` });
  })
  .transform(({ perTry = Infinity, total = Infinity, cancel = "abandon" }) => {
    return { perTryNs: perTry, totalNs: total, cancel };
  });

const QUANTILE = /^p(\d{1,2}(?:\.\d{1,6})?)$/;

const after: z.ZodType<{ readonly ns: number } | { readonly q: number }> = leaf<
  { readonly ns: number } | { readonly q: number }
>({
  expected: "a duration such as 10ms, or a quantile such as p95",
  json: {
    anyOf: [
      { type: "string", pattern: DURATION_PATTERN },
      { type: "string", pattern: QUANTILE.source },
    ],
    examples: ["10ms", "p95"],
  },
  read: (value) => {
    if (typeof value !== "string") return undefined;
    const percent = QUANTILE.exec(value)?.[1];
    if (percent !== undefined) return Number(percent) > 0 ? { q: scaled(percent, -2) } : refuse("a quantile above p0");
    const ns = parseDuration(value);
    if (ns === null) return undefined;
    return Math.round(ns) > 0 ? { ns: Math.round(ns) } : refuse("more than 0s: copies are what redundancy sends");
  },
});

/** Latencies before a quantile of them is used. */
const SAMPLES = 100;

export const hedging: z.ZodType<HedgingSyntax> = map(
  {
    after: after.describe(
      "How long after a try the next is sent: a time, or a running quantile of the tries' latencies, such as p95 (The Tail at Scale; gRPC hedgingDelay, Cassandra speculative_retry, Finagle BackupRequestFilter).",
    ),
    minimumSamples: whole("a whole number of latencies of at least 1", 1, 1e9)
      .optional()
      .describe("Latencies that a gateway needs before it hedges by a quantile; 100."),
    limit: whole("a whole number of hedges of at least 1", 1, 100)
      .optional()
      .describe("Hedges of one message at most; 1 (gRPC maxAttempts less 1)."),
    maxFraction: fraction(0, 1)
      .optional()
      .describe("Hedges up to this fraction of all messages; 100% (Finagle's maxExtraLoad)."),
    cancel: yesOrNo
      .optional()
      .describe("Whether the tries that lose are cancelled; true. Beside redundancy its cancel decides."),
    work: choice(["independent", "identical"])
      .optional()
      .describe("A hedge's work: its message's (default), or drawn for itself. Beside redundancy its work decides."),
  },
  "a map with after, minimumSamples, limit, maxFraction, cancel, work, such as {after: p95}",
)
  .superRefine(({ after: when, minimumSamples, maxFraction }, context) => {
    if (maxFraction === 0) complain(context, ["maxFraction"], { expected: "more than 0%", got: "room for no hedge" });
    if (minimumSamples !== undefined && "ns" in when)
      complain(context, ["minimumSamples"], { expected: "a quantile such as p95 as after", got: "a time" });
  })
  .transform(({ after: when, minimumSamples = SAMPLES, limit = 1, maxFraction = 1, cancel, work }) => {
    const spec: HedgingSpec["after"] =
      "ns" in when ? { kind: "delay", ns: when.ns } : { kind: "quantile", q: when.q, minimumSamples };
    return { after: spec, limit, maxFraction, cancel, work };
  });

const effectivelyOnce: z.ZodType<DeliverySpec> = map(
  {
    window: duration("2m", 1)
      .optional()
      .describe("How long an id is remembered; 2m (NATS JetStream's duplicate window; SQS FIFO 5m)."),
    scope: choice(["node", "cluster"])
      .optional()
      .describe("Each node remembers what it processed, or all share one memory (default)."),
    lookup: duration("200us")
      .optional()
      .describe("What looking an id up costs, as work at the node, for every try; 0s."),
  },
  "a map with window, scope, lookup, such as {window: 2m}",
).transform(({ window = 120e9, scope = "cluster", lookup = 0 }) => {
  return { kind: "effectively-once", windowNs: window, scope, lookupNs: lookup };
});

export const delivery: z.ZodType<DeliverySpec> = either(
  "at-most-once, at-least-once, or {effectively-once: {window: 2m}}",
  choice(["at-most-once", "at-least-once"]).transform((kind): DeliverySpec => ({ kind })),
  oneKey({
    "effectively-once": effectivelyOnce.describe(
      "Nodes recognise by its id what was processed before, and answer it at once (NATS JetStream, SQS FIFO).",
    ),
  }).transform(({ value }) => value),
);

export const redundancy: z.ZodType<RedundancySyntax> = map(
  {
    copies: whole("a whole number of copies of at least 2", 2, 1000).describe(
      "d: each message goes to so many distinct nodes, or to all where there are fewer.",
    ),
    needed: whole("a whole number of copies of at least 1", 1, 1000)
      .optional()
      .describe(
        "So many have to be done: 1 (default) the first, more a quorum (Dynamo's R and W, Cassandra's QUORUM), all of them a fan-out.",
      ),
    cancel: choice(["on-completion", "on-start", "never"])
      .optional()
      .describe(
        "When the other copies are cancelled, waiting or in service: as the needed ones are done (default), as so many begin to be served, or never.",
      ),
    work: choice(["independent", "identical"])
      .optional()
      .describe(
        "Each copy's work drawn for itself (default), or the same for all copies; work from a trace is the same for all.",
      ),
  },
  "a map with copies, needed, cancel, work, such as {copies: 2}",
).superRefine(({ copies, needed = 1 }, context) => {
  if (needed > copies) complain(context, ["needed"], { expected: `at most the ${copies} copies`, got: String(needed) });
});
