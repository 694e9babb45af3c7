import { describe, expect, it } from "vitest";
import { NONE } from "../../../sim/balancers/contract.ts";
import { NodeLists } from "../../../sim/gateway/node-lists.ts";
import { NodeSet } from "../../../sim/gateway/exchange/node-set.ts";
import { RowStack } from "../../../sim/gateway/exchange/row-stack.ts";

const ROW = 32;

describe("where earlier tries went", () => {
  it("is told in order, of each message its own", () => {
    const attempts = new NodeLists();
    for (const node of [3, 1, 4]) for (const message of [0, 9 * ROW]) attempts.add(message, node + message / ROW);
    expect(attempts.of(0)).toEqual([3, 1, 4]);
    expect(attempts.of(9 * ROW)).toEqual([12, 10, 13]);
    expect([attempts.count(0), attempts.last(0)]).toEqual([3, 4]);
    expect([3, 1, 4, 2].map((node) => attempts.includes(0, node))).toEqual([true, true, true, false]);
  });

  it("is nowhere for a message that has none, even beyond all rows that were written", () => {
    const attempts = new NodeLists();
    attempts.add(0, 5);
    for (const message of [ROW, 100_000 * ROW]) {
      expect([attempts.count(message), attempts.last(message)]).toEqual([0, NONE]);
      expect([attempts.of(message), attempts.includes(message, 5)]).toEqual([[], false]);
    }
  });

  it("is forgotten with the message, and what it took serves the next ones", () => {
    const attempts = new NodeLists();
    for (let life = 0; life < 1000; life++) {
      const message = (life % 7) * ROW;
      for (let node = 0; node <= life % 5; node++) attempts.add(message, node + life);
      expect(attempts.of(message)).toEqual(Array.from({ length: (life % 5) + 1 }, (_, node) => node + life));
      attempts.forget(message);
      expect(attempts.count(message)).toBe(0);
    }
  });
});

describe("a set of nodes", () => {
  it("has what was added since it was emptied, once", () => {
    const nodes = new NodeSet(4);
    for (const node of [2, 3, 2]) nodes.add(node);
    expect([nodes.size, nodes.has(2), nodes.has(0)]).toEqual([2, true, false]);
    nodes.clear();
    nodes.add(0);
    expect([nodes.size, nodes.has(2), nodes.has(0)]).toEqual([1, false, true]);
  });
});

describe("a stack of rows", () => {
  it("keeps what lies below while others use it", () => {
    const stack = new RowStack();
    stack.push(7);
    const from = stack.height;
    for (let id = 0; id < 200; id++) stack.push(id);
    expect([stack.at(from), stack.at(from + 199), stack.height]).toEqual([0, 199, 201]);
    stack.height = from;
    expect(stack.reserve(2)).toBe(3);
    stack.put(2, 9);
    stack.put(1, 8);
    expect([0, 1, 2].map((place) => stack.at(place))).toEqual([7, 8, 9]);
  });
});
