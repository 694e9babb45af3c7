import { describe, expect, it } from "vitest";
import { countOf } from "../../../sim/measure/distribution.ts";
import { BalancerFault, defineBalancer, findBalancer, Interrupted, runJob, Standstill } from "../../../sim/index.ts";
import type { Scenario } from "../../../sim/index.ts";
import { recordsOf, runScenario, traceOf } from "../../fixtures/run.ts";
import { aBalancer, aNode, aProducer, aScenario, nodes, once, SECOND } from "../../fixtures/scenario.ts";

const MS = 1e6;

/** One message every 100 ms, each of 10 ms of work. */
const steady: Partial<Scenario> = {
  traffic: [
    aProducer({
      arrivals: { kind: "regular", ratePerSecond: 10 },
      work: { kind: "constant", value: 10 * MS },
    }),
  ],
};

describe("common random numbers", () => {
  it("lets every balancer meet identical messages: times, keys, work, sizes, gateways", async () => {
    const scenario = aScenario({
      traffic: [
        aProducer({ keys: { kind: "zipf", count: 50, exponent: 1 }, size: { kind: "exponential", mean: 1000 } }),
        aProducer({
          name: "batch",
          arrivals: { kind: "batch", batchesPerSecond: 3, size: { kind: "geometric", mean: 4 } },
        }),
      ],
      gateways: { count: 3, assign: "random", zones: ["default"], detectionNs: SECOND, queueCapacity: 0 },
      nodes: [aNode("fast", { speed: 4 }), aNode("slow", { queueCapacity: 3 })],
      drainNs: 1000 * SECOND,
      balancers: ["round-robin", "random", "join-shortest-queue", "least-response-time"].map((name) => aBalancer(name)),
    });
    const workloads = await Promise.all(
      scenario.balancers.map(async (_, index) => {
        const records = await recordsOf(scenario, index);
        return records
          .sort((x, y) => x.sequence - y.sequence)
          .map(({ sequence, producer, gateway, key, workNs, sizeBytes, publishedNs }) =>
            [sequence, producer, gateway, key, workNs, sizeBytes, publishedNs].join(),
          );
      }),
    );
    expect(workloads[0]!.length).toBeGreaterThan(1000);
    for (const workload of workloads) expect(workload).toEqual(workloads[0]);
  });
});

describe("determinism", () => {
  const scenario = aScenario({ balancers: [aBalancer("random")] });

  it("gives the same result twice, and another for another seed", async () => {
    const [first, again, other] = await Promise.all([
      runScenario(scenario),
      runScenario(scenario),
      runScenario(scenario, 0, { seed: 2 }),
    ]);
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(other!.digest).not.toBe(first!.digest);
  });

  it("does not notice who watches", async () => {
    const watched = await runScenario(scenario, 0, { onMessage: () => undefined, pause: () => Promise.resolve() });
    expect(JSON.stringify(watched)).toBe(JSON.stringify(await runScenario(scenario)));
  });

  it("does not notice whether its series are kept, not even where intervals of an unknown length are merged", async () => {
    const web = aProducer({ arrivals: { kind: "trace", trace: "t" } });
    const replayed = aScenario({ traffic: [web], durationNs: Infinity });
    const records = Array.from({ length: 1500 }, (_, i) => ({ timeNs: i * 10 * MS, workNs: (i % 7) * MS }));
    const openTrace = (): ReturnType<typeof traceOf> => traceOf(records);
    const { series, theory: _, ...all } = await runScenario(replayed, 0, { openTrace });
    const job = { scenario: replayed, balancer: replayed.balancers[0]!, seed: replayed.seed, keep: "figures" } as const;
    const { distributions, ...figures } = await runJob(job, { definition: (name) => findBalancer(name)!, openTrace });
    expect(JSON.stringify(figures)).toBe(JSON.stringify(all));
    expect(series.intervalSeconds).toBe(0.04);
    expect(series.confirmed.reduce((sum, count) => sum + count)).toBe(countOf(distributions!.responseTime));
  });
});

describe("the path of a message", () => {
  it("takes its work, and nothing else, where links are free", async () => {
    const run = await runScenario(aScenario({ ...steady }));
    expect(run.messages.delivered).toBe(run.messages.offered);
    expect(run.responseTime.mean).toBeCloseTo(0.01, 9);
    expect(run.responseTime.max).toBe(0.01);
    expect(run.waitingTime.max).toBe(0);
    expect(run.waitedFraction).toBe(0);
    expect(run.nodes[0]!.utilisation).toBeCloseTo(0.05, 2);
  });

  it("takes four links' latency and its work where they are not", async () => {
    const rules = [
      { link: "producer-gateway" as const, between: null, latency: { kind: "constant" as const, value: 3 * MS } },
      { link: null, between: null, latency: { kind: "constant" as const, value: 2 * MS } },
    ];
    const run = await runScenario(aScenario({ ...steady, network: { rules } }));
    expect(run.responseTime.max).toBe(0.02);
    expect(run.endToEndTime.max).toBe(0.015);
    expect(run.messages.told.delivered.unknown).toBe(0);
  });

  it("takes the first latency rule that matches its zones", async () => {
    const between = (zone: string, value: number): Scenario["network"]["rules"][number] => ({
      link: null,
      between: ["default", zone],
      latency: { kind: "constant", value },
    });
    const scenario = aScenario({
      ...steady,
      nodes: [aNode("near"), aNode("far", { zone: "far" })],
      network: { rules: [between("far", 20 * MS), between("default", MS)] },
    });
    const [near, far] = (await runScenario(scenario)).nodes;
    expect(near!.meanResponseTime).toBeCloseTo(0.014, 9);
    expect(far!.meanResponseTime).toBeCloseTo(0.052, 9);
  });

  it("serves faster at a faster node", async () => {
    const run = await runScenario(aScenario({ ...steady, nodes: [aNode("fast", { speed: 4 })] }));
    expect(run.responseTime.max).toBe(0.0025);
  });
});

describe("disciplines and overflow", () => {
  const burst = (
    records: readonly { timeNs: number; workNs: number }[],
  ): Partial<Scenario> & { readonly trace: typeof records } => ({
    traffic: [aProducer({ arrivals: { kind: "trace", trace: "t" }, work: { kind: "trace" } })],
    durationNs: Infinity,
    trace: records,
  });
  const play = (changes: ReturnType<typeof burst>, node: Parameters<typeof aNode>[1]): ReturnType<typeof recordsOf> => {
    const { trace, ...scenario } = changes;
    return recordsOf(aScenario({ ...scenario, nodes: [aNode("n", node)] }), 0, { openTrace: () => traceOf(trace) });
  };
  const three = burst([
    { timeNs: 0, workNs: 10 * MS },
    { timeNs: 1 * MS, workNs: 10 * MS },
    { timeNs: 2 * MS, workNs: 10 * MS },
  ]);
  const order = (records: Awaited<ReturnType<typeof recordsOf>>): number[] => records.map((record) => record.sequence);
  const ends = (records: Awaited<ReturnType<typeof recordsOf>>): number[] =>
    records.map((record) => record.settledNs / MS);

  it("fifo serves in order, lifo the newest first", async () => {
    expect(order(await play(three, {}))).toEqual([0, 1, 2]);
    expect(order(await play(three, { discipline: "lifo" }))).toEqual([0, 2, 1]);
  });

  it("processor sharing serves all at once: 10 ms each from 0, 1 and 2 ms end at 27.5, 29.5 and 30 ms", async () => {
    const records = await play(three, { discipline: "processor-sharing" });
    expect(order(records)).toEqual([0, 1, 2]);
    expect(ends(records)).toEqual([27.5, 29.5, 30]);
  });

  it("processor sharing with as many workers as messages slows nobody", async () => {
    expect(ends(await play(three, { discipline: "processor-sharing", workers: 3 }))).toEqual([10, 11, 12]);
  });

  it("rejects, or drops the oldest that waits, beyond the queue's capacity", async () => {
    const rejecting = await play(three, { queueCapacity: 1 });
    expect(rejecting.map(({ sequence, fate }) => [sequence, fate])).toEqual([
      [2, "rejected"],
      [0, "delivered"],
      [1, "delivered"],
    ]);
    const dropping = await play(three, { queueCapacity: 1, overflow: "drop-oldest" });
    expect(dropping.map(({ sequence, fate }) => [sequence, fate])).toEqual([
      [1, "dropped"],
      [0, "delivered"],
      [2, "delivered"],
    ]);
  });

  it("drop-oldest without a waiting place rejects the newcomer", async () => {
    const records = await play(three, { queueCapacity: 0, overflow: "drop-oldest" });
    expect(records.map(({ fate }) => fate)).toEqual(["rejected", "rejected", "delivered"]);
  });

  it("priority serves the highest first, and does not interrupt", async () => {
    const record = (timeNs: number): { timeNs: number; workNs: number } => ({ timeNs, workNs: 10 * MS });
    const scenario = aScenario({
      durationNs: Infinity,
      traffic: [
        aProducer({ name: "low", priority: -1, arrivals: { kind: "trace", trace: "low" }, work: { kind: "trace" } }),
        aProducer({ name: "high", priority: 9, arrivals: { kind: "trace", trace: "high" }, work: { kind: "trace" } }),
      ],
      nodes: [aNode("n", { discipline: "priority" })],
    });
    const traces: Record<string, ReturnType<typeof record>[]> = {
      low: [record(0), record(MS)],
      high: [record(2 * MS), record(3 * MS)],
    };
    const records = await recordsOf(scenario, 0, { openTrace: (name) => traceOf(traces[name]!) });
    expect(records.map(({ producer, startedNs }) => [producer, startedNs / MS])).toEqual([
      [0, 0],
      [1, 10],
      [1, 20],
      [0, 30],
    ]);
  });
});

describe("faults", () => {
  const crash = (changes: object = {}): Scenario["faults"][number] => ({
    kind: "crash",
    nodes: [0],
    timing: once(5 * SECOND + 5 * MS, 7 * SECOND),
    label: "crash n1",
    ...changes,
  });
  const everyMessageBusy = aProducer({
    arrivals: { kind: "regular", ratePerSecond: 100 },
    work: { kind: "constant", value: 15 * MS },
  });

  it("loses what a crashing node holds, then what is sent to it until the gateways know", async () => {
    const scenario = aScenario({ traffic: [everyMessageBusy], faults: [crash()] });
    const run = await runScenario(scenario);
    expect(run.messages.lostByCause["node-crash"]).toBe(1);
    // Every second of a hundred messages meets the node for the one second until it is detected.
    expect(run.messages.lostByCause["node-down"]).toBe(50);
    expect(run.messages.failed).toBe(51);
    expect(run.nodes[0]!.upFraction).toBeCloseTo((20 - 1.995) / 20, 9);
    expect(run.messages.told.lost.failed).toBe(run.messages.lost);
  });

  it("keeps what a durable node holds, and serves it after the restart", async () => {
    const scenario = aScenario({
      traffic: [everyMessageBusy],
      nodes: nodes(2, { durable: true }),
      faults: [crash()],
      gateways: { count: 1, assign: "random", zones: ["default"], detectionNs: 0, queueCapacity: 0 },
    });
    const run = await runScenario(scenario);
    expect(run.messages.lost).toBe(0);
    expect(run.responseTime.max).toBeGreaterThan(1.9);
  });

  it("is up again only when the last of overlapping crashes is over", async () => {
    const faults = [crash(), crash({ timing: once(6 * SECOND, 9 * SECOND) })];
    const run = await runScenario(aScenario({ traffic: [everyMessageBusy], faults }));
    expect(run.nodes[0]!.upFraction).toBeCloseTo((20 - 3.995) / 20, 9);
  });

  it("slows what is in service from that moment, and multiplies overlapping factors", async () => {
    const slow = (factor: number, startMs: number, endMs: number): Scenario["faults"][number] => ({
      kind: "slow",
      nodes: [0],
      factor,
      timing: once(startMs * MS, endMs * MS),
      label: "slow",
    });
    const scenario = aScenario({
      durationNs: Infinity,
      traffic: [aProducer({ arrivals: { kind: "trace", trace: "t" }, work: { kind: "trace" } })],
      nodes: nodes(1),
      faults: [slow(2, 10, 50), slow(5, 20, 40)],
    });
    // 10 ms at speed 1, 10 at 1/2, 20 at 1/10, 10 at 1/2, the rest at 1: 10 + 5 + 2 + 5 = 22 ms of work by 50 ms.
    const records = await recordsOf(scenario, 0, { openTrace: () => traceOf([{ timeNs: 0, workNs: 30 * MS }]) });
    expect(records[0]!.settledNs / MS).toBe(58);
  });
});

describe("signals", () => {
  it("probes travel over the links and bring back what the node holds; idle nodes make themselves known", async () => {
    const heard: string[] = [];
    const prober = defineBalancer("prober", ({ signals }) => {
      signals.watchIdle((node) => heard.push(`idle ${node}`));
      return {
        pick(view) {
          const askedNs = view.nowNs;
          signals.probe(0, (report) => heard.push(`${report.inSystem} after ${(report.atNs - askedNs) / MS}`));
          return 0;
        },
        onSettle(_node, _latencyNs, _ok, _view, reply) {
          heard.push(`left ${reply.inSystem}, served ${reply.serviceNs / MS}`);
        },
      };
    });
    const rules = [
      { link: "gateway-node" as const, between: null, latency: { kind: "constant" as const, value: 2 * MS } },
    ];
    const scenario = aScenario({
      ...steady,
      durationNs: 0.15 * SECOND,
      nodes: nodes(1),
      network: { rules },
      balancers: [aBalancer("prober")],
    });
    await runScenario(scenario, 0, { extra: [prober] });
    expect(heard).toEqual(["idle 0", "0 after 4", "idle 0", "left 0, served 10"]);
  });
});

describe("closed populations", () => {
  it("follow the interactive response time law: N = X (R + Z)", async () => {
    const scenario = aScenario({
      durationNs: 400 * SECOND,
      warmup: { kind: "duration", ns: 20 * SECOND },
      traffic: [
        aProducer({
          arrivals: { kind: "closed", clients: 20, think: { kind: "exponential", mean: 0.2 * SECOND } },
          work: { kind: "exponential", mean: 10 * MS },
        }),
      ],
    });
    const run = await runScenario(scenario);
    expect(run.throughputPerSecond * (run.responseTime.mean! + 0.2)).toBeCloseTo(20, 0);
  });

  it("that never let time pass end in a sentence, not in a hang", async () => {
    const scenario = aScenario({
      traffic: [aProducer({ arrivals: { kind: "closed", clients: 1, think: { kind: "constant", value: 0 } } })],
      nodes: [],
    });
    await expect(runScenario(scenario)).rejects.toThrow(Standstill);
  });
});

describe("the end of a run", () => {
  it("comes at the duration, with what is in flight counted as such", async () => {
    const run = await runScenario(aScenario({ nodes: [aNode("slow", { speed: 0.1 })] }));
    expect(run.simulatedSeconds).toBe(20);
    expect(run.messages.inFlight).toBeGreaterThan(500);
    expect(run.messages.unknown).toBe(run.messages.inFlight);
  });
  it("comes when all is done, within the drain", async () => {
    const run = await runScenario(aScenario({ drainNs: 1000 * SECOND }));
    expect(run.messages.inFlight).toBe(0);
    expect(run.simulatedSeconds).toBeGreaterThanOrEqual(20);
    expect(run.simulatedSeconds).toBeLessThan(25);
  });
  it("does not dilute time averages by the drain", async () => {
    const run = await runScenario(
      aScenario({ ...steady, nodes: [aNode("slow", { speed: 0.1 })], drainNs: 1000 * SECOND }),
    );
    expect(run.simulatedSeconds).toBeGreaterThan(19.9);
    expect(run.measuredSeconds).toBe(20);
    expect(run.nodes[0]!.utilisation).toBeCloseTo(0.995, 6);
    expect(run.offeredPerSecond).toBeCloseTo(199 / 20, 9);
  });
  it("comes with the last message of a trace where no duration is given", async () => {
    const scenario = aScenario({
      durationNs: Infinity,
      traffic: [aProducer({ arrivals: { kind: "trace", trace: "t" }, work: { kind: "constant", value: SECOND } })],
    });
    const records = Array.from({ length: 100 }, (_, i) => ({ timeNs: i * SECOND }));
    const run = await runScenario(scenario, 0, { openTrace: () => traceOf(records) });
    expect(run.messages.delivered).toBe(100);
    expect(run.simulatedSeconds).toBe(100);
    // Measured time ends with the last publication, at 99 s: two nodes take turns with one second of work each.
    expect(run.measuredSeconds).toBe(99);
    expect(run.nodes[0]!.utilisation).toBeCloseTo(50 / 99, 9);
  });
});

describe("warm-up", () => {
  it("is not measured, only counted", async () => {
    const run = await runScenario(aScenario({ ...steady, warmup: { kind: "duration", ns: 5 * SECOND } }));
    expect(run.messages.warmup).toBe(49);
    expect(run.messages.offered).toBe(150);
    expect(run.measuredSeconds).toBe(15);
    expect(run.nodes.reduce((sum, node) => sum + node.arrivals, 0)).toBe(150);
    expect(run.series.offered.reduce((x, y) => x + y)).toBe(199);
  });
  it("is found by a pilot run where it is auto, and the same one twice", async () => {
    const scenario = aScenario({
      durationNs: 400 * SECOND,
      warmup: { kind: "auto" },
      traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 100 } })],
      faults: [{ kind: "slow", nodes: [0, 1], factor: 3, timing: once(0, 40 * SECOND), label: "cold start" }],
    });
    const run = await runScenario(scenario);
    expect(run.warmupSeconds).toBeGreaterThan(30);
    expect(run.warmupSeconds).toBeLessThan(100);
    expect((await runScenario(scenario)).warmupSeconds).toBe(run.warmupSeconds);
  });
});

describe("what goes wrong", () => {
  const run = (pick: () => number): Promise<unknown> => {
    const broken = defineBalancer("broken", () => ({ pick }));
    return runScenario(aScenario({ balancers: [aBalancer("broken")] }), 0, { extra: [broken] });
  };
  it("a balancer that picks no candidate is named with the time", async () => {
    await expect(run(() => 7)).rejects.toThrow(/picked 7, which is no candidate \(at 0\.\d+ s of simulated time\)/);
    await expect(run(() => 0.5)).rejects.toThrow(BalancerFault);
    await expect(run(() => NaN)).rejects.toThrow(BalancerFault);
  });
  it("a balancer that throws is told apart from a fault of ours", async () => {
    await expect(
      run(() => {
        throw new TypeError("oops");
      }),
    ).rejects.toThrow(/threw TypeError: oops \(at/);
  });
  it("a host that stops ends the run", async () => {
    await expect(runScenario(aScenario({ durationNs: 5000 * SECOND }), 0, { stopped: () => true })).rejects.toThrow(
      Interrupted,
    );
  });
  it("no routable node refuses every message, and the balancer is not asked", async () => {
    const unasked = defineBalancer("unasked", () => ({
      pick() {
        throw new Error("asked");
      },
    }));
    const scenario = aScenario({ balancers: [aBalancer("unasked")], nodes: [] });
    const result = await runScenario(scenario, 0, { extra: [unasked] });
    expect(result.messages.lostByCause.refused).toBe(result.messages.offered);
  });
  it("no node at all refuses every message", async () => {
    const result = await runScenario(aScenario({ nodes: [] }));
    expect(result.messages.lostByCause.refused).toBe(result.messages.offered);
  });
});
