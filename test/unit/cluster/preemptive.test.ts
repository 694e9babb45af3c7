/** What a worker lays down for a more urgent message, and when it goes on with it. */
import { describe, expect, it } from "vitest";
import type { NodeSpec, Scenario } from "../../../sim/index.ts";
import { recordsOf, traceOf } from "../../fixtures/run.ts";
import { aNode, aProducer, aScenario, once } from "../../fixtures/scenario.ts";

const MS = 1e6;

describe("disciplines that interrupt", () => {
  interface Arrival {
    readonly timeNs: number;
    readonly workNs: number;
  }
  const arrival = (timeMs: number, workMs: number): Arrival => ({ timeNs: timeMs * MS, workNs: workMs * MS });
  /** Producer and end of each message, in milliseconds, in the order of their ends. */
  const ends = async (
    discipline: NodeSpec["discipline"],
    traces: Readonly<Record<string, Arrival[]>>,
    changes: Partial<Scenario> = {},
    node: Partial<NodeSpec> = {},
  ): Promise<unknown[]> => {
    const traffic = Object.keys(traces).map((name, index) =>
      aProducer({ name, priority: index, arrivals: { kind: "trace", trace: name }, work: { kind: "trace" } }),
    );
    const nodes = [aNode("n", { discipline, ...node })];
    const scenario = aScenario({ durationNs: Infinity, traffic, nodes, ...changes });
    const records = await recordsOf(scenario, 0, { openTrace: (name) => traceOf(traces[name]!) });
    return records.map(({ producer, completedNs }) => [producer, completedNs / MS]);
  };

  it("priority-preemptive goes on with what it laid down where it stopped, and is in order within a class", async () => {
    const traces = { low: [arrival(0, 10), arrival(1, 10)], high: [arrival(4, 10), arrival(5, 10)] };
    expect(await ends("priority-preemptive", traces)).toEqual([
      [1, 14],
      [1, 24],
      [0, 30],
      [0, 40],
    ]);
  });

  it("shortest-remaining-time compares with what is left, not with what there was", async () => {
    // At 4 ms 6 are left of the first: 7 wait, 5 do not.
    const traces = { all: [arrival(0, 10), arrival(4, 7), arrival(4, 5)] };
    expect(await ends("shortest-remaining-time", traces)).toEqual([
      [0, 9],
      [0, 15],
      [0, 22],
    ]);
  });

  it("several workers lay the least urgent down", async () => {
    const traces = { low: [arrival(0, 10), arrival(1, 10)], high: [arrival(2, 4)] };
    expect(await ends("priority-preemptive", traces, {}, { workers: 2 })).toEqual([
      [1, 6],
      [0, 10],
      [0, 15],
    ]);
  });

  it("a slow node slows what is left", async () => {
    const slow = { kind: "slow", nodes: [0], timing: once(5 * MS), factor: 2, label: "slow n" } as const;
    const traces = { low: [arrival(0, 10)], high: [arrival(6, 2)] };
    expect(await ends("priority-preemptive", traces, { faults: [slow] })).toEqual([
      [1, 10],
      [0, 19],
    ]);
  });
});
