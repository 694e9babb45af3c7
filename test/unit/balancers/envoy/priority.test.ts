/** Priorities and panic against the tables of Envoy's documentation and hand-worked integer arithmetic. */
import { describe, expect, test } from "vitest";
import { effectiveLocalityWeight, localitiesOf, localitySchedule } from "../../../../sim/balancers/envoy/localities.ts";
import { levelsInPanic, totalPanicLoads } from "../../../../sim/balancers/envoy/panic.ts";
import {
  chooseLevel,
  levelHealth,
  priorityLoads,
  type LevelCount,
  type LevelHealth,
} from "../../../../sim/balancers/envoy/priority.ts";
import { envoyRandom } from "../../../../sim/balancers/envoy/random.ts";
import { envoyRoundRobin } from "../../../../sim/balancers/envoy/round-robin.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";

/** Percentages of healthy hosts by level, and what each level gets: Envoy, load_balancing/priority.rst. */
const DOCUMENTED: readonly (readonly [healthy: readonly number[], loads: readonly number[]])[] = [
  [
    [100, 100],
    [100, 0],
  ],
  [
    [72, 72],
    [100, 0],
  ],
  [
    [71, 71],
    [99, 1],
  ],
  [
    [50, 50],
    [70, 30],
  ],
  [
    [25, 100],
    [35, 65],
  ],
  [
    [25, 25],
    [50, 50],
  ],
  [
    [100, 100, 100],
    [100, 0, 0],
  ],
  [
    [71, 71, 100],
    [99, 1, 0],
  ],
  [
    [50, 50, 50],
    [70, 30, 0],
  ],
  [
    [25, 100, 100],
    [35, 65, 0],
  ],
];

const count = (healthy: number, total: number, degraded = 0): LevelCount => ({ healthy, degraded, total });
const health = (healthy: number, degraded = 0): LevelHealth => ({ healthy, degraded });

describe("priority levels", () => {
  test.each(DOCUMENTED)("healthy %j: loads %j", (healthy, loads) => {
    const health = healthy.map((percent) => levelHealth(count(percent, 100), 140));
    expect(priorityLoads(health).healthy).toEqual(loads);
  });

  test("percents are whole, and what rounding leaves goes to the first level with any health", () => {
    // 35 + 35 + 28 = 98: 35 * 100 / 98 = 35.7, 35.7 and 28.57.
    const loads = (...healthy: number[]): readonly number[] => priorityLoads(healthy.map((one) => health(one))).healthy;
    expect(loads(35, 35, 28)).toEqual([37, 35, 28]);
    expect(loads(0, 33, 33)).toEqual([0, 50, 50]);
    expect(loads(0, 10, 20)).toEqual([0, 34, 66]);
    expect(loads(0, 0)).toEqual([0, 0]);
    expect(levelHealth(count(0, 0), 140)).toEqual(health(0));
    expect(levelHealth(count(2, 3), 140)).toEqual(health(93));
  });

  test("a draw below the sum of the loads so far chooses the level", () => {
    const levels = (healthy: number[], ...draws: number[]): readonly number[] =>
      draws.map((draw) => chooseLevel({ healthy, degraded: [0, 0] }, draw).level);
    expect(levels([70, 30], 0, 69, 70, 99)).toEqual([0, 0, 1, 1]);
    expect(levels([0, 100], 0)).toEqual([1]);
  });

  test("a gateway fails over to the next level in the same shares", () => {
    // 2 of 4 healthy: 140 * 2 / 4 = 70.
    const servers = Array.from({ length: 8 }, (_, node) => ({ priority: node < 4 ? 0 : 1 }));
    const gateway = new FakeGateway(envoyRandom, { nodes: 8, servers, seed: 3 });
    gateway.leave(0);
    gateway.leave(1);
    for (let i = 0; i < 10_000; i++) gateway.pick();
    const first = gateway.counts[2]! + gateway.counts[3]!;
    // Binomial with mean 7,000 and standard deviation 46.
    expect(Math.abs(first - 7000)).toBeLessThan(6 * 46);
    expect(first + gateway.counts.slice(4).reduce((sum, count) => sum + count, 0)).toBe(10_000);
  });

  test("weighted health counts weights: the heavy host's loss is felt", () => {
    const servers = [{ priority: 0 }, { priority: 0 }, { priority: 1 }];
    const failover = (weightedPriorityHealth: boolean): number => {
      const parameters = { weightedPriorityHealth, seed: 0 };
      const gateway = new FakeGateway(envoyRoundRobin, { nodes: 3, weights: [9, 1, 1], servers, parameters });
      gateway.leave(0);
      for (let i = 0; i < 1000; i++) gateway.pick();
      return gateway.counts[2]!;
    };
    // By number 140 * 1 / 2 = 70, by weight 140 * 1 / 10 = 14.
    expect(Math.abs(failover(false) - 300)).toBeLessThan(6 * 15);
    expect(Math.abs(failover(true) - 860)).toBeLessThan(6 * 11);
  });
});

describe("panic", () => {
  test("only below the threshold, and never while the levels together suffice", () => {
    expect(levelsInPanic([count(1, 4), count(4, 4)], [health(35), health(100)], 50)).toEqual([false, false]);
    expect(levelsInPanic([count(1, 4), count(2, 4)], [health(35), health(64)], 50)).toEqual([true, false]);
    expect(levelsInPanic([count(1, 2)], [health(70)], 50)).toEqual([false]);
    expect(levelsInPanic([count(0, 2)], [health(0)], 0)).toEqual([false]);
  });

  test("when all levels panic they get traffic by their hosts", () => {
    expect(totalPanicLoads([count(0, 1), count(0, 2)])).toEqual({ healthy: [34, 66], degraded: [0, 0] });
    expect(totalPanicLoads([count(0, 0), count(0, 3)]).healthy).toEqual([0, 100]);
  });

  test("in a panic hosts that are down take their turns too, and what meets them fails", () => {
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 4, parameters: { seed: 0 } });
    for (const node of [0, 1, 2]) gateway.leave(node);
    expect(gateway.letters(8)).toBe("---d---d");
    const calm = new FakeGateway(envoyRoundRobin, { nodes: 4, parameters: { seed: 0, healthyPanicThreshold: 0 } });
    for (const node of [0, 1, 2]) calm.leave(node);
    expect(calm.letters(4)).toBe("dddd");
    const failing = new FakeGateway(envoyRoundRobin, { nodes: 4, parameters: { seed: 0, failTrafficOnPanic: true } });
    for (const node of [0, 1, 2]) failing.leave(node);
    expect(failing.letters(4)).toBe("----");
  });
});

describe("localities", () => {
  test("effective weight: weight * min(1, 1.4 * healthy / all)", () => {
    expect(effectiveLocalityWeight(3, 4, 4, 140)).toBe(3);
    expect(effectiveLocalityWeight(3, 3, 4, 140)).toBe(3);
    expect(effectiveLocalityWeight(3, 1, 2, 140)).toBeCloseTo(2.1, 12);
    expect(effectiveLocalityWeight(3, 0, 0, 140)).toBe(0);
  });

  test("zones take turns by weight, whoever has none is left out", () => {
    const next = localitySchedule([2, 0, 1], 0)!;
    expect(Array.from({ length: 6 }, next)).toEqual([0, 2, 0, 0, 2, 0]);
    expect(localitySchedule([0, 0], 0)).toBeNull();
    expect(localitiesOf([], [])).toEqual([]);
  });

  test("a zone of weight 3 with one host gets three quarters", () => {
    const servers = [{ zone: "a" }, { zone: "b", metadata: { localityWeight: "3" } }, { zone: "a" }];
    const parameters = { seed: 0, localityWeighted: true };
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 3, servers, parameters });
    for (let i = 0; i < 400; i++) gateway.pick();
    expect([...gateway.counts]).toEqual([50, 300, 50]);
  });
});
