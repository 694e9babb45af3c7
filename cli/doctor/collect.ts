/** Figures that results do not carry, collected from every message as it gets its fate. */
import { Histogram, type MessageRecord, type Scenario } from "../../sim/index.ts";
import type { Collector } from "./collector.ts";
import { OnTheWay, ReversedPairs } from "./collect-travel.ts";
import type { MeasureSpec, TimeKind } from "./measure.ts";
import { UNIT_NS } from "./scenario.ts";
import { NotCovered } from "./setup.ts";

/** The quantiles that every summary of a result has. */
export const STANDARD_QUANTILES: ReadonlyMap<number, "p50" | "p90" | "p95" | "p99" | "p999"> = new Map([
  [0.5, "p50"],
  [0.9, "p90"],
  [0.95, "p95"],
  [0.99, "p99"],
  [0.999, "p999"],
]);

type TimeOf = (record: Readonly<MessageRecord>) => number;

const response: TimeOf = (record) => record.settledNs - record.publishedNs;
/** From publication on: waiting at the gateway counts too. Only for links without latency, as theory has them. */
const waiting: TimeOf = (record) => record.startedNs - record.publishedNs;

const TIME: Readonly<Record<TimeKind, TimeOf>> = { response, waiting };

/** Which messages count. */
type Counts = (record: Readonly<MessageRecord>) => boolean;

/** The collector that `measure` needs in this scenario; null where the result carries it. */
export function collectorFor(measure: MeasureSpec, scenario: Scenario): Collector | null {
  const fromNs = scenario.warmup.kind === "duration" ? scenario.warmup.ns : 0;
  const sharedQueue = scenario.gateways.queueCapacity > 0;
  const isOf = (name: string | undefined): Counts => classOf(scenario, name);
  switch (measure.kind) {
    case "mean-of-size": {
      const { from, to } = measure.size;
      return meanOf(response, fromNs, ({ workNs }) => workNs >= from * UNIT_NS && workNs <= to * UNIT_NS);
    }
    case "mean": {
      if (measure.of === "response") return null;
      if (measure.producer === null) return sharedQueue ? meanOf(waiting, fromNs, () => true) : null;
      return meanOf(waiting, fromNs, isOf(measure.producer));
    }
    case "quantile": {
      const carried = measure.producer === undefined && (measure.of === "response" || !sharedQueue);
      if (carried && STANDARD_QUANTILES.has(measure.q)) return null;
      return quantileOf(TIME[measure.of], fromNs, measure.q, isOf(measure.producer));
    }
    case "answered-within":
      return answeredWithin(measure.limit * UNIT_NS, fromNs);
    case "slow-fraction":
      return slowFraction(TIME[measure.of], measure.limit * UNIT_NS, fromNs);
    case "slowdown":
      return meanOf(
        (record) => (response(record) / record.workNs) * UNIT_NS,
        fromNs,
        ({ workNs }) => workNs > 0,
      );
    case "reversed-pairs":
      return new ReversedPairs(measure.step);
    case "on-the-way":
      return new OnTheWay(measure.step * UNIT_NS, fromNs, scenario.durationNs);
    case "confirmed-rate":
      return confirmedRate(measure.from, measure.to);
    default:
      return null;
  }
}

function classOf({ traffic }: Scenario, name: string | undefined): Counts {
  if (name === undefined) return () => true;
  const index = traffic.findIndex((producer) => producer.name === name);
  return ({ producer }) => producer === index;
}

function measured(record: Readonly<MessageRecord>, fromNs: number): boolean {
  return record.fate === "delivered" && record.publishedNs >= fromNs;
}

function meanOf(time: TimeOf, fromNs: number, counts: Counts): Collector {
  let sum = 0;
  let count = 0;
  return {
    add(record) {
      if (!measured(record, fromNs) || !counts(record)) return;
      sum += time(record);
      count++;
    },
    figures() {
      if (count === 0) throw new NotCovered("no message of this kind was seen");
      return [sum / count / UNIT_NS];
    },
  };
}

function answeredWithin(limitNs: number, fromNs: number): Collector {
  let answered = 0;
  let count = 0;
  return {
    add(record) {
      if (record.publishedNs < fromNs) return;
      count++;
      if (record.fate === "delivered" && response(record) < limitNs) answered++;
    },
    figures() {
      if (count === 0) throw new NotCovered("no message was seen");
      return [answered / count];
    },
  };
}

function slowFraction(time: TimeOf, limitNs: number, fromNs: number): Collector {
  let slow = 0;
  let count = 0;
  return {
    add(record) {
      if (!measured(record, fromNs)) return;
      count++;
      if (time(record) >= limitNs) slow++;
    },
    figures() {
      if (count === 0) throw new NotCovered("no message was answered");
      return [slow / count];
    },
  };
}

/** By when the producer is told, in units of time from the beginning of the run. */
function confirmedRate(from: number, to: number): Collector {
  let confirmed = 0;
  return {
    add({ told, settledNs }) {
      if (told === "confirmed" && settledNs >= from * UNIT_NS && settledNs < to * UNIT_NS) confirmed++;
    },
    figures: () => [confirmed / (to - from)],
  };
}

function quantileOf(time: TimeOf, fromNs: number, q: number, counts: Counts): Collector {
  const histogram = new Histogram();
  return {
    add(record) {
      if (measured(record, fromNs) && counts(record)) histogram.record(time(record));
    },
    figures() {
      if (!histogram.carries(q)) throw new NotCovered(`too few messages for the ${q} quantile`);
      return [histogram.quantile(q) / UNIT_NS];
    },
  };
}
