import { describe, expect, it } from "vitest";
import { aProducer, aScenario, SECOND } from "../../fixtures/scenario.ts";
import { recordsOf, runScenario } from "../../fixtures/run.ts";

const MS = 1e6;
const regular = aProducer({
  arrivals: { kind: "regular", ratePerSecond: 10 },
  work: { kind: "constant", value: MS },
  size: { kind: "constant", value: 1000 },
});

describe("a run", () => {
  const rules = [
    { link: "gateway-node" as const, between: null, direction: "forward" as const, bandwidthBytesPerSecond: 20_000 },
  ];
  const scenario = aScenario({ traffic: [regular], durationNs: SECOND + 1, drainNs: SECOND, network: { rules } });

  it("sends messages over the wire, and counts them", async () => {
    const { network, responseTime } = await runScenario(scenario);
    expect(responseTime.max).toBeCloseTo(0.051, 9);
    expect(network).toEqual([
      {
        link: "gateway-node",
        direction: "forward",
        sent: 10,
        lost: 0,
        lostFraction: 0,
        duplicated: 0,
        held: 0,
        bytes: 10_000,
        meanWireWait: 0,
        longestWireWait: 0,
      },
    ]);
  });

  it("records when each message reached its node", async () => {
    const records = await recordsOf(scenario);
    expect(records.map(({ arrivedNs, publishedNs }) => arrivedNs - publishedNs)).toEqual(records.map(() => 50 * MS));
    expect(records.every(({ startedNs, arrivedNs }) => startedNs === arrivedNs)).toBe(true);
  });

  it("has nothing to say of links that only take time", async () => {
    const latency = { kind: "exponential", mean: MS } as const;
    const run = await runScenario({ ...scenario, network: { rules: [{ link: null, between: null, latency }] } });
    expect(run.network).toBeNull();
  });

  it("keeps the order of a key's messages over an ordered link, and not over another", async () => {
    const latency = { kind: "exponential", mean: 20 * MS } as const;
    const inverted = async (ordered: boolean): Promise<number> => {
      const records = await recordsOf({
        ...scenario,
        traffic: [{ ...regular, arrivals: { kind: "regular", ratePerSecond: 100 } }],
        durationNs: 10 * SECOND,
        nodes: scenario.nodes.slice(0, 1),
        network: { rules: [{ link: null, between: null, latency, ordered }] },
      });
      const arrivals = [...records].sort((a, b) => a.sequence - b.sequence).map(({ arrivedNs }) => arrivedNs);
      return arrivals.filter((arrivedNs, i) => i > 0 && arrivedNs < arrivals[i - 1]!).length;
    };
    expect(await inverted(true)).toBe(0);
    expect(await inverted(false)).toBeGreaterThan(100);
  });
});
