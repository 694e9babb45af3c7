/** Do common random numbers pay? The variance reduction of two balancers on one scenario, measured on real runs. */
import { describe, expect, it } from "vitest";
import { runScenario } from "../fixtures/run.ts";
import { aBalancer, aProducer, aScenario, nodes, SECOND } from "../fixtures/scenario.ts";
import { statistics } from "../../sim/index.ts";

const REPLICATIONS = 20;

const scenario = aScenario({
  traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 400 }, work: { kind: "exponential", mean: 8e6 } })],
  nodes: nodes(5),
  durationNs: 20 * SECOND,
  balancers: ["least-connections", "join-shortest-queue", "nginx-least-conn", "power-of-two-choices"].map((name) =>
    aBalancer(name),
  ),
});

/** The mean response time of each replication under balancer number `index`; `firstSeed` on. */
async function means(index: number, firstSeed: number): Promise<number[]> {
  const seeds = Array.from({ length: REPLICATIONS }, (_, i) => firstSeed + i);
  const runs = await Promise.all(seeds.map((seed) => runScenario(scenario, index, { seed })));
  return runs.map(({ responseTime }) => responseTime.mean!);
}

describe("common random numbers", () => {
  it("make differences of similar balancers at least three times less variable than numbers of their own", async () => {
    const all = await Promise.all(scenario.balancers.map((_, index) => means(index, 1)));
    const reductions = all.slice(1).map((values) => statistics.varianceReduction(values, all[0]!)!);
    expect(Math.min(...reductions)).toBeGreaterThan(3);
  });

  it("and numbers of their own do not", async () => {
    const [one, other] = [await means(0, 1), await means(1, 1001)];
    expect(statistics.varianceReduction(one, other)!).toBeLessThan(3);
  });
});
