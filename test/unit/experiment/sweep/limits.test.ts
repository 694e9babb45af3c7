import { describe, expect, it } from "vitest";
import { sweep, type CapacityLimit, type Requirement, type SweepPlan } from "../../../../sim/index.ts";
import { done, executing, figuresOf, loadOf, planOf, setupAt, value } from "./fake-plan.ts";

const needsP99 = (bound: number): Requirement => ({
  text: `p99 < ${bound}`,
  needs: [],
  holds: (runs) => [...runs.values()].every(({ responseTime }) => responseTime.p99! < bound),
});

/** A plan that searches loads 1 … 100, without axes, five replications to begin with. */
function searching(change: Partial<SweepPlan> = {}): SweepPlan {
  const values = Array.from({ length: 100 }, (_, index) => value(index + 1));
  const setups = values.map(({ number }) => setupAt(number!));
  return planOf([1], [1], {
    axes: [],
    replications: 5,
    points: [{ values: [], setup: setups[0]! }],
    requirementsOf: (_, label) => [needsP99(label === "plain" ? 40.5 : 70.5)],
    limit: { path: "load", unit: "perSecond", values, resolve: (_, index) => setups[index]! },
    ...change,
  });
}

async function limitsOf(
  plan: SweepPlan,
  p99: (load: number, seed: number) => number,
): Promise<readonly CapacityLimit[]> {
  const { execute } = executing((job) => done(figuresOf(job, p99(loadOf(job), job.seed))));
  return (await sweep(plan, execute)).limits!;
}

describe("the limit of a load", () => {
  it("is found for each balancer, between neighbours", async () => {
    const [plain, tuned] = await limitsOf(searching(), (load) => load);
    expect(plain).toMatchObject({ kind: "largest", balancer: "plain", path: "load", unit: "perSecond", point: 0 });
    expect(plain).toMatchObject({ limit: value(40), low: value(40), high: value(41) });
    expect(plain).toMatchObject({ sureLow: value(40), sureHigh: value(41) });
    expect(tuned).toMatchObject({ limit: value(70), low: value(70), high: value(71) });
    expect(plain!.tried.slice(0, 3).map((tried) => [tried.value.number, tried.met, tried.replications])).toEqual([
      [1, 1, 5],
      [100, 0, 5],
      [50, 0, 5],
    ]);
  });

  it("may be the smallest value that holds, as of a number of nodes", async () => {
    const [plain] = await limitsOf(searching(), (load) => 100 - load);
    expect(plain).toMatchObject({ kind: "smallest", limit: value(60), low: value(59), high: value(60) });
    expect(plain).toMatchObject({ sureLow: value(59), sureHigh: value(60) });
  });

  it("is not in the range where both ends agree", async () => {
    const none = { limit: null, low: null, high: null };
    expect((await limitsOf(searching(), () => 1))[0]).toMatchObject({ kind: "always", ...none });
    expect((await limitsOf(searching(), () => 99))[0]).toMatchObject({ kind: "never", ...none });
  });

  it("is the median of what single runs show, and noisy values get more replications", async () => {
    // Seed s meets the expectation up to a load of 40 + its noise, which is symmetric around 0 over 20 seeds.
    const noise = (seed: number): number => ((seed * 7) % 20) - 9.5;
    const [plain] = await limitsOf(searching(), (load, seed) => load - noise(seed));
    expect(plain!.limit!.number).toBeGreaterThanOrEqual(38);
    expect(plain!.limit!.number).toBeLessThanOrEqual(42);
    const near = plain!.tried.find(({ value: { number } }) => number === plain!.limit!.number)!;
    expect(near.replications).toBe(20);
    expect(near.sure).toBe(false);
    const far = plain!.tried.find(({ value: { number } }) => number === 1)!;
    expect(far).toMatchObject({ replications: 5, sure: true, holds: true });
    expect(plain!.sureLow!.number).toBeLessThan(plain!.limit!.number!);
    expect(plain!.sureHigh!.number).toBeGreaterThan(plain!.limit!.number! + 1);
  });

  it("takes a single replication four times before it lets a majority decide", async () => {
    const [plain] = await limitsOf(searching({ replications: 1 }), (load) => load);
    expect(plain!.tried.every(({ replications }) => replications === 4)).toBe(true);
  });

  it("counts values that do not resolve as failing, and says so", async () => {
    const plan = searching();
    const resolve = (_: number, index: number): ReturnType<typeof setupAt> | { problem: string } =>
      index < 90 ? setupAt(index + 1) : { problem: "too many" };
    const { execute } = executing((job) => done(figuresOf(job, 0)));
    const found = await sweep({ ...plan, limit: { ...plan.limit!, resolve } }, execute);
    expect(found.limits![0]).toMatchObject({ kind: "largest", limit: value(90), high: value(91) });
    expect(found.warnings.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^load = 100 \(and \d more values\) counts as failing: too many$/),
    ]);
  });

  it("counts what cannot be told as failing, and says so", async () => {
    const unknown: Requirement = {
      text: "p99 < 40",
      needs: [],
      holds: (runs) => {
        const { p99 } = runs.get("plain")!.responseTime;
        return p99! < 10 ? null : p99! < 40;
      },
    };
    const plan = searching({ requirementsOf: (_, label) => (label === "plain" ? [unknown] : []) });
    const { execute } = executing((job) => done(figuresOf(job, loadOf(job))));
    const found = await sweep(plan, execute);
    expect(found.limits![0]).toMatchObject({ kind: "never" });
    expect(found.warnings).toMatchObject([{ kind: "other", balancer: "plain" }]);
    expect(found.warnings[0]!.text).toMatch(/^load = 1 counts as failing for plain: what is expected cannot be told/);
  });

  it("counts failed runs as failing where no run can be judged", async () => {
    const { execute } = executing((job) =>
      loadOf(job) > 30 ? { kind: "failed", message: "stood still", replay: "" } : done(figuresOf(job, 0)),
    );
    const found = await sweep(searching(), execute);
    expect(found.limits![0]).toMatchObject({ kind: "largest", limit: value(30), high: value(31) });
    expect(found.failures.length).toBeGreaterThan(0);
  });

  it("runs other balancers as well where an expectation compares with them", async () => {
    const compared: Requirement = {
      text: "p99(plain) < p99(tuned)",
      needs: ["tuned"],
      holds: (runs) => runs.get("plain")!.responseTime.p99! < (runs.get("tuned")?.responseTime.p99 ?? -1),
    };
    const plan = searching({ requirementsOf: (_, label) => (label === "plain" ? [compared] : []) });
    const { execute } = executing((job) => done(figuresOf(job, job.balancer.label === "plain" ? loadOf(job) : 50.5)));
    expect((await sweep(plan, execute)).limits![0]).toMatchObject({ kind: "largest", limit: value(50) });
  });

  it("is searched at every point", async () => {
    const plan = planOf([10, 20], [1], {
      requirementsOf: () => [needsP99(60.5)],
      limit: {
        path: "extra",
        unit: "number",
        values: Array.from({ length: 64 }, (_, index) => value(index)),
        resolve: (point, index) => setupAt([10, 20][point]! + index),
      },
    });
    const limits = await limitsOf(plan, (load) => load);
    expect(limits.map(({ point, balancer, limit }) => [point, balancer, limit!.number])).toEqual([
      [0, "plain", 50],
      [0, "tuned", 50],
      [1, "plain", 40],
      [1, "tuned", 40],
    ]);
  });
});
