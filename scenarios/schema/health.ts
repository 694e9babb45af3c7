/** What gateways make of their nodes' health. */
import { z } from "zod";
import type { ActiveHealthSpec, HealthSpec, OutlierSpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { complain } from "./leaf.ts";
import { duration, fraction } from "./quantities.ts";
import { above, atLeast, choice, whole } from "./scalars.ts";
import { either, map } from "./shapes.ts";

const SECOND = 1e9;

const results = whole("a whole number of results of at least 1", 1, 1000);
const hosts = whole("a whole number of nodes of at least 1", 1, 1e6);
const requests = whole("a whole number of tries", 0, 1e9);

const active: z.ZodType<ActiveHealthSpec> = map(
  {
    interval: duration("2s", 1).optional().describe("From one probe of a node to the next; 2s (HAProxy inter)."),
    timeout: duration("1s", 1)
      .optional()
      .describe(
        "How long its answer is waited for; 1s, or the interval where that is shorter (HAProxy timeout check).",
      ),
    fall: results.optional().describe("Failures in a row that take a node out; 3 (HAProxy fall)."),
    rise: results.optional().describe("Successes in a row that bring it back; 2 (HAProxy rise)."),
  },
  "a map with interval, timeout, fall, rise, such as {interval: 2s}",
)
  .superRefine(({ interval = 2 * SECOND, timeout = 0 }, context) => {
    if (timeout > interval)
      complain(context, ["timeout"], {
        expected: `at most the interval of ${formatDuration(interval)}`,
        got: formatDuration(timeout),
      });
  })
  .transform(({ interval = 2 * SECOND, timeout = Math.min(SECOND, interval), fall = 3, rise = 2 }) => {
    return { intervalNs: interval, timeoutNs: timeout, fall, rise };
  });

const successRate = map(
  {
    minimumHosts: hosts.optional().describe("With fewer nodes of that many tries it says nothing; 5."),
    requestVolume: requests.optional().describe("Tries in the interval that a node needs to be compared; 100."),
    stdevFactor: atLeast("a number of at least 0, such as 1.9", 0)
      .optional()
      .describe("Standard deviations below the mean; 1.9 (Envoy success_rate_stdev_factor 1900)."),
  },
  "a map with minimumHosts, requestVolume, stdevFactor",
).transform(({ minimumHosts = 5, requestVolume = 100, stdevFactor = 1.9 }) => {
  return { minimumHosts, requestVolume, stdevFactor };
});

const failureFraction = map(
  {
    minimumHosts: hosts.optional().describe("With fewer nodes of that many tries it says nothing; 5."),
    requestVolume: requests.optional().describe("Tries in the interval that a node needs; 50."),
    threshold: fraction(0, 1)
      .optional()
      .describe("Ejected when so many of its tries fail; 85% (Envoy failure_percentage_threshold)."),
  },
  "a map with minimumHosts, requestVolume, threshold",
).transform(({ minimumHosts = 5, requestVolume = 50, threshold = 0.85 }) => {
  return { minimumHosts, requestVolume, threshold };
});

const outliers: z.ZodType<OutlierSpec> = map(
  {
    consecutiveFailures: whole("a whole number of failures", 0, 1e6)
      .optional()
      .describe("Failures in a row that eject a node; 0: never; 5 (Envoy consecutive_5xx)."),
    interval: duration("10s", 1)
      .optional()
      .describe("How often ejected nodes are looked at and rates compared; 10s (Envoy interval)."),
    baseEjection: duration("30s", 1)
      .optional()
      .describe("How long a node stays out, times its ejections so far; 30s (Envoy base_ejection_time)."),
    maxEjection: duration("300s", 1)
      .optional()
      .describe("At most so long; 300s, or the base where that is longer (Envoy max_ejection_time)."),
    maxEjected: fraction(0, 1)
      .optional()
      .describe("Of all nodes at once, but one always may be; 10% (Envoy max_ejection_percent)."),
    successRate: either(
      "never, or a map with minimumHosts, requestVolume, stdevFactor",
      choice(["never"]).transform(() => null),
      successRate,
    )
      .optional()
      .describe("Ejects nodes whose success rate is far below the others'; on by default, as in Envoy."),
    failureFraction: failureFraction
      .optional()
      .describe("Ejects nodes that fail too often, however the others do; off by default, as in Envoy."),
  },
  "a map with consecutiveFailures, interval, baseEjection, maxEjection, maxEjected, successRate, failureFraction",
)
  .superRefine(({ baseEjection = 30 * SECOND, maxEjection = Infinity, ...rules }, context) => {
    if (maxEjection < baseEjection)
      complain(context, ["maxEjection"], {
        expected: `at least the base ejection of ${formatDuration(baseEjection)}`,
        got: formatDuration(maxEjection),
      });
    const { consecutiveFailures, successRate: rate, failureFraction: failing } = rules;
    if (consecutiveFailures === 0 && rate === null && failing === undefined)
      complain(context, ["consecutiveFailures"], { expected: "some rule that ejects", got: "none" });
  })
  .transform(({ successRate: rate, failureFraction: failing, ...rest }): OutlierSpec => {
    const { consecutiveFailures = 5, interval = 10 * SECOND, baseEjection = 30 * SECOND, maxEjected = 0.1 } = rest;
    return {
      consecutiveFailures,
      intervalNs: interval,
      baseEjectionNs: baseEjection,
      maxEjectionNs: rest.maxEjection ?? Math.max(300 * SECOND, baseEjection),
      maxEjectedFraction: maxEjected,
      ...(rate === null ? {} : { successRate: rate ?? { minimumHosts: 5, requestVolume: 100, stdevFactor: 1.9 } }),
      ...(failing === undefined ? {} : { failureFraction: failing }),
    };
  });

const slowStart = either(
  "a duration such as 30s, or a map with window, aggression, minimum",
  duration("30s", 1).transform((window): { window: number; aggression?: number; minimum?: number } => ({ window })),
  map(
    {
      window: duration("30s", 1).describe("How long a node that comes back works up to its weight."),
      aggression: above("a number above 0, such as 1", 0)
        .optional()
        .describe("Above 1 it gets more sooner; 1, in proportion to its age (Envoy aggression)."),
      minimum: fraction(0, 1).optional().describe("The least part of its weight; 10% (Envoy min_weight_percent)."),
    },
    "a map with window, aggression, minimum, such as {window: 30s}",
  ),
).transform(({ window: windowNs, aggression = 1, minimum = 0.1 }) => ({ windowNs, aggression, minimum }));

export const health: z.ZodType<HealthSpec> = map(
  {
    active: active.optional().describe("Probes over the same links as messages (HAProxy check)."),
    outliers: outliers.optional().describe("Ejects nodes by what became of the tries there (Envoy outlier_detection)."),
    panicThreshold: fraction(0, 1)
      .optional()
      .describe(
        "With fewer of the nodes healthy, all are used; 0%, never, by default (Envoy healthy_panic_threshold, there 50%).",
      ),
    slowStart: slowStart
      .optional()
      .describe(
        "How a node that comes back works up to its weight, for balancers that go by weights (Envoy slow_start_config, HAProxy slowstart).",
      ),
  },
  "a map with active, outliers, panicThreshold, slowStart, such as {active: {interval: 2s}}",
)
  .superRefine((written, context) => {
    const { active: checks, outliers: ejections, panicThreshold, slowStart: starts } = written;
    if (panicThreshold !== undefined && checks === undefined && ejections === undefined)
      complain(context, ["panicThreshold"], { expected: "active or outliers beside panicThreshold", got: "neither" });
    else if (checks === undefined && ejections === undefined && starts === undefined)
      complain(context, [], { expected: "at least one of active, outliers, slowStart", got: "none of them" });
  })
  .transform(({ active: checks, outliers: ejections, panicThreshold = 0, slowStart: starts }): HealthSpec => {
    return {
      ...(checks === undefined ? {} : { active: checks }),
      ...(ejections === undefined ? {} : { outliers: ejections }),
      panicThreshold,
      ...(starts === undefined ? {} : { slowStart: starts }),
    };
  });
