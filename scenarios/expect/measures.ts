/** Every figure of a result that an expectation can name. Documented in `docs/expectations.md`, which a test compares. */
import {
  LOSS_CAUSES,
  ORIGINS,
  type Distribution,
  type Origin,
  type RunFigures,
  type Summary,
} from "../../sim/index.ts";
import { NUMBER, RATE, TIME, type Dimension } from "./dimension.ts";
import { guarded, largest, meanOf, node, part, producer, refusals, share, tail, total } from "./figures.ts";
import type { Better, Display, Extra, ExtraKind, Measure } from "./measure.ts";
import { inSystemWithin, lostWithin, rateWithin, worstP99Within } from "./windows.ts";

/** Times of which a run has a summary. */
export const TIMES = ["responseTime", "endToEndTime", "waitingTime", "serviceTime"] as const;
export type TimeName = (typeof TIMES)[number];

/** Figures of a summary: all times but `count`. */
export const STATISTICS = ["mean", "stddev", "p50", "p90", "p95", "p99", "p999", "max", "count"] as const;
export type Statistic = (typeof STATISTICS)[number];

/** `p99(responseTime, …)`. Producers have a response time of their own. */
export function statistic(name: Statistic, time: TimeName): Measure {
  const summary = (run: RunFigures, extra: Extra | null): Summary | undefined =>
    extra === null ? run[time] : producer(run, extra)?.[time as "responseTime"];
  const distribution = ({ producers, distributions }: RunFigures, extra: Extra | null): Distribution | undefined => {
    if (extra === null || producers.length === 1) return distributions?.[time];
    return distributions?.producers[producers.findIndex((each) => each.name === extra.value)];
  };
  return {
    name,
    help: "",
    dimension: name === "count" ? NUMBER : TIME,
    better: name === "count" ? "neither" : "lower",
    display: "plain",
    extra: time === "responseTime" ? ["producer"] : [],
    extraRequired: false,
    sectioned: time === "responseTime" && name !== "count",
    ...(name in QUANTILES ? { quantile: { q: QUANTILES[name as QuantileName], of: distribution } } : {}),
    read: (run, extra) => summary(run, extra)?.[name] ?? null,
  };
}

const QUANTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 };
type QuantileName = keyof typeof QUANTILES;

const HIGHER_IS_BETTER: readonly string[] = [
  ...["delivered", "deliveredFraction", "confirmed", "completed", "throughput", "confirmedRate"],
  ...["minUtilisation", "upFraction", "jain"],
];
/** Neither way: what the scenario decides. */
const NEITHER: readonly string[] = [
  ...["probes", "concurrencyLimit", "suppressedDuplicates"],
  ...["offered", "offeredRate", "arrivals", "utilisation", "nodes", "workers"],
  ...["simulatedTime", "warmupTime", "measuredTime"],
];

function betterOf(name: string): Better {
  if (HIGHER_IS_BETTER.includes(name)) return "higher";
  return NEITHER.includes(name) ? "neither" : "lower";
}

type Read = (run: RunFigures, extra: Extra | null) => number | null | undefined;

interface Options {
  readonly dimension?: Dimension;
  readonly display?: Display;
  readonly extra?: readonly ExtraKind[];
  readonly extraRequired?: boolean;
  readonly trials?: NonNullable<Measure["trials"]>;
  readonly sectioned?: boolean;
}

function measure(name: string, help: string, read: Read, options: Options = {}): Measure {
  return {
    name,
    help,
    dimension: NUMBER,
    better: betterOf(name),
    display: "plain",
    extra: [],
    extraRequired: false,
    ...options,
    read: (run, extra) => read(run, extra) ?? null,
  };
}

const BY_PRODUCER: Options = { extra: ["producer"] };
const BY_NODE: Options = { extra: ["node"] };
const BY_CAUSE: Options = { extra: ["cause", "producer"] };
const RATE_OR_WITHIN: Options = { dimension: RATE, extra: ["window"] };
const WITHIN: Options = { extra: ["window"], extraRequired: true };
const FRACTION: Options = { display: "fraction" };

/** What a loss or a delivery is a fraction of. */
const offeredTo = (run: RunFigures, extra: Extra | null): number =>
  part(run, extra?.kind === "producer" ? extra : null, "offered") ?? 0;

/** All but the statistics of times, in the order of the documentation. */
export const MEASURES: readonly Measure[] = [
  measure("offered", "messages published", (run, of) => part(run, of, "offered"), BY_PRODUCER),
  measure("delivered", "messages processed", (run, of) => part(run, of, "delivered"), BY_PRODUCER),
  measure("deliveredFraction", "delivered / offered", (run, of) => share(run, of, "delivered"), {
    ...BY_PRODUCER,
    ...FRACTION,
    trials: offeredTo,
    sectioned: true,
  }),
  measure("lost", "messages lost, of all causes or of one", (run, of) => part(run, of, "lost"), BY_CAUSE),
  measure("lostFraction", "lost / offered", (run, of) => share(run, of, "lost"), {
    ...BY_CAUSE,
    ...FRACTION,
    trials: offeredTo,
    sectioned: true,
  }),
  measure("inFlight", "messages neither delivered nor lost at the end", (run) => run.messages.inFlight),
  measure("confirmed", "messages whose producer was told that they arrived", (run) => run.messages.confirmed),
  measure("failed", "messages whose producer was told that they did not", (run) => run.messages.failed),
  measure("unknown", "messages whose producer was told nothing", (run) => run.messages.unknown),
  measure("confirmedButLost", "messages lost although confirmed", (run) => run.messages.told.lost.confirmed),
  measure("failedButDelivered", "messages delivered although failed", (run) => run.messages.told.delivered.failed),
  measure(
    "unheardButDelivered",
    "messages delivered whose producer was told nothing",
    (run) => run.messages.told.delivered.unknown,
  ),
  measure("attempts", "tries per message that its gateway has done with, on average", (run) => run.attempts.mean),
  measure("maxAttempts", "most tries of a message", (run) => run.attempts.max),
  measure(
    "duplicates",
    "messages processed more than once, all or by how the second try came about",
    (run, of) => (of === null ? run.duplicates : run.duplicatesFrom[of.value as Origin]),
    { extra: ["origin"] },
  ),
  measure(
    "suppressedDuplicates",
    "repeated tries that nodes recognised and did not process again",
    (run) => run.suppressedDuplicates,
  ),
  measure("outOfOrder", "messages overtaken by a later one of their key", (run) => run.ordering?.outOfOrder),
  measure("outOfOrderFraction", "outOfOrder / delivered", (run) => run.ordering?.outOfOrderFraction, {
    ...FRACTION,
    trials: ({ messages }) => messages.delivered,
  }),
  measure("largestDisplacement", "by how many messages at most", (run) => run.ordering?.largestDisplacement),
  measure(
    "inversions",
    "deliveries that followed directly upon one of a later message of the same key",
    (run) => run.ordering?.inversions,
  ),
  measure(
    "throughput",
    "delivered messages per second",
    (run, of) => (of === null ? run.throughputPerSecond : rateWithin(run, of, "delivered")),
    RATE_OR_WITHIN,
  ),
  measure(
    "offeredRate",
    "published messages per second",
    (run, of) => (of === null ? run.offeredPerSecond : rateWithin(run, of, "offered")),
    RATE_OR_WITHIN,
  ),
  measure(
    "confirmedRate",
    "confirmed messages per second: what clients get",
    (run, of) => (of === null ? run.messages.confirmed / run.measuredSeconds : rateWithin(run, of, "confirmed")),
    RATE_OR_WITHIN,
  ),
  measure("lostWithin", "messages whose loss happened in the window", lostWithin, WITHIN),
  measure("inSystem", "messages in the system, on average over the window", inSystemWithin, WITHIN),
  measure("worstP99", "the largest p99 response time of any interval of the window", worstP99Within, {
    ...WITHIN,
    dimension: TIME,
  }),
  measure("waitedFraction", "served messages that had to wait", (run) => run.waitedFraction, {
    ...FRACTION,
    trials: ({ waitingTime }) => waitingTime.count,
  }),
  measure(
    "utilisation",
    "busy workers / workers, of a node or on average over nodes",
    (run, of) => meanOf(run, of, "utilisation"),
    { ...BY_NODE, ...FRACTION },
  ),
  measure("maxUtilisation", "of the busiest node", (run) => largest(run, null, "utilisation"), FRACTION),
  measure("minUtilisation", "of the idlest node", (run) => -largest(run, null, "utilisation", -1), FRACTION),
  measure("wastedWork", "busy time spent on services that answered nobody", (run) => run.wastedWork, FRACTION),
  measure("ejections", "nodes put out by outlier detection", (run, of) => guarded(run, of, "ejections"), BY_NODE),
  measure("breakerOpenings", "circuit breakers that opened", (run, of) => guarded(run, of, "breakerOpenings"), BY_NODE),
  measure("healthDowns", "nodes taken out by active checks", (run, of) => guarded(run, of, "healthDowns"), BY_NODE),
  measure("probes", "active checks sent", (run, of) => guarded(run, of, "probes"), BY_NODE),
  measure("throttled", "tries that gateways refused or gave up themselves", refusals),
  measure("gatewayWaits", "tries that waited at a gateway for their node", (run) => run.guards?.queue.waited),
  measure("gatewayWait", "how long they waited, on average", (run) => run.guards?.queue.meanSeconds, {
    dimension: TIME,
  }),
  measure("panicFraction", "time in which too few nodes were healthy", (run) => run.guards?.panicFraction, FRACTION),
  measure(
    "concurrencyLimit",
    "adaptive limit of a gateway's tries, on average over time",
    (run) => run.guards?.concurrencyLimit?.mean,
  ),
  measure(
    "meanQueue",
    "mean messages at a node, or on average over nodes",
    (run, of) => meanOf(run, of, "meanQueue"),
    BY_NODE,
  ),
  measure("maxQueue", "most messages at a node, or at any", (run, of) => largest(run, of, "maxQueue"), BY_NODE),
  measure(
    "queueAtLeast",
    "time fraction with at least so many messages at a node, over nodes",
    (run, of) => tail(run, of),
    { extra: ["whole"], extraRequired: true, ...FRACTION },
  ),
  measure("arrivals", "messages that reached a node, or all nodes", (run, of) => total(run, of, "arrivals"), BY_NODE),
  measure(
    "completed",
    "messages that a node completed, or all nodes",
    (run, of) => total(run, of, "completed"),
    BY_NODE,
  ),
  measure("shed", "messages that a node shed, or all nodes", (run, of) => total(run, of, "shed"), BY_NODE),
  measure(
    "expired",
    "messages that a node dropped past their deadline, or all nodes",
    (run, of) => total(run, of, "expired"),
    BY_NODE,
  ),
  measure(
    "errors",
    "messages that a node answered with an error, or all nodes",
    (run, of) => total(run, of, "errors"),
    BY_NODE,
  ),
  measure(
    "upFraction",
    "time fraction a node served: not down, paused or replaying; or on average over nodes",
    (run, of) => meanOf(run, of, "upFraction"),
    { ...BY_NODE, ...FRACTION },
  ),
  measure(
    "meanResponseTime",
    "mean response time of the messages that a node served",
    (run, of) => node(run, of)?.meanResponseTime,
    { dimension: TIME, extra: ["node"], extraRequired: true },
  ),
  measure(
    "maxOverMean",
    "imbalance: most arrivals at a node / mean over nodes; 1 is even",
    (run) => run.imbalance.maxOverMean,
  ),
  measure(
    "coefficientOfVariation",
    "imbalance: of the nodes' arrivals; 0 is even",
    (run) => run.imbalance.coefficientOfVariation,
  ),
  measure("jain", "Jain's fairness index of the nodes' arrivals; 1 is even", (run) => run.imbalance.jain),
  measure("nodes", "nodes of the cluster, for costs", (run) => run.nodes.length),
  measure("workers", "workers of all nodes, for costs", (run) => total(run, null, "workers")),
  measure("simulatedTime", "when the run ended", (run) => run.simulatedSeconds, { dimension: TIME }),
  measure("warmupTime", "the warm-up that was used", (run) => run.warmupSeconds, { dimension: TIME }),
  measure("measuredTime", "from the warm-up's end to the end of the run", (run) => run.measuredSeconds, {
    dimension: TIME,
  }),
];

/** Why a message was lost, as expectations name it. */
export const CAUSES: readonly string[] = LOSS_CAUSES;
/** How the second processing of a message came about, as expectations name it. */
export const DUPLICATE_ORIGINS: readonly string[] = ORIGINS;
