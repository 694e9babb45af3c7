/** One value's replications: how often a value is wrongly called sure, whatever the number of looks. */
import { describe, expect, it } from "vitest";
import { RandomStreams } from "../../../../sim/core/random.ts";
import { LimitSearch } from "../../../../sim/experiment/sweep/search.ts";
import type { LimitPlan } from "../../../../sim/index.ts";
import { value } from "./fake-plan.ts";

const PLAN: LimitPlan = {
  path: "load",
  unit: "perSecond",
  values: [value(1), value(2)],
  resolve: () => ({ problem: "none is run" }),
};

/** What is found of two values of which each replication meets with these chances; and the replications of the first. */
function searched(chances: readonly number[], draw: () => number): { sure: boolean; replications: number } {
  const search = new LimitSearch(PLAN, 5, 0.95);
  for (let asked = search.next(); asked.length > 0; asked = search.next()) {
    for (const probe of asked) {
      const outcomes = Array.from({ length: probe.to - probe.from }, () => draw() < chances[probe.value]!);
      search.tell(probe, outcomes.filter((met) => met).length, outcomes.length);
    }
  }
  return search.found().tried.find((tried) => tried.value.number === 1)!;
}

describe("a value of a limit's search", () => {
  it("is wrongly called sure at most as often as said, all looks together", () => {
    const random = new RandomStreams(4).stream("replications");
    const experiments = 4000;
    // At the limit itself either side would be wrong; a value just beside it is wrong on one.
    const sure = Array.from({ length: experiments }, () => searched([0.5, 0.5], () => random.unit())).filter(
      (found) => found.sure,
    );
    expect(sure.length / experiments).toBeLessThan(2 * 0.05);
    expect(sure.length / experiments).toBeGreaterThan(0.03);
  });

  it("far from the limit is sure with the first replications", () => {
    expect(searched([1, 0], () => 0.5)).toMatchObject({ sure: true, replications: 5 });
  });

  it("is decided by the majority of four times as many where it stays unclear", () => {
    let turn = 0;
    expect(searched([0.5, 0], () => (turn++ % 2 === 0 ? 0.4 : 0.6))).toMatchObject({ sure: false, replications: 20 });
  });
});
