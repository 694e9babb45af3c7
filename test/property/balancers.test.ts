/** The fast structures against the plain scans that they stand for, under random membership, failures and time. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AliasTable } from "../../sim/balancers/shared/alias-table.ts";
import { KineticTournament } from "../../sim/balancers/shared/kinetic-tournament.ts";
import { Tournament } from "../../sim/balancers/shared/tournament.ts";
import { findBalancer, NONE, type BalancerDefinition, type ClusterView, type NodeId } from "../../sim/index.ts";
import { FakeGateway } from "../conformance/fake-gateway.ts";
import { play } from "../conformance/script.ts";
import { ScriptedRandom } from "../unit/balancers/scripted-random.ts";
import { ScannedResponseTimes } from "./scanned-response-times.ts";

const SEED = 20_250_102;
const options = (numRuns: number): { seed: number; numRuns: number } => ({ seed: SEED, numRuns });

interface Reference {
  pick(view: ClusterView): NodeId;
  onSettle?(node: NodeId, latencyNs: number, ok: boolean, view: ClusterView): void;
}

/** The balancer, which throws as soon as it picks otherwise than the reference. */
function checked(definition: BalancerDefinition, reference: () => Reference): BalancerDefinition {
  return {
    ...definition,
    create(context) {
      const [balancer, plain] = [definition.create(context), reference()];
      return {
        pick(view, message) {
          const expected = plain.pick(view);
          const node = balancer.pick(view, message);
          if (node !== expected) throw new Error(`picked ${node}, the scan says ${expected}`);
          return node;
        },
        onSettle(node, latencyNs, ok, view, reply) {
          balancer.onSettle?.(node, latencyNs, ok, view, reply);
          plain.onSettle?.(node, latencyNs, ok, view);
        },
        onMembership: (view) => balancer.onMembership?.(view),
      };
    },
  };
}

/** The least by score, of equals the next behind the last pick (`rotate`) or the first. */
function scan(score: (view: ClusterView, node: NodeId) => number, rotate: boolean): Reference {
  let last = NONE;
  return {
    pick(view) {
      const nodes = [...view.candidates.subarray(0, view.count)].filter((node) => view.weight[node]! > 0);
      const least = Math.min(...nodes.map((node) => score(view, node)));
      const tied = nodes.filter((node) => score(view, node) === least);
      const picked = (rotate ? tied.find((node) => node > last) : undefined) ?? tied[0] ?? NONE;
      if (picked !== NONE) last = picked;
      return picked;
    },
  };
}

/** nginx's smooth weighted round robin, as its source scans it. */
function smooth(weights: readonly number[]): Reference {
  const current = weights.map(() => 0);
  return {
    pick(view) {
      let best = NONE;
      let total = 0;
      for (const node of view.candidates.subarray(0, view.count)) {
        current[node]! += weights[node]!;
        total += weights[node]!;
        if (best === NONE || current[node]! > current[best]!) best = node;
      }
      if (best !== NONE) current[best]! -= total;
      return best;
    },
  };
}

const weightLists = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
const seeds = fc.integer({ min: 0, max: 1e9 });

test("weighted-round-robin picks as nginx's scan does, members coming and going", () => {
  const definition = findBalancer("weighted-round-robin")!;
  fc.assert(
    fc.property(weightLists, seeds, (weights, seed) => {
      const gateway = new FakeGateway(
        checked(definition, () => smooth(weights)),
        { nodes: weights.length, weights },
      );
      play(gateway, { seed, steps: 400, held: 5, churn: 40 });
    }),
    options(200),
  );
});

test("weighted-round-robin picks as nginx's scan does over hundreds of thousands of picks", () => {
  const weights = [7, 3, 3, 1, 11, 2];
  const cycles = 11_000;
  const definition = checked(findBalancer("weighted-round-robin")!, () => smooth(weights));
  const gateway = new FakeGateway(definition, { nodes: 6, weights });
  for (let i = 0; i < 27 * cycles; i++) {
    gateway.pick();
    gateway.settle();
  }
  expect([...gateway.counts]).toEqual(weights.map((weight) => weight * cycles));
});

test.each([
  ["least-connections", "rotate", (view: ClusterView, node: NodeId) => view.inFlight[node]! / view.weight[node]!],
  ["least-connections", "first", (view: ClusterView, node: NodeId) => view.inFlight[node]! / view.weight[node]!],
  ["join-shortest-queue", "rotate", (view: ClusterView, node: NodeId) => view.truth!.inSystem[node]!],
  ["join-shortest-queue", "first", (view: ClusterView, node: NodeId) => view.truth!.inSystem[node]!],
  [
    "shortest-expected-delay",
    "first",
    ({ truth }: ClusterView, node: NodeId) =>
      Math.max(1, (truth!.inSystem[node]! + 1) / truth!.workers[node]!) / truth!.speed[node]!,
  ],
])("%s with ties %s picks as a scan does", (name, ties, score) => {
  fc.assert(
    fc.property(weightLists, seeds, (weights, seed) => {
      const definition = checked(findBalancer(name)!, () => scan(score, ties === "rotate"));
      const workers = weights.map((weight) => 1 + (weight % 3));
      const gateway = new FakeGateway(definition, { nodes: weights.length, weights, workers, parameters: { ties } });
      play(gateway, { seed, steps: 300, held: 2 * weights.length, churn: 40 });
    }),
    options(60),
  );
});

test("least-response-time picks as a scan does", () => {
  const parameters = fc.record({
    score: fc.constantFrom("latency" as const, "latency-times-in-flight" as const),
    smoothing: fc.double({ min: 0.01, max: 1, noNaN: true }),
    failureFactor: fc.integer({ min: 1, max: 20 }),
    halveAfter: fc.constantFrom(0.01, 0.1, 1, 10),
  });
  fc.assert(
    fc.property(weightLists, seeds, parameters, (weights, seed, settings) => {
      const scanned = (): Reference => new ScannedResponseTimes(weights.length, settings);
      const definition = checked(findBalancer("least-response-time")!, scanned);
      const gateway = new FakeGateway(definition, { nodes: weights.length, weights, parameters: settings });
      play(gateway, { seed, steps: 400, held: 1 + weights.length, churn: 40 });
    }),
    options(100),
  );
});

test("a tournament finds whom a scan finds, under every tie rule", () => {
  const step = fc.record({
    id: fc.nat(11),
    primary: fc.nat(3),
    secondary: fc.nat(2),
    remove: fc.boolean(),
    rank: fc.nat(11),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.constantFrom(1 as const, 2 as const), (steps, keys) => {
      const tournament = new Tournament(12, keys);
      const entries = new Map<number, number>();
      for (const { id, primary, secondary, remove, rank } of steps) {
        if (remove) tournament.remove(id);
        else tournament.set(id, primary, secondary);
        if (remove) entries.delete(id);
        else entries.set(id, primary * 10 + (keys === 2 ? secondary : 0));
        const least = Math.min(...entries.values());
        const tied = [...entries.keys()].filter((one) => entries.get(one) === least).sort((a, b) => a - b);
        expect(tournament.first()).toBe(tied[0] ?? NONE);
        expect(tournament.after(id)).toBe(tied.find((one) => one > id) ?? tied[0] ?? NONE);
        if (tied.length === 0) continue;
        const drawn = rank % tied.length;
        expect(tournament.random(new ScriptedRandom([drawn]))).toBe(tied[drawn]);
      }
    }),
    options(500),
  );
});

test("an alias table's slots add up to the weights", () => {
  const weight = fc.double({ min: 0, max: 100, noNaN: true });
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 30 }), (weights) => {
      const total = weights.reduce((sum, one) => sum + one, 0);
      fc.pre(total > 1e-6);
      const table = new AliasTable(weights.length);
      const ids = Int32Array.from(weights, (_, id) => id);
      table.build(ids, weights.length, Float64Array.from(weights));
      for (const [id, probability] of table.probabilities(weights.length).entries()) {
        expect(Math.abs(probability - weights[id]! / total)).toBeLessThan(1e-12);
      }
    }),
    options(300),
  );
});

test("a kinetic tournament leads with whom a scan finds, while values change", () => {
  const change = fc.record({ id: fc.nat(8), amount: fc.integer({ min: -40, max: 40 }) });
  const slopes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(slopes, fc.array(change, { maxLength: 120 }), (slope, changes) => {
      const values = new KineticTournament(9);
      const ids = Int32Array.from(slope, (_, id) => id);
      values.restart(ids, 9, Float64Array.from(slope));
      const plain = slope.map(() => 0);
      for (const { id, amount } of changes) {
        values.add(id, amount);
        plain[id]! += amount;
        expect(values.leader()).toBe(plain.indexOf(Math.max(...plain)));
        values.advance();
        for (const one of ids) plain[one]! += slope[one]!;
        expect(values.leader()).toBe(plain.indexOf(Math.max(...plain)));
      }
    }),
    options(300),
  );
});
