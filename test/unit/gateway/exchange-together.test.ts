/** What the exchange does together with deduplication, targets, running quantiles, guards and budgets. Figures by hand. */
import { describe, expect, it } from "vitest";
import { evaluateExpectations } from "../../../scenarios/index.ts";
import { FAILURE_KINDS, type DeliverySpec, type RetrySpec, type RunResult, type Scenario } from "../../../sim/index.ts";
import { runScenario } from "../../fixtures/run.ts";
import { aBalancer, aNode, aProducer, aScenario, nodes, once, SECOND } from "../../fixtures/scenario.ts";

const MS = 1e6;
const gateways = { count: 1, assign: "random" as const, zones: ["default"], detectionNs: Infinity, queueCapacity: 0 };
const RETRIES: RetrySpec = { limit: 1, on: FAILURE_KINDS, backoff: { kind: "none" }, to: "any" };
const timeouts = { perTryNs: 5 * MS, totalNs: Infinity, cancel: "abandon" as const };

/** A message of 10 ms every 100 ms, nine altogether. */
function steady(changes: Partial<Scenario>): Scenario {
  const traffic = [
    aProducer({ arrivals: { kind: "regular", ratePerSecond: 10 }, work: { kind: "constant", value: 10 * MS } }),
  ];
  return aScenario({ durationNs: SECOND, drainNs: 10 * SECOND, traffic, nodes: nodes(2), ...changes });
}

describe("effectively-once", () => {
  /** Each message is tried twice, the second time at the other node, 20 ms after it set off first. */
  const retries: RetrySpec = { ...RETRIES, backoff: { kind: "fixed", delayNs: 15 * MS } };
  const run = (delivery: DeliverySpec | undefined) =>
    runScenario(
      steady({ gateways: { ...gateways, timeouts, retries, ...(delivery === undefined ? {} : { delivery }) } }),
    );

  it.each<[string, DeliverySpec | undefined, number, number, number]>([
    ["without it all are processed twice", undefined, 9, 0, 0],
    ["a memory per node knows nothing of the other node", memory("node", SECOND), 9, 0, 0],
    ["one memory recognises them, and answers at once", memory("cluster", SECOND), 0, 9, 9],
    ["one that forgets too soon recognises none", memory("cluster", 5 * MS), 9, 0, 0],
  ])("%s", async (_, delivery, duplicates, suppressed, confirmed) => {
    const { messages, ...rest } = await run(delivery);
    expect(messages).toMatchObject({ delivered: 9, confirmed, failed: 9 - confirmed });
    expect([rest.duplicates, rest.suppressedDuplicates]).toEqual([duplicates, suppressed]);
  });
});

function memory(scope: "node" | "cluster", windowNs: number): DeliverySpec {
  return { kind: "effectively-once", windowNs, scope, lookupNs: 0 };
}

describe("retries go", () => {
  it.each<[RetrySpec["to"], number, number]>([
    ["other", 9, 9],
    ["same", 18, 0],
  ])("to the %s node as told, whatever the balancer names", async (to, first, second) => {
    // A balancer that names the first node each time: a hash of one key.
    const scenario = steady({
      balancers: [aBalancer("hash")],
      traffic: [
        aProducer({
          arrivals: { kind: "regular", ratePerSecond: 10 },
          work: { kind: "constant", value: 10 * MS },
          keys: { kind: "constant", key: 7 },
        }),
      ],
      gateways: { ...gateways, timeouts, retries: { ...RETRIES, to } },
    });
    const { nodes: results, attempts } = await runScenario(scenario);
    expect(results.map(({ arrivals }) => arrivals).sort((a, b) => b - a)).toEqual([first, second]);
    expect(attempts.mean).toBe(2);
  });

  it("to the same node although round robin names another", async () => {
    const { duplicatesFrom, nodes: results } = await runScenario(
      steady({ gateways: { ...gateways, timeouts, retries: { ...RETRIES, to: "same" } } }),
    );
    expect(duplicatesFrom.retry).toBe(9);
    // What round robin named in vain is taken back: first tries go to the two in turn, or not, but each pair stays together.
    expect(results.map(({ arrivals }) => arrivals % 2)).toEqual([0, 0]);
  });
});

describe("hedges after a quantile", () => {
  it("begin with enough samples, and then leave alone what is quicker", async () => {
    // Nobody waits for a worker, and works are independent: one try in five takes longer than the 80th percentile.
    const traffic = [
      aProducer({ arrivals: { kind: "regular", ratePerSecond: 5 }, work: { kind: "exponential", mean: SECOND } }),
    ];
    const hedging = {
      after: { kind: "quantile" as const, q: 0.8, minimumSamples: 200 },
      limit: 1,
      maxFraction: 1,
      cancel: false,
      work: "independent" as const,
    };
    const { attempts, messages } = await runScenario(
      steady({
        durationNs: 2000 * SECOND,
        drainNs: 60 * SECOND,
        traffic,
        nodes: nodes(3, { workers: 1000 }),
        gateways: { ...gateways, hedging },
      }),
    );
    const hedged = attempts.histogram[2]! / (messages.offered - 200);
    expect(Math.abs(hedged - 0.2)).toBeLessThan(0.02);
    expect(messages.lost).toBe(0);
  });
});

describe("tries that a gateway holds back", () => {
  const traffic = [
    aProducer({
      arrivals: { kind: "closed", clients: 10, think: { kind: "constant", value: 0 } },
      work: { kind: "constant", value: 10 * MS },
    }),
  ];
  /** Ten at once at a node that takes one at a time, of 10 ms each. */
  const crowd = (timeouts: { perTryNs: number; totalNs: number }): Promise<RunResult> =>
    runScenario(
      steady({
        durationNs: 20 * MS,
        traffic,
        nodes: [aNode("n")],
        gateways: {
          ...gateways,
          timeouts: { ...timeouts, cancel: "abandon" },
          limits: { perNode: 1, queuePerNode: Infinity, queueTimeoutNs: Infinity },
        },
      }),
    );

  it("end with the time of their message, which runs while they wait", async () => {
    // Two are done within 25 ms. As the third is given up, its place at the node goes to the fourth, which is given up at the same
    // time, and so on; what was published at 10 ms comes last.
    const { messages, guards, nodes: results } = await crowd({ perTryNs: Infinity, totalNs: 25 * MS });
    expect(messages.told.delivered).toEqual({ confirmed: 2, failed: 9, unknown: 0 });
    expect(guards!.queue).toMatchObject({ waited: 10, maxSeconds: 0.025 });
    expect(results[0]!.arrivals).toBe(11);
  });

  it("have all of their own time still before them", async () => {
    const { messages, guards } = await crowd({ perTryNs: 25 * MS, totalNs: Infinity });
    expect(messages.told.delivered).toEqual({ confirmed: 11, failed: 0, unknown: 0 });
    expect(guards!.queue).toMatchObject({ waited: 10, maxSeconds: 0.09 });
  });
});

describe("a budget of concurrency", () => {
  it("lets so many retries be in flight, and no more", async () => {
    const down = [{ kind: "errors" as const, nodes: [0], probability: 1, latencyNs: MS, timing: once(), label: "e" }];
    const run = (minimum: number) =>
      runScenario(
        steady({
          durationNs: 10 * SECOND,
          faults: down,
          nodes: [aNode("n")],
          gateways: {
            ...gateways,
            retries: {
              ...RETRIES,
              limit: 3,
              backoff: { kind: "fixed", delayNs: SECOND },
              budget: { kind: "concurrency", fraction: 0, minimum },
            },
          },
        }),
      );
    // A retry is due for a second and gone after a millisecond: of ten messages a second one, or two, find room.
    const [none, one, many] = [await run(0), await run(1), await run(1000)];
    expect(none.attempts.mean).toBe(1);
    expect(many.attempts.mean).toBe(4);
    const sent = one.nodes[0]!.arrivals - one.messages.offered;
    expect(sent).toBeGreaterThan(7);
    expect(sent).toBeLessThan(21);
  });
});

describe("a retry storm", () => {
  /** 70 messages a second at a node that serves 100, stopped for five seconds; clients that wait 200 ms and try 3 times more. */
  const storm = (budget: RetrySpec["budget"]) =>
    runScenario(
      aScenario({
        durationNs: 60 * SECOND,
        nodes: [aNode("n")],
        traffic: [
          aProducer({ arrivals: { kind: "poisson", ratePerSecond: 70 }, work: { kind: "constant", value: 10 * MS } }),
        ],
        faults: [{ kind: "pause", nodes: [0], timing: once(10 * SECOND, 15 * SECOND), label: "stop" }],
        gateways: {
          ...gateways,
          timeouts: { perTryNs: 200 * MS, totalNs: Infinity, cancel: "abandon" },
          retries: { ...RETRIES, limit: 3, ...(budget === undefined ? {} : { budget }) },
        },
      }),
    );

  it("outlives its trigger, and a budget of retries ends it", async () => {
    const [stormy, cured] = [
      await storm(undefined),
      await storm({ kind: "ratio", fraction: 0.1, minimumPerSecond: 0, windowNs: 10 * SECOND }),
    ];
    const before = "confirmedRate(*, 0s..10s) > 95% * offeredRate(*, 0s..10s)";
    const collapsed = "confirmedRate(*, 30s..60s) < 5% * offeredRate(*, 30s..60s)";
    const outcomes = (run: typeof stormy) =>
      evaluateExpectations([before, collapsed], [run]).map((each) => each.outcome);
    expect(outcomes(stormy)).toEqual(["met", "met"]);
    expect(outcomes(cured)).toEqual(["met", "failed"]);
    expect(
      evaluateExpectations(["confirmedRate(*, 40s..60s) > 95% * offeredRate(*, 40s..60s)"], [cured])[0],
    ).toMatchObject({ outcome: "met" });
    expect(stormy.series.confirmed.reduce((sum, count) => sum + count, 0)).toBe(stormy.messages.confirmed);
  });
});
