import { describe, expect, it } from "vitest";
import { answerOf } from "../../../../sim/experiment/tune/answer.ts";
import { SEARCHERS } from "../../../../sim/experiment/tune/searchers/index.ts";
import { runStudy } from "../../../../sim/experiment/tune/study.ts";
import { keyOf } from "../../../../sim/experiment/tune/space.ts";
import type { Space } from "../../../../sim/experiment/tune/space.ts";
import type { Evaluate } from "../../../../sim/experiment/tune/trial.ts";
import { cost, evaluateBy, noisy, numberDimension, planOf } from "./synthetic.ts";

const PLANE: Space = [{ balancer: "b", dimensions: [numberDimension("x"), numberDimension("y")] }];

function bowl({ values }: { readonly values: Readonly<Record<string, unknown>> }): number {
  return 1 + 4 * (Number(values["x"]) - 0.3) ** 2 + 4 * (Number(values["y"]) - 0.6) ** 2;
}

const noisyBowl = (): ReturnType<typeof evaluateBy> =>
  evaluateBy(({ configuration, seed }) => cost(bowl(configuration) * noisy(seed, configuration)));

describe.each(Object.keys(SEARCHERS))("a study by %s", (search) => {
  it("finds the bottom of a bowl under noise, within its budget", async () => {
    const { evaluate, asked } = noisyBowl();
    const outcome = await runStudy(planOf(PLANE, { search, budget: 200 }), evaluate);
    expect(bowl(outcome.winner!.configuration)).toBeLessThan(1.08);
    expect(asked.length).toBe(outcome.runs);
    expect(outcome.runs).toBeLessThanOrEqual(200);
    expect(outcome.runs).toBeGreaterThan(100);
  });

  it("asks for nothing twice, and confirms on seeds that the search never saw", async () => {
    const { evaluate, asked } = noisyBowl();
    await runStudy(planOf(PLANE, { search }), evaluate);
    expect(new Set(asked.map(({ configuration, seed }) => `${keyOf(configuration)}${seed}`)).size).toBe(asked.length);
    const fresh = asked.filter(({ seed }) => seed >= 1_000_000);
    expect(fresh.length).toBeGreaterThan(7);
    expect(asked.indexOf(fresh[0]!)).toBe(asked.length - fresh.length);
  });

  it("asks for the same, given the same answers", async () => {
    const [first, second] = [noisyBowl(), noisyBowl()];
    const plan = planOf(PLANE, { search });
    const [a, b] = [await runStudy(plan, first.evaluate), await runStudy(plan, second.evaluate)];
    expect(second.asked).toEqual(first.asked);
    expect(answerOf(plan, b)).toEqual(answerOf(plan, a));
  });
});

describe("a study", () => {
  it("tells the winner from the default, with an interval that holds the truth", async () => {
    const outcome = await runStudy(planOf(PLANE, { budget: 200 }), noisyBowl().evaluate);
    const [{ ratio, difference }] = outcome.confirmation!.objectives as [
      NonNullable<typeof outcome.confirmation>["objectives"][number],
    ];
    const truth = bowl(outcome.winner!.configuration) / bowl({ values: { x: 0.9, y: 0.9 } });
    expect(ratio.low!).toBeLessThan(truth);
    expect(ratio.high!).toBeGreaterThan(truth);
    expect(difference.high!).toBeLessThan(0);
    expect(outcome.confirmation!.seeds.every((seed) => seed >= 1_000_000)).toBe(true);
  });

  it("extends a smaller one: it asks first what that asked, but for its end", async () => {
    const [small, large] = [noisyBowl(), noisyBowl()];
    await runStudy(planOf(PLANE, { budget: 100 }), small.evaluate);
    await runStudy(planOf(PLANE, { budget: 200 }), large.evaluate);
    const keys = new Set(large.asked.map(({ configuration, seed }) => `${keyOf(configuration)}${seed}`));
    const shared = small.asked.filter(({ configuration, seed }) => keys.has(`${keyOf(configuration)}${seed}`));
    expect(shared.length).toBeGreaterThan(0.6 * small.asked.length);
  });

  it("prefers what meets its constraints to what is better", async () => {
    const { evaluate } = evaluateBy(({ configuration, seed }) => ({
      costs: [bowl(configuration) * noisy(seed, configuration)],
      violation: Math.max(0, 0.5 - Number(configuration.values["x"])),
    }));
    const { winner } = await runStudy(planOf(PLANE, { budget: 200 }), evaluate);
    expect(winner!.configuration.values["x"]).toBeGreaterThanOrEqual(0.5);
    expect(winner!.configuration.values["x"]).toBeLessThan(0.62);
  });

  it("names no winner where nothing meets them, and still says what came nearest", async () => {
    const { evaluate } = evaluateBy(() => ({ costs: [1], violation: 1 }));
    const plan = planOf(PLANE);
    const answer = answerOf(plan, await runStudy(plan, evaluate));
    expect(answer).toMatchObject({ winner: null, confirmation: null, front: [], complete: true });
    expect(answer.configurations.length).toBeGreaterThan(5);
  });

  it("takes a run without a figure for a violation, not for a good one", async () => {
    const { evaluate } = evaluateBy(({ configuration }) =>
      Number(configuration.values["x"]) < 0.5 ? { costs: [null], violation: 1e6 } : cost(bowl(configuration)),
    );
    const { winner } = await runStudy(planOf(PLANE), evaluate);
    expect(winner!.configuration.values["x"]).toBeGreaterThanOrEqual(0.5);
  });

  it("chooses among balancers, each with its own parameters", async () => {
    const space: Space = [
      { balancer: "plain", dimensions: [] },
      { balancer: "good", dimensions: [numberDimension("x", { balancer: "good" })] },
      { balancer: "bad", dimensions: [numberDimension("z", { balancer: "bad" })] },
    ];
    const { evaluate, asked } = evaluateBy(({ configuration: { balancer, values } }) =>
      cost(balancer === "good" ? 1 + (Number(values["x"]) - 0.2) ** 2 : 3),
    );
    const outcome = await runStudy(planOf(space), evaluate);
    expect(outcome.winner!.configuration.balancer).toBe("good");
    expect(Math.abs(Number(outcome.winner!.configuration.values["x"]) - 0.2)).toBeLessThan(0.15);
    expect(outcome.initial.configuration).toEqual({ balancer: "plain", values: {} });
    expect(asked.every(({ configuration: { balancer, values } }) => balancer !== "bad" || !("x" in values))).toBe(true);
  });

  it("keeps away from what cannot run", async () => {
    const evaluate: Evaluate = async (requests) =>
      requests.map(({ configuration }) =>
        Number(configuration.values["x"]) < 0.4
          ? { kind: "failed" }
          : { kind: "done", observation: cost(bowl(configuration)) },
      );
    const plan = planOf(PLANE);
    const outcome = await runStudy(plan, evaluate);
    expect(outcome.winner!.configuration.values["x"]).toBeGreaterThanOrEqual(0.4);
    expect(answerOf(plan, outcome).configurations.map(({ state }) => state)).toContain("failed");
  });

  it("ends with what it has where the user wants no more", async () => {
    let calls = 0;
    const evaluate: Evaluate = async (requests) =>
      requests.map(({ configuration }) =>
        ++calls > 30 ? { kind: "interrupted" } : { kind: "done", observation: cost(bowl(configuration)) },
      );
    const outcome = await runStudy(planOf(PLANE), evaluate);
    expect(outcome).toMatchObject({ complete: false, confirmation: null, runs: 30 });
    expect(outcome.winner).not.toBeNull();
  });

  it("compares with defaults that lie outside of what is searched, and never recommends them", async () => {
    const space: Space = [{ balancer: "b", dimensions: [numberDimension("x", { low: 0.5, high: 0.8, initial: 0.3 })] }];
    const plan = planOf(space);
    const outcome = await runStudy(
      plan,
      evaluateBy(({ configuration }) => cost(bowl({ values: { ...configuration.values, y: 0.6 } }))).evaluate,
    );
    expect(outcome.initial.configuration.values).toEqual({ x: 0.3 });
    expect(outcome.winner!.configuration.values["x"]).toBe(0.5);
    expect(outcome.confirmation!.objectives[0]!.difference.estimate).toBeGreaterThan(0);
  });

  it("finds a Pareto front of several objectives", async () => {
    const space: Space = [{ balancer: "b", dimensions: [numberDimension("x")] }];
    const objectives = [{ text: "p99", goal: "minimise" } as const, { text: "throughput", goal: "maximise" } as const];
    const plan = planOf(space, { objectives, budget: 200 });
    const { evaluate } = evaluateBy(({ configuration: { values } }) => {
      const x = Number(values["x"]);
      // Beyond 0.7 both become worse.
      return cost(1 + x, -(x <= 0.7 ? x : 1.4 - x) - 1);
    });
    const answer = answerOf(plan, await runStudy(plan, evaluate));
    const points = answer.front.map((index) => Number(answer.configurations[index]!.values["x"]));
    expect(points.length).toBeGreaterThan(5);
    expect(Math.max(...points)).toBeLessThanOrEqual(0.71);
    expect(Math.min(...points)).toBeLessThan(0.2);
    expect(answer.configurations[answer.front[0]!]!.objectives[1]!.estimate).toBeGreaterThan(1);
  });

  it("stops early where nothing is left to decide", async () => {
    const space: Space = [
      { balancer: "b", dimensions: [numberDimension("n", { type: "integer", low: 1, high: 4, initial: 2 })] },
    ];
    const { evaluate } = evaluateBy(({ configuration: { values }, seed }) =>
      cost(Number(values["n"]) * (10 + (seed % 3))),
    );
    const outcome = await runStudy(planOf(space, { budget: 500 }), evaluate);
    expect(outcome.winner!.configuration.values).toEqual({ n: 1 });
    expect(outcome.runs).toBeLessThan(80);
  });
});

describe("its answer", () => {
  it("says which parameter matters and which does not", async () => {
    const { evaluate } = evaluateBy(({ configuration, seed }) =>
      cost((1 + 5 * (Number(configuration.values["x"]) - 0.3) ** 2) * noisy(seed, configuration, 0.3, 0.01)),
    );
    const plan = planOf(PLANE, { search: "random", budget: 300 });
    const { importance } = answerOf(plan, await runStudy(plan, evaluate));
    const [x, y] = importance.map(({ share }) => share) as [
      (typeof importance)[number]["share"],
      (typeof importance)[number]["share"],
    ];
    expect(x.estimate!).toBeGreaterThan(0.7);
    expect(y.estimate!).toBeLessThan(0.2);
    expect(x.low!).toBeGreaterThan(y.high!);
  });

  it("says how far a parameter may move before it matters", async () => {
    const { evaluate } = evaluateBy(({ configuration }) =>
      cost(1 + Math.max(0, Math.abs(Number(configuration.values["x"]) - 0.5) - 0.2)),
    );
    const space: Space = [{ balancer: "b", dimensions: [numberDimension("x")] }];
    const plan = planOf(space, { search: "grid", budget: 200 });
    const [{ low, high }] = answerOf(plan, await runStudy(plan, evaluate)).flatness as unknown as [
      { low: number; high: number },
    ];
    expect(low).toBeGreaterThan(0.25);
    expect(low).toBeLessThan(0.33);
    expect(high).toBeGreaterThan(0.67);
    expect(high).toBeLessThan(0.75);
  });

  it("shows the best so far falling, run by run", async () => {
    const plan = planOf(PLANE, { budget: 200 });
    const { history } = answerOf(plan, await runStudy(plan, noisyBowl().evaluate));
    expect(history.length).toBeGreaterThan(3);
    expect(history.map(({ runs }) => runs)).toEqual([...history.map(({ runs }) => runs)].sort((a, b) => a - b));
  });
});

describe("the winner", () => {
  it("keeps of its changes only those that help", async () => {
    const space: Space = [
      {
        balancer: "b",
        dimensions: [
          numberDimension("x"),
          ...["p", "q", "r"].map((path) => numberDimension(path, { type: "integer", low: 0, high: 100, initial: 7 })),
        ],
      },
    ];
    const { evaluate } = evaluateBy(({ configuration, seed }) =>
      cost((1 + 5 * (Number(configuration.values["x"]) - 0.3) ** 2) * noisy(seed, { balancer: "", values: {} })),
    );
    const { winner } = await runStudy(planOf(space, { budget: 200 }), evaluate);
    expect(winner!.configuration.values).toMatchObject({ p: 7, q: 7, r: 7 });
    expect(Math.abs(Number(winner!.configuration.values["x"]) - 0.3)).toBeLessThan(0.1);
  });

  it("is the default where fresh seeds do not show that anything is better", async () => {
    const plan = planOf(PLANE, { precision: 0.001, budget: 120 });
    const { evaluate } = evaluateBy(({ configuration, seed }) => cost(noisy(seed, configuration, 0, 0.3)));
    const outcome = await runStudy(plan, evaluate);
    expect(outcome.winner).toBe(outcome.initial);
    const { rejected, winner, confirmation } = answerOf(plan, outcome);
    expect(winner).toBe(0);
    expect(rejected!.configuration).not.toBe(0);
    expect(rejected!.confirmation.objectives[0]!.difference.high).toBeGreaterThanOrEqual(0);
    expect(confirmation!.objectives[0]!.difference.estimate).toBe(0);
  });

  it("is not a default that misses its constraints on fresh seeds, however good", async () => {
    const dimension = numberDimension("x", { initial: 0.2, low: 0.2, high: 0.4, levels: [0.2, 0.4] });
    const { evaluate } = evaluateBy(({ configuration: { values }, seed }) => {
      const isFresh = seed >= 1_000_000;
      if (values["x"] === 0.2) return { costs: [1], violation: isFresh ? 1 : 0 };
      return cost(isFresh ? 1.5 : 0.5);
    });
    const { winner, rejected } = await runStudy(planOf([{ balancer: "b", dimensions: [dimension] }]), evaluate);
    expect(winner!.configuration.values).toEqual({ x: 0.4 });
    expect(rejected).toBeNull();
  });
});
