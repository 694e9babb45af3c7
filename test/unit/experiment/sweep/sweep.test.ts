import { describe, expect, it } from "vitest";
import { sweep, type Requirement } from "../../../../sim/index.ts";
import { done, executing, figuresOf, loadOf, planOf, setupAt, value } from "./fake-plan.ts";

/** p99 = load * seed / choices. */

const answer = (): ReturnType<typeof executing> =>
  executing((job) => done(figuresOf(job, (loadOf(job) * job.seed) / Number(job.balancer.parameters["choices"] ?? 1))));

describe("sweep", () => {
  it("runs every point with every balancer and seed, each run once", async () => {
    const { execute, jobs } = answer();
    const found = await sweep(planOf([10, 20], [1, 2, 4]), execute);
    expect(found.seeds).toEqual([1, 2, 3]);
    expect(found.points).toHaveLength(6);
    // `plain` has no choices: its runs at the three values are one and the same.
    expect(jobs.flat()).toHaveLength(2 * 3 * (1 + 3));
    expect(found.runs).toBe(24);
    expect(jobs.flat().every(({ keep }) => keep === "figures")).toBe(true);
    expect(found.complete).toBe(true);
  });

  it("estimates each measure at each point, with an interval over the replications", async () => {
    const { cells } = await sweep(planOf([10, 20], [1, 2]), answer().execute);
    expect(cells).toHaveLength(4 * 2 * 2);
    const cell = cells.find(
      ({ point, balancer, measure }) => point === 3 && balancer === "tuned" && measure === "p99",
    )!;
    expect(cell).toMatchObject({ estimate: 20, count: 3, met: null });
    // 10, 20, 30: t(2) at 97.5% is 4.30265, times 10 / sqrt(3).
    expect(cell.high! - 20).toBeCloseTo(24.8414, 3);
    expect(20 - cell.low!).toBeCloseTo(24.8414, 3);
  });

  it("bounds a loss that was never seen, and bounds nothing by one run", async () => {
    const { cells } = await sweep(planOf([10], [1], { replications: 1 }), answer().execute);
    expect(cells[0]).toMatchObject({ measure: "p99", estimate: 10, low: null, high: null, count: 1 });
    const lost = cells[1]!;
    expect(lost).toMatchObject({ measure: "lostFraction", estimate: 0, low: 0 });
    expect(lost.high).toBeCloseTo(1 - 0.05 ** (1 / 100), 10);
  });

  it("names a path that moves nothing, for everybody or for one balancer", async () => {
    const deaf = executing((job) => done({ ...figuresOf(job, 1), digest: `${job.balancer.label}-${job.seed}` }));
    const all = await sweep(planOf([10, 20], [1, 2]), deaf.execute);
    expect(all.axes.map(({ inert }) => inert)).toEqual([true, true]);
    expect(all.warnings.map(({ kind, balancer, text }) => [kind, balancer, text.split(":")[0]])).toEqual([
      ["inert", null, "traffic.web.arrivals.poisson moves nothing"],
      ["inert", "tuned", "tuned.choices moves nothing"],
    ]);
    const one = executing((job) => {
      const figures = figuresOf(job, 1);
      return done(job.balancer.label === "plain" ? { ...figures, digest: `plain-${job.seed}` } : figures);
    });
    const some = await sweep(planOf([10, 20], [1, 2]), one.execute);
    expect(some.axes.map(({ inert }) => inert)).toEqual([false, false]);
    expect(some.warnings).toMatchObject([{ kind: "inert", balancer: "plain" }]);
    expect(some.warnings[0]!.text).toMatch(/^traffic\.web\.arrivals\.poisson moves nothing for plain: /);
  });

  it("does not call a path inert of which it knows one value only", async () => {
    const { axes } = await sweep(planOf([10], [1, 2]), answer().execute);
    expect(axes.map(({ inert }) => inert)).toEqual([false, false]);
  });

  it("asks probes where the design's own points do not tell", async () => {
    const plan = planOf([10, 20], [1, 2]);
    const diagonal = plan.points.filter((_, index) => index === 0 || index === 3);
    const deaf = executing((job) => done({ ...figuresOf(job, 1), digest: "always" }));
    expect((await sweep({ ...plan, points: diagonal }, deaf.execute)).axes.map(({ inert }) => inert)).toEqual([
      false,
      false,
    ]);
    const probed = await sweep({ ...plan, points: diagonal, probes: plan.points }, deaf.execute);
    expect(probed.axes.map(({ inert }) => inert)).toEqual([true, true]);
    expect(probed.points).toHaveLength(2);
    expect(probed.cells.map(({ point }) => point)).not.toContain(2);
  });

  it("reports failed runs while the others go on", async () => {
    const failing = executing((job) => {
      const fails = job.balancer.label === "tuned" && job.seed === 2 && loadOf(job) === 20;
      return fails ? { kind: "failed", message: "no luck", replay: "evenkeel run x" } : done(figuresOf(job, job.seed));
    });
    const found = await sweep(planOf([10, 20], [1]), failing.execute);
    expect(found.failures).toEqual([{ balancer: "tuned", seed: 2, message: "no luck", replay: "evenkeel run x" }]);
    const cell = found.cells.find(({ point, balancer }) => point === 1 && balancer === "tuned")!;
    expect(cell).toMatchObject({ estimate: 2, count: 2 });
    expect(found.runs).toBe(12);
    expect(found.complete).toBe(true);
  });

  it("carries the problem of a point that does not resolve", async () => {
    const plan = planOf([10, 20], [1]);
    const broken = { values: plan.points[1]!.values, setup: { problem: "x.yaml:1:1: nodes: expected more" } };
    const found = await sweep({ ...plan, points: [plan.points[0]!, broken] }, answer().execute);
    expect(found.points.map(({ problem }) => problem)).toEqual([null, "x.yaml:1:1: nodes: expected more"]);
    expect(found.cells.filter(({ point }) => point === 1)).toHaveLength(4);
    expect(found.cells.filter(({ point }) => point === 1).every(({ estimate }) => estimate === null)).toBe(true);
  });

  it("keeps what had finished when it is interrupted, and asks for no more", async () => {
    let made = 0;
    const { execute, jobs } = executing((job) => (made++ < 4 ? done(figuresOf(job, 1)) : { kind: "interrupted" }));
    const limit = { path: "x", unit: null, values: [value(1), value(2)], resolve: () => setupAt(1) };
    const found = await sweep(planOf([10], [1], { limit }), execute);
    expect(found).toMatchObject({ complete: false, runs: 4 });
    expect(found.cells.map(({ count }) => count)).toEqual([3, 3, 1, 1]);
    expect(found.limits!.map(({ kind }) => kind)).toEqual(["unknown", "unknown"]);
    expect(jobs).toHaveLength(1);
  });

  it("counts how many replications met the expectations; what cannot be known is not met", async () => {
    const requirement: Requirement = {
      text: "p99 < 25",
      needs: ["plain"],
      holds: (runs) => (runs.has("plain") ? runs.get("tuned")!.responseTime.p99! < 25 : null),
    };
    const plan = planOf([10], [1], { requirementsOf: (_, label) => (label === "tuned" ? [requirement] : []) });
    const { cells } = await sweep(plan, answer().execute);
    expect(cells.map(({ balancer, met }) => [balancer, met])).toEqual([
      ["plain", null],
      ["plain", null],
      ["tuned", 2 / 3],
      ["tuned", 2 / 3],
    ]);
    const failing = executing((job) =>
      job.balancer.label === "plain" ? { kind: "failed", message: "", replay: "" } : done(figuresOf(job, 1)),
    );
    expect((await sweep(plan, failing.execute)).cells.at(-1)!.met).toBe(0);
  });

  it("asks for large sweeps in several batches and still runs each run once", async () => {
    const { execute, jobs } = answer();
    const loads = Array.from({ length: 120 }, (_, index) => index + 1);
    const found = await sweep(planOf(loads, [1, 2]), execute);
    expect(jobs.length).toBeGreaterThan(1);
    expect(Math.max(...jobs.map((batch) => batch.length))).toBeLessThanOrEqual(400);
    expect(found.runs).toBe(120 * 3 * 3);
    const first = found.cells.filter(({ balancer, measure }) => balancer === "plain" && measure === "p99");
    expect(first.map(({ estimate }) => estimate)).toEqual(loads.flatMap((load) => [load * 2, load * 2]));
  });
});
