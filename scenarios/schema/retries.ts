/** Whether, when and to whom a message is sent again: each with its real counterpart's names and defaults. */
import { z } from "zod";
import { FAILURE_KINDS, type BackoffSpec, type FailureKind, type RetrySpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { parsePercent, PERCENT_PATTERN } from "../units/fraction.ts";
import { times } from "./distribution.ts";
import { complain, leaf, refuse } from "./leaf.ts";
import { duration } from "./quantities.ts";
import { retryBudget } from "./retry-budget.ts";
import { atLeast, choice, whole, wholeOr } from "./scalars.ts";
import { either, list, map, oneKey } from "./shapes.ts";

/** As written: what `on` means by default depends on the delivery. */
export type RetrySyntax = Omit<RetrySpec, "on"> & { readonly on: readonly FailureKind[] | undefined };

type Jitter = Extract<BackoffSpec, { readonly kind: "exponential" }>["jitter"];

const JITTERS = ["none", "full", "equal", "decorrelated"] as const;

const jitter: z.ZodType<Jitter> = leaf<Jitter>({
  expected: "one of none, full, equal, decorrelated, or a fraction such as 20%",
  json: {
    anyOf: [
      { type: "string", enum: JITTERS },
      { type: "number", minimum: 0, maximum: 1 },
      { type: "string", pattern: PERCENT_PATTERN },
    ],
    examples: ["full", "20%"],
  },
  read: (value) => {
    const word = JITTERS.find((one) => one === value);
    if (word !== undefined) return word;
    const read = typeof value === "number" ? value : typeof value === "string" ? parsePercent(value) : null;
    if (read === null || Number.isNaN(read)) return undefined;
    return read < 0 || read > 1 ? refuse("a fraction from 0 to 1") : read;
  },
});

/** A second wait after the first grows by this. */
const FACTOR = 2;
/** The longest wait is so many times the first, as in Envoy. */
const CAP = 10;

const exponential = map(
  {
    base: duration("25ms", 1).describe("The wait before the first retry (Envoy base_interval, there 25ms)."),
    factor: atLeast("a number of at least 1, such as 2", 1)
      .optional()
      .describe("Each further wait is so many times the last; 2 (gRPC backoffMultiplier)."),
    cap: duration("250ms", 1)
      .optional()
      .describe("No wait is longer; 10 times the base (Envoy max_interval, gRPC maxBackoff)."),
    jitter: jitter
      .optional()
      .describe(
        "What is drawn of wait b: none: b; full (default, as Envoy's): uniform(0, b); equal: b/2 + uniform(0, b/2); decorrelated: min(cap, uniform(base, 3 * last)); 20%: b * uniform(0.8, 1.2), as gRPC's.",
      ),
  },
  "a map with base, factor, cap, jitter, such as {base: 25ms}",
)
  .superRefine(({ base, factor, cap, jitter: drawn }, context) => {
    if (cap !== undefined && cap < base)
      complain(context, ["cap"], {
        expected: `at least the base of ${formatDuration(base)}`,
        got: formatDuration(cap),
      });
    if (drawn === "decorrelated" && factor !== undefined)
      complain(context, ["factor"], { expected: "no factor beside decorrelated jitter, which goes by the last wait" });
  })
  .transform(({ base, factor = FACTOR, cap = CAP * base, jitter: drawn = "full" }): BackoffSpec => {
    return { kind: "exponential", baseNs: base, factor, capNs: cap, jitter: drawn };
  });

const backoff: z.ZodType<BackoffSpec> = either(
  "none, or a map with exactly one of fixed, exponential, drawn, such as {exponential: {base: 25ms}}",
  choice(["none"]).transform((kind): BackoffSpec => ({ kind })),
  oneKey({
    fixed: duration("100ms", 1)
      .transform((delayNs): BackoffSpec => ({ kind: "fixed", delayNs }))
      .describe("Always so long (Finagle's Backoff.const)."),
    exponential: exponential.describe(
      "Longer after each: min(cap, base * factor^n), less what is drawn (M. Brooker, Exponential Backoff And Jitter).",
    ),
    drawn: times
      .transform((delay): BackoffSpec => ({ kind: "drawn", delay }))
      .describe("Each drawn from this distribution."),
  }).transform(({ value }) => value),
);

const failure = choice(FAILURE_KINDS as unknown as readonly FailureKind[]);

const on: z.ZodType<readonly FailureKind[]> = either(
  "all, or a list of refused, rejected, broken, error, timeout",
  choice(["all"]).transform((): readonly FailureKind[] => FAILURE_KINDS),
  list(failure, "at least one of refused, rejected, broken, error, timeout").transform((written) =>
    FAILURE_KINDS.filter((kind) => written.includes(kind)),
  ),
);

const policy = map(
  {
    limit: wholeOr("unlimited", Infinity, "a whole number of retries such as 3, or unlimited", 0, 1e6).describe(
      "Tries that may follow a message's first (Envoy num_retries, nginx proxy_next_upstream_tries less 1, gRPC maxAttempts less 1).",
    ),
    on: on
      .optional()
      .describe(
        "After which failures (Envoy retry_on, nginx proxy_next_upstream). refused: the node takes no connection; rejected: it has no room or no time; broken: the connection broke; error: it answers with an error; timeout: it does not answer within timeouts.perTry. all by default; with delivery at-most-once refused and rejected.",
      ),
    backoff: backoff.optional().describe("How long a retry waits; none by default: it follows at once."),
    to: choice(["any", "other", "same"])
      .optional()
      .describe(
        "Whom it goes to: whomever the balancer picks (default), a node other than the last where there is one (Envoy's previous_hosts, HAProxy's redispatch), or the same.",
      ),
    budget: retryBudget.optional().describe("What a gateway may spend on retries altogether; unlimited by default."),
  },
  "a map with limit, on, backoff, to, budget, such as {limit: 3}",
).transform(({ limit, on: kinds, backoff: wait = { kind: "none" }, to = "any", budget }): RetrySyntax => {
  return { limit, on: kinds, backoff: wait, to, ...(budget === undefined ? {} : { budget }) };
});

/** `retries: 3` is 3 retries after any failure, at once, to whomever the balancer picks. */
export const retries: z.ZodType<RetrySyntax> = either(
  "a whole number of retries, or a map with limit, on, backoff, to, budget",
  whole("a whole number of retries", 0, 100).transform((limit): RetrySyntax => {
    return { limit, on: undefined, backoff: { kind: "none" }, to: "any" };
  }),
  policy,
);
