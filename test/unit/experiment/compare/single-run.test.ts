/** Compare by one long run of each balancer: batches that are independent decide, and those that are not decide nothing. */
import { describe, expect, it } from "vitest";
import { readFigure } from "../../../../scenarios/index.ts";
import { compare, findBalancer, runJob } from "../../../../sim/index.ts";
import type { ComparePlan, Comparison, Execute, FiguresJob, Scenario } from "../../../../sim/index.ts";
import { aBalancer, aProducer, aScenario, nodes, SECOND } from "../../../fixtures/scenario.ts";

/** Three nodes at a load of 0.6, some thirty thousand messages. */
const LONG = aScenario({
  durationNs: 200 * SECOND,
  drainNs: 60 * SECOND,
  warmup: { kind: "duration", ns: 20 * SECOND },
  traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 180 } })],
  nodes: nodes(3),
  balancers: [aBalancer("random"), aBalancer("power-of-two-choices")],
});
/** Nearly overloaded: what is slow stays slow for as long as the run takes. */
const CONGESTED = { ...LONG, traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 297 } })] };

const execute: Execute = (jobs) => Promise.all(jobs.map(outcomeOf));

async function outcomeOf(job: FiguresJob): Promise<Awaited<ReturnType<Execute>>[number]> {
  const host = {
    definition: (name: string) => findBalancer(name)!,
    openTrace: () => {
      throw new Error("no trace");
    },
  };
  return { kind: "done", figures: await runJob(job, host) };
}

function compared(scenario: Scenario, ...texts: string[]): Promise<Comparison> {
  const measures = texts.map((text) => {
    const read = readFigure(text, { nodes: [], producers: ["web"] });
    if ("offset" in read) throw new Error(read.message);
    return read;
  });
  const plan: ComparePlan = {
    scenario,
    measures,
    contenders: scenario.balancers,
    baseline: "random",
    confidence: 0.95,
    precision: 0.02,
    maxReplications: 1,
    judge: () => [],
  };
  return compare(plan, execute);
}

describe("a comparison by single runs", () => {
  it("decides by batches that hold the same messages", async () => {
    const { intervals, differences, rankings, runs } = await compared(LONG, "mean", "p90", "lostFraction");
    expect(runs).toBe(2);
    expect(differences.map(({ measure, verdict }) => [measure, verdict])).toEqual([
      ["mean", "better"],
      ["p90", "better"],
      ["lostFraction", "equivalent"],
    ]);
    const [mean, , p90] = intervals;
    // Of 32 batches three begin in the warm-up of a tenth of the run.
    expect(mean).toMatchObject({ count: 28, method: "batch means (t over replications)" });
    expect(p90).toMatchObject({ count: 28, method: "batch means (quantile of all messages of the runs)" });
    // M/M/1 at 0.6: 25 ms.
    expect(mean!.low!).toBeLessThan(0.025);
    expect(mean!.high!).toBeGreaterThan(0.025);
    expect(mean!.estimate).toBe(mean!.values[0]);
    expect(differences[0]!.difference.count).toBe(28);
    expect(rankings[0]!.places[0]).toMatchObject({ balancer: "power-of-two-choices", mayBeBest: true });
  });

  it("decides nothing by batches that are not independent", async () => {
    const { differences } = await compared(CONGESTED, "mean");
    expect(differences[0]).toMatchObject({ verdict: "cannot tell", moreReplications: null });
    // The interval alone would have decided.
    expect(differences[0]!.difference.high).toBeLessThan(0);
  });

  it("knows no interval of what sections do not have", async () => {
    const { intervals, differences } = await compared(LONG, "maxQueue");
    expect(intervals[0]).toMatchObject({ low: null, high: null, count: 1 });
    expect(differences[0]!.verdict).toBe("cannot tell");
  });
});
