/** The controller on made-up runs: when it stops, what it asks for, what it says. */
import { describe, expect, it } from "vitest";
import { Stream } from "../../../../sim/core/random.ts";
import { against, compare } from "../../../../sim/index.ts";
import type { ComparePlan, Comparison, Execute, FiguresJob, RunFigures } from "../../../../sim/index.ts";
import { runResult } from "../../scenarios/expect/results.ts";

/** Mean response time by label, in seconds; runs of one seed share most of their chance. */
const MEANS: Readonly<Record<string, number>> = { slow: 2, quick: 1, twin: 2.001, wild: 1.9 };

function figuresOf({ balancer, seed }: FiguresJob): RunFigures {
  const shared = new Stream(seed, "shared").normal();
  const own = new Stream(seed, balancer.label).normal();
  const mean = MEANS[balancer.label]! + 0.3 * shared + (balancer.label === "wild" ? 0.5 : 0.005) * own;
  const messages = { ...runResult("").messages, offered: 1000, lost: balancer.label === "wild" ? 3 : 0 };
  return { ...runResult(balancer.label), seed, responseTime: { ...runResult("").responseTime, mean }, messages };
}

function plan(labels: readonly string[], changes: Partial<ComparePlan> = {}): ComparePlan {
  const contenders = labels.map((label) => ({ label, algorithm: "random", parameters: {} }));
  const scenario = { seed: 5, expect: ["mean < 1500ms"], balancers: contenders } as unknown as ComparePlan["scenario"];
  return {
    scenario,
    contenders,
    baseline: labels[0]!,
    confidence: 0.95,
    precision: 0.02,
    maxReplications: 64,
    measures: [
      {
        text: "mean",
        unit: "seconds",
        better: "lower",
        trials: null,
        quantile: null,
        sectioned: false,
        read: (run) => run.responseTime.mean,
      },
      {
        text: "lostFraction",
        unit: "fraction",
        better: "lower",
        trials: (run) => run.messages.offered,
        quantile: null,
        sectioned: false,
        read: (run) => run.messages.lost / run.messages.offered,
      },
    ],
    judge: (runs) => [runs.every(({ responseTime }) => responseTime.mean! < 1.5) ? "met" : "failed"],
    ...changes,
  };
}

/** Runs at once; `asked` collects what was asked for. */
function executor(asked: FiguresJob[] = []): Execute {
  return async (jobs) => {
    asked.push(...jobs);
    return jobs.map((job) => ({ kind: "done", figures: figuresOf(job) }));
  };
}

const verdicts = ({ differences }: Comparison): readonly string[] =>
  differences.map(({ measure, balancer, verdict }) => `${measure} ${balancer}: ${verdict}`);

describe("a comparison", () => {
  it("stops a contender as soon as all of it is decided, and tells better from equivalent", async () => {
    const asked: FiguresJob[] = [];
    const found = await compare(plan(["slow", "quick", "twin", "wild"]), executor(asked));
    const runsOf = (label: string): number => asked.filter(({ balancer }) => balancer.label === label).length;
    expect(verdicts(found).slice(0, 2)).toEqual(["mean quick: better", "mean twin: equivalent"]);
    expect(runsOf("quick")).toBeLessThan(runsOf("wild"));
    expect(runsOf("slow")).toBe(runsOf("wild"));
    expect(found.runs).toBe(asked.length);
    expect(new Set(asked.map(({ seed }) => seed))).toEqual(new Set(found.seeds));
  });

  it("asks for seeds from the scenario's own on, the same for everybody", async () => {
    const asked: FiguresJob[] = [];
    await compare(plan(["slow", "quick"], { maxReplications: 3 }), executor(asked));
    expect(asked.map(({ seed, balancer }) => `${seed} ${balancer.label}`)).toEqual(
      [5, 6, 7].flatMap((seed) => [`${seed} slow`, `${seed} quick`]),
    );
  });

  it("cannot tell from too few, says about how many more, and that none lost is no bare zero", async () => {
    const found = await compare(plan(["slow", "wild"], { maxReplications: 4 }), executor());
    const [mean, lost] = found.differences;
    expect(mean).toMatchObject({ verdict: "cannot tell", ratio: { count: 4 } });
    expect(mean!.moreReplications).toBeGreaterThan(10);
    expect(lost!.verdict).toBe("cannot tell");
    const none = found.intervals.find(({ measure, balancer }) => measure === "lostFraction" && balancer === "slow")!;
    expect(none).toMatchObject({ estimate: 0, low: 0, method: "none seen: exact bound (rule of three)" });
    expect(none.high).toBeCloseTo(3 / 4000, 5);
  });

  it("prints what common numbers brought: as measured on the pairs", async () => {
    const found = await compare(plan(["slow", "quick"]), executor());
    expect(found.differences[0]!.varianceReduction).toBeGreaterThan(100);
  });

  it("ranks by the chance to be best and keeps those that may be", async () => {
    const { rankings } = await compare(plan(["slow", "quick", "twin"]), executor());
    expect(rankings[0]!.places.map(({ balancer }) => balancer)[0]).toBe("quick");
    expect(rankings[0]!.places.map(({ mayBeBest }) => mayBeBest)).toEqual([true, false, false]);
    const sum = rankings[0]!.places.reduce((total, { probabilityOfBest }) => total + probabilityOfBest, 0);
    expect(sum).toBeCloseTo(1, 12);
  });

  it("counts how often expectations held, with an interval", async () => {
    const { expectations } = await compare(plan(["quick", "slow"]), executor());
    expect(expectations).toMatchObject([{ text: "mean < 1500ms", met: 0, failed: 12, unknown: 0 }]);
    expect(expectations[0]!.share.high).toBeLessThan(0.4);
  });

  it("goes on without runs that fail, and lists them", async () => {
    const failing: Execute = async (jobs) =>
      jobs.map((job) =>
        job.seed === 6 && job.balancer.label === "quick"
          ? { kind: "failed", message: "it broke", replay: "evenkeel run x --seed 6" }
          : { kind: "done", figures: figuresOf(job) },
      );
    const found = await compare(plan(["slow", "quick"]), failing);
    expect(found.failures).toEqual([
      { balancer: "quick", seed: 6, message: "it broke", replay: "evenkeel run x --seed 6" },
    ]);
    expect(found.differences[0]).toMatchObject({ verdict: "better", difference: { count: 11 } });
    expect(found.intervals.find(({ balancer }) => balancer === "quick")!.values[1]).toBeNull();
  });

  it("keeps what had finished when it is interrupted", async () => {
    const stopping: Execute = async (jobs) =>
      jobs.map((job, i) => (i < 6 ? { kind: "done", figures: figuresOf(job) } : { kind: "interrupted" }));
    const found = await compare(plan(["slow", "quick"]), stopping);
    expect(found).toMatchObject({ complete: false, runs: 6, seeds: { length: 12 } });
    expect(found.differences[0]!.difference.count).toBe(3);
  });

  it("is the same in whatever order runs finish", async () => {
    const backwards: Execute = async (jobs) => {
      const outcomes = [...jobs].reverse().map((job) => ({ kind: "done" as const, figures: figuresOf(job) }));
      return outcomes.reverse();
    };
    const [one, other] = [
      await compare(plan(["slow", "quick", "wild"]), executor()),
      await compare(plan(["slow", "quick", "wild"]), backwards),
    ];
    expect(JSON.stringify({ ...other, observations: null })).toBe(JSON.stringify({ ...one, observations: null }));
  });
});

describe("against a saved comparison", () => {
  const head = { measures: plan([]).measures, confidence: 0.95, precision: 0.02 };
  const made = async (labels: readonly string[]): Promise<Parameters<typeof against>[0]> => ({
    ...(await compare(plan(labels, { maxReplications: 16 }), executor())),
    ...head,
  });

  it("finds nothing between equals", async () => {
    const saved = await made(["slow", "quick"]);
    expect(new Set(against(saved, saved).map(({ verdict }) => verdict))).toEqual(new Set(["equivalent"]));
  });

  it("finds what became worse, pair by pair of seeds", async () => {
    const saved = await made(["slow", "quick"]);
    const worse = {
      ...saved,
      intervals: saved.intervals.map((each) => ({ ...each, values: each.values.map((value) => value! * 1.1) })),
    };
    const rows = against(worse, saved).filter(({ measure }) => measure === "mean");
    expect(rows.map(({ verdict }) => verdict)).toEqual(["worse", "worse"]);
    expect(rows[0]!.ratio.estimate).toBeCloseTo(1.1, 10);
  });

  it("takes nothing for a pass that is in one of them only, or has no seeds in common", async () => {
    const saved = await made(["slow", "quick"]);
    const now = await made(["slow", "wild"]);
    const verdict = (balancer: string): string | undefined =>
      against(now, saved).find((row) => row.measure === "mean" && row.balancer === balancer)?.verdict;
    expect([verdict("quick"), verdict("wild"), verdict("slow")]).toEqual(["missing", "missing", "equivalent"]);
    const elsewhere = { ...saved, seeds: saved.seeds.map((seed) => seed + 1000) };
    expect(new Set(against(saved, elsewhere).map((row) => row.verdict))).toEqual(new Set(["missing"]));
  });
});
