/** What gateways cannot have together: messages say at what it stands, and what it lacks. */
import type { z } from "zod";
import type { BackoffSpec, DeliverySpec, DistributionSpec, FailureKind, TimeoutsSpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { listed } from "../wording.ts";
import { complain } from "./leaf.ts";
import type { RetrySyntax } from "./retries.ts";
import type { HedgingSyntax, RedundancySyntax } from "./tries.ts";

interface Written {
  readonly timeouts?: TimeoutsSpec | undefined;
  readonly retries?: RetrySyntax | undefined;
  readonly hedging?: HedgingSyntax | undefined;
  readonly delivery?: DeliverySpec | undefined;
  readonly redundancy?: RedundancySyntax | undefined;
}

/** After the others a node may have served the message. */
export const SAFE_FAILURES: readonly FailureKind[] = ["refused", "rejected"];

export function checkTries(written: Written, context: z.RefinementCtx): void {
  if (written.retries !== undefined) checkRetries(written.retries, written, context);
  if (written.hedging !== undefined) checkHedging(written.hedging, written, context);
  if (written.delivery?.kind === "at-most-once") checkAtMostOnce(written, context);
  const { delivery, redundancy } = written;
  if (delivery?.kind === "effectively-once" && (redundancy?.needed ?? 1) > 1)
    complain(context, ["delivery"], {
      expected: "no effectively-once beside redundancy.needed, as nodes that recognise a message do not process it",
    });
}

function checkRetries(retries: RetrySyntax, { timeouts }: Written, context: z.RefinementCtx): void {
  const { limit, on, backoff, budget } = retries;
  const totalNs = timeouts?.totalNs ?? Infinity;
  if (shortestNs(backoff) >= totalNs)
    complain(context, ["retries", "backoff"], {
      expected: `waits of less than timeouts.total of ${formatDuration(totalNs)}`,
      got: formatDuration(shortestNs(backoff)),
    });
  if (limit === 0 && budget !== undefined)
    complain(context, ["retries", "budget"], { expected: "retries to spend it on", got: "a limit of 0" });
  // All are meant by default, and explicitly by `all`; whoever names this one counts on it.
  const named = on !== undefined && on.length < 5 && on.includes("timeout");
  if (named && (timeouts?.perTryNs ?? Infinity) === Infinity)
    complain(context, ["retries", "on"], { expected: "timeouts.perTry beside timeout", got: "no timeout of a try" });
  if (limit !== Infinity || (budget !== undefined && budget.kind !== "concurrency")) return;
  const takesTime = backoff.kind !== "none" && (backoff.kind !== "drawn" || lasts(backoff.delay));
  if (takesTime) return;
  complain(context, ["retries", "limit"], {
    expected: "a number, a backoff, or a budget of ratio, tokens or bucket beside unlimited",
    got: "retries at once without end",
  });
}

/** The shortest wait before a first retry, as far as it is known. */
function shortestNs(backoff: BackoffSpec): number {
  if (backoff.kind === "fixed") return backoff.delayNs;
  return backoff.kind === "exponential" && backoff.jitter === "none" ? backoff.baseNs : 0;
}

/** Whether what is drawn is sometimes more than nothing. */
function lasts(delay: DistributionSpec): boolean {
  if (delay.kind === "constant") return delay.value > 0;
  if (delay.kind === "empirical") return delay.values.some((value, i) => value >= 1 && delay.weights[i] !== 0);
  return delay.kind !== "uniform" || delay.to >= 1;
}

function checkHedging(hedging: HedgingSyntax, written: Written, context: z.RefinementCtx): void {
  const { perTryNs = Infinity, totalNs = Infinity } = written.timeouts ?? {};
  const soonest = Math.min(perTryNs, totalNs);
  if (hedging.after.kind === "delay" && hedging.after.ns >= soonest)
    complain(context, ["hedging", "after"], {
      expected: `less than timeouts.${perTryNs <= totalNs ? "perTry" : "total"} of ${formatDuration(soonest)}`,
      got: formatDuration(hedging.after.ns),
    });
  for (const key of ["cancel", "work"] as const)
    if (hedging[key] !== undefined && written.redundancy !== undefined)
      complain(context, ["hedging", key], { expected: `no ${key} here, as redundancy.${key} decides` });
}

function checkAtMostOnce({ retries, hedging, redundancy }: Written, context: z.RefinementCtx): void {
  const because = "beside at-most-once, as another node may have served the message";
  const unsafe = (retries?.on ?? []).filter((kind) => !SAFE_FAILURES.includes(kind));
  if (unsafe.length > 0 && retries?.limit !== 0)
    complain(context, ["retries", "on"], {
      expected: "only refused and rejected beside at-most-once, as the message may have been served",
      got: listed(unsafe, "and"),
    });
  if (hedging !== undefined) complain(context, ["hedging"], { expected: `no hedging ${because}` });
  if (redundancy !== undefined) complain(context, ["redundancy"], { expected: `no copies ${because}` });
}
