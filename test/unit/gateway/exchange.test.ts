/** What comes of messages whose tries time out, are sent again, hedged, lost and told of too late. Figures by hand or closed form. */
import { describe, expect, it } from "vitest";
import { FAILURE_KINDS, type RetrySpec, type RunResult, type Scenario } from "../../../sim/index.ts";
import { runScenario } from "../../fixtures/run.ts";
import { aNode, aProducer, aScenario, nodes, once, SECOND } from "../../fixtures/scenario.ts";

const MS = 1e6;
const gateways = { count: 1, assign: "random" as const, zones: ["default"], detectionNs: Infinity, queueCapacity: 0 };
const RETRIES: RetrySpec = { limit: 3, on: FAILURE_KINDS, backoff: { kind: "none" }, to: "any" };

function steady(changes: Partial<Scenario>, workNs: number = 10 * MS): Scenario {
  const traffic = [
    aProducer({ arrivals: { kind: "regular", ratePerSecond: 10 }, work: { kind: "constant", value: workNs } }),
  ];
  return aScenario({ durationNs: SECOND, drainNs: 10 * SECOND, traffic, nodes: nodes(2), ...changes });
}

/** 20,000 messages of no work, over links that lose this much on the way to the node and back. */
function lossy(toNode: number, back: number, limit: number): Promise<RunResult> {
  const loss = (probability: number) => ({ kind: "independent" as const, probability });
  const rule = { link: "gateway-node" as const, between: null };
  return runScenario(
    steady({
      durationNs: 2000 * SECOND,
      nodes: [aNode("n", { workers: 1000 })],
      traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 10 }, work: { kind: "constant", value: 0 } })],
      network: {
        rules: [
          { ...rule, direction: "forward", loss: loss(toNode) },
          { ...rule, direction: "back", loss: loss(back) },
        ],
      },
      gateways: {
        ...gateways,
        timeouts: { perTryNs: 10 * MS, totalNs: Infinity, cancel: "abandon" },
        retries: { ...RETRIES, limit },
      },
    }),
  );
}

describe("timeouts of tries", () => {
  const timeouts = { perTryNs: 5 * MS, totalNs: Infinity, cancel: "abandon" as const };

  it("tell a failure before the message has its fate; what is abandoned is served for nobody", async () => {
    const { messages, wastedWork, attempts } = await runScenario(steady({ gateways: { ...gateways, timeouts } }));
    expect(messages).toMatchObject({ offered: 9, delivered: 9, lost: 0, confirmed: 0, failed: 9 });
    expect(messages.told.delivered).toEqual({ confirmed: 0, failed: 9, unknown: 0 });
    expect([wastedWork, attempts.mean]).toEqual([1, 1]);
  });

  it("are told to the nodes where they propagate, which then drop the work", async () => {
    const run = await runScenario(
      steady({ gateways: { ...gateways, timeouts: { ...timeouts, cancel: "propagate" } } }),
    );
    expect(run.messages.lostByCause["timed-out"]).toBe(9);
    expect(run.messages.told.lost).toEqual({ confirmed: 0, failed: 9, unknown: 0 });
    expect(run.nodes.reduce((sum, node) => sum + node.completed, 0)).toBe(0);
  });

  it("are followed by retries as often as allowed, which make duplicates of the abandoned tries", async () => {
    const run = await runScenario(steady({ gateways: { ...gateways, timeouts, retries: { ...RETRIES, limit: 2 } } }));
    expect(run.attempts).toEqual({ mean: 3, max: 3, histogram: [0, 0, 0, 9] });
    expect(run.messages.told.delivered.failed).toBe(9);
    expect([run.duplicates, run.duplicatesFrom.retry]).toEqual([9, 9]);
  });

  it("in total end the waiting for a retry, too", async () => {
    const total = { perTryNs: 5 * MS, totalNs: 20 * MS, cancel: "propagate" as const };
    const retries: RetrySpec = { ...RETRIES, backoff: { kind: "fixed", delayNs: SECOND } };
    const run = await runScenario(steady({ gateways: { ...gateways, timeouts: total, retries } }));
    expect(run.messages).toMatchObject({ lost: 9, failed: 9 });
    expect(run.attempts.mean).toBe(1);
  });
});

describe("lossy links", () => {
  it.each([
    [0.1, 0.3, 3, 1.5069, 0.001, 0.2916, 0.049653],
    [0.3, 0.1, 1, 1, 0.3, 0, 0.07],
  ])(
    "lose %f and %f of messages and answers, %i tries",
    async (p, q, tries, attempts, never, twice, failedDelivered) => {
      const run = await lossy(p, q, tries - 1);
      const { offered, lost, told } = run.messages;
      expect(run.attempts.mean).toBeCloseTo(attempts, 1);
      expect(Math.abs(run.attempts.mean! - attempts)).toBeLessThan(0.025);
      expect(Math.abs(lost / offered - never)).toBeLessThan(0.012);
      expect(Math.abs(run.duplicates / offered - twice)).toBeLessThan(0.015);
      expect(Math.abs(told.delivered.failed / offered - failedDelivered)).toBeLessThan(0.01);
    },
  );

  it("leave a producer without an answer for ever, or until it waits no longer", async () => {
    const network = {
      rules: [
        {
          link: "producer-gateway" as const,
          between: null,
          direction: "back" as const,
          loss: { kind: "independent" as const, probability: 1 },
        },
      ],
    };
    const { messages } = await runScenario(steady({ network }));
    expect(messages.told.delivered).toEqual({ confirmed: 0, failed: 0, unknown: 9 });
    const [producer] = steady({}).traffic;
    const closed = {
      ...producer!,
      arrivals: { kind: "closed" as const, clients: 1, think: { kind: "constant" as const, value: 0 } },
    };
    const patient = await runScenario(steady({ network, traffic: [{ ...closed, timeoutNs: 100 * MS }] }));
    expect(patient.messages.offered).toBe(10);
  });

  it("that duplicate make nodes serve twice, and producers no wiser", async () => {
    const network = { rules: [{ link: null, between: null, duplication: 1 }] };
    const run = await runScenario(steady({ network }));
    expect(run.messages).toMatchObject({ delivered: 9, confirmed: 9 });
    // Each message comes to its gateway twice, and each of its tries to its node twice.
    expect(run.nodes.reduce((sum, node) => sum + node.completed, 0)).toBe(36);
    expect(run.duplicatesFrom.network).toBe(9);
  });
});

describe("hedges", () => {
  const hedging = {
    after: { kind: "delay" as const, ns: 3 * SECOND },
    limit: 1,
    maxFraction: 1,
    cancel: true,
    work: "independent" as const,
  };

  it("cut the tail as the closed form says: hedge after 3 of a mean of 1", async () => {
    const run = await runScenario(
      aScenario({
        durationNs: 2000 * SECOND,
        drainNs: Infinity,
        traffic: [
          aProducer({ arrivals: { kind: "poisson", ratePerSecond: 20 }, work: { kind: "exponential", mean: SECOND } }),
        ],
        nodes: nodes(2, { workers: 100_000 }),
        gateways: { ...gateways, hedging },
      }),
    );
    expect(Math.abs(run.responseTime.mean! - 0.9751)).toBeLessThan(0.02);
    expect(Math.abs(run.responseTime.p99! - 3.8026)).toBeLessThan(0.1);
    expect(Math.abs(run.attempts.mean! - 1.0498)).toBeLessThan(0.005);
  });

  it("stay within their fraction of all messages", async () => {
    const few = {
      ...hedging,
      after: { kind: "delay" as const, ns: MS },
      maxFraction: 0.25,
      work: "identical" as const,
    };
    const run = await runScenario(steady({ durationNs: 10.05 * SECOND, gateways: { ...gateways, hedging: few } }));
    expect(run.attempts.histogram).toEqual([0, 75, 25]);
  });
});

describe("quorums", () => {
  it.each([
    [3, 3, 1.8333],
    [4, 2, 0.5833],
  ])("of %i copies of which %i are needed take as long as the order statistic", async (copies, needed, mean) => {
    const run = await runScenario(
      aScenario({
        durationNs: 1000 * SECOND,
        drainNs: Infinity,
        traffic: [
          aProducer({ arrivals: { kind: "poisson", ratePerSecond: 20 }, work: { kind: "exponential", mean: SECOND } }),
        ],
        nodes: nodes(copies, { workers: 100_000 }),
        gateways: { ...gateways, redundancy: { copies, needed, cancel: "on-completion", work: "independent" } },
      }),
    );
    expect(Math.abs(run.responseTime.mean! / mean - 1)).toBeLessThan(0.03);
    expect(run.duplicates).toBe(0);
  });

  it("that cannot be reached any more lose their message", async () => {
    const redundancy = { copies: 2, needed: 2, cancel: "never" as const, work: "identical" as const };
    const faults = [{ kind: "crash" as const, nodes: [1], timing: once(), label: "crash" }];
    const run = await runScenario(steady({ faults, gateways: { ...gateways, redundancy } }));
    expect(run.messages).toMatchObject({ delivered: 0, lost: 9, failed: 9 });
  });

  const both = { copies: 2, needed: 2, cancel: "never" as const, work: "identical" as const };
  const errs = { kind: "errors" as const, nodes: [1], latencyNs: 0, timing: once(), label: "n2 errs" };

  it("count a node once, though the network makes a second copy of what it gets", async () => {
    const rules = [
      { link: "gateway-node" as const, between: null, direction: "forward" as const, duplication: 1 },
      { link: "gateway-node" as const, between: null, latency: { kind: "constant" as const, value: MS } },
    ];
    const faults = [{ ...errs, probability: 1 }];
    const run = await runScenario(steady({ faults, network: { rules }, gateways: { ...gateways, redundancy: both } }));
    expect(run.messages).toMatchObject({ delivered: 0, lost: 9, confirmed: 0, failed: 9 });
    expect([run.messages.lostByCause.error, run.duplicates, run.nodes[0]!.completed]).toEqual([9, 0, 18]);
    const well = await runScenario(steady({ network: { rules }, gateways: { ...gateways, redundancy: both } }));
    expect(well.messages).toMatchObject({ delivered: 9, confirmed: 9 });
    expect([well.duplicates, well.duplicatesFrom.network]).toEqual([9, 9]);
  });

  it("count a node once, though it gets the message again with a retry", async () => {
    const retried = { ...gateways, redundancy: both, retries: { ...RETRIES, limit: 1 } };
    const always = await runScenario(steady({ faults: [{ ...errs, probability: 1 }], gateways: retried }));
    expect(always.messages).toMatchObject({ delivered: 0, lost: 9, failed: 9, confirmed: 0 });
    expect(always.attempts.histogram).toEqual([0, 0, 0, 0, 9]);
    const half = { faults: [{ ...errs, probability: 0.5 }], gateways: retried, durationNs: 400 * SECOND };
    const { messages } = await runScenario(steady(half));
    // The second node errs twice for a quarter of the messages: of 4,000 that is 1,000, within five deviations of 27.
    expect(Math.abs(messages.lost - 1000)).toBeLessThan(137);
    expect(messages.told).toMatchObject({ delivered: { failed: 0 }, lost: { confirmed: 0 } });
  });
});

describe("at-most-once", () => {
  it("sends nothing again that may have been served", async () => {
    const timeouts = { perTryNs: 5 * MS, totalNs: Infinity, cancel: "abandon" as const };
    const run = await runScenario(
      steady({ gateways: { ...gateways, timeouts, retries: RETRIES, delivery: { kind: "at-most-once" } } }),
    );
    expect([run.attempts.max, run.duplicates]).toEqual([1, 0]);
  });
});
