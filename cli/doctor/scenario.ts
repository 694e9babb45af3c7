/** From a model in theory's unit of time to the scenario that the simulator takes. */
import {
  NS_PER_SECOND,
  type ArrivalSpec,
  type DistributionSpec,
  type FaultSpec,
  type NodeSpec,
  type ProducerSpec,
  type Scenario,
} from "../../sim/index.ts";
import type { Model, ModelArrivals, ModelNode, ModelProducer, ModelSlowing } from "./model.ts";

/**
 * One unit of theory's time in a run. Short enough that a hundred million units stay within the 104 days that integer
 * nanoseconds carry exactly, long enough that rounding to them changes a time by less than a part in ten million.
 */
export const UNIT_NS = 1e7;

/** How long a run is, in units of time. */
export interface RunLength {
  readonly warmup: number;
  readonly measured: number;
}

/** Units of time as nanoseconds of a run. */
export function ns(units: number): number {
  return Math.round(units * UNIT_NS);
}

/** A rate per unit of time as one per second of a run. */
export function perSecond(ratePerUnit: number): number {
  return (ratePerUnit * NS_PER_SECOND) / UNIT_NS;
}

/** The scenario that a run of this length needs. */
export function toScenario(model: Model, length: RunLength): Scenario {
  const { deadline, faults = [], gateways = {}, links = [], node = {} } = model.failures ?? {};
  return {
    name: "doctor",
    question: "",
    claim: "",
    seed: 1,
    durationNs: Math.round((length.warmup + length.measured) * UNIT_NS),
    drainNs: Infinity,
    warmup: { kind: "duration", ns: Math.round(length.warmup * UNIT_NS) },
    traffic: model.producers.map((producer) => ({ ...toProducer(producer), ...(deadline && { deadline }) })),
    gateways: {
      count: model.dispatchers ?? 1,
      assign: "random",
      zones: ["a"],
      detectionNs: 0,
      queueCapacity: model.sharedQueue ? Infinity : 0,
      ...(model.redundancy === undefined ? {} : { redundancy: model.redundancy }),
      ...gateways,
    },
    nodes: model.nodes.map((each, index) => ({ ...toNode(each, index), ...node })),
    network: { rules: links },
    faults: [...(model.slowings ?? []).map(toFault), ...faults],
    balancers: [model.balancer],
    expect: [],
  };
}

function toProducer(spec: ModelProducer): ProducerSpec {
  return {
    name: spec.name,
    zone: "a",
    arrivals: toArrivals(spec.arrivals),
    keys: { kind: "none" },
    work: toNanoseconds(spec.work),
    size: { kind: "constant", value: 1 },
    priority: spec.priority,
  };
}

function toNode(node: ModelNode, index: number): NodeSpec {
  return {
    name: `n${index + 1}`,
    group: "n",
    zone: "a",
    workers: node.workers,
    speed: node.speed,
    weight: node.weight,
    queueCapacity: node.waitingPlaces,
    discipline: node.discipline,
    overflow: "reject",
    durable: false,
  };
}

function toFault({ node, from, to, factor }: ModelSlowing): FaultSpec {
  const timing = { kind: "once", startNs: Math.round(from * UNIT_NS), endNs: Math.round(to * UNIT_NS) } as const;
  return { kind: "slow", nodes: [node], timing, factor, label: `slow n${node + 1}` };
}

function toArrivals(arrivals: ModelArrivals): ArrivalSpec {
  switch (arrivals.kind) {
    case "poisson":
    case "regular":
      return { kind: arrivals.kind, ratePerSecond: perSecond(arrivals.rate) };
    case "batch":
      return { kind: "batch", batchesPerSecond: perSecond(arrivals.batchRate), size: arrivals.size };
    case "closed":
      return {
        kind: "closed",
        clients: arrivals.clients,
        think: { kind: "exponential", mean: arrivals.think * UNIT_NS },
      };
    case "steps": {
      const points = arrivals.points.map(({ at, rate }) => ({ atNs: ns(at), ratePerSecond: perSecond(rate) }));
      return { kind: "schedule", points, shape: "step", periodNs: Infinity };
    }
    case "bursty": {
      const states = arrivals.states.map(({ rate, mean }) => ({
        ratePerSecond: perSecond(rate),
        meanNs: mean * UNIT_NS,
      }));
      return { kind: "bursty", states };
    }
  }
}

/** The same shape with its scale in nanoseconds. */
export function toNanoseconds(spec: DistributionSpec): DistributionSpec {
  const scaled = (value: number): number => value * UNIT_NS;
  switch (spec.kind) {
    case "constant":
      return { ...spec, value: scaled(spec.value) };
    case "uniform":
      return { ...spec, from: scaled(spec.from), to: scaled(spec.to) };
    case "hyperexponential":
      return { ...spec, branches: spec.branches.map((branch) => ({ ...branch, mean: scaled(branch.mean) })) };
    case "pareto":
      return { ...spec, min: scaled(spec.min), max: scaled(spec.max) };
    case "weibull":
      return { ...spec, scale: scaled(spec.scale) };
    case "empirical":
      return { ...spec, values: spec.values.map(scaled) };
    default:
      return { ...spec, mean: scaled(spec.mean) };
  }
}
