import { describe, expect, test } from "vitest";
import { findBalancer } from "../../../../sim/index.ts";
import { FakeGateway, type FakeOptions } from "../../../conformance/fake-gateway.ts";

const c3 = findBalancer("c3")!;

/** Two nodes that have answered once each: response, service (ms) and queue of a and of b. */
function heard(a: readonly number[], b: readonly number[], options: Partial<FakeOptions> = {}): FakeGateway {
  const gateway = new FakeGateway(c3, { nodes: 2, ...options });
  gateway.pick();
  gateway.pick();
  for (const [node, [response, service, queue]] of [a, b].entries()) {
    const reply = { serviceNs: service! * 1e6, inSystem: queue! };
    gateway.settle(response! * 1e6, true, gateway.held.indexOf(node), reply);
  }
  return gateway;
}

describe("c3", () => {
  test("nodes that have not answered come first, the one with fewest in flight before the others", () => {
    const gateway = new FakeGateway(c3, { nodes: 3 });
    expect(new Set([gateway.pick(), gateway.pick(), gateway.pick()])).toEqual(new Set([0, 1, 2]));
    gateway.settle(1e6, true, gateway.held.indexOf(1), { serviceNs: 1e6, inSystem: 0 });
    expect([gateway.pick(), gateway.pick()].sort()).toEqual([0, 2]);
  });

  test("scores by hand: R - 1/mu + (1 + w os + q)³/mu", () => {
    // a: 10 - 4 + 1 x 4 = 10. b: 6 - 2 + (1 + 1)³ x 2 = 20.
    expect(heard([10, 4, 0], [6, 2, 1]).pick()).toBe(0);
    // b without a queue: 6 - 2 + 2 = 6, then with one in flight 4 + 8 x 2 = 20: a.
    const gateway = heard([10, 4, 0], [6, 2, 0]);
    expect([gateway.pick(), gateway.pick()]).toEqual([1, 0]);
  });

  test("one's own messages count once per gateway there is", () => {
    // b with one in flight: 4 + (1 + w)³ x 2; a, 50 - 4 + 4 = 50. One gateway: 20. Two: 58.
    const alone = heard([50, 4, 0], [6, 2, 0]);
    expect([alone.pick(), alone.pick()]).toEqual([1, 1]);
    const oneOfTwo = heard([50, 4, 0], [6, 2, 0], { gatewayCount: 2 });
    expect([oneOfTwo.pick(), oneOfTwo.pick()]).toEqual([1, 0]);
  });

  test("the newest feedback counts smoothing, the past the rest", () => {
    const gateway = heard([10, 4, 0], [10, 4, 0], { parameters: { smoothing: 0.5, replicas: 2 } });
    const node = gateway.pick();
    gateway.settle(30e6, true, 0, { serviceNs: 4e6, inSystem: 0 });
    // That node is at 20 - 4 + 4 = 20, the other at 10: the other, and again at 10 - 4 + 8 x 4 = 38 not.
    expect([gateway.pick(), gateway.pick()]).toEqual([1 - node, node]);
  });

  test("exponent 1: a queue counts for what it is", () => {
    // b: 6 - 2 + 2 x 2 = 8 against a's 10.
    expect(heard([10, 4, 0], [6, 2, 1], { parameters: { exponent: 1 } }).pick()).toBe(1);
  });

  test("a failure brings no feedback", () => {
    const gateway = heard([10, 4, 0], [6, 2, 0]);
    gateway.pick();
    gateway.settle(1e9, false);
    expect(gateway.pick()).toBe(1);
  });
});
