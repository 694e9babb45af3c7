/** What gateways do to protect themselves and their nodes: each with its real counterpart's names and defaults. */
import { z } from "zod";
import type { BreakerSpec, ConcurrencySpec, KnowledgeSpec, LimitsSpec, ThrottlingSpec } from "../../sim/index.ts";
import { complain } from "./leaf.ts";
import { duration, durationOr, fraction } from "./quantities.ts";
import { above, atLeast, whole, wholeOr } from "./scalars.ts";
import { map, oneKey } from "./shapes.ts";

const calls = whole("a whole number of calls of at least 1", 1, 1e6);
const tries = whole("a whole number of tries of at least 1", 1, 1e9);

export const breaker: z.ZodType<BreakerSpec> = map(
  {
    failureFraction: fraction(0, 1)
      .optional()
      .describe("Opens when so many of the last calls have failed; 50% (resilience4j failureRateThreshold)."),
    window: calls.optional().describe("Last calls that are looked at; 100 (resilience4j slidingWindowSize)."),
    minimumCalls: calls
      .optional()
      .describe("Calls before it may open; the window, 100 as it stands (resilience4j minimumNumberOfCalls)."),
    open: duration("60s", 1)
      .optional()
      .describe("How long it lets nothing through; 60s (resilience4j waitDurationInOpenState)."),
    halfOpenCalls: calls
      .optional()
      .describe("Calls let through after that, judged alike; 10 (permittedNumberOfCallsInHalfOpenState)."),
  },
  "a map with failureFraction, window, minimumCalls, open, halfOpenCalls, such as {failureFraction: 50%}",
)
  .superRefine(({ failureFraction, minimumCalls, window = 100 }, context) => {
    if (failureFraction === 0)
      complain(context, ["failureFraction"], { expected: "more than 0%", got: "a breaker that opens at any call" });
    if (minimumCalls !== undefined && minimumCalls > window)
      complain(context, ["minimumCalls"], { expected: `at most the window of ${window}`, got: String(minimumCalls) });
  })
  .transform(({ failureFraction = 0.5, window = 100, minimumCalls = window, open = 60e9, halfOpenCalls = 10 }) => {
    return { failureFraction, window, minimumCalls, openNs: open, halfOpenCalls };
  });

export const limits: z.ZodType<LimitsSpec> = map(
  {
    perNode: tries.describe(
      "Tries of one gateway at one node at a time (HAProxy maxconn, Envoy max_requests, there 1024).",
    ),
    queue: wholeOr("unbounded", Infinity, "a whole number of messages, or unbounded", 0)
      .optional()
      .describe(
        "Messages that wait at the gateway for the node picked for them; 0, they are refused (HAProxy maxqueue, Envoy max_pending_requests).",
      ),
    queueTimeout: durationOr("5s", "never", Infinity, 1)
      .optional()
      .describe("How long they wait at most; never ending unless given (HAProxy timeout queue)."),
  },
  "a map with perNode, queue, queueTimeout, such as {perNode: 100, queue: 1000, queueTimeout: 5s}",
)
  .superRefine(({ queue = 0, queueTimeout = Infinity }, context) => {
    if (queue === 0 && queueTimeout !== Infinity)
      complain(context, ["queueTimeout"], { expected: "a queue beside queueTimeout", got: "no place to wait in" });
  })
  .transform(({ perNode, queue = 0, queueTimeout = Infinity }) => {
    return { perNode, queuePerNode: queue, queueTimeoutNs: queueTimeout };
  });

const bounds = {
  initial: tries.optional().describe("The limit at first; 20 (initialLimit)."),
  minimum: tries.optional().describe("It never falls below; 20 (minLimit), or the initial one where that is less."),
  maximum: tries.optional().describe("It never grows beyond; 200 (maxLimit), or the initial one where that is more."),
};

interface Bounds {
  readonly initial: number;
  readonly minimum: number;
  readonly maximum: number;
}

type BoundsSyntax = { readonly [K in keyof Bounds]?: Bounds[K] | undefined };

function boundsOf({ initial = 20, minimum, maximum }: BoundsSyntax): Bounds {
  return { initial, minimum: minimum ?? Math.min(20, initial), maximum: maximum ?? Math.max(200, initial) };
}

function checkBounds(written: BoundsSyntax, context: z.RefinementCtx): void {
  const { initial, minimum, maximum } = boundsOf(written);
  if (minimum > initial)
    complain(context, ["minimum"], { expected: `at most the initial ${initial}`, got: String(minimum) });
  if (maximum < initial)
    complain(context, ["maximum"], { expected: `at least the initial ${initial}`, got: String(maximum) });
}

const aimd = map({
  ...bounds,
  decrease: fraction(0.01, 0.99).optional().describe("What a failure leaves of the limit; 0.9 (backoffRatio)."),
  latency: duration("5s", 1).optional().describe("An answer that takes longer counts as a failure; 5s (timeout)."),
}).superRefine(checkBounds);

const gradient = map({
  ...bounds,
  tolerance: atLeast("a number of at least 1, such as 1.5", 1)
    .optional()
    .describe("How far latency may rise above its average before the limit shrinks; 1.5 times (rttTolerance)."),
  smoothing: fraction(0.001, 1).optional().describe("How much of each step is taken; 0.2 (smoothing)."),
  window: whole("a whole number of answers of at least 1", 1, 1e9)
    .optional()
    .describe("Answers that the long-term average is taken over; 600 (longWindow)."),
  queue: atLeast("a number of tries of at least 0", 0)
    .optional()
    .describe("Room for bursts that is added each time; 4 (queueSize)."),
}).superRefine(checkBounds);

export const concurrency: z.ZodType<ConcurrencySpec> = oneKey({
  aimd: aimd.describe("One more while half of the limit is used, a fraction less at a failure (Netflix AIMDLimit)."),
  gradient: gradient.describe("Shrinks as latency rises above its long-term average (Netflix Gradient2Limit)."),
}).transform((written): ConcurrencySpec => {
  if (written.kind === "aimd") {
    const { decrease = 0.9, latency: latencyNs = 5e9, ...rest } = written.value;
    return { kind: "aimd", ...boundsOf(rest), decrease, latencyNs };
  }
  const { tolerance = 1.5, smoothing = 0.2, window = 600, queue = 4, ...rest } = written.value;
  return { kind: "gradient", ...boundsOf(rest), tolerance, smoothing, window, queue };
});

export const throttling: z.ZodType<ThrottlingSpec> = map(
  {
    k: above("a number above 0, such as 2", 0)
      .optional()
      .describe("Requests let through for each one that is accepted; 2 (Google SRE book, chapter 21)."),
    window: duration("2m", 1).optional().describe("How long requests and accepts are counted; 2m."),
  },
  "a map with k, window, such as {k: 2, window: 2m}",
).transform(({ k = 2, window: windowNs = 120e9 }) => ({ k, windowNs }));

export const knowledge: z.ZodType<KnowledgeSpec> = map(
  {
    sharedInFlight: map(
      { delay: duration("50ms").describe("How much later the others hear of a change.") },
      "a map with delay, such as {delay: 50ms}",
    ).describe(
      "Gateways tell each other of their messages in flight, so that each balancer's counts are of all of them.",
    ),
  },
  "a map with sharedInFlight, such as {sharedInFlight: {delay: 50ms}}",
).transform(({ sharedInFlight: { delay: delayNs } }) => ({ sharedInFlight: { delayNs } }));
