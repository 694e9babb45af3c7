/** Health, breakers, limits and what else guards gateways, in the language. */
import type { ConcurrencySpec, GatewaysSpec, HealthSpec, OutlierSpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { present } from "./traffic.ts";

/** The keys of `gateways` that say how they guard themselves; those that a scenario does not have are undefined. */
export function guardsDocument(gateways: GatewaysSpec): Readonly<Record<string, unknown>> {
  const { health, breaker, limits, concurrency, throttling, knowledge } = gateways;
  return {
    health: health && healthDocument(health),
    breaker: breaker && breakerDocument(breaker),
    limits: limits && limitsDocument(limits),
    concurrency: concurrency && concurrencyDocument(concurrency),
    throttling: throttling && { k: throttling.k, window: formatDuration(throttling.windowNs) },
    knowledge: knowledge && { sharedInFlight: { delay: formatDuration(knowledge.sharedInFlight.delayNs) } },
  };
}

function healthDocument({ active, outliers, panicThreshold, slowStart }: HealthSpec): unknown {
  return present({
    active: active && {
      interval: formatDuration(active.intervalNs),
      timeout: formatDuration(active.timeoutNs),
      fall: active.fall,
      rise: active.rise,
    },
    outliers: outliers && outliersDocument(outliers),
    panicThreshold: active === undefined && outliers === undefined ? undefined : panicThreshold,
    slowStart: slowStart && {
      window: formatDuration(slowStart.windowNs),
      aggression: slowStart.aggression,
      minimum: slowStart.minimum,
    },
  });
}

function outliersDocument(outliers: OutlierSpec): unknown {
  const { consecutiveFailures, intervalNs, baseEjectionNs, maxEjectionNs, maxEjectedFraction } = outliers;
  return present({
    consecutiveFailures,
    interval: formatDuration(intervalNs),
    baseEjection: formatDuration(baseEjectionNs),
    maxEjection: formatDuration(maxEjectionNs),
    maxEjected: maxEjectedFraction,
    successRate: outliers.successRate ?? "never",
    failureFraction: outliers.failureFraction,
  });
}

function breakerDocument({ openNs, ...rest }: NonNullable<GatewaysSpec["breaker"]>): unknown {
  return { ...rest, open: formatDuration(openNs) };
}

function limitsDocument({ perNode, queuePerNode, queueTimeoutNs }: NonNullable<GatewaysSpec["limits"]>): unknown {
  const queue = queuePerNode === Infinity ? "unbounded" : queuePerNode;
  return { perNode, queue, queueTimeout: queueTimeoutNs === Infinity ? "never" : formatDuration(queueTimeoutNs) };
}

function concurrencyDocument(concurrency: ConcurrencySpec): unknown {
  if (concurrency.kind === "gradient") {
    const { kind: _, ...gradient } = concurrency;
    return { gradient };
  }
  const { kind: _, latencyNs, ...aimd } = concurrency;
  return { aimd: { ...aimd, latency: formatDuration(latencyNs) } };
}
