/** Immediate retries, the short way: each message has one try at a time. */
import { describe, expect, it } from "vitest";
import { defineBalancer, immediateRetries, type Scenario } from "../../../sim/index.ts";
import { runScenario } from "../../fixtures/run.ts";
import { aBalancer, aProducer, aScenario, nodes, once, SECOND } from "../../fixtures/scenario.ts";

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

describe("retries", () => {
  const oneDown: Partial<Scenario> = {
    ...steady,
    nodes: nodes(3),
    faults: [{ kind: "crash", nodes: [1], timing: once(), label: "crash n2" }],
  };
  const gateways = { count: 1, assign: "random" as const, zones: ["default"], detectionNs: Infinity, queueCapacity: 0 };

  it("let the balancer pick again, which consumes a pick; only the last try decides", async () => {
    const without = await runScenario(aScenario({ ...oneDown, gateways }));
    expect(without.messages.lostByCause["node-down"]).toBe(66);
    const run = await runScenario(aScenario({ ...oneDown, gateways: { ...gateways, retries: immediateRetries(1) } }));
    expect(run.messages.lost).toBe(0);
    // The picks go round n1, n2, n3: a message that meets n2 goes on to n3, and so every second one is n1's.
    expect(run.nodes.map((node) => node.completed)).toEqual([100, 0, 99]);
    expect(run.nodes[1]!.arrivals).toBe(99);
  });

  it("tell the balancer what was tried, and end after so many", async () => {
    const seen: string[] = [];
    const stubborn = defineBalancer("stubborn", () => ({
      pick(_view, message) {
        seen.push(`${message.attempt} ${message.previous} ${message.tried(1)}`);
        return 1;
      },
      onSettle(_node, _latency, ok, _view, reply) {
        seen.push(`${ok} ${reply.outcome}`);
      },
    }));
    const scenario = aScenario({
      ...oneDown,
      durationNs: 0.15 * SECOND,
      gateways: { ...gateways, retries: immediateRetries(2) },
      balancers: [aBalancer("stubborn")],
    });
    const run = await runScenario(scenario, 0, { extra: [stubborn] });
    expect(run.messages.lostByCause["node-down"]).toBe(1);
    expect(seen).toEqual(["0 -1 false", "false refused", "1 1 true", "false refused", "2 1 true", "false refused"]);
  });
});
