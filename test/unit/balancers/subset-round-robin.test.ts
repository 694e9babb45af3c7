/** Subsets as the book deals them out, and the balancer that takes turns within them. */
import { describe, expect, test } from "vitest";
import { deterministicSubset, randomSubset } from "../../../sim/balancers/shared/subsetting.ts";
import { subsetRoundRobin } from "../../../sim/balancers/subset-round-robin.ts";
import { Stream } from "../../../sim/core/random.ts";
import { FakeGateway } from "../../conformance/fake-gateway.ts";

function loads(clients: number, backends: number, subsetOf: (client: number) => readonly number[]): number[] {
  const counts = Array<number>(backends).fill(0);
  for (let client = 0; client < clients; client++) for (const backend of subsetOf(client)) counts[backend]!++;
  return counts;
}

const roundRandom = (round: number): Stream => new Stream(5, `round ${round}`);

describe("deterministic subsets", () => {
  test("300 clients with 10 of 300 backends each: every backend has 10", () => {
    const counts = loads(300, 300, (client) => deterministicSubset(client, 300, 10, roundRandom));
    expect(new Set(counts)).toEqual(new Set([10]));
  });

  test("the clients of a round share nothing, and rounds differ", () => {
    const round = (first: number): number[][] =>
      [0, 1, 2].map((client) => deterministicSubset(first + client, 12, 4, roundRandom));
    expect(
      round(0)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 12 }, (_, index) => index));
    expect(round(0)).not.toEqual(round(3));
  });

  test("what a round cannot deal out evenly is left over: 10 backends in threes, one unused per round", () => {
    const counts = loads(3, 10, (client) => deterministicSubset(client, 10, 3, roundRandom));
    expect(counts.filter((count) => count === 0)).toHaveLength(1);
  });
});

describe("random subsets", () => {
  test("300 clients with 30 of 300 each: the book's 15 to 45, though the mean is 30", () => {
    const random = new Stream(1, "subsets");
    const counts = loads(300, 300, () => randomSubset(300, 30, random));
    expect(Math.min(...counts)).toBeLessThan(20);
    expect(Math.max(...counts)).toBeGreaterThan(41);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(9000);
  });
});

describe("the balancer", () => {
  test.each(["deterministic", "random"])("%s: takes turns within subsetSize nodes", (subsetting) => {
    const gateway = new FakeGateway(subsetRoundRobin, { nodes: 10, parameters: { subsetSize: 3, subsetting } });
    for (let i = 0; i < 30; i++) gateway.pick();
    expect([...gateway.counts].filter((count) => count === 10)).toHaveLength(3);
  });

  test("a node of the subset that leaves is missed; where all have left, all others serve", () => {
    const gateway = new FakeGateway(subsetRoundRobin, { nodes: 5, parameters: { subsetSize: 2 } });
    const mine = [...new Set([gateway.pick(), gateway.pick()])];
    gateway.leave(mine[0]!);
    expect(new Set([gateway.pick(), gateway.pick()])).toEqual(new Set([mine[1]]));
    gateway.leave(mine[1]!);
    expect(new Set([gateway.pick(), gateway.pick(), gateway.pick()]).size).toBe(3);
  });
});
