import { describe, expect, test } from "vitest";
import { ChangeJournal } from "../../../../sim/core/change-journal.ts";
import { Stream } from "../../../../sim/core/random.ts";
import { NONE } from "../../../../sim/index.ts";
import { AliasTable } from "../../../../sim/balancers/shared/alias-table.ts";
import { DistinctSampler } from "../../../../sim/balancers/shared/distinct-sampler.ts";
import { Forgiveness } from "../../../../sim/balancers/shared/forgiveness.ts";
import { IdSet } from "../../../../sim/balancers/shared/id-set.ts";
import { KineticTournament } from "../../../../sim/balancers/shared/kinetic-tournament.ts";
import { MovingAverages } from "../../../../sim/balancers/shared/moving-average.ts";
import { Tournament } from "../../../../sim/balancers/shared/tournament.ts";
import { ScriptedRandom } from "../scripted-random.ts";

describe("Tournament", () => {
  test("nobody takes part", () => {
    const tournament = new Tournament(0);
    expect([tournament.first(), tournament.after(NONE), tournament.random(new ScriptedRandom([]))]).toEqual([
      NONE,
      NONE,
      NONE,
    ]);
    expect(tournament.least).toBe(Infinity);
  });

  test("ties are found first, after another, and by their rank", () => {
    const tournament = new Tournament(6);
    for (const [id, key] of [3, 1, 2, 1, 1, 5].entries()) tournament.set(id, key);
    expect(tournament.least).toBe(1);
    expect(tournament.first()).toBe(1);
    expect([0, 1, 2, 3, 4, 5].map((id) => tournament.after(id))).toEqual([1, 3, 3, 4, 1, 1]);
    expect([0, 1, 2].map((rank) => tournament.random(new ScriptedRandom([rank])))).toEqual([1, 3, 4]);
  });

  test("the second key decides between equal first ones, where the tournament was made for it", () => {
    const two = new Tournament(3, 2);
    const one = new Tournament(3);
    for (const tournament of [one, two]) {
      tournament.set(0, 1, 9);
      tournament.set(1, 1, 4);
      tournament.set(2, 7, 0);
    }
    expect([two.first(), one.first()]).toEqual([1, 0]);
    two.set(0, 1, 3);
    expect(two.first()).toBe(0);
  });

  test("removing and clearing", () => {
    const tournament = new Tournament(3);
    tournament.set(0, 1);
    tournament.set(1, 2);
    tournament.remove(0);
    tournament.remove(2);
    expect([tournament.first(), tournament.has(0), tournament.has(1)]).toEqual([1, false, true]);
    tournament.clear();
    expect([tournament.first(), tournament.has(1)]).toEqual([NONE, false]);
  });
});

describe("KineticTournament", () => {
  const all = Int32Array.from({ length: 10_000 }, (_, id) => id);

  /** Matches per pick of smooth weighted round robin over all 10,000 ids with these slopes. */
  function matchesPerPick(slopes: Float64Array): number {
    const total = slopes.reduce((sum, slope) => sum + slope, 0);
    const values = new KineticTournament(slopes.length);
    values.restart(all, slopes.length, slopes);
    const before = values.matches;
    const picks = 30_000;
    for (let i = 0; i < picks; i++) {
      values.advance();
      values.add(values.leader(), -total);
    }
    return (values.matches - before) / picks;
  }

  // A path to the top has 14 matches at 10,000 ids; overtaking adds a few. A scan would look at 10,000.
  test.each([
    ["equal", () => 1],
    ["of seven kinds", (id: number) => 1 + (id % 7)],
    ["all different", (id: number) => 1 + id],
    ["mixed up", (id: number) => 1 + ((id * 7919) % 9973)],
    ["one heavy", (id: number) => (id === 5000 ? 10_000 : 1)],
  ])("plays a few dozen matches per pick where slopes are %s", (_, slope) => {
    expect(matchesPerPick(Float64Array.from(all, slope))).toBeLessThan(3 * 14);
  });

  test("values stay exact over a million steps", () => {
    const values = new KineticTournament(2);
    values.restart(Int32Array.of(0, 1), 2, Float64Array.of(1_000_000, 3));
    for (let step = 0; step < 1_000_000; step++) values.advance();
    expect([values.value(0), values.value(1)]).toEqual([1e12, 3e6]);
  });

  test("who is absent stands still, and goes on from there", () => {
    const values = new KineticTournament(2);
    values.restart(Int32Array.of(0, 1), 2, Float64Array.of(1, 2));
    values.advance();
    values.restart(Int32Array.of(0), 1, Float64Array.of(1, 2));
    values.advance();
    expect([values.value(0), values.value(1), values.leader()]).toEqual([2, 2, 0]);
    values.restart(Int32Array.of(0, 1), 2, Float64Array.of(1, 2));
    values.advance();
    expect([values.value(0), values.value(1), values.leader()]).toEqual([3, 4, 1]);
  });
});

describe("AliasTable", () => {
  test.each([[[1]], [[1, 1, 1]], [[3, 1]], [[0, 2, 5, 0.5]], [[1e-6, 1e6, 1]], [[7, 7, 7, 1, 1, 1, 1]]])(
    "the slots for weights %j add up to the weights",
    (weights) => {
      const table = new AliasTable(weights.length);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      table.build(
        Int32Array.from(weights, (_, id) => id),
        weights.length,
        Float64Array.from(weights),
      );
      for (const [id, probability] of table.probabilities(weights.length).entries()) {
        expect(Math.abs(probability - weights[id]! / total)).toBeLessThan(1e-12);
      }
    },
  );

  test("draws no id that is left out, and NONE where all weigh nothing", () => {
    const table = new AliasTable(3);
    table.build(Int32Array.of(0, 2), 2, Float64Array.of(1, 100, 1));
    expect([...table.probabilities(3)]).toEqual([0.5, 0, 0.5]);
    table.build(Int32Array.of(0, 1), 2, Float64Array.of(0, 0));
    expect(table.draw(new ScriptedRandom([]))).toBe(NONE);
  });
});

test("DistinctSampler: every ordered pair is equally likely, whatever was drawn before", () => {
  const sampler = new DistinctSampler(5);
  sampler.build({ count: 5, candidates: Int32Array.of(0, 1, 2, 3, 4) } as never);
  const random = new Stream(1, "pairs");
  const counts = new Map<string, number>();
  for (let i = 0; i < 20_000; i++) {
    const pair = `${sampler.draw(0, random)}${sampler.draw(1, random)}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  // Twenty pairs, each Binomial(20000, 1/20): 1000, give or take six standard deviations of 30.8.
  expect(counts.size).toBe(20);
  for (const [pair, count] of counts) {
    expect(pair[0]).not.toBe(pair[1]);
    expect(Math.abs(count - 1000)).toBeLessThan(185);
  }
});

test("IdSet: add, remove, members", () => {
  const set = new IdSet(4);
  for (const id of [2, 0, 3, 2]) set.add(id);
  expect([set.size, set.at(0), set.at(1), set.at(2)]).toEqual([3, 2, 0, 3]);
  set.remove(2);
  set.remove(1);
  expect([set.size, set.at(0), set.at(1), set.has(2), set.has(3)]).toEqual([2, 3, 0, false, true]);
  set.clear();
  expect([set.size, set.has(3)]).toEqual([0, false]);
});

test("MovingAverages: the first observation, then by the smoothing", () => {
  const averages = new MovingAverages(2, 0.25);
  averages.observe(0, 8);
  expect([averages.of(0), averages.known(0), averages.known(1), averages.of(1)]).toEqual([8, true, false, NaN]);
  averages.observe(0, 16);
  expect(averages.of(0)).toBe(10);
});

describe("Forgiveness", () => {
  test("half after each full time, counted from the beginning, told once each", () => {
    const forgiveness = new Forgiveness(2, 10);
    forgiveness.begin(0, 5);
    expect([forgiveness.next(14), forgiveness.factor(0)]).toEqual([NONE, 1]);
    expect([forgiveness.next(15), forgiveness.next(15), forgiveness.factor(0)]).toEqual([0, NONE, 0.5]);
    expect([forgiveness.next(44), forgiveness.next(44), forgiveness.factor(0)]).toEqual([0, NONE, 0.125]);
    expect([forgiveness.next(45), forgiveness.factor(0)]).toEqual([0, 0.0625]);
    forgiveness.end(0);
    expect([forgiveness.next(1000), forgiveness.factor(0)]).toEqual([NONE, 1]);
  });

  test("ends where nothing is left", () => {
    const forgiveness = new Forgiveness(1, 1);
    forgiveness.begin(0, 0);
    expect(forgiveness.next(1e9)).toBe(0);
    expect(forgiveness.factor(0)).toBeLessThan(1e-17);
    expect(forgiveness.factor(0)).toBeGreaterThan(0);
    expect(forgiveness.next(1e12)).toBe(NONE);
  });
});

test("ChangeJournal: keeps the newest entries of as many as were ever written", () => {
  const journal = new ChangeJournal(3);
  expect(journal.capacity).toBe(4);
  for (let id = 0; id < 6; id++) journal.record(id);
  expect(journal.written).toBe(6);
  expect([2, 3, 4, 5].map((position) => journal.at(position))).toEqual([2, 3, 4, 5]);
});
