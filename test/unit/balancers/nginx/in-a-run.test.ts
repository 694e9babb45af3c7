/** Passive health as the engine drives it: nobody tells nginx that a node is down but its own failed tries. */
import { describe, expect, test } from "vitest";
import { immediateRetries, type Scenario } from "../../../../sim/index.ts";
import { recordsOf, runScenario } from "../../../fixtures/run.ts";
import { aBalancer, aNode, aProducer, aScenario, once, SECOND } from "../../../fixtures/scenario.ts";

/** Ten messages a second for 60 s to two nodes, of which the first is down from 10.05 s to 40.05 s, unnoticed by the gateway. */
function withCrash(retries: number, parameters = {}): Scenario {
  const arrivals = { kind: "regular" as const, ratePerSecond: 10 };
  return aScenario({
    durationNs: 60 * SECOND,
    drainNs: SECOND,
    traffic: [aProducer({ arrivals, work: { kind: "constant", value: 1e6 } })],
    nodes: [aNode("n1"), aNode("n2")],
    gateways: {
      count: 1,
      assign: "random",
      zones: ["default"],
      detectionNs: Infinity,
      queueCapacity: 0,
      retries: immediateRetries(retries),
    },
    faults: [{ kind: "crash", nodes: [0], timing: once(10.05 * SECOND, 40.05 * SECOND), label: "crash n1" }],
    balancers: [aBalancer("nginx-round-robin", parameters)],
  });
}

describe("a crash that only nginx's own failures show", () => {
  test("costs one message at the crash, and one for each probe in vain", async () => {
    const lost = (await recordsOf(withCrash(0), 0)).filter((record) => record.fate !== "delivered");
    const seconds = lost.map((record) => Math.floor(record.publishedNs / SECOND));
    // Whole seconds: out at 10, probed in second 21 and in second 32; the next probe, in second 43, succeeds.
    expect(seconds).toEqual([10, 21, 32]);
  });

  test("costs nobody anything where a second try is allowed", async () => {
    const run = await runScenario(withCrash(1));
    expect(run.messages.delivered).toBe(run.messages.offered);
  });

  test("n1 gets half of the messages before, none while it is hidden, and half again after its probe", async () => {
    const records = await recordsOf(withCrash(1), 0);
    const toFirst = (from: number, to: number): number =>
      records.filter(({ node, publishedNs }) => node === 0 && publishedNs >= from * SECOND && publishedNs < to * SECOND)
        .length;
    expect(toFirst(0, 10)).toBeGreaterThanOrEqual(49);
    expect(toFirst(11, 43)).toBe(0);
    expect(toFirst(44, 60)).toBe(80);
  });
});
