/** The doctor's words and rules: measures, intervals, the pass rule, and files of cases with positions for their faults. */
import { describe, expect, it } from "vitest";
import { parseCases, type OracleCase } from "../../cli/doctor/case-file.ts";
import { meanInterval, medianInterval, studentQuantile } from "../../cli/doctor/intervals.ts";
import { parseMeasure } from "../../cli/doctor/measure.ts";
import { judge, targetOf } from "../../cli/doctor/verdict.ts";
import { UserError } from "../../cli/errors.ts";

describe("measures", () => {
  it.each([
    ["mean response time", { kind: "mean", of: "response", producer: null }],
    ["mean response time of ACCEPTED jobs", { kind: "mean", of: "response", producer: null }],
    ["mean response time (n->inf)", { kind: "mean", of: "response", producer: null }],
    ["mean waiting time (in queue)", { kind: "mean", of: "waiting", producer: null }],
    ["mean response time, high-priority class", { kind: "mean", of: "response", producer: "high" }],
    ["response time p99", { kind: "quantile", of: "response", q: 0.99 }],
    ["response time p99.9", { kind: "quantile", of: "response", q: 0.999 }],
    ["response time p999", { kind: "quantile", of: "response", q: 0.999 }],
    ["waiting time (in queue) p90", { kind: "quantile", of: "waiting", q: 0.9 }],
    ["p75 of waiting time", { kind: "quantile", of: "waiting", q: 0.75 }],
    ["server utilisation", { kind: "utilisation", each: false }],
    ["utilisation [server0, server1]", { kind: "utilisation", each: true }],
    ["throughput", { kind: "throughput" }],
    ["fraction of arrivals rejected (buffer full)", { kind: "lost-fraction" }],
    ["blocking probability", { kind: "lost-fraction" }],
    ["P(arriving job waits) (Erlang C)", { kind: "waited-fraction" }],
    ["P(arrival finds chosen server busy)", { kind: "waited-fraction" }],
    ["time-average P(number in system >= 10)", { kind: "tail", levels: [10] }],
    ["fraction of servers with queue length >= 1,2,3", { kind: "tail", levels: [1, 2, 3] }],
    ["mean number in system", { kind: "mean-number", waitingOnly: false }],
    ["mean number in queue", { kind: "mean-number", waitingOnly: true }],
    ["mean sojourn time", { kind: "mean", of: "response", producer: null }],
    ["average time in the queue", { kind: "mean", of: "waiting", producer: null }],
    ["wait p90", { kind: "quantile", of: "waiting", q: 0.9 }],
    ["mean response time (all classes)", { kind: "mean", of: "response", producer: null }],
    ["response time p99, low-priority class", { kind: "quantile", of: "response", q: 0.99, producer: "low" }],
    ["P(response time > 2.5)", { kind: "slow-fraction", of: "response", limit: 2.5 }],
    ["P(waiting time > 1)", { kind: "slow-fraction", of: "waiting", limit: 1 }],
    ["P(waiting time > 0)", { kind: "waited-fraction" }],
    ["probability of delay (Erlang C)", { kind: "waited-fraction" }],
    ["P(number in system = 0)", { kind: "state", level: 0 }],
    ["mean number of busy servers", { kind: "busy-workers" }],
    ["effective arrival rate", { kind: "throughput" }],
    ["mean slowdown", { kind: "slowdown" }],
  ])("%s", (phrase, expected) => {
    expect(parseMeasure(phrase)).toEqual(expected);
  });

  it.each(["mean response time of lost jobs", "response time", "p99", "variance of response time"])(
    "%s is not guessed at",
    (phrase) => {
      expect(() => parseMeasure(phrase)).toThrow("is not understood");
    },
  );
});

describe("intervals", () => {
  it("Student's t from its table", () => {
    expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062, 3);
    expect(studentQuantile(0.975, 5)).toBeCloseTo(2.570582, 5);
    expect(studentQuantile(0.975, 39)).toBeCloseTo(2.022691, 5);
    expect(studentQuantile(0.95, 10)).toBeCloseTo(1.812461, 5);
  });

  it("of a mean", () => {
    const { estimate, low, high } = meanInterval([1, 2, 3, 4, 5]);
    expect(estimate).toBe(3);
    expect(high - estimate).toBeCloseTo(2.776445 * Math.sqrt(2.5 / 5), 5);
    expect(estimate - low).toBeCloseTo(high - estimate, 12);
    expect(meanInterval([7])).toEqual({ estimate: 7, low: -Infinity, high: Infinity });
  });

  it("of a median: the ranks of the sign test", () => {
    const values = [11, 3, 7, 1, 9, 5, 2, 10, 4, 8, 6];
    expect(medianInterval(values)).toEqual({ estimate: 6, low: 2, high: 10 });
    expect(medianInterval([1, 2, 3, 4, 5, 6])).toEqual({ estimate: 3.5, low: 1, high: 6 });
    expect(medianInterval([1, 2, 3]).low).toBe(-Infinity);
  });
});

function oracle(value: unknown, tolerance: OracleCase["tolerance"]): OracleCase {
  return { id: "x", family: "M/M/1", tier: 1, setup: {}, measure: "throughput", value, tolerance };
}

describe("the pass rule", () => {
  const runs = (...values: number[]): number[][] => values.map((value) => [value]);
  const relative = targetOf(oracle(10, { type: "rel", value: 0.1 }));

  it("is decided when the whole interval lies within or without", () => {
    expect(judge(relative, runs(10, 10.1, 9.9, 10.05, 9.95, 10)).outcome).toBe("pass");
    expect(judge(relative, runs(12, 12.1, 11.9, 12, 12.05, 11.95)).outcome).toBe("fail");
    expect(judge(relative, runs(10, 12, 8, 12, 8, 12)).outcome).toBe("open");
    expect(judge(relative, runs(10, 10, 10)).outcome).toBe("open");
  });

  it("fails only for sure, since it is asked after every run", () => {
    const strayed = runs(8.2, 8.9, 8.4, 8.8, 8.3, 8.75);
    const { outcome, intervals } = judge(relative, strayed);
    expect(intervals[0]!.high).toBeLessThan(9);
    expect(outcome).toBe("open");
    expect(judge(relative, [...strayed, ...strayed, ...strayed]).outcome).toBe("fail");
  });

  it("never widens a tolerance: the estimate itself must lie within", () => {
    const verdict = judge(relative, runs(11.2, 10.9, 11.3, 11, 11.1, 11.2));
    expect(verdict.outcome).toBe("open");
    expect(verdict.within).toBe(false);
  });

  it("judges lists element by element", () => {
    const list = targetOf(oracle([1, 2], { type: "abs", value: 0.1 }));
    const six = (run: number[]): number[][] => Array.from({ length: 6 }, () => run);
    expect(judge(list, six([1.05, 2.05])).outcome).toBe("pass");
    expect(judge(list, six([1.05, 2.2])).outcome).toBe("fail");
    expect(() => judge(list, six([1]))).toThrow("expected 1 figures, got 2");
  });

  it("takes the median where the case asks for it", () => {
    const tolerance = { type: "rel", value: 0.1, aggregate: "median of >= 11 seeds" } as const;
    const median = targetOf(oracle(10, tolerance));
    expect(median.leastRuns).toBe(11);
    const wild = runs(10, 10.1, 9.9, 10, 10.2, 9.8, 10, 10.1, 9.9, 10, 1e6);
    expect(judge(median, wild).outcome).toBe("pass");
    expect(judge({ ...median, aggregate: "mean" }, wild).within).toBe(false);
    expect(() => targetOf(oracle(10, { ...tolerance, aggregate: "best of three" }))).toThrow("not understood");
  });

  it("wants exact figures of every run, and ranges as given", () => {
    const exact = targetOf(oracle(0, { type: "exact", value: 0 }));
    expect(judge(exact, runs(0, 0)).outcome).toBe("pass");
    expect(judge(exact, runs(0, 1e-9)).outcome).toBe("fail");
    const range = targetOf(oracle(5, { type: "range", value: [4, 7] }));
    expect([range.low, range.high]).toEqual([[4], [7]]);
    expect(() => targetOf(oracle(5, { type: "range", value: [7, 4] }))).toThrow("its low end lies above its high end");
    expect(() => targetOf(oracle(Infinity, { type: "rel", value: 0.1 }))).toThrow("expected a number");
  });
});

describe("files of cases", () => {
  const good = oracle(1, { type: "rel", value: 0.1 });
  const problemsOf = (text: string): readonly string[] => {
    try {
      parseCases(text, "cases.json");
    } catch (error) {
      if (error instanceof UserError) return error.problems;
      throw error;
    }
    return [];
  };

  it("are read whole", () => {
    expect(parseCases(JSON.stringify([good]), "cases.json")).toEqual([good]);
  });

  it("may begin with a byte order mark", () => {
    expect(parseCases(`\uFEFF${JSON.stringify([good])}`, "cases.json")).toEqual([good]);
  });

  it.each([
    [{ tier: "1" }, '[0].tier: expected 1, 2 or 3, got "1"'],
    [{ value: undefined }, "[0].value: expected a value, got nothing"],
    [{ setup: [1] }, "[0].setup: expected a map, got a list"],
    [{ tolerance: "5%" }, '[0].tolerance: expected a map, got "5%"'],
    [{ tolerance: { type: "sigma", value: 3 } }, "[0].tolerance.type: expected one of rel, abs, range"],
    [{ tolerance: { type: "range", value: [1] } }, "[0].tolerance.value: expected [low, high], got a list"],
  ])("%o", (wrong, problem) => {
    expect(problemsOf(JSON.stringify([{ ...good, ...wrong }]))[0]).toContain(problem);
  });

  it("name line, column, path, what was expected and what is there", () => {
    const text = JSON.stringify([good, { ...good, id: "y", tier: 4 }], null, 2);
    const line = text.split("\n").findIndex((one) => one.includes('"tier": 4')) + 1;
    expect(problemsOf(text)).toHaveLength(1);
    expect(problemsOf(text)[0]).toMatch(new RegExp(`^cases\\.json:${line}:\\d+: \\[1\\]\\.tier: `));
    const wrong = JSON.stringify([{ ...good, tolerance: { type: "rel", value: "wide" } }]);
    expect(problemsOf(wrong)[0]).toContain('[0].tolerance.value: expected a number, got "wide"');
    const extra = JSON.stringify([{ ...good, tolerance: { type: "rel", value: 1, widened: true } }]);
    expect(problemsOf(extra)[0]).toContain("[0].tolerance: unknown key widened");
  });

  it("refuse broken JSON with its position, and the same id twice", () => {
    expect(problemsOf('[\n  {"id": "x",\n  ]')[0]).toMatch(
      /^cases\.json:\d+:\d+: expected a JSON list of oracle cases/,
    );
    const expected = "expected a JSON list of oracle cases, got";
    expect(problemsOf('[{"id": NaN}]')).toEqual([`cases.json:1:9: ${expected} "NaN}]"`]);
    expect(problemsOf("// cases\n[]")).toEqual([`cases.json:1:1: ${expected} "// cases"`]);
    expect(problemsOf('[\n  {"id')).toEqual([`cases.json:2:7: ${expected} the end of the file`]);
    expect(problemsOf("{}")).toEqual(["cases.json:1:1: file: expected a list of cases, got an empty map"]);
    expect(problemsOf(JSON.stringify([good, good]))[0]).toContain("[1].id: expected one case per id, got x again");
  });
});
