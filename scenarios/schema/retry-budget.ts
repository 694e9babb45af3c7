/** What a gateway may spend on retries, as four real clients count it. */
import type { z } from "zod";
import type { RetryBudgetSpec } from "../../sim/index.ts";
import { complain } from "./leaf.ts";
import { duration, fraction, rate } from "./quantities.ts";
import { above, whole } from "./scalars.ts";
import { map, oneKey } from "./shapes.ts";

type Of<K extends RetryBudgetSpec["kind"]> = Extract<RetryBudgetSpec, { readonly kind: K }>;

const ratio: z.ZodType<Of<"ratio">> = map({
  fraction: fraction(0, 1000)
    .optional()
    .describe("Retries for each message of the window; 20% (Finagle percentCanRetry, Linkerd retryRatio)."),
  minimum: rate("10/s", true)
    .optional()
    .describe("So many may be sent on top; 10/s (Finagle minRetriesPerSec, Linkerd minRetriesPerSecond)."),
  window: duration("10s", 10).optional().describe("For how long a message counts; 10s (Finagle and Linkerd ttl)."),
})
  .superRefine(({ fraction: part = 0.2, minimum = 10, window = 10e9 }, context) => {
    if (part === 0 && minimum * window < 1e9)
      complain(context, ["fraction"], { expected: "room for at least one retry in the window", got: "none" });
  })
  .transform(({ fraction: part = 0.2, minimum = 10, window = 10e9 }) => {
    return { kind: "ratio", fraction: part, minimumPerSecond: minimum, windowNs: window };
  });

const tokens: z.ZodType<Of<"tokens">> = map({
  maxTokens: above("a number of tokens above 0, such as 10", 0)
    .optional()
    .describe("Tokens at first and at most; a failed try takes one, and there are no retries at or below half; 10."),
  tokenRatio: above("a number above 0, such as 0.1", 0).optional().describe("What a good answer gives back; 0.1."),
}).transform(({ maxTokens = 10, tokenRatio = 0.1 }) => ({ kind: "tokens", maxTokens, tokenRatio }));

const bucket: z.ZodType<Of<"bucket">> = map({
  perMessage: above("a number above 0, such as 0.1", 0).optional().describe("What each message adds; 0.1."),
  capacity: above("a number above 1, such as 10", 1)
    .optional()
    .describe("Tokens at first and at most; a retry takes one of more than one; 10."),
}).transform(({ perMessage = 0.1, capacity = 10 }) => ({ kind: "bucket", perMessage, capacity }));

const concurrency: z.ZodType<Of<"concurrency">> = map({
  fraction: fraction(0, 1).optional().describe("Retries in flight, of all tries in flight; 20% (budget_percent)."),
  minimum: whole("a whole number of retries", 0, 1e6)
    .optional()
    .describe("So many may always be in flight; 3 (min_retry_concurrency)."),
})
  .superRefine(({ fraction: part = 0.2, minimum = 3 }, context) => {
    if (part === 0 && minimum === 0)
      complain(context, ["minimum"], { expected: "room for at least one retry", got: "none" });
  })
  .transform(({ fraction: part = 0.2, minimum = 3 }) => ({ kind: "concurrency", fraction: part, minimum }));

export const retryBudget: z.ZodType<RetryBudgetSpec> = oneKey({
  ratio: ratio.describe("A part of the messages of the last seconds, and so many a second on top (Finagle, Linkerd)."),
  tokens: tokens.describe("None while too many tries fail (gRPC retryThrottling, proposal A6)."),
  bucket: bucket.describe("A bucket that messages fill and retries empty (AWS SDKs; M. Brooker, 2022)."),
  concurrency: concurrency.describe("A part of the tries that are in flight (Envoy retry_budget)."),
}).transform(({ value }) => value);
