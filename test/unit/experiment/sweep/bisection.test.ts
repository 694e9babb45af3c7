import { describe, expect, it } from "vitest";
import { bisect, type BisectionState } from "../../../../sim/experiment/sweep/bisection.ts";

/** Asks `holds` until the search is over; what it said last, and which indices it asked for. */
function search(count: number, holds: (index: number) => boolean): { state: BisectionState; asked: readonly number[] } {
  const held = new Map<number, boolean>();
  for (;;) {
    const state = bisect(count, held);
    if (state.kind !== "try") return { state, asked: [...held.keys()] };
    for (const index of state.indices) held.set(index, holds(index));
  }
}

describe("bisect", () => {
  it("finds every limit of a load in few steps", () => {
    for (let limit = 0; limit < 99; limit++) {
      const { state, asked } = search(100, (index) => index <= limit);
      expect(state).toEqual({ kind: "largest", low: limit, high: limit + 1 });
      expect(asked.length).toBeLessThanOrEqual(2 + 7);
    }
  });

  it("finds the smallest number of nodes", () => {
    expect(search(10, (index) => index >= 4).state).toEqual({ kind: "smallest", low: 3, high: 4 });
  });

  it("says where there is no limit, after both ends alone", () => {
    expect(search(50, () => true)).toEqual({ state: { kind: "always" }, asked: [0, 49] });
    expect(search(50, () => false)).toEqual({ state: { kind: "never" }, asked: [0, 49] });
  });

  it("needs no middle of two values", () => {
    expect(search(2, (index) => index === 0)).toMatchObject({
      state: { kind: "largest", low: 0, high: 1 },
      asked: [0, 1],
    });
  });
});
