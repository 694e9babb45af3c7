import { describe, expect, test } from "vitest";
import { FifoTree } from "../../../../sim/balancers/shared/fifo-tree.ts";
import { NONE } from "../../../../sim/index.ts";
import { ScriptedRandom } from "../scripted-random.ts";

describe("FifoTree", () => {
  const filled = (): FifoTree => {
    const tree = new FifoTree(5);
    for (const [id, key] of [
      [3, 7],
      [0, 7],
      [4, 2],
      [1, 7],
    ] as const)
      tree.put(id, key);
    return tree;
  };

  const emptied = (tree: FifoTree): number[] => {
    const order: number[] = [];
    for (let id = tree.first(); id !== NONE; id = tree.first()) {
      order.push(id);
      tree.remove(id);
    }
    return order;
  };

  test("by key, then by arrival; a node that is put again goes to the end", () => {
    expect(emptied(filled())).toEqual([4, 3, 0, 1]);
    const again = filled();
    again.put(3, 7);
    expect(emptied(again)).toEqual([4, 0, 1, 3]);
  });

  test("who is hidden keeps its place, who is removed does not come back", () => {
    const tree = filled();
    tree.hide(4);
    tree.hide(3);
    expect([tree.first(), tree.has(3), tree.key(3)]).toEqual([0, true, 7]);
    tree.show(3);
    expect(tree.first()).toBe(3);
    tree.remove(4);
    tree.show(4);
    expect([tree.first(), tree.has(4)]).toEqual([3, false]);
  });

  test("all but one, and that one where there is no other", () => {
    const tree = filled();
    expect([tree.firstBut(4), tree.firstBut(1), tree.firstBut(NONE)]).toEqual([3, 4, 4]);
    const alone = new FifoTree(1);
    expect(alone.firstBut(0)).toBe(NONE);
    alone.put(0, 1);
    expect([alone.firstBut(0), alone.first()]).toEqual([0, 0]);
  });

  test("or one of those with the least key, drawn", () => {
    const tree = new FifoTree(4, new ScriptedRandom([2, 0]));
    for (const id of [3, 1, 2]) tree.put(id, 5);
    tree.put(0, 6);
    expect([tree.first(), tree.first()]).toEqual([3, 1]);
  });
});
