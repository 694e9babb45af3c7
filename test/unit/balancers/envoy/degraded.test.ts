/** Degraded hosts, against the table of Envoy's documentation, the example in its source, and in whole runs. */
import { describe, expect, test } from "vitest";
import { levelsInPanic } from "../../../../sim/balancers/envoy/panic.ts";
import { chooseLevel, levelHealth, priorityLoads } from "../../../../sim/balancers/envoy/priority.ts";
import { envoyLeastRequest } from "../../../../sim/balancers/envoy/least-request.ts";
import { envoyMaglev } from "../../../../sim/balancers/envoy/maglev.ts";
import { envoyRandom } from "../../../../sim/balancers/envoy/random.ts";
import { envoyRingHash } from "../../../../sim/balancers/envoy/ring-hash.ts";
import { envoyRoundRobin } from "../../../../sim/balancers/envoy/round-robin.ts";
import type { BalancerDefinition, GatewaysSpec, NodeConfig, ParameterValue } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { recordsOf } from "../../../fixtures/run.ts";
import { aBalancer, aProducer, aScenario, nodes, once, SECOND } from "../../../fixtures/scenario.ts";

/** Percentages of one level's hosts, and what its healthy and its degraded ones get: Envoy, load_balancing/degraded.rst. */
const DOCUMENTED: readonly (readonly [healthy: number, degraded: number, toHealthy: number, toDegraded: number])[] = [
  [100, 0, 100, 0],
  [71, 0, 100, 0],
  [71, 29, 99, 1],
  [25, 65, 35, 65],
  [5, 0, 100, 0],
];

describe("the loads of healthy and degraded hosts", () => {
  test.each(DOCUMENTED)("%i%% healthy, %i%% degraded: %i%% and %i%% of the traffic", (healthy, degraded, ...loads) => {
    const level = levelHealth({ healthy, degraded, total: 100 }, 140);
    const shares = priorityLoads([level]);
    expect([...shares.healthy, ...shares.degraded]).toEqual(loads);
  });

  test("over several levels all healthy hosts come before any degraded one, and rounding goes to the first healthy", () => {
    // Envoy's source has this example (load_balancer_impl.cc, recalculatePerPriorityState): 16 / 28 / 14 and 28 / 14 / 0.
    const levels = [
      { healthy: 10, degraded: 20 },
      { healthy: 20, degraded: 10 },
      { healthy: 10, degraded: 0 },
    ];
    expect(priorityLoads(levels)).toEqual({ healthy: [16, 28, 14], degraded: [28, 14, 0] });
    const onlyDegraded = [
      { healthy: 0, degraded: 0 },
      { healthy: 0, degraded: 33 },
      { healthy: 0, degraded: 33 },
    ];
    expect(priorityLoads(onlyDegraded)).toEqual({ healthy: [0, 0, 0], degraded: [0, 50, 50] });
  });

  test("a draw goes through the healthy loads first", () => {
    const loads = { healthy: [30, 20], degraded: [40, 10] };
    const chosen = [0, 29, 30, 49, 50, 89, 90, 99].map((draw) => chooseLevel(loads, draw));
    expect(chosen.map(({ level }) => level)).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
    expect(chosen.map(({ isDegraded }) => isDegraded)).toEqual([false, false, false, false, true, true, true, true]);
  });

  test("degraded hosts count against a panic", () => {
    const level = { healthy: 1, degraded: 1, total: 4 };
    expect(levelsInPanic([level], [levelHealth(level, 140)], 50)).toEqual([false]);
    expect(levelsInPanic([{ ...level, degraded: 0 }], [{ healthy: 35, degraded: 0 }], 50)).toEqual([true]);
  });
});

/** Ten hosts, of which some are degraded: how many of 10,000 messages each gets. */
function countsOf(
  definition: BalancerDefinition,
  degraded: readonly number[],
  options: { servers?: readonly Partial<NodeConfig>[]; parameters?: Record<string, ParameterValue> } = {},
): Int32Array {
  const gateway = new FakeGateway(definition, { nodes: 10, seed: 5, ...options });
  for (const node of degraded) gateway.degrade(node);
  for (let i = 0; i < 10_000; i++) {
    gateway.pick({ key: i, keyText: `key-${i}` });
    gateway.settle();
  }
  return gateway.counts;
}

const sumOf = (counts: Int32Array, nodes: readonly number[]): number =>
  nodes.reduce((sum, node) => sum + counts[node]!, 0);
const FOUR = [0, 1, 2, 3];

describe("a gateway with degraded hosts", () => {
  test.each([envoyRandom, envoyRoundRobin, envoyLeastRequest])("$name spares them while others suffice", (policy) => {
    // 8 of 10 healthy: 140 * 8 / 10 is above 100.
    expect(sumOf(countsOf(policy, [0, 1]), [0, 1])).toBe(0);
    // 6 of 10: 84, and 16 for the four.
    const four = sumOf(countsOf(policy, FOUR), FOUR);
    // Binomial with a standard deviation of 37.
    expect(Math.abs(four - 1600)).toBeLessThan(6 * 37);
  });

  test("one that is configured so is so from the start, and for good", () => {
    const servers = Array.from({ length: 10 }, (_, node) => ({ degraded: node < 4 }));
    const four = sumOf(countsOf(envoyRandom, [], { servers }), FOUR);
    expect(Math.abs(four - 1600)).toBeLessThan(6 * 37);
  });

  test("no longer degraded they have their share again", () => {
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 2, parameters: { seed: 0 } });
    gateway.degrade(0);
    gateway.degrade(0, false);
    expect(gateway.letters(4)).toBe("abab");
  });

  test("localities take turns by what is degraded in them, where degraded hosts are meant", () => {
    // All are degraded, so that all traffic is theirs; zone b has three times the weight.
    const servers = Array.from({ length: 10 }, (_, node) =>
      node < 5 ? { zone: "a" } : { zone: "b", metadata: { localityWeight: "3" } },
    );
    const everybody = Array.from({ length: 10 }, (_, node) => node);
    const parameters = { localityWeighted: true, seed: 0 };
    expect(sumOf(countsOf(envoyRoundRobin, everybody, { servers, parameters }), [5, 6, 7, 8, 9])).toBe(7500);
  });

  test.each([envoyRingHash, envoyMaglev])("$name has tables of healthy hosts alone, as there", (policy) => {
    const counts = countsOf(policy, FOUR);
    expect(sumOf(counts, FOUR)).toBe(0);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(10_000);
  });
});

describe("in a whole run", () => {
  /** By second: the fraction of its 1000 messages that two of four nodes get which are degraded from 2.5 s to 5.5 s. */
  async function sharesUnder(algorithm: string, gateways: Partial<GatewaysSpec>): Promise<readonly number[]> {
    const regular = {
      arrivals: { kind: "regular", ratePerSecond: 1000 },
      work: { kind: "constant", value: 1e6 },
    } as const;
    const timing = once(2.5 * SECOND, 5.5 * SECOND);
    const scenario = aScenario({
      durationNs: 8 * SECOND,
      traffic: [aProducer(regular)],
      nodes: nodes(4),
      gateways: { ...aScenario().gateways, detectionNs: Infinity, ...gateways },
      faults: [{ kind: "degrade", nodes: [0, 1], timing, label: "degraded" }],
      balancers: [aBalancer(algorithm)],
    });
    const shares = new Float64Array(8);
    for (const { node, publishedNs } of await recordsOf(scenario)) {
      if (node < 2) shares[Math.floor(publishedNs / SECOND)]! += 1 / 1000;
    }
    return [...shares];
  }

  const active = { intervalNs: SECOND, timeoutNs: 1e8, fall: 2, rise: 2 };

  test.each([
    ["a supervisor tells after half a second", { detectionNs: SECOND / 2 }],
    ["the next check of each node tells", { health: { active, panicThreshold: 0 } }],
  ])("%s", async (_, gateways) => {
    const shares = await sharesUnder("envoy-random", gateways);
    // Half of four hosts are healthy: 140 * 2 / 4 = 70. Binomial: standard deviations of 0.016.
    for (const second of [0, 1, 6, 7]) expect(Math.abs(shares[second]! - 0.5), `${second}`).toBeLessThan(0.1);
    for (const second of [3, 4]) expect(Math.abs(shares[second]! - 0.3), `${second}`).toBeLessThan(0.1);
  });

  test("nobody tells, or the balancer is another product's: nothing changes", async () => {
    for (const [algorithm, detectionNs] of [
      ["envoy-round-robin", Infinity],
      ["nginx-round-robin", 0],
    ] as const) {
      const shares = await sharesUnder(algorithm, { detectionNs });
      for (const share of shares) expect(share).toBeCloseTo(0.5, 2);
    }
  });
});
