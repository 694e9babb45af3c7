import { describe, expect, test } from "vitest";
import type { ResultFile, RunResult } from "../../../sim/index.ts";
import { emphasis } from "../../../reports/charts/context.ts";
import { MEASURES, rankRuns, rankingMeasure, standings } from "../../../reports/comparison.ts";
import {
  imbalanceFinding,
  queueDescription,
  queueFinding,
  utilisationFinding,
} from "../../../reports/findings/load.ts";
import {
  fatesFinding,
  lossesDescription,
  lossesFinding,
  throughputFinding,
} from "../../../reports/findings/messages.ts";
import { overTimeFinding, quantileDescription, quantileFinding } from "../../../reports/findings/response.ts";
import { boundsNote } from "../../../reports/findings/words.ts";
import { listNames, shortName, visibleText } from "../../../reports/names.ts";
import { claimOutcome, verdict } from "../../../reports/verdict.ts";
import { FABRICATIONS, fabricateResult } from "../../fixtures/result-file.ts";

/** A run of the standard result with other figures. */
function run(balancer: string, p99: number | null, lost = 0, given: Partial<RunResult> = {}): RunResult {
  const [first] = fabricateResult({ lossFraction: [0] }).runs;
  const { messages, responseTime } = first!;
  const count = p99 === null ? 0 : 1000;
  const time = { ...responseTime, count, p50: p99 === null ? null : p99 / 4, p90: p99, p95: p99, p99, mean: p99 };
  const lostByCause = { ...messages.lostByCause, rejected: lost };
  return {
    ...first!,
    balancer,
    truth: false,
    responseTime: time,
    messages: { ...messages, offered: 1000, delivered: 1000 - lost, lost, lostByCause },
    ...given,
  };
}

function result(runs: readonly RunResult[], given: Partial<ResultFile> = {}): ResultFile {
  return { ...fabricateResult({ faults: [] }), runs, ...given };
}

describe("the verdict", () => {
  const sentence = (...runs: readonly RunResult[]): string => verdict(result(runs)).sentence;

  test("names the soonest, its figure, and the baseline's", () => {
    expect(sentence(run("slow", 0.4), run("quick", 0.1))).toBe(
      "In this run (seed 1) quick answered soonest: 99% of its messages within 100 ms, against 400 ms with slow " +
        "(4.00 times as long); nobody lost a message.",
    );
  });

  test("compares the baseline, when it wins, with the next in line", () => {
    expect(sentence(run("base", 0.1), run("far", 0.9), run("near", 0.102))).toBe(
      "In this run (seed 1) base answered soonest: 99% of its messages within 100 ms, against 102 ms with near; " +
        "nobody lost a message.",
    );
  });

  test("is soonest only among those that lose about as little as the safest", () => {
    expect(sentence(run("base", 0.4, 50), run("quick", 0.1, 20), run("safe", 0.2, 10))).toBe(
      "In this run (seed 1) there is a price to pay: quick answered soonest (99% of its messages within 100 ms) but lost " +
        "2.00% of them (20 of 1,000), while safe lost 1.00% of them (10 of 1,000) and answered 99% of its messages within 200 ms.",
    );
    expect(sentence(run("base", 0.4, 50), run("quick", 0.1, 12), run("safe", 0.2, 10))).toBe(
      "In this run (seed 1) quick answered soonest: 99% of its messages within 100 ms, against 400 ms with base " +
        "(4.00 times as long), and lost 1.20%, where base lost 5.00%.",
    );
  });

  test("does not take for quick who only turned others away", () => {
    expect(sentence(run("base", 0.4, 10), run("bouncer", 0.01, 240), run("fair", 0.1, 11))).toBe(
      "In this run (seed 1) there is a price to pay: bouncer answered soonest (99% of its messages within 10.0 ms) but lost " +
        "24.0% of them (240 of 1,000), while fair lost 1.10% of them (11 of 1,000) and answered 99% of its messages within 100 ms.",
    );
  });

  test("says so when balancers cannot be told apart", () => {
    expect(sentence(run("base", 0.4), run("a", 0.1), run("b", 0.1003))).toBe(
      "In this run (seed 1) a and b cannot be told apart: each answered 99% of its messages within 100 ms; nobody lost a message.",
    );
  });

  test("never chooses a bound, but says that there is one", () => {
    const { sentence: said, notes } = verdict(
      result([run("a", 0.4), run("b", 0.2), run("best", 0.1, 0, { truth: true })]),
    );
    expect(said).toContain("b answered soonest");
    expect(notes).toContain("best sees global truth: it is a bound, not a choice.");
  });

  test("says what a balancer does without the queue that it was made for", () => {
    const runs = [run("a", 0.4), run("mine", 0.2, 0, { algorithm: "prequal-synchronous" })];
    const note =
      "mine draws nodes at random: it was made for a queue at its gateway, and there is none (gateways: {queue: …}).";
    const withCapacity = (capacity: number): ResultFile["scenario"] => ({
      name: "x",
      gateways: { queue: { capacity } },
    });
    expect(verdict(result(runs)).notes).toContain(note);
    expect(verdict(result(runs, { scenario: withCapacity(0) })).notes).toContain(note);
    expect(verdict(result(runs, { scenario: withCapacity(5) })).notes).not.toContain(note);
  });

  test("of one balancer is its figures", () => {
    expect(sentence(run("only", 0.25, 30))).toBe(
      "In this run (seed 1) only answered 99% of its messages within 250 ms and lost 3.00% of them (30 of 1,000).",
    );
  });

  test("uses the deepest quantile that every sample carries", () => {
    const few = run("few", 0.1);
    const shallow = { ...few, responseTime: { ...few.responseTime, p99: null, p95: null } };
    expect(sentence(shallow, run("many", 0.2))).toContain("90% of its messages within 100 ms");
    expect(rankingMeasure([shallow]).id).toBe("p90");
  });

  test("of nothing is nothing", () => {
    expect(sentence()).toBe("No run finished: there is nothing to compare.");
    expect(verdict(fabricateResult(FABRICATIONS["nothingDelivered"])).sentence).toBe(
      "In this run (seed 1) no message was answered under any balancer: of 120,000 in all, 120,000 lost.",
    );
  });

  test("admits one seed and an interruption", () => {
    expect(verdict(fabricateResult(FABRICATIONS["interrupted"])).notes).toEqual([
      "The run was interrupted: only 2 of 5 balancers had finished. Nothing is said of the others.",
      "One run per balancer (seed 1): small differences may be chance.",
    ]);
  });
});

test("a claim holds only if every expectation was met", () => {
  const outcomes = (...list: ("met" | "failed" | "unknown")[]) =>
    claimOutcome(result([], { expectations: list.map((outcome) => ({ text: "", outcome, detail: "" })) }));
  expect(outcomes()).toBeNull();
  expect(outcomes("met")).toEqual({ held: true, sentence: "held: 1 of 1 expectation met" });
  expect(outcomes("met", "failed")).toEqual({ held: false, sentence: "did not hold: 1 of 2 expectations met" });
  expect(outcomes("met", "unknown")).toEqual({
    held: null,
    sentence: "cannot be judged: 1 of 2 expectations met, the rest without data",
  });
});

describe("standings", () => {
  const p99 = MEASURES.find(({ id }) => id === "p99")!;
  const lost = MEASURES.find(({ id }) => id === "lost")!;

  test("the best is marked, those within the histogram's resolution tie, a bound is never marked", () => {
    expect(standings(p99, [run("a", 0.2), run("b", 0.1), run("c", 0.05, 0, { truth: true })])).toEqual([
      "other",
      "best",
      "other",
    ]);
    expect(standings(p99, [run("a", 0.2), run("b", 0.1), run("c", 0.1003)])).toEqual(["other", "tied", "tied"]);
    expect(standings(p99, [run("a", 0.2), run("b", 0.1), run("c", 0.1005)])).toEqual(["other", "best", "other"]);
  });

  test("counts tie only when they are equal, and where all tie nobody stands out", () => {
    expect(standings(lost, [run("a", 1, 1000), run("b", 1, 999), run("c", 1, 999)])).toEqual(["other", "tied", "tied"]);
    expect(standings(lost, [run("a", 1), run("b", 1)])).toEqual(["other", "other"]);
    expect(standings(p99, [run("a", 1), run("b", null)])).toEqual(["other", "other"]);
  });

  test("an even spread is no merit where nodes are not alike", () => {
    const imbalance = MEASURES.find(({ id }) => id === "imbalance")!;
    const even = (name: string, maxOverMean: number, speed: number): RunResult => {
      const made = run(name, 1);
      const nodes = made.nodes.map((node, index) => ({ ...node, speed: index === 0 ? speed : 1 }));
      return { ...made, nodes, imbalance: { ...made.imbalance, maxOverMean } };
    };
    expect(standings(imbalance, [even("a", 1, 1), even("b", 2, 1)])).toEqual(["best", "other"]);
    expect(standings(imbalance, [even("a", 1, 0.5), even("b", 2, 0.5)])).toEqual(["other", "other"]);
  });

  test("with many balancers those that lose little stand out first, and the best bound", () => {
    const many = Array.from({ length: 10 }, (_, place) => run(`b${place}`, 1 - place / 20, place > 6 ? 100 : 0));
    const bounds = [run("far bound", 0.9, 0, { truth: true }), run("bound", 0.1, 0, { truth: true })];
    const standing = emphasis([...many, ...bounds]).flatMap((stands, place) => (stands ? [place] : []));
    expect(standing).toEqual([0, 3, 4, 5, 6, 11]);
  });

  test("ranking puts those without an answer last", () => {
    expect(rankRuns([run("a", 0.3), run("b", null), run("c", 0.1)])).toEqual([2, 0, 1]);
  });
});

describe("findings", () => {
  const standard = fabricateResult();

  test("of response times", () => {
    expect(quantileFinding(standard)).toBe(
      "power-of-two-choices answers 99% of its messages within 110 ms; hash takes 1.20 s, 10.9 times as long",
    );
    expect(quantileFinding(result([run("a", 0.1), run("b", 0.1002)]))).toBe(
      "All balancers answer 99% of their messages within about 100 ms",
    );
    expect(overTimeFinding(standard)).toMatch(
      /^During crash n2, p99 peaks at 8\.\d+ s under hash \(1\.\d+ s before\), at 7\d\d ms under power-of-two-choices \(1\d\d ms before\)$/,
    );
    expect(overTimeFinding(fabricateResult(FABRICATIONS["one"]))).toMatch(
      /^In its worst interval, p99 reaches \d+ ms under round-robin$/,
    );
    expect(quantileDescription(standard)).toContain("hash p50 126 ms, p99 1.20 s, p99.9 2.13 s;");
  });

  test("of load", () => {
    const nodes = standard.runs[0]!.nodes;
    const deep = (name: string, meanQueue: number): RunResult => ({
      ...run(name, 1),
      nodes: nodes.map((node, index) => ({
        ...node,
        meanQueue: index === 4 ? meanQueue : 1,
        utilisation: 0.5 + index / 10,
      })),
      imbalance: { maxOverMean: meanQueue, coefficientOfVariation: 0.1, jain: 1 },
    });
    const both = result([deep("a", 3), deep("b", 250)]);
    expect(queueFinding(both)).toBe(
      "The deepest mean queue: 250 messages at slow under b, 3.00 messages at slow under a",
    );
    expect(queueDescription(both)).toContain("b deepest at slow: 250 on average");
    expect(utilisationFinding(result([deep("a", 3)]))).toBe("a keeps its nodes between 50% and 90% busy");
    expect(imbalanceFinding(both)).toBe("The busiest node gets 250 times the mean under b, 3.00 under a");
  });

  test("of messages", () => {
    expect(fatesFinding(result([run("a", 1, 41), run("b", 1, 2), run("c", 1)]))).toBe(
      "a loses 4.10% of its messages, c none",
    );
    expect(fatesFinding(result([run("a", 1)]))).toBe("Every message is delivered, under every balancer");
    expect(lossesFinding(result([run("a", 1, 41)]))).toBe("All lost messages were rejected by a full queue");
    expect(lossesDescription(result([run("a", 1, 41), run("b", 1)]))).toBe(
      "Stacked bars of the lost messages by cause. a lost 4.10%: 41 rejected by a full queue; b lost none.",
    );
    expect(throughputFinding(result([run("a", 1), run("b", 1, 400, { throughputPerSecond: 240 })]))).toBe(
      "b delivers 240/s of the 400/s offered; the others keep up",
    );
    expect(throughputFinding(result([run("a", 1), run("b", 1)]))).toBe(
      "Under every balancer all that is offered, 400/s, is delivered",
    );
  });

  test("say when most is lost while a fault lasts", () => {
    const lossy = fabricateResult({ slowness: [0.1, 0.1, 0.1, 0.1, 0.1] });
    expect(fatesFinding(lossy)).toMatch(/; most of it while crash n2 lasts$/);
    expect(boundsNote(lossy)).toBe("join-shortest-queue sees global truth: it is a bound, not a choice.");
  });
});

describe("names", () => {
  test("what could hide or reorder text becomes visible, other scripts stay", () => {
    expect(visibleText("a\u202Eb\u0000c\nd")).toBe("a\ufffdb\ufffdc\ufffdd");
    expect(visibleText("网关 ünï")).toBe("网关 ünï");
  });

  test("long names are cut, long lists counted", () => {
    expect(shortName("x".repeat(50), 10)).toBe(`${"x".repeat(9)}…`);
    expect(shortName("🚀".repeat(5), 3)).toBe("🚀🚀…");
    expect(listNames(["a"])).toBe("a");
    expect(listNames(["a", "b", "c"])).toBe("a, b and c");
    expect(listNames(["a", "b", "c", "d", "e", "f"])).toBe("a, b, c, d and 2 more");
  });
});
