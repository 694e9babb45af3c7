/** Timeouts, retries, hedges, delivery and copies in the language. */
import {
  FAILURE_KINDS,
  type BackoffSpec,
  type DeliverySpec,
  type GatewaysSpec,
  type HedgingSpec,
  type RetryBudgetSpec,
  type RetrySpec,
} from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { formatRate } from "../units/rate.ts";
import { shifted } from "../units/decimal.ts";
import { timesDocument } from "./distribution.ts";
import { present } from "./traffic.ts";

/** The keys of `gateways` that say how often messages are sent; those that a scenario does not have are undefined. */
export function triesDocument(gateways: GatewaysSpec): Readonly<Record<string, unknown>> {
  const { timeouts, retries, hedging, delivery, redundancy } = gateways;
  return {
    timeouts: timeouts && {
      perTry: orNever(timeouts.perTryNs),
      total: orNever(timeouts.totalNs),
      cancel: timeouts.cancel,
    },
    retries: retries === undefined ? 0 : retriesDocument(retries),
    hedging: hedging && hedgingDocument(hedging, redundancy !== undefined),
    delivery: delivery && deliveryDocument(delivery),
    redundancy,
  };
}

function orNever(ns: number): string {
  return ns === Infinity ? "never" : formatDuration(ns);
}

function retriesDocument({ limit, on, backoff, to, budget }: RetrySpec): unknown {
  const isAny = FAILURE_KINDS.every((kind) => on.includes(kind));
  // Longer numbers than this only the map takes.
  if (isAny && backoff.kind === "none" && to === "any" && budget === undefined && limit <= 100) return limit;
  return present({
    limit: limit === Infinity ? "unlimited" : limit,
    on: isAny ? "all" : [...on],
    backoff: backoffDocument(backoff),
    to,
    budget: budget && budgetDocument(budget),
  });
}

function backoffDocument(backoff: BackoffSpec): unknown {
  switch (backoff.kind) {
    case "none":
      return "none";
    case "fixed":
      return { fixed: formatDuration(backoff.delayNs) };
    case "drawn":
      return { drawn: timesDocument(backoff.delay) };
    case "exponential": {
      const { baseNs, factor, capNs, jitter } = backoff;
      return {
        exponential: present({
          base: formatDuration(baseNs),
          factor: jitter === "decorrelated" ? undefined : factor,
          cap: formatDuration(capNs),
          jitter,
        }),
      };
    }
  }
}

function budgetDocument(budget: RetryBudgetSpec): unknown {
  const { kind, ...rest } = budget;
  if (budget.kind !== "ratio") return { [kind]: rest };
  const { fraction, minimumPerSecond, windowNs } = budget;
  return { ratio: { fraction, minimum: formatRate(minimumPerSecond), window: formatDuration(windowNs) } };
}

/** Beside redundancy, `cancel` and `work` are its. */
function hedgingDocument({ after, limit, maxFraction, cancel, work }: HedgingSpec, hasCopies: boolean): unknown {
  return present({
    after: after.kind === "delay" ? formatDuration(after.ns) : `p${shifted(after.q, 2)}`,
    minimumSamples: after.kind === "delay" ? undefined : after.minimumSamples,
    limit,
    maxFraction,
    ...(hasCopies ? {} : { cancel, work }),
  });
}

function deliveryDocument(delivery: DeliverySpec): unknown {
  if (delivery.kind !== "effectively-once") return delivery.kind;
  const { windowNs, scope, lookupNs } = delivery;
  return { [delivery.kind]: { window: formatDuration(windowNs), scope, lookup: formatDuration(lookupNs) } };
}
