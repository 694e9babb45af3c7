/** From set-ups to cases: the same thing in other words, nothing in a set-up passed over, and what is calculated or grouped. */
import { describe, expect, it } from "vitest";
import { agendaOf } from "../../cli/doctor/agenda.ts";
import { readCases, type OracleCase } from "../../cli/doctor/case-file.ts";
import { families } from "../../cli/doctor/families/index.ts";
import { shippedCasesPath } from "../../cli/doctor/shipped-cases.ts";
import { computed, notCovered, oracle, planned, reasonFor } from "./mapping.ts";

const shipped = await readCases(shippedCasesPath());

describe("the same thing in other words", () => {
  const asked = (measure: string): unknown => planned("M/M/1", { lambda: 0.5, mu: 1 }, measure).tasks[0]!.measure;

  it.each([
    ["mean number in system (L)", { kind: "mean-number", waitingOnly: false }],
    ["mean queue length (excluding service)", { kind: "mean-number", waitingOnly: true }],
    ["mean wait", { kind: "mean", of: "waiting", producer: null }],
    ["probability of delay", { kind: "waited-fraction" }],
  ])("%s", (phrase, spec) => expect(asked(phrase)).toEqual(spec));

  it("a fast and a slow server, in this order", () => {
    const setup = { mu: [2, 1], lam_total: 1, policy: "JSQ, ties broken at random" };
    const family = "heterogeneous servers";
    const each = { kind: "utilisation", each: true };
    expect(planned(family, setup, "utilisation [fast, slow]").tasks[0]!.measure).toEqual(each);
    expect(reasonFor(family, { ...setup, mu: [1, 2] }, "utilisation [fast, slow]")).toContain("a fast one and then");
  });

  it("a slow server that never serves leaves an M/M/1", () => {
    const setup = { mu: [5, 1], lam_total: 3, rule: "fast server only" };
    const { balancers } = planned("heterogeneous shared queue", setup).scenario;
    expect(balancers[0]!.parameters["threshold"]).toBe(1_000_000);
    expect(reasonFor("heterogeneous shared queue", { ...setup, lam_total: 5.5 })).toContain("no steady state");
  });

  it("Peak EWMA with pending requests, in milliseconds", () => {
    const cost = (measure: string, setup: object = {}): number =>
      computed(agendaOf([oracle("Peak EWMA", { decay_s: 10, ...setup }, measure)]).calculated[0])[0]!;
    expect(cost("cost after a 2 s peak and 10 s of silence with 3 pending, s")).toBeCloseTo(8 / Math.E, 9);
    expect(cost("cost after a 500 ms peak and 10 s of silence, s", { pending: 1 })).toBeCloseTo(1 / Math.E, 9);
  });

  it("Envoy's weights of several hosts", () => {
    const setup = { weights: [2, 1], active_requests: [4, 0], active_request_bias: 1 };
    const { calculated } = agendaOf([
      { ...oracle("weighted least request", setup, "effective weights"), value: [0.4, 1] },
    ]);
    expect(computed(calculated[0])).toEqual([0.4, 1]);
    const unlike = { ...setup, active_requests: [1, 2, 3] };
    expect(reasonFor("weighted least request", unlike, "effective weights")).toContain("2 weights and 3 numbers");
  });
});

describe("what is not understood is not covered", () => {
  it("an unknown family", () => {
    expect(reasonFor("quantum queue", {})).toBe('family "quantum queue" cannot be simulated yet');
  });

  // The first shipped case of each family, whole and with a key too many.
  it.each(families.map(({ name }) => name))("an unknown key in a set-up of %s", (family) => {
    const sample = shipped.find((known) => known.family === family)!;
    expect(notCovered(sample)).toBe("covered");
    expect(notCovered({ ...sample, setup: { ...sample.setup, breakdowns: 0.01 } })).toBe(
      "setup.breakdowns: this family knows no such key",
    );
  });

  it.each([
    ["M/M/1", { lambda: 1e300, mu: 1e301 }, "messages per unit of time are too many"],
    ["M/M/1", { lambda: 1e-300, mu: 1 }, "units of time is too long"],
    ["M/M/c", { lambda: 1, mu: 1, c: 1e9 }, "expected a whole number from 1 to 2000000"],
    ["JSQ symmetric", { n: 1e8, lambda_per_server: 0.5, policy: "JSQ" }, "expected a whole number from 1 to"],
  ])("%s of a size that no run has: %o", (family, setup, reason) => {
    expect(reasonFor(family, setup)).toContain(reason);
  });

  it("more messages than a run can have", () => {
    const tolerance = { type: "rel", value: 0.1, suggested_jobs: 1e11 } as const;
    expect(notCovered({ ...oracle("M/M/c", { lambda: 50, c: 100 }), tolerance })).toMatch(/messages is too long$/);
  });

  it("unknown measures, tolerances in words, values that are no figures", () => {
    const setup = { lambda: 0.5, mu: 1 };
    expect(reasonFor("M/M/1", setup, "mean regret")).toBe('measure "mean regret" is not understood');
    const relation: OracleCase = { ...oracle("M/M/1", setup), tolerance: { type: "relation", value: "A < B" } };
    expect(agendaOf([relation]).notCovered.get("x")).toContain("for the reader to judge");
    const words: OracleCase = { ...oracle("M/M/1", setup), value: "large" };
    expect(agendaOf([words]).notCovered.get("x")).toContain("expected a number");
  });
});

describe("families that are calculated", () => {
  const figures = (
    family: string,
    setup: OracleCase["setup"],
    measure: string,
    value: unknown = 1,
  ): readonly number[] => {
    const { calculated, notCovered } = agendaOf([{ ...oracle(family, setup, measure), value }]);
    if (calculated.length === 0) throw new Error(notCovered.get("x"));
    return computed(calculated[0]);
  };

  it("smooth weighted round robin: the picks of any weights, as many as the value has letters", () => {
    const picks = (weights: readonly number[], value: string): readonly number[] =>
      figures("smooth weighted round robin", { weights, ties: "first" }, "selection sequence", value);
    expect(picks([5, 1, 1], "aaaaaaa")).toEqual([0, 0, 1, 0, 2, 0, 0]);
    expect(picks([4, 3, 2, 1], "abcabdacba")).toEqual([0, 1, 2, 0, 1, 3, 0, 2, 1, 0]);
    expect(picks([2, 1], "a, b, a")).toEqual([0, 1, 0]);
    expect(() => picks([1, 1], "abc")).toThrow("expected a text of the servers' letters");
    expect(
      reasonFor("smooth weighted round robin", { weights: [1], ties: "last" }, "selection sequence", "a"),
    ).toContain("is not understood");
  });

  it("priority failover: other factors, and only the rule that is built", () => {
    const measure = "percent of traffic per priority";
    const setup = { healthy_fraction_by_priority: [0.5, 0], overprovisioning_factor: 2 };
    expect(figures("priority failover", setup, measure)).toEqual([100, 0]);
    const rule = "health=min(100,1.4*100*healthy/total) integer; normalised if total<100";
    expect(reasonFor("priority failover", { ...setup, rule }, measure)).toContain("another factor");
    expect(figures("priority failover", { healthy_fraction_by_priority: [0.5, 1], rule }, measure)).toEqual([70, 30]);
  });

  it("weighted least request: bias 0 and fractions of load", () => {
    const setup = { weight: 3, active_requests: 0, active_request_bias: 0 };
    expect(figures("weighted least request", setup, "effective weight")).toEqual([3]);
  });

  it("subsetting: both algorithms, and nothing that is neither", () => {
    const setup = { clients: 40, backends: 20, subset: 5 };
    const of = (algorithm: string, measure: string): readonly number[] =>
      figures("subsetting", { ...setup, algorithm }, measure, measure.startsWith("[") ? [1, 1] : 1);
    expect(of("deterministic subsetting", "connections per backend (all equal)")).toEqual([10]);
    expect(of("deterministic subsetting", "[least, most] loaded backend, connections")).toEqual([10, 10]);
    expect(of("random", "most loaded backend, connections")[0]).toBeGreaterThan(10);
    expect(() => of("round robin", "most loaded backend, connections")).toThrow("is not understood");
    expect(() => of("random", "median backend")).toThrow("is not understood");
  });
});

describe("groups", () => {
  it("cases of one model share their runs, and the longest wish decides their length", () => {
    const wish = (id: string, measure: string, jobs: number): OracleCase => ({
      ...oracle("M/M/1", { lambda: 0.5, mu: 1 }, measure),
      id,
      tolerance: { type: "rel", value: 0.1, suggested_jobs: jobs },
    });
    const { groups } = agendaOf([wish("a", "mean response time", 6e5), wish("b", "response time p99", 12e5)]);
    expect(groups).toHaveLength(1);
    expect(groups[0]!.tasks.map(({ oracle: { id } }) => id)).toEqual(["a", "b"]);
    expect(groups[0]!.length.measured * groups[0]!.model.arrivalRate).toBeCloseTo(2e5, 6);
    expect(groups[0]!.length.warmup).toBeGreaterThanOrEqual(0.08 * groups[0]!.length.measured);
  });
});
