/**
 * The one suite that every balancer passes, whoever wrote it. What a balancer by its nature cannot do is skipped by name, with
 * the reason: `runConformance(mine, { skip: [{ test: "weights", reason: "takes turns and ignores weights" }] })`.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Stream } from "../../sim/core/random.ts";
import { NONE, type BalancerDefinition, type NodeConfig } from "../../sim/index.ts";
import { FakeGateway } from "./fake-gateway.ts";
import { play, type Script } from "./script.ts";
import { anyParameters, atLength, LONG, named, otherValues, variants, type Parameters } from "./variants.ts";

export type ConformanceTest =
  | "zero nodes"
  | "one node"
  | "names a node whenever one is routable"
  | "10,000 nodes"
  | "churn"
  | "equal load"
  | "weights"
  | "same picks from the same stream"
  | "any parameters"
  | "every parameter matters"
  | "cost per pick";

export interface Skip {
  readonly test: ConformanceTest;
  readonly reason: string;
  /** Only where all of these parameters have these values; by default, always. */
  readonly when?: Parameters;
  /** Of "every parameter matters": only this parameter. */
  readonly parameter?: string;
}

const SEED = 20_250_101;
/** Standard deviations beyond which a count is a fault. */
const DEVIATIONS = 6;

export function runConformance(definition: BalancerDefinition, { skip = [] }: { skip?: readonly Skip[] } = {}): void {
  const suite = new Suite(definition, skip);
  describe(definition.name, () => {
    suite.each("zero nodes", zeroNodes);
    suite.each("one node", oneNode);
    suite.each("names a node whenever one is routable", namesANode);
    suite.each("10,000 nodes", manyNodes);
    suite.each("churn", churn);
    suite.each("equal load", equalLoad);
    suite.each("weights", weights);
    suite.each("same picks from the same stream", sameStream);
    suite.each("cost per pick", costPerPick);
    suite.once("any parameters", () => anyParametersWork(definition));
    for (const parameter of Object.keys(definition.about.parameters)) {
      suite.once("every parameter matters", () => parameterMatters(definition, parameter), parameter);
    }
  });
}

type Check = (definition: BalancerDefinition, parameters: Parameters) => void;

/** Runs the tests that are not skipped, and shows the reason of those that are. */
class Suite {
  readonly #definition: BalancerDefinition;
  readonly #skip: readonly Skip[];

  constructor(definition: BalancerDefinition, skip: readonly Skip[]) {
    this.#definition = definition;
    this.#skip = skip;
  }

  /** Once for the defaults and once for each other value of each parameter. */
  each(name: ConformanceTest, check: Check): void {
    for (const parameters of variants(this.#definition)) {
      const reason = this.#skip.find((entry) => entry.test === name && this.#holds(entry, parameters))?.reason;
      const title = `${name} (${named(parameters)})`;
      if (reason === undefined) test(title, () => check(this.#definition, parameters));
      else test.skip(`${title}: ${reason}`, () => undefined);
    }
  }

  once(name: ConformanceTest, check: () => void, parameter?: string): void {
    const skipped = this.#skip.find((entry) => entry.test === name && (entry.parameter ?? parameter) === parameter);
    const title = parameter === undefined ? name : `${name}: ${parameter}`;
    if (skipped === undefined) test(title, check);
    else test.skip(`${title}: ${skipped.reason}`, () => undefined);
  }

  #holds({ when = {} }: Skip, parameters: Parameters): boolean {
    const declared = this.#definition.about.parameters;
    return Object.entries(when).every(([name, value]) => (parameters[name] ?? declared[name]!.default) === value);
  }
}

/** Nobody to send to: NONE, from the start or after everybody has left, and somebody again once one is back. */
function zeroNodes(definition: BalancerDefinition, parameters: Parameters): void {
  const never = new FakeGateway(definition, { nodes: 0, parameters });
  expect([never.pick({ key: 1 }), never.pick({ key: 2 })]).toEqual([NONE, NONE]);
  const emptied = new FakeGateway(definition, { nodes: 2, parameters });
  emptied.pick();
  emptied.leave(0);
  emptied.leave(1);
  emptied.settle();
  expect([emptied.pick({ key: 1 }), emptied.pick({ key: 2 })]).toEqual([NONE, NONE]);
  emptied.join(1);
  expect(emptied.pick({ key: 3 })).toBe(1);
}

/** The only node gets everything, one message after the other. */
function oneNode(definition: BalancerDefinition, parameters: Parameters): void {
  const gateway = new FakeGateway(definition, { nodes: 1, parameters });
  for (let i = 0; i < 5; i++) {
    expect(gateway.pick({ key: i })).toBe(0);
    gateway.settle();
    gateway.advance(1e9);
  }
}

/** Whatever has happened before. */
function namesANode(definition: BalancerDefinition, parameters: Parameters): void {
  const gateway = new FakeGateway(definition, { nodes: 5, parameters, seed: 3 });
  play(gateway, { seed: 3, steps: 2000, held: 30, churn: 0 });
  expect(gateway.picks.filter((node) => node === NONE)).toHaveLength(0);
}

/** A large cluster; for other settings than the defaults only the long run takes one as large. */
function sizeFor(parameters: Parameters): number {
  return atLength(parameters) ? 10_000 : 1000;
}

function manyNodes(definition: BalancerDefinition, parameters: Parameters): void {
  const nodes = sizeFor(parameters);
  const gateway = new FakeGateway(definition, { nodes, parameters, seed: 4 });
  play(gateway, { seed: 4, steps: 3000, held: nodes / 5, churn: 3 });
  expect(gateway.picks.filter((node) => node !== NONE).length).toBeGreaterThan(0);
}

/** Nodes leave and join between picks and between a message's tries; messages to nodes that are away settle. */
function churn(definition: BalancerDefinition, parameters: Parameters): void {
  const isLong = atLength(parameters);
  for (const seed of isLong ? [5, 6] : [5]) {
    const gateway = new FakeGateway(definition, { nodes: 7, parameters, seed, weights: [1, 2, 3, 1, 2, 3, 1] });
    play(gateway, { seed, steps: isLong ? 3000 : 1000, held: 20, churn: 90 });
    expect(new Set(gateway.picks).size).toBeGreaterThan(2);
  }
}

/**
 * Equal nodes get equally much. Under random splitting a node's count of N picks over n nodes is binomial with a mean of
 * m = N/n; by Bernstein's inequality it strays from m by z sqrt(m) with a probability of at most 2 exp(-z²/2 / (1 + z/(3
 * sqrt(m)))). With m = 200 and z = 6 that is 3e-7 per node: for all nodes and settings here together below 1e-3, once and
 * for all, since the seed is fixed. Whoever takes turns or looks at load spreads messages more evenly than random splitting.
 *
 * Two messages per node are kept in flight, each reply takes equally long and the oldest message is settled first.
 */
function equalLoad(definition: BalancerDefinition, parameters: Parameters): void {
  const nodes = 20;
  const mean = 200;
  const gateway = new FakeGateway(definition, { nodes, parameters, seed: 7, workers: Array<number>(nodes).fill(4) });
  drive(gateway, mean * nodes, 2 * nodes);
  for (const count of gateway.counts) {
    expect(Math.abs(count - mean)).toBeLessThanOrEqual(DEVIATIONS * Math.sqrt(mean));
  }
}

/**
 * A node's share of the picks is its share of the weights, within the bound of `equalLoad` for its own mean m = N w/W. With
 * 60 messages in flight per unit of weight, those who score by in flight + 1 are off by less than 2% of the share.
 */
function weights(definition: BalancerDefinition, parameters: Parameters): void {
  const given = [1, 2, 3, 4, 5, 0];
  const perUnit = 1000;
  const gateway = new FakeGateway(definition, { nodes: given.length, parameters, seed: 8, weights: given });
  drive(gateway, perUnit * 15, 60 * 15);
  for (const [node, weight] of given.entries()) {
    const mean = perUnit * weight;
    expect(Math.abs(gateway.counts[node]! - mean)).toBeLessThanOrEqual(DEVIATIONS * Math.sqrt(mean));
  }
}

/** `picks` messages with random keys, of which `held` are kept in flight; the oldest is settled, after a constant time. */
function drive(gateway: FakeGateway, picks: number, held: number): void {
  const keys = new Stream(SEED, "keys");
  for (let i = 0; i < picks; i++) {
    gateway.advance(1e6);
    if (gateway.held.length >= held) gateway.settle(held * 1e6);
    gateway.pick({ key: keys.u32() });
  }
}

const SCRIPT: Script = { seed: 9, steps: 2000, held: 25, churn: 20 };

function sameStream(definition: BalancerDefinition, parameters: Parameters): void {
  expect(picksOf(definition, parameters, SCRIPT)).toEqual(picksOf(definition, parameters, SCRIPT));
}

/** Any values that the declaration allows make a balancer that keeps the contract; the fake gateway checks each pick. */
function anyParametersWork(definition: BalancerDefinition): void {
  fc.assert(
    fc.property(
      anyParameters(definition),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 1e9 }),
      (parameters, nodes, seed) => {
        const gateway = new FakeGateway(definition, { nodes, parameters, seed, weights: [1, 0.5, 3, 0] });
        play(gateway, { seed, steps: LONG ? 200 : 100, held: 2 * nodes, churn: 60 });
      },
    ),
    { seed: SEED, numRuns: LONG ? 60 : 20 },
  );
}

/** Each other value of the parameter changes the picks in some situation: an option that changes nothing is a defect. */
function parameterMatters(definition: BalancerDefinition, parameter: string): void {
  const situations = [false, true].flatMap((steady) =>
    [3, 25].flatMap((held) => [false, true].map((grouped) => ({ ...SCRIPT, held, steady, grouped }))),
  );
  for (const value of otherValues(definition.about.parameters[parameter]!)) {
    const differs = situations.some(
      (script) => picksOf(definition, { [parameter]: value }, script).join() !== picksOf(definition, {}, script).join(),
    );
    expect(differs, `${parameter}: ${value} picks as the default does`).toBe(true);
  }
}

/** By node: what products group servers by, and a slow start. Not all shards have servers, and the zones' weights differ. */
const GROUPS: readonly Partial<NodeConfig>[] = [
  { slowStartSeconds: 30, priority: 0, zone: "a", metadata: { shard: "0" } },
  { slowStartSeconds: 30, priority: 0, zone: "a", metadata: { shard: "0" } },
  { slowStartSeconds: 30, priority: 0, zone: "a", metadata: { shard: "default" } },
  { slowStartSeconds: 30, priority: 0, zone: "b", metadata: { shard: "1", localityWeight: "3" } },
  { slowStartSeconds: 30, priority: 1, zone: "b", metadata: { shard: "default" } },
  { slowStartSeconds: 30, priority: 1, zone: "b", metadata: {} },
];

function picksOf(definition: BalancerDefinition, parameters: Parameters, script: Script): readonly number[] {
  const options = { weights: [1, 3, 1, 2, 3, 1], workers: [1, 2, 1, 1, 2, 4], speeds: [1, 2, 1, 3, 1, 2] };
  const servers = script.grouped ? GROUPS : [];
  const gateway = new FakeGateway(definition, { nodes: 6, parameters, seed: script.seed, ...options, servers });
  play(gateway, script);
  return gateway.picks;
}

/**
 * Counts how many entries of the view a pick and a settlement read: a number that does not grow with the nodes, and is below that of
 * a thousand; the long run takes ten thousand. What a balancer does inside its own structures is argued and counted beside them (`shared/`).
 */
function costPerPick(definition: BalancerDefinition, parameters: Parameters): void {
  const gateway = new FakeGateway(definition, { nodes: LONG ? 10_000 : 1000, parameters, seed: 12 });
  play(gateway, { seed: 12, steps: 20, held: 100, churn: 0 });
  let reads = 0;
  const counted = (array: object): never =>
    new Proxy(array, {
      get: (target, property) => {
        reads++;
        return Reflect.get(target, property) as unknown;
      },
    }) as never;
  const { view } = gateway;
  view.candidates = counted(view.candidates);
  view.inFlight = counted(view.inFlight);
  view.weight = counted(view.weight);
  const steps = 300;
  play(gateway, { seed: 13, steps, held: 100, churn: 0 });
  // The fake itself reads `inFlight` at most five times per step; 100 choices read 100 candidates and 200 counts.
  expect((reads + gateway.truth.looks) / steps).toBeLessThan(320);
}
