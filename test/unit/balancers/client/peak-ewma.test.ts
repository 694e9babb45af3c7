import { describe, expect, test } from "vitest";
import { fromSeconds } from "../../../../sim/core/time.ts";
import { findBalancer } from "../../../../sim/index.ts";
import { PeakEwma } from "../../../../sim/balancers/shared/peak-ewma.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "../scripted-random.ts";

const SECOND = 1e9;

describe("the average", () => {
  const fresh = (initialNs = 0): PeakEwma => new PeakEwma(2, fromSeconds(10), initialNs);

  test("a peak of 2 s after 10 s of silence is 2/e s", () => {
    const costs = fresh();
    costs.observe(0, 2 * SECOND, 5 * SECOND);
    expect(costs.read(0, 15 * SECOND) / SECOND).toBeCloseTo(0.7357588823428847, 9);
  });

  test("looks in silence change nothing: two halves of it are one whole", () => {
    const [looked, left] = [fresh(), fresh()];
    for (const costs of [looked, left]) costs.observe(0, 2 * SECOND, 0);
    for (let at = 1; at < 10; at++) looked.read(0, at * SECOND);
    expect(looked.read(0, 10 * SECOND)).toBeCloseTo(left.read(0, 10 * SECOND), 3);
  });

  test("what counts as a peak depends on the last look", () => {
    const [looked, left] = [fresh(), fresh()];
    for (const costs of [looked, left]) costs.observe(0, 2 * SECOND, 0);
    // Down to 0.7358 s at the look: 1 s is a peak. Without it 1 s is no peak over 2 s: 2/e + 1 (1 - 1/e).
    looked.read(0, 10 * SECOND);
    looked.observe(0, 1 * SECOND, 10 * SECOND);
    left.observe(0, 1 * SECOND, 10 * SECOND);
    expect(looked.read(0, 10 * SECOND)).toBe(1 * SECOND);
    expect(left.read(0, 10 * SECOND) / SECOND).toBeCloseTo(1.3678794411714423, 9);
  });

  test("two round trips at one moment: the shorter one counts nothing", () => {
    const costs = fresh();
    costs.observe(0, 3e6, 7);
    costs.observe(0, 1e6, 7);
    expect(costs.read(0, 7)).toBe(3e6);
  });

  test("nodes are apart, and one that is forgotten is as never heard of", () => {
    const costs = fresh(30e6);
    costs.observe(0, 2 * SECOND, 0);
    expect(costs.read(1, 0)).toBe(30e6);
    costs.reset(0, 4 * SECOND);
    expect(costs.read(0, 4 * SECOND)).toBe(30e6);
  });
});

describe("finagle-p2c-peak-ewma", () => {
  const peakEwma = findBalancer("finagle-p2c-peak-ewma")!;

  test("an unheard node gets one message, then stands behind everybody; among such, the one with fewer", () => {
    const gateway = new FakeGateway(peakEwma, { nodes: 2, random: new ScriptedRandom([0, 0, 0, 0, 0, 0, 1, 0]) });
    // Draws a, b each time (b, a at last). Both cost 0: a. a is unheard with one in flight: b. Both with one: a. a 2, b 1: b.
    expect([gateway.pick(), gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([0, 1, 0, 1]);
  });

  test("latency times messages in flight and one", () => {
    const gateway = new FakeGateway(peakEwma, { nodes: 2, seed: 2 });
    gateway.pick();
    gateway.pick();
    expect([...gateway.held].sort()).toEqual([0, 1]);
    gateway.settle(30e6, true, gateway.held.indexOf(0));
    gateway.settle(10e6, true, gateway.held.indexOf(1));
    // a costs 30; b 10, then 20: b twice.
    expect([gateway.pick(), gateway.pick()]).toEqual([1, 1]);
  });

  test("failures count as round trips", () => {
    const gateway = new FakeGateway(peakEwma, { nodes: 2, seed: 2 });
    gateway.pick();
    gateway.pick();
    gateway.settle(30e6, true, gateway.held.indexOf(0));
    gateway.settle(1e3, false, gateway.held.indexOf(1));
    for (let i = 0; i < 50; i++) expect(gateway.pick()).toBe(1);
  });

  test("a node that comes back is a new one", () => {
    const gateway = new FakeGateway(peakEwma, { nodes: 2, seed: 2 });
    gateway.pick();
    gateway.pick();
    gateway.settle(30e6, true, gateway.held.indexOf(0));
    gateway.settle(10e6, true, 0);
    gateway.leave(0);
    gateway.join(0);
    expect(gateway.pick()).toBe(0);
    // Unheard again, with one in flight.
    expect(gateway.pick()).toBe(1);
  });
});

describe("linkerd-peak-ewma", () => {
  const linkerd = findBalancer("linkerd-peak-ewma")!;

  test("an unheard node counts as the default round trip, without a penalty", () => {
    const gateway = new FakeGateway(linkerd, { nodes: 2, random: new ScriptedRandom([0, 0, 0, 0, 0, 0]) });
    // 30 and 30 ms: a. 60 and 30: b, which takes 100 ms. Then 60 and 100: a, where Finagle's penalty would have it behind.
    expect([gateway.pick(), gateway.pick()]).toEqual([0, 1]);
    gateway.settle(100e6, true, 1);
    expect(gateway.pick()).toBe(0);
  });

  test("an estimate that has decayed to nothing costs nothing", () => {
    const parameters = { decaySeconds: 0.001 };
    const gateway = new FakeGateway(linkerd, { nodes: 2, parameters, random: new ScriptedRandom([0, 0, 0, 0]) });
    gateway.advance(10 * SECOND);
    // Draws a, b twice; both cost 0 whatever is in flight, and the first drawn wins.
    expect([gateway.pick(), gateway.pick()]).toEqual([0, 0]);
  });
});

test("finagle-p2c-least-loaded: fewer in flight, the first drawn on a tie", () => {
  const leastLoaded = findBalancer("finagle-p2c-least-loaded")!;
  const gateway = new FakeGateway(leastLoaded, { nodes: 3, random: new ScriptedRandom([2, 0, 0, 0, 0, 0]) });
  // Draws c, b: c. The order is c b a: draws c, b: b. Draws c, b with one each: c.
  expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([2, 1, 2]);
});
