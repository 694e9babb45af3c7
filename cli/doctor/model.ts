/**
 * What a family turns a set-up into: the part of a scenario that queueing theory speaks of, in its unit of time (usually
 * the mean service time). Cases with equal models share their runs.
 */
import type {
  ArrivalSpec,
  BalancerSpec,
  Discipline,
  DistributionSpec,
  NodeSpec,
  ParameterValue,
  ProducerSpec,
  Scenario,
} from "../../sim/index.ts";
import { NS_PER_SECOND } from "../../sim/index.ts";

/**
 * One unit of theory's time in a run. Short enough that a hundred million units stay within the 104 days that integer
 * nanoseconds carry exactly, long enough that rounding to them changes a time by less than a part in ten million.
 */
export const UNIT_NS = 1e7;

export interface ModelProducer {
  readonly name: string;
  readonly priority: number;
  readonly arrivals: ModelArrivals;
  /** Service demand in units of time. */
  readonly work: DistributionSpec;
}

/** Arrivals in units of time. */
export type ModelArrivals =
  | { readonly kind: "poisson"; readonly rate: number }
  | { readonly kind: "regular"; readonly rate: number }
  | { readonly kind: "batch"; readonly batchRate: number; readonly size: DistributionSpec }
  | { readonly kind: "bursty"; readonly states: readonly { readonly rate: number; readonly mean: number }[] };

export interface ModelNode {
  readonly workers: number;
  readonly speed: number;
  readonly weight: number;
  /** Waiting places beyond the workers. */
  readonly waitingPlaces: number;
  readonly discipline: Discipline;
}

export interface Model {
  readonly producers: readonly ModelProducer[];
  readonly nodes: readonly ModelNode[];
  /** Messages wait at the gateway until the balancer names a node. */
  readonly sharedQueue: boolean;
  readonly balancer: BalancerSpec;
  /** Messages per unit of time over all producers. */
  readonly arrivalRate: number;
  /** How many units of time the system takes to forget how it began: warm-ups are several of these. */
  readonly relaxation: number;
  /** Of the one fluctuation that no number of nodes averages out, only time; runs are many of these. */
  readonly slowestMode: number;
  /** A second balancer to meet the same messages; only for the measure `identity`. */
  readonly against: BalancerSpec | null;
}

/** A node as theory has them: one worker of speed 1, unlimited places, first come first served. */
export const PLAIN_NODE: ModelNode = {
  workers: 1,
  speed: 1,
  weight: 1,
  waitingPlaces: Infinity,
  discipline: "fifo",
};

export function balancer(algorithm: string, parameters: Readonly<Record<string, ParameterValue>> = {}): BalancerSpec {
  return { algorithm, label: algorithm, parameters };
}

/** For a single node, where nothing is left to choose. */
export const NO_CHOICE: BalancerSpec = balancer("round-robin");

/** One producer named `all`. */
export function producer(arrivals: ModelArrivals, work: DistributionSpec): ModelProducer {
  return { name: "all", priority: 0, arrivals, work };
}

/** How long a run is, in units of time. */
export interface RunLength {
  readonly warmup: number;
  readonly measured: number;
}

/** The scenario that a run of this length needs. */
export function toScenario(model: Model, length: RunLength): Scenario {
  return {
    name: "doctor",
    question: "",
    claim: "",
    seed: 1,
    durationNs: Math.round((length.warmup + length.measured) * UNIT_NS),
    drainNs: Infinity,
    warmup: { kind: "duration", ns: Math.round(length.warmup * UNIT_NS) },
    traffic: model.producers.map(toProducer),
    gateways: {
      count: 1,
      assign: "round-robin",
      zone: "a",
      detectionNs: 0,
      queueCapacity: model.sharedQueue ? Infinity : 0,
    },
    nodes: model.nodes.map(toNode),
    network: { rules: [] },
    faults: [],
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

function perSecond(ratePerUnit: number): number {
  return (ratePerUnit * NS_PER_SECOND) / UNIT_NS;
}

function toArrivals(arrivals: ModelArrivals): ArrivalSpec {
  switch (arrivals.kind) {
    case "poisson":
    case "regular":
      return { kind: arrivals.kind, ratePerSecond: perSecond(arrivals.rate) };
    case "batch":
      return { kind: "batch", batchesPerSecond: perSecond(arrivals.batchRate), size: arrivals.size };
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
function toNanoseconds(spec: DistributionSpec): DistributionSpec {
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
