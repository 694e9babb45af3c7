/** Clusters whose answers are known exactly, as scenarios of a few thousand messages. */
import type { BalancerSpec, NodeSpec, RunFigures, Scenario } from "../../sim/index.ts";
import type { Mm1, Mmc, Mmck } from "../../sim/theory/index.ts";
import { meanResponseOfTwoChoicesAmongThree } from "./exact-choices.ts";

/** The closed forms, handed in so that the same experiments run on the sources and on the build. */
export interface Theory {
  readonly mm1: (arrivalRate: number, serviceRate: number) => Mm1;
  readonly mmc: (arrivalRate: number, serviceRate: number, servers: number) => Mmc;
  readonly mmck: (arrivalRate: number, serviceRate: number, servers: number, places: number) => Mmck;
}

/** How an interval is made of the replications, and what it should cover. */
export interface Measure {
  readonly name: string;
  readonly kind: "mean" | "quantile" | "fraction";
  readonly truth: number;
  readonly of: (run: RunFigures) => number;
  /** Of a fraction: its trials in a run. */
  readonly trials?: (run: RunFigures) => number;
  /** Of a quantile: which one, of the response times. */
  readonly q?: number;
}

export interface Family {
  readonly name: string;
  readonly scenario: Scenario;
  readonly balancer: BalancerSpec;
  readonly measures: readonly Measure[];
}

const SERVICE_NS = 1e6;
const SERVICES_PER_SECOND = 1000;
/** Many relaxation times at the loads below, in mean service times. */
const WARMUP = 60;

/** `nodes` times `workers` servers at `load`, for about as many measured messages as said. */
function scenarioOf(nodes: number, workers: number, load: number, messages: number, queueCapacity: number): Scenario {
  const ratePerSecond = nodes * workers * load * SERVICES_PER_SECOND;
  const node = (i: number): NodeSpec => ({
    name: `n${i}`,
    group: "n",
    zone: "default",
    workers,
    speed: 1,
    weight: 1,
    queueCapacity,
    discipline: "fifo",
    overflow: "reject",
    durable: false,
  });
  return {
    name: "coverage",
    question: "",
    claim: "",
    seed: 1,
    durationNs: WARMUP * SERVICE_NS + (messages / ratePerSecond) * 1e9,
    // Everybody published is waited for, lest the slow ones be missing.
    drainNs: 3600e9,
    warmup: { kind: "duration", ns: WARMUP * SERVICE_NS },
    traffic: [
      {
        name: "web",
        zone: "default",
        arrivals: { kind: "poisson", ratePerSecond },
        keys: { kind: "none" },
        work: { kind: "exponential", mean: SERVICE_NS },
        size: { kind: "constant", value: 0 },
        priority: 0,
      },
    ],
    gateways: { count: 1, assign: "random", zones: ["default"], detectionNs: 1e9, queueCapacity: 0 },
    nodes: Array.from({ length: nodes }, (_, i) => node(i)),
    network: { rules: [] },
    faults: [],
    balancers: [],
    expect: [],
  };
}

const RANDOM: BalancerSpec = { algorithm: "random", label: "random", parameters: {} };
const TWO_CHOICES: BalancerSpec = { algorithm: "power-of-two-choices", label: "two choices", parameters: {} };

const meanResponse = (truth: number): Measure => ({
  name: "mean response",
  kind: "mean",
  truth: truth / SERVICES_PER_SECOND,
  of: (run) => run.responseTime.mean!,
});

function measuresOfStation(station: Mm1 | Mmc, waitProbability: number): Measure[] {
  const quantile = (name: "p50" | "p90" | "p99", q: number): Measure => ({
    name: `${name} response`,
    kind: "quantile",
    truth: station.responseQuantile(q) / SERVICES_PER_SECOND,
    of: (run) => run.responseTime[name] ?? NaN,
    q,
  });
  return [
    meanResponse(station.meanResponse),
    {
      name: "mean waiting",
      kind: "mean",
      truth: station.meanWaiting / SERVICES_PER_SECOND,
      of: (run) => run.waitingTime.mean!,
    },
    { name: "utilisation", kind: "mean", truth: station.utilisation, of: (run) => run.nodes[0]!.utilisation },
    {
      name: "fraction that waits",
      kind: "fraction",
      truth: waitProbability,
      of: (run) => run.waitedFraction!,
      trials: (run) => run.waitingTime.count,
    },
    quantile("p50", 0.5),
    quantile("p90", 0.9),
    quantile("p99", 0.99),
  ];
}

/** The last two are to be compared: both serve the same messages. */
export function families({ mm1, mmc, mmck }: Theory, messages: number): readonly Family[] {
  const [one, four, full] = [mm1(0.5, 1), mmc(4 * 0.7, 1, 4), mmck(0.5, 1, 1, 10)];
  const three = scenarioOf(3, 1, 0.6, messages, Infinity);
  const lost: Measure = {
    name: "lost (about 1 in 2,000)",
    kind: "fraction",
    truth: full.blocking,
    of: (run) => run.messages.lost / run.messages.offered,
    trials: (run) => run.messages.offered,
  };
  return [
    {
      name: "M/M/1, load 0.5",
      scenario: scenarioOf(1, 1, 0.5, messages, Infinity),
      balancer: RANDOM,
      measures: measuresOfStation(one, 0.5),
    },
    {
      name: "M/M/4, load 0.7",
      scenario: scenarioOf(1, 4, 0.7, messages, Infinity),
      balancer: RANDOM,
      measures: measuresOfStation(four, four.waitProbability),
    },
    { name: "M/M/1/10, load 0.5", scenario: scenarioOf(1, 1, 0.5, messages, 9), balancer: RANDOM, measures: [lost] },
    {
      name: "2 choices of 3, load 0.6",
      scenario: three,
      balancer: TWO_CHOICES,
      measures: [meanResponse(meanResponseOfTwoChoicesAmongThree(0.6))],
    },
    {
      name: "random among 3, load 0.6",
      scenario: three,
      balancer: RANDOM,
      measures: [meanResponse(mm1(0.6, 1).meanResponse)],
    },
  ];
}
