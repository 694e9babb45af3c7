import { describe, expect, test } from "vitest";
import { findBalancer } from "../../../../sim/index.ts";
import { IdleQueues } from "../../../../sim/balancers/client/idle-queues.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "../scripted-random.ts";

describe("the lists", () => {
  test("first come, first used; a node reports once until it is used", () => {
    const queues = new IdleQueues(2, 4, 1, new ScriptedRandom([0, 0, 1, 0, 0]));
    // Dispatchers in order 0 1. Nodes 3 and 1 report to 0; node 2 draws the second, which then comes first in the order.
    for (const node of [3, 1, 3, 2]) queues.report(node);
    expect([queues.take(0), queues.take(0), queues.take(0)]).toEqual([3, 1, -1]);
    // Taken, but not used yet: still known.
    queues.report(3);
    queues.used(3);
    // The order is 1 0 now, so the first is dispatcher 1, behind node 2.
    queues.report(3);
    expect([queues.take(1), queues.take(1), queues.take(1)]).toEqual([2, 3, -1]);
  });

  test("SQ(d): of d distinct dispatchers the one with the shortest list", () => {
    const queues = new IdleQueues(3, 9, 3, new ScriptedRandom(Array<number>(27).fill(0)));
    for (let node = 0; node < 9; node++) queues.report(node);
    // All three are asked each time: nobody is ever more than one ahead.
    for (const dispatcher of [0, 1, 2]) {
      const taken = [1, 2, 3].map(() => queues.take(dispatcher));
      expect(taken).not.toContain(-1);
      expect(queues.take(dispatcher)).toBe(-1);
    }
  });

  test("a list that was emptied fills again", () => {
    const queues = new IdleQueues(1, 2, 1, new ScriptedRandom([0, 0]));
    queues.report(1);
    expect(queues.take(0)).toBe(1);
    queues.used(1);
    queues.report(1);
    expect([queues.take(0), queues.take(0)]).toEqual([1, -1]);
  });
});

describe("jiq", () => {
  const jiq = findBalancer("jiq")!;
  /** The first draws of `below` are the reports' dispatchers: always 0, the only one. */
  const gatewayOf = (nodes: number, draws: readonly number[]): FakeGateway => {
    const gateway = new FakeGateway(jiq, {
      nodes,
      random: new ScriptedRandom([...Array<number>(nodes).fill(0), ...draws]),
    });
    gateway.advance(1);
    return gateway;
  };

  test("the nodes that are idle from the start in turn, then one at random, then whoever reports", () => {
    const gateway = gatewayOf(3, [2, 0]);
    expect([gateway.pick(), gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([0, 1, 2, 2]);
    gateway.settle(1e6, true, 1);
    expect(gateway.pick()).toBe(1);
  });

  test("a listed node that gets a message from elsewhere stays listed", () => {
    const gateway = gatewayOf(2, []);
    gateway.elsewhere(0, 1);
    expect(gateway.pick()).toBe(0);
  });

  test("a node that is away when its turn comes is listed when it is back", () => {
    const gateway = gatewayOf(2, [0]);
    gateway.leave(0);
    // Node a is set aside; b is listed; then the list is empty, and the draw among the routable ones is b.
    expect([gateway.pick(), gateway.pick()]).toEqual([1, 1]);
    gateway.join(0);
    expect(gateway.pick()).toBe(0);
  });
});
