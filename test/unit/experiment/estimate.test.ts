/** A measure's own interval over runs: which method it is made by, on runs as they are. */
import { describe, expect, it } from "vitest";
import { readFigure } from "../../../scenarios/index.ts";
import { estimateOver } from "../../../sim/experiment/estimate.ts";
import { findBalancer, runJob } from "../../../sim/index.ts";
import type { ExperimentMeasure, RunFigures } from "../../../sim/index.ts";
import { aBalancer, aProducer, aScenario } from "../../fixtures/scenario.ts";

const TWO = aScenario({
  traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 60 } }), aProducer({ name: "api", priority: 1 })],
});

function measure(text: string, producers: readonly string[] = ["web"]): ExperimentMeasure {
  const read = readFigure(text, { nodes: [], producers });
  if ("offset" in read) throw new Error(read.message);
  return read;
}

function figures(scenario = aScenario(), count = 4): Promise<RunFigures[]> {
  const host = {
    definition: (name: string) => findBalancer(name)!,
    openTrace: () => {
      throw new Error("no trace");
    },
  };
  const job = { scenario, balancer: aBalancer("round-robin"), keep: "figures" } as const;
  return Promise.all(Array.from({ length: count }, (_, seed) => runJob({ ...job, seed }, host)));
}

describe("an interval over runs", () => {
  it("of a quantile is of all their messages, and near what the runs say each", async () => {
    const runs = await figures();
    for (const text of ["p50", "p95", "p90(waitingTime)", "p99(endToEndTime)"]) {
      const { estimate, method } = estimateOver(runs, measure(text), 0.95);
      const own = runs.map((run) => measure(text).read(run)!);
      expect(method).toBe("quantile of all messages of the runs");
      expect(estimate.count).toBe(4);
      expect(estimate.estimate).toBeGreaterThan(Math.min(...own) * 0.99);
      expect(estimate.estimate).toBeLessThan(Math.max(...own) * 1.01);
      expect(estimate.low).toBeLessThan(estimate.estimate!);
      expect(estimate.high).toBeGreaterThan(estimate.estimate!);
    }
  });

  it("of a quantile needs no single run to carry it, only all of them", async () => {
    const runs = await figures(aScenario({ durationNs: 8e9 }));
    expect(runs.map((run) => measure("p99").read(run))).toEqual([null, null, null, null]);
    expect(estimateOver(runs, measure("p99"), 0.95).estimate.estimate).toBeGreaterThan(0.02);
    expect(estimateOver(runs, measure("p999"), 0.95).method).toBe("nothing observed");
  });

  it("of a producer's quantile is of that producer's messages", async () => {
    const runs = await figures(TWO);
    const names = ["web", "api"];
    const [web, api] = names.map((name) => estimateOver(runs, measure(`p90(responseTime, *, ${name})`, names), 0.95));
    const all = estimateOver(runs, measure("p90", names), 0.95).estimate.estimate!;
    const between = [web!.estimate.estimate!, api!.estimate.estimate!].sort((a, b) => a - b);
    expect(between[0]).not.toBe(between[1]);
    expect(all).toBeGreaterThanOrEqual(between[0]!);
    expect(all).toBeLessThanOrEqual(between[1]!);
  });

  it("of what has no messages to pool, or does not know them, is over the runs' values", async () => {
    const runs = await figures();
    expect(estimateOver(runs, measure("mean"), 0.95).method).toBe("t over replications");
    expect(estimateOver(runs, measure("p99 * 2"), 0.95).method).toBe("t over replications");
    const unknown = runs.map(({ distributions: _, ...rest }) => rest);
    const { estimate, method } = estimateOver(unknown, measure("p90"), 0.95);
    expect(method).toBe("t over replications");
    expect(estimate.estimate).toBeCloseTo(runs.reduce((sum, run) => sum + run.responseTime.p90!, 0) / 4, 12);
  });
});
