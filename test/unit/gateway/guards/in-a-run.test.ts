/** Guards in whole runs: what becomes of messages, and what the result says. */
import { describe, expect, test } from "vitest";
import type { GatewaysSpec, RunResult, Scenario, TraceSource } from "../../../../sim/index.ts";
import { recordsOf, runScenario, traceOf } from "../../../fixtures/run.ts";
import { aBalancer, aNode, aProducer, aScenario, nodes, once, SECOND } from "../../../fixtures/scenario.ts";

const MS = 1e6;

/** Regular messages of constant work; gateways guard themselves as `changes` say. */
function scenario(changes: Partial<GatewaysSpec>, others: Partial<Scenario> = {}): Scenario {
  const regular = {
    arrivals: { kind: "regular", ratePerSecond: 100 },
    work: { kind: "constant", value: 10 * MS },
  } as const;
  return aScenario({
    traffic: [aProducer(regular)],
    nodes: nodes(2),
    gateways: { ...aScenario().gateways, detectionNs: Infinity, ...changes },
    ...others,
  });
}

function guardsOf(run: RunResult): NonNullable<RunResult["guards"]> {
  expect(run.guards).not.toBeNull();
  return run.guards!;
}

const CRASH = [{ kind: "crash", nodes: [0], timing: once(5 * SECOND, 10 * SECOND), label: "crash n1" }] as const;

test("a run without guards says nothing of them", async () => {
  expect((await runScenario(scenario({}))).guards).toBeNull();
});

describe("active checks", () => {
  const active = { intervalNs: SECOND, timeoutNs: 500 * MS, fall: 2, rise: 3 };

  test("find a crash and its end, at the cost of their probes", async () => {
    const run = await runScenario(scenario({ health: { active, panicThreshold: 0 } }, { faults: CRASH }));
    const [n1, n2] = guardsOf(run).nodes;
    expect([n1!.probes, n2!.probes, n1!.healthDowns, n2!.healthDowns]).toEqual([20, 20, 1, 0]);
    // Probes at 5.0 s and 6.0 s are refused at once: half of the messages of one second are lost.
    expect(run.messages.lostByCause["node-down"]).toBeGreaterThanOrEqual(49);
    expect(run.messages.lostByCause["node-down"]).toBeLessThanOrEqual(51);
  });

  test("wait for their timeout where the node stands still", async () => {
    const pause = [{ kind: "pause", nodes: [0], timing: once(5 * SECOND, 10 * SECOND), label: "pause n1" }] as const;
    const records = await recordsOf(scenario({ health: { active, panicThreshold: 0 } }, { faults: pause }));
    const sent = records.filter(({ node }) => node === 0).map(({ publishedNs }) => publishedNs / SECOND);
    // Probes at 5.0 s and 6.0 s fail at 5.5 s and 6.5 s.
    const last = Math.max(...sent.filter((second) => second < 10));
    expect(last).toBeGreaterThan(6.45);
    expect(last).toBeLessThanOrEqual(6.5);
  });

  test("bring the node back after as many successes as it takes", async () => {
    const records = await recordsOf(scenario({ health: { active, panicThreshold: 0 } }, { faults: CRASH }));
    const served = records.filter(({ node }) => node === 0).map(({ publishedNs }) => publishedNs / SECOND);
    const back = served.find((second) => second > 7)!;
    // The probes at 10, 11 and 12 s are answered.
    expect(back).toBeGreaterThanOrEqual(12);
    expect(back).toBeLessThan(12.05);
  });
});

describe("outlier detection", () => {
  const outliers = {
    consecutiveFailures: 5,
    intervalNs: SECOND,
    baseEjectionNs: 3 * SECOND,
    maxEjectionNs: 300 * SECOND,
    maxEjectedFraction: 0.5,
  };

  test("ejects after so many failures in a row, for longer each time", async () => {
    const run = await runScenario(scenario({ health: { outliers, panicThreshold: 0 } }, { faults: CRASH }));
    // Out at 5.1 s, back at 9 s; five more failures, out until 10.1 + 6 s: the sweep at 16 s.
    expect(guardsOf(run).nodes[0]!.ejections).toBe(2);
    expect(run.messages.lost).toBeGreaterThanOrEqual(10);
    expect(run.messages.lost).toBeLessThanOrEqual(11);
  });

  test("in panic all nodes are used again", async () => {
    const calm = await runScenario(scenario({ health: { outliers, panicThreshold: 0 } }, { faults: CRASH }));
    const panic = await runScenario(scenario({ health: { outliers, panicThreshold: 0.6 } }, { faults: CRASH }));
    expect(guardsOf(calm).panicFraction).toBe(0);
    expect(guardsOf(panic).panicFraction).toBeGreaterThan(0.2);
    expect(panic.messages.lost).toBeGreaterThan(20 * calm.messages.lost);
  });
});

test("a node that comes back starts slowly, for a balancer that goes by weights", async () => {
  const slowStart = { windowNs: 8 * SECOND, aggression: 1, minimum: 0.1 };
  const changes = { detectionNs: 0, health: { panicThreshold: 0, slowStart } };
  const balancers = [aBalancer("weighted-round-robin")];
  const records = await recordsOf(scenario(changes, { faults: CRASH, balancers, drainNs: 10 * SECOND }));
  const share = (from: number, to: number): number => {
    const during = records.filter(({ publishedNs }) => publishedNs >= from * SECOND && publishedNs < to * SECOND);
    return during.filter(({ node }) => node === 0).length / during.length;
  };
  expect(share(0, 5)).toBeCloseTo(0.5, 2);
  expect(share(10, 10.8)).toBeLessThan(0.15);
  // Half of its weight: a third of the messages.
  expect(share(13.6, 14.4)).toBeCloseTo(1 / 3, 1);
  expect(share(18, 20)).toBeCloseTo(0.5, 2);
});

describe("a circuit breaker", () => {
  const breaker = { failureFraction: 0.5, window: 10, minimumCalls: 10, openNs: 2 * SECOND, halfOpenCalls: 3 };

  test("opens, tries a few calls now and then, and closes", async () => {
    const run = await runScenario(scenario({ breaker }, { faults: CRASH }));
    // Open after five failures among ten calls; three calls more at each end of 2 s while the node is down.
    expect(guardsOf(run).nodes.map(({ breakerOpenings }) => breakerOpenings)).toEqual([3, 0]);
    expect(run.messages.lost).toBeGreaterThanOrEqual(5 + 2 * 2);
    expect(run.messages.lost).toBeLessThanOrEqual(5 + 2 * 3);
  });

  test("the last node's refuses messages as throttled", async () => {
    const run = await runScenario(scenario({ breaker }, { faults: CRASH, nodes: nodes(1) }));
    expect(run.messages.lostByCause.throttled).toBeGreaterThan(300);
    expect(guardsOf(run).refused.breaker).toBe(run.messages.lostByCause.throttled);
  });
});

describe("limits", () => {
  const others = {
    nodes: [aNode("n", { workers: 4, queueCapacity: 0 })],
    traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 300 } })],
  };

  test("hold messages at the gateway until the node has room: nothing is refused there", async () => {
    const open = await runScenario(scenario({}, others));
    const limits = { perNode: 4, queuePerNode: Infinity, queueTimeoutNs: Infinity };
    const held = await runScenario(scenario({ limits }, { ...others, drainNs: 10 * SECOND }));
    expect(open.messages.lostByCause.rejected).toBeGreaterThan(100);
    expect(held.messages.lost).toBe(0);
    expect(held.nodes[0]!.maxQueue).toBe(4);
    // What waited at the gateway instead of at the node: the same queue, M/M/4.
    expect(guardsOf(held).queue.waited).toBeGreaterThan(1000);
    expect(held.waitingTime.max).toBe(0);
  });

  test("turn away what finds the queue full, and what waits for too long", async () => {
    const limits = { perNode: 2, queuePerNode: 3, queueTimeoutNs: 5 * MS };
    const run = await runScenario(scenario({ limits }, others));
    const { refused, queue } = guardsOf(run);
    expect(refused.queueFull).toBeGreaterThan(0);
    expect(refused.queueTimeout).toBeGreaterThan(0);
    expect(run.messages.lostByCause.throttled).toBe(refused.queueFull + refused.queueTimeout);
    expect(queue.maxSeconds).toBeLessThanOrEqual(0.005);
    expect(run.nodes[0]!.maxQueue).toBe(2);
  });

  test("a try that is turned away is tried elsewhere", async () => {
    const limits = { perNode: 1, queuePerNode: 0, queueTimeoutNs: Infinity };
    const one = { ...others, nodes: nodes(3), balancers: [aBalancer("random")] };
    const never = await runScenario(scenario({ limits }, one));
    const retries = { limit: 5, on: ["rejected"], backoff: { kind: "none" }, to: "any" } as const;
    const again = await runScenario(scenario({ limits, retries }, one));
    expect(again.messages.lost).toBeLessThan(0.8 * never.messages.lost);
    expect(Math.max(...again.nodes.map(({ maxQueue }) => maxQueue))).toBe(1);
  });

  test("a long queue at a node that has gone empties without end of the stack", async () => {
    const limits = { perNode: 1, queuePerNode: Infinity, queueTimeoutNs: Infinity };
    const crowd = {
      arrivals: { kind: "batch", batchesPerSecond: 1, size: { kind: "constant", value: 20_000 } },
    } as const;
    const faults = [{ kind: "crash", nodes: [0], timing: once(8 * SECOND), label: "crash" }] as const;
    const traffic = [aProducer({ ...crowd, work: { kind: "constant", value: SECOND } })];
    const run = await runScenario(scenario({ limits }, { traffic, faults, nodes: nodes(1) }));
    expect(run.messages.lostByCause["node-down"]).toBeGreaterThan(10_000);
  });

  const one = { perNode: 1, queuePerNode: Infinity, queueTimeoutNs: Infinity };
  const pairs = {
    arrivals: { kind: "batch", batchesPerSecond: 1, size: { kind: "constant", value: 2 } },
    work: { kind: "constant", value: 20 * MS },
  } as const;
  const alone = { nodes: nodes(1), traffic: [aProducer(pairs)], drainNs: SECOND };

  test("the timeout of a try begins as it is sent, the total one as the message comes", async () => {
    const timeouts = { perTryNs: 30 * MS, totalNs: Infinity, cancel: "abandon" } as const;
    const run = await runScenario(scenario({ limits: one, timeouts }, alone));
    expect([run.messages.failed, run.messages.confirmed === run.messages.offered]).toEqual([0, true]);
    const total = await runScenario(scenario({ limits: one, timeouts: { ...timeouts, totalNs: 30 * MS } }, alone));
    // Each second message of a pair has waited for 20 ms, and is not answered after 10 more.
    expect(total.messages.failed).toBeGreaterThanOrEqual(total.messages.offered / 2);
  });

  test("a hedge that waits where the first try is never goes there once the message is given up", async () => {
    const single = [aProducer({ ...pairs, arrivals: { kind: "regular", ratePerSecond: 1 } })];
    const timeouts = { perTryNs: Infinity, totalNs: 15 * MS, cancel: "abandon" } as const;
    const after = { kind: "delay", ns: 5 * MS } as const;
    const hedging = { after, limit: 1, maxFraction: 1, cancel: true, work: "identical" } as const;
    const run = await runScenario(scenario({ limits: one, timeouts, hedging }, { ...alone, traffic: single }));
    expect([run.attempts.mean, run.duplicates]).toEqual([2, 0]);
    expect(run.nodes[0]!.completed).toBe(run.messages.offered);
  });

  const leaves = [
    { kind: "scale-in", nodes: [0], drainNs: 10 * SECOND, timing: once(SECOND), label: "leaves" },
  ] as const;

  /** Six messages at 0.9 s, three for each of two nodes, which take one at a time for a second; one node leaves at 1 s. */
  const three = {
    traffic: [aProducer({ arrivals: { kind: "trace", trace: "t" }, work: { kind: "constant", value: SECOND } })],
    nodes: nodes(2),
    faults: leaves,
    drainNs: 10 * SECOND,
  };
  const atOnce = { openTrace: (): TraceSource => traceOf(Array.from({ length: 6 }, () => ({ timeNs: 0.9 * SECOND }))) };

  test.each([
    ["with one try at a time", {}],
    ["with timeouts", { timeouts: { perTryNs: 100 * SECOND, totalNs: Infinity, cancel: "abandon" } }],
    ["with copies", { redundancy: { copies: 2, cancel: "never", work: "identical" } }],
  ] as const)("what waits for a node that leaves goes to another one: %s", async (_, changes) => {
    const run = await runScenario(scenario({ limits: one, ...changes }, three), 0, atOnce);
    expect([run.messages.confirmed, run.nodes.map(({ completed }) => completed)]).toEqual([
      6,
      "redundancy" in changes ? [1, 11] : [1, 5],
    ]);
    // The node is gone as soon as what it has is served: nothing that only waited for it holds it up.
    expect(run.nodes[0]!.upFraction).toBeCloseTo(1.9 / 20, 9);
  });

  test("what waits for a node that leaves has failed where there is no other one", async () => {
    const alone = { ...three, nodes: nodes(1) };
    const run = await runScenario(scenario({ limits: one }, alone), 0, atOnce);
    expect(run.messages).toMatchObject({ confirmed: 1, failed: 5, lostByCause: { throttled: 5 } });
    expect(guardsOf(run).refused.queueTimeout).toBe(5);
  });
});

describe("adaptive concurrency", () => {
  const others = {
    nodes: [aNode("n", { workers: 10 })],
    traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 2000 } })],
  };

  test("AIMD keeps an overloaded node's queue short by refusing", async () => {
    const aimd = { kind: "aimd", initial: 20, minimum: 5, maximum: 200, decrease: 0.9, latencyNs: 40 * MS } as const;
    const open = await runScenario(scenario({}, others));
    const held = await runScenario(scenario({ concurrency: aimd }, others));
    expect(held.responseTime.p99).toBeLessThan(0.05 * open.responseTime.p99!);
    expect(held.throughputPerSecond).toBeGreaterThan(850);
    expect(held.messages.lostByCause.throttled).toBe(guardsOf(held).refused.concurrency);
  });

  test("the gradient limit stays far below its maximum while latency would grow", async () => {
    const gradient = {
      kind: "gradient",
      initial: 20,
      minimum: 5,
      maximum: 1000,
      tolerance: 1.5,
      smoothing: 0.2,
      window: 600,
      queue: 4,
    } as const;
    const run = await runScenario(scenario({ concurrency: gradient }, others));
    const { concurrencyLimit } = guardsOf(run);
    expect(concurrencyLimit!.mean).toBeLessThan(200);
    expect(concurrencyLimit!.least).toBeGreaterThanOrEqual(5);
    expect(run.throughputPerSecond).toBeGreaterThan(850);
  });

  test("with a queue at the gateway what is beyond the limit waits", async () => {
    const fixed = { kind: "aimd", initial: 10, minimum: 10, maximum: 10, decrease: 0.9, latencyNs: Infinity } as const;
    const changes = { concurrency: fixed, queueCapacity: Infinity };
    const calm = { ...others, traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 800 } })] };
    const run = await runScenario(scenario(changes, { ...calm, drainNs: 10 * SECOND }));
    expect(run.messages.lost).toBe(0);
    expect(run.nodes[0]!.maxQueue).toBe(10);
  });
});

test("adaptive throttling finds the SRE book's fixed point: half refused, 200/s reach the backend, 100/s accepted", async () => {
  const throttling = { k: 2, windowNs: 120 * SECOND };
  const run = await runScenario(
    scenario(
      { throttling },
      {
        traffic: [
          aProducer({ arrivals: { kind: "poisson", ratePerSecond: 400 }, work: { kind: "constant", value: 10 * MS } }),
        ],
        nodes: [aNode("n", { queueCapacity: 10 })],
        durationNs: 600 * SECOND,
        warmup: { kind: "duration", ns: 300 * SECOND },
      },
    ),
  );
  const { offered, lostByCause } = run.messages;
  expect(lostByCause.throttled / offered).toBeCloseTo(0.5, 1);
  expect(run.nodes[0]!.arrivals / 300).toBeGreaterThan(188);
  expect(run.nodes[0]!.arrivals / 300).toBeLessThan(212);
  expect(run.throughputPerSecond).toBeCloseTo(100, -1);
});

test("what gateways tell each other makes many of them count like one", async () => {
  const traffic = [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 1600 } })];
  const many = { count: 20, assign: "random" } as const;
  const others = { traffic, nodes: nodes(20), balancers: [aBalancer("least-connections")] };
  const mean = async (changes: Partial<GatewaysSpec>): Promise<number> => {
    return (await runScenario(scenario({ ...many, ...changes }, others))).responseTime.mean!;
  };
  const alone = await mean({});
  const told = await mean({ knowledge: { sharedInFlight: { delayNs: 0 } } });
  const late = await mean({ knowledge: { sharedInFlight: { delayNs: 200 * MS } } });
  const one = await mean({ count: 1 });
  expect(told).toBeLessThan(1.1 * one);
  expect(alone).toBeGreaterThan(1.5 * told);
  expect(late).toBeGreaterThan(told);
});

test("copies of messages respect limits and count their waits", async () => {
  const limits = { perNode: 1, queuePerNode: 5, queueTimeoutNs: 20 * MS };
  const redundancy = { copies: 2, cancel: "on-completion", work: "independent" } as const;
  const traffic = [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 150 } })];
  const run = await runScenario(scenario({ limits, redundancy }, { traffic, nodes: nodes(4), drainNs: SECOND }));
  expect(Math.max(...run.nodes.map(({ maxQueue }) => maxQueue))).toBe(1);
  expect(guardsOf(run).queue.waited).toBeGreaterThan(100);
  expect(run.messages.inFlight).toBe(0);
});
