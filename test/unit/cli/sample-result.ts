/** A small made-up result, whole in every field, for tests of what is made from results. */
import { LOSS_CAUSES, RESULT_SCHEMA_VERSION } from "../../../sim/index.ts";
import type { LossCause, ResultFile, RunResult, Summary } from "../../../sim/index.ts";

/** Times around `mean` seconds. */
export function sampleSummary(mean: number): Summary {
  return {
    count: 39_824,
    mean,
    stddev: mean * 1.2,
    p50: mean * 0.7,
    p90: mean * 2,
    p95: mean * 3,
    p99: mean * 5,
    p999: mean * 9,
    max: mean * 20,
  };
}

/** A run whose mean response time is `mean` seconds. */
export function sampleRun(balancer: string, mean: number, changes: Partial<RunResult> = {}): RunResult {
  const noLosses = Object.fromEntries(LOSS_CAUSES.map((cause) => [cause, 0])) as Record<LossCause, number>;
  const told = { confirmed: 0, failed: 0, unknown: 0 };
  return {
    balancer,
    algorithm: balancer,
    parameters: {},
    truth: false,
    seed: 1,
    digest: "0123456789abcdef",
    events: 123_456,
    simulatedSeconds: 120.25,
    warmupSeconds: 20,
    measuredSeconds: 100.25,
    messages: {
      warmup: 8012,
      offered: 39_824,
      delivered: 39_824,
      lost: 0,
      lostByCause: noLosses,
      inFlight: 0,
      confirmed: 39_824,
      failed: 0,
      unknown: 0,
      told: { delivered: { ...told, confirmed: 39_824 }, lost: told, inFlight: told },
    },
    responseTime: sampleSummary(mean),
    endToEndTime: sampleSummary(mean),
    waitingTime: sampleSummary(mean / 2),
    serviceTime: sampleSummary(mean / 2),
    responseTimeQuantiles: [
      { q: 0.5, seconds: mean * 0.7 },
      { q: 0.99, seconds: mean * 5 },
    ],
    waitedFraction: 0.5,
    throughputPerSecond: 398.2,
    offeredPerSecond: 398.24,
    nodes: [
      { ...sampleNode("n1"), meanResponseTime: mean },
      { ...sampleNode("n2"), meanResponseTime: null, completed: 0 },
    ],
    queueLengthTail: [1, 0.5, 0.25],
    imbalance: { maxOverMean: 1.25, coefficientOfVariation: 0.31, jain: 0.91 },
    ordering: { outOfOrder: 12, outOfOrderFraction: 12 / 39_824, largestDisplacement: 3, inversions: 9 },
    attempts: { mean: 1, max: 1, histogram: [0, 1] },
    duplicatesFrom: { first: 0, retry: 0, hedge: 0, network: 0, copy: 0 },
    suppressedDuplicates: 0,
    duplicates: 0,
    wastedWork: 0,
    guards: null,
    network: null,
    producers: [
      { name: "web", priority: 0, offered: 39_824, delivered: 39_824, lost: 0, responseTime: sampleSummary(mean) },
    ],
    faults: [
      {
        label: "crash n2",
        kind: "crash",
        occurrences: 1,
        secondsInForce: 0.1,
        times: [{ targets: ["n2"], startSeconds: 0.1, endSeconds: 0.2 }],
      },
    ],
    series: {
      intervalSeconds: 0.1,
      length: 4,
      offered: [40, 41, 39, 40],
      delivered: [38, 41, 40, 41],
      confirmed: [38, 41, 40, 41],
      lost: { rejected: [0, 0, 1, 0] },
      p50: [mean, mean, null, mean],
      p99: [mean * 4, mean * 5, null, mean * 8],
      inSystem: [1.5, 2.25, 0.5, 1],
      imbalance: [0.2, 0.3, null, 0.2],
      queue: [
        { nodes: "n1", mean: [1, 1.25, 0.25, 0.5] },
        { nodes: "n2", mean: [0.5, 1, 0.25, 0.5] },
      ],
    },
    theory: [
      {
        name: "M/M/c pooled",
        role: "bound",
        measure: "mean response time",
        formula: "Erlang C",
        predicted: mean * 0.8,
        measured: mean,
        relativeDifference: 0.25,
        unit: "seconds",
        note: "No policy can do better.",
      },
    ],
    ...changes,
  };
}

/** A whole file of these runs. */
export function sampleResult(runs: readonly RunResult[], changes: Partial<ResultFile> = {}): ResultFile {
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    version: "0.1.0",
    command: "evenkeel run sample.yaml --seed 1",
    scenario: { name: "A sample", question: "Is it a sample?", claim: "It is.", duration: "2m" },
    faults: [{ label: "crash n2", kind: "crash", targets: ["n2"], startSeconds: 0.1, endSeconds: 0.2 }],
    runs,
    expectations: [{ text: "lost(hash) == 0", outcome: "met", detail: "lost(hash) = 0" }],
    complete: true,
    ...changes,
  };
}

function sampleNode(name: string): RunResult["nodes"][number] {
  return {
    name,
    zone: "default",
    workers: 1,
    speed: 1,
    weight: 1,
    utilisation: 0.64,
    arrivals: 19_912,
    completed: 19_912,
    meanQueue: 1.5,
    maxQueue: 17,
    upFraction: 0.875,
    shed: 0,
    expired: 0,
    errors: 0,
    meanResponseTime: null,
  };
}
