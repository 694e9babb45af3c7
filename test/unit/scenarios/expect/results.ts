import type { NodeResult, RunResult, Summary } from "../../../../sim/index.ts";

const EMPTY: Summary = {
  count: 0,
  mean: null,
  stddev: null,
  p50: null,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
  max: null,
};

export function summary(parts: Partial<Summary>): Summary {
  return { ...EMPTY, ...parts };
}

export function nodeResult(name: string, parts: Partial<NodeResult> = {}): NodeResult {
  return {
    ...{ name, zone: "default", workers: 1, speed: 1, weight: 1, utilisation: 0.5, arrivals: 100, completed: 90 },
    ...{ meanQueue: 1, maxQueue: 7, upFraction: 1, meanResponseTime: 0.02 },
    ...{ shed: 0, expired: 0, errors: 0 },
    ...parts,
  };
}

/** A run with a figure of its own for everything, so that no measure can be mistaken for another. */
export function runResult(balancer: string, parts: Partial<RunResult> = {}): RunResult {
  const told = { confirmed: 1, failed: 2, unknown: 3 };
  return {
    ...{ balancer, algorithm: balancer, parameters: {}, truth: false, seed: 1, digest: "0", events: 1 },
    ...{ simulatedSeconds: 120, warmupSeconds: 20, measuredSeconds: 100 },
    messages: {
      ...{ warmup: 10, offered: 1000, delivered: 980, lost: 15, inFlight: 5, confirmed: 975, failed: 20, unknown: 6 },
      lostByCause: {
        ...{ rejected: 8, dropped: 4, refused: 2, "node-down": 1, "node-crash": 0, network: 0, error: 0 },
        ...{ expired: 0, shed: 0, throttled: 0, "gateway-crash": 0, "timed-out": 0 },
      },
      told: { delivered: { ...told, failed: 11 }, lost: { ...told, confirmed: 12 }, inFlight: told },
    },
    responseTime: summary({
      count: 975,
      mean: 0.02,
      stddev: 0.01,
      p50: 0.015,
      p90: 0.03,
      p95: 0.04,
      p99: 0.05,
      p999: null,
      max: 0.09,
    }),
    endToEndTime: summary({ count: 980, mean: 0.021 }),
    waitingTime: summary({ count: 980, mean: 0.012 }),
    serviceTime: summary({ count: 980, mean: 0.008 }),
    responseTimeQuantiles: [],
    ...{ waitedFraction: 0.6, throughputPerSecond: 9.8, offeredPerSecond: 10 },
    nodes: [
      nodeResult("n1", {
        utilisation: 0.4,
        arrivals: 400,
        completed: 399,
        meanQueue: 1,
        maxQueue: 7,
        upFraction: 1,
        meanResponseTime: 0.01,
      }),
      nodeResult("n2", {
        utilisation: 0.8,
        arrivals: 600,
        completed: 581,
        meanQueue: 3,
        maxQueue: 9,
        upFraction: 0.5,
        meanResponseTime: 0.03,
      }),
    ],
    queueLengthTail: [1, 0.6, 0.3, 0.1],
    imbalance: { maxOverMean: 1.2, coefficientOfVariation: 0.25, jain: 0.94 },
    ordering: { outOfOrder: 33, outOfOrderFraction: 0.034, largestDisplacement: 6, inversions: 21 },
    attempts: { mean: 1.25, max: 4, histogram: [0, 800, 150, 40, 10] },
    duplicates: 2,
    duplicatesFrom: { first: 0, retry: 1, hedge: 1, network: 0, copy: 0 },
    suppressedDuplicates: 17,
    wastedWork: 0.125,
    guards: null,
    network: null,
    producers: [
      {
        name: "web",
        priority: 0,
        offered: 700,
        delivered: 690,
        lost: 7,
        responseTime: summary({ count: 690, p99: 0.06, mean: 0.019 }),
      },
      {
        name: "api",
        priority: 1,
        offered: 300,
        delivered: 290,
        lost: 8,
        responseTime: summary({ count: 290, p99: 0.04, mean: 0.022 }),
      },
    ],
    series: {
      ...{
        // The last of them is cut short by the end of the run.
        intervalSeconds: 50,
        length: 3,
        offered: [500, 450, 50],
        delivered: [500, 300, 180],
        confirmed: [500, 200, 100],
        lost: { rejected: [0, 7, 1], network: [1, 2, 3] },
        p50: [],
        p99: [0.04, 0.9, null],
        inSystem: [4, 60, 20],
        imbalance: [],
      },
      queue: [],
    },
    theory: [],
    ...parts,
  } as RunResult;
}
