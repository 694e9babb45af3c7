import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { Heap } from "../../../sim/core/heap.ts";

const numbers = fc.uniqueArray(fc.integer());

describe("Heap", () => {
  it("gives its items in order", () => {
    fc.assert(
      fc.property(numbers, (items) => {
        const heap = new Heap<number>((x, y) => x < y);
        for (const item of items) heap.add(item);
        expect(heap.length).toBe(items.length);
        expect(items.map(() => heap.take())).toEqual([...items].sort((x, y) => x - y));
        expect(heap.take()).toBeUndefined();
      }),
    );
  });

  it("is in order without an item that was taken out of turn", () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (items, index) => {
        fc.pre(items.length > 0);
        const wanted = items[index % items.length]!;
        const heap = new Heap<number>((x, y) => x > y);
        for (const item of items) heap.add(item);
        expect(heap.remove((item) => item === wanted)).toBe(wanted);
        expect(heap.remove((item) => item === wanted)).toBeUndefined();
        const rest = items.filter((item) => item !== wanted).sort((x, y) => y - x);
        expect(rest.map(() => heap.take())).toEqual(rest);
      }),
    );
  });
});
