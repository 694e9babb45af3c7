import { describe, expect, it } from "vitest";
import { evaluateExpectations } from "../../../../scenarios/index.ts";
import type { ExpectationResult } from "../../../../sim/index.ts";
import { runResult, summary } from "./results.ts";

const runs = [
  runResult("hash"),
  runResult("round-robin", { responseTime: summary({ count: 1000, p99: 0.2, mean: 0.05 }), throughputPerSecond: 9.5 }),
  runResult("power-of-two-choices(choices=3)"),
];

function judge(text: string, on = runs): ExpectationResult {
  return evaluateExpectations([text], on)[0]!;
}

describe("measures", () => {
  it.each<[string, number]>([
    ["mean(responseTime, hash)", 0.02],
    ["stddev(responseTime, hash)", 0.01],
    ["p50(responseTime, hash)", 0.015],
    ["p90(responseTime, hash)", 0.03],
    ["p95(responseTime, hash)", 0.04],
    ["p99(responseTime, hash)", 0.05],
    ["max(responseTime, hash)", 0.09],
    ["mean(endToEndTime, hash)", 0.021],
    ["mean(waitingTime, hash)", 0.012],
    ["mean(serviceTime, hash)", 0.008],
    ["p99(responseTime, hash, web)", 0.06],
    ["p99(responseTime, hash, api)", 0.04],
    ["meanResponseTime(hash, n2)", 0.03],
    ["simulatedTime(hash)", 120],
    ["warmupTime(hash)", 20],
    ["measuredTime(hash)", 100],
  ])("%s is %d seconds", (text, value) => expect(judge(`${text} == ${value}s`).outcome).toBe("met"));

  it.each<[string, number]>([
    ["count(responseTime, hash)", 975],
    ["count(responseTime, hash, api)", 290],
    ["offered(hash)", 1000],
    ["offered(hash, web)", 700],
    ["delivered(hash)", 980],
    ["delivered(hash, api)", 290],
    ["deliveredFraction(hash)", 0.98],
    ["deliveredFraction(hash, web)", 690 / 700],
    ["lost(hash)", 15],
    ["lost(hash, rejected)", 8],
    ["lost(hash, node-down)", 1],
    ["lost(hash, web)", 7],
    ["lostFraction(hash)", 0.015],
    ["lostFraction(hash, dropped)", 0.004],
    ["lostFraction(hash, api)", 8 / 300],
    ["inFlight(hash)", 5],
    ["confirmed(hash)", 975],
    ["failed(hash)", 20],
    ["unknown(hash)", 6],
    ["confirmedButLost(hash)", 12],
    ["failedButDelivered(hash)", 11],
    ["unheardButDelivered(hash)", 3],
    ["attempts(hash)", 1.25],
    ["maxAttempts(hash)", 4],
    ["duplicates(hash)", 2],
    ["duplicates(hash, hedge)", 1],
    ["duplicates(hash, first)", 0],
    ["suppressedDuplicates(hash)", 17],
    ["lostWithin(hash, 50s..100s)", 9],
    ["lostWithin(hash, 0s..2m)", 14],
    ["inSystem(hash, 0s..100s)", 32],
    // Intervals that lie within only.
    ["inSystem(hash, 1s..100s)", 60],
    ["wastedWork(hash)", 0.125],
    ["outOfOrder(hash)", 33],
    ["outOfOrderFraction(hash)", 0.034],
    ["largestDisplacement(hash)", 6],
    ["inversions(hash)", 21],
    ["waitedFraction(hash)", 0.6],
    ["utilisation(hash)", (0.4 + 0.8) / 2],
    ["utilisation(hash, n1)", 0.4],
    ["maxUtilisation(hash)", 0.8],
    ["minUtilisation(hash)", 0.4],
    ["meanQueue(hash)", 2],
    ["meanQueue(hash, n2)", 3],
    ["maxQueue(hash)", 9],
    ["maxQueue(hash, n1)", 7],
    ["queueAtLeast(hash, 2)", 0.3],
    ["queueAtLeast(hash, 99)", 0],
    ["arrivals(hash)", 1000],
    ["arrivals(hash, n2)", 600],
    ["completed(hash)", 980],
    ["completed(hash, n1)", 399],
    ["upFraction(hash)", 0.75],
    ["upFraction(hash, n2)", 0.5],
    ["maxOverMean(hash)", 1.2],
    ["coefficientOfVariation(hash)", 0.25],
    ["jain(hash)", 0.94],
  ])("%s is %d", (text, value) => expect(judge(`${text} == ${value}`).outcome).toBe("met"));

  it("rates, in a window those of its intervals", () => {
    expect(judge("confirmedRate(hash) == 9.75/s and confirmedRate(hash, 0s..50s) == 10/s").outcome).toBe("met");
    expect(judge("throughput(hash, 50s..100s) == 6/s and offeredRate(hash, 50s..100s) == 9/s").outcome).toBe("met");
    expect(judge("confirmedRate(hash, 100s..120s) == 5/s").outcome).toBe("met");
    expect(judge("worstP99(hash, 0s..2m) == 900ms").outcome).toBe("met");
  });

  it("a window without an interval, or without a response, is not known", () => {
    expect(judge("throughput(hash, 10s..60s) > 0/s").outcome).toBe("unknown");
    expect(judge("worstP99(hash, 100s..2m) > 0s").outcome).toBe("unknown");
    const { series: _, ...figures } = runResult("hash");
    expect(evaluateExpectations(["throughput(hash, 0s..50s) > 0/s"], [figures])[0]!.outcome).toBe("unknown");
  });

  it("rates of the whole are per second of measured time", () => {
    expect(judge("throughput(hash) == 9.8/s and offeredRate(hash) == 600/min").outcome).toBe("met");
  });
});

describe("arithmetic and logic", () => {
  it.each([
    ["1 + 2 * 3 == 7", "met"],
    ["(1 + 2) * 3 == 9", "met"],
    ["10 - 2 - 3 == 5", "met"],
    ["24 / 4 / 2 == 3", "met"],
    ["-2 * -3 == 6", "met"],
    ["2 - -1 == 3", "met"],
    ["1% == 0.01", "met"],
    ["1m30s == 90s", "met"],
    ["1500us == 1.5ms", "met"],
    ["2KiB == 2048B", "met"],
    ["60/min == 1/s", "met"],
    ["1 / 500/s == 2ms", "met"],
    ["100/s * 20ms == 2", "met"],
    ["min(3, 1, 2) == 1 and max(3, 1, 2) == 3 and abs(-4) == 4", "met"],
    ["max(1ms, p99(responseTime, hash)) == 50ms", "met"],
    ["1 < 2 and 2 < 1", "failed"],
    ["1 < 2 or 2 < 1", "met"],
    ["2 < 1 or 2 < 1 or 1 < 2", "met"],
    // `and` binds tighter than `or`, `not` tighter than both.
    ["1 < 2 or 2 < 1 and 2 < 1", "met"],
    ["(1 < 2 or 2 < 1) and 2 < 1", "failed"],
    ["not 2 < 1 and 1 < 2", "met"],
    ["not (2 < 1 or 1 < 2)", "failed"],
    ["not not 1 < 2", "met"],
    ["1 <= 1 and 1 >= 1 and 1 != 2 and not 1 != 1", "met"],
  ])("%s is %s", (text, outcome) => expect(judge(text).outcome).toBe(outcome));

  it.each([
    // p999 has too small a sample; nothing was observed of the quantiles of waiting times.
    ["p999(responseTime, hash) < 1s", "unknown"],
    ["not p999(responseTime, hash) < 1s", "unknown"],
    ["p999(responseTime, hash) < 1s or 1 < 2", "met"],
    ["p999(responseTime, hash) < 1s and 2 < 1", "failed"],
    ["p999(responseTime, hash) < 1s or 2 < 1", "unknown"],
    ["p999(responseTime, hash) < 1s and 1 < 2", "unknown"],
    ["min(1s, p999(responseTime, hash)) < 2s", "unknown"],
    ["1 / 0 > 5", "unknown"],
    ["p99(responseTime, random) < 1s", "unknown"],
    ["utilisation(hash, n9) < 1", "unknown"],
  ])("%s is %s", (text, outcome) => expect(judge(text).outcome).toBe(outcome));
});

describe("balancers", () => {
  it("may be each of those that ran", () => {
    for (const each of [
      "p99(responseTime) <= 200ms",
      "p99(responseTime, *) <= 200ms",
      "p99(responseTime, every) <= 200ms",
    ]) {
      expect(judge(each).outcome).toBe("met");
    }
    expect(judge("p99(responseTime) < 200ms").outcome).toBe("failed");
    expect(judge("lost == 15 and lost() == 15").outcome).toBe("met");
  });

  it("are the same one throughout a condition", () => {
    expect(judge("throughput > 97% * offeredRate").outcome).toBe("failed");
    expect(judge("throughput >= 95% * offeredRate").outcome).toBe("met");
    expect(judge("p99(responseTime) <= p99(responseTime, round-robin)").outcome).toBe("met");
  });

  it("may have brackets, hyphens and quotes in their labels", () => {
    expect(judge("lost(power-of-two-choices(choices=3)) == 15").outcome).toBe("met");
    expect(judge("lost('power-of-two-choices(choices=3)', rejected) == 8").outcome).toBe("met");
    expect(judge('lost("a, b") == 15', [runResult("a, b")]).outcome).toBe("met");
  });

  it("must hold for every seed", () => {
    const seeds = [runResult("hash", { seed: 1 }), runResult("hash", { seed: 2, duplicates: 9 })];
    expect(judge("duplicates(hash) < 5", seeds)).toEqual({
      text: "duplicates(hash) < 5",
      outcome: "failed",
      detail: "duplicates(hash) = 9 (seed 2)",
    });
    expect(judge("duplicates(hash) < 10", seeds).outcome).toBe("met");
  });

  it("are unknown where nothing ran", () => {
    expect(judge("lost == 0", [])).toEqual({ text: "lost == 0", outcome: "unknown", detail: "nothing was run" });
  });
});

describe("the detail", () => {
  it.each([
    [
      "p99(responseTime, hash) < 0.1 * p99(responseTime, round-robin)",
      "p99(responseTime, hash) = 50 ms; 0.1 * p99(responseTime, round-robin) = 20 ms",
    ],
    ["lostFraction(hash) < 1%", "lostFraction(hash) = 1.5%"],
    ["lost(hash) == 0 or lostFraction(hash) < 1%", "lost(hash) = 15; lostFraction(hash) = 1.5%"],
    ["throughput(hash) > 10/s", "throughput(hash) = 9.8 /s"],
    ["p999(responseTime, hash) < 1s", "p999(responseTime, hash) = not known"],
    ["(lost(hash) + 1) * 2 == 33", "(lost(hash) + 1) * 2 = 32"],
    ["throughput(hash) * 1s > 10", "throughput(hash) * 1s = 9.8"],
    ["offered(hash) / 3 > 1000", "offered(hash) / 3 = 333"],
    ["2 * lostFraction(hash) < 1%", "2 * lostFraction(hash) = 3%"],
    ["1 > 2", ""],
  ])("of %s is %j", (text, detail) => expect(judge(text).detail).toBe(detail));

  it("names the balancers for which it does not hold", () => {
    expect(judge("p99(responseTime) < 100ms").detail).toBe("p99(responseTime, round-robin) = 200 ms");
    expect(judge("duplicates < 2").detail).toBe(
      "duplicates(hash) = 2; duplicates(round-robin) = 2; duplicates(power-of-two-choices(choices=3)) = 2",
    );
    expect(judge("lost(*, rejected) + lost() < 2").detail).toContain("lost(hash, rejected) + lost(hash) = 23; ");
  });

  it("counts what it does not show", () => {
    const many = Array.from({ length: 9 }, (_, i) => runResult(`b${i}`));
    expect(judge("duplicates < 2", many).detail).toBe(
      "duplicates(b0) = 2; duplicates(b1) = 2; duplicates(b2) = 2; duplicates(b3) = 2; and 5 more",
    );
  });

  it("shows as many digits as it takes to tell two sides apart", () => {
    const close = [
      runResult("hash", { throughputPerSecond: 0.250001 }),
      runResult("random", { throughputPerSecond: 0.25 }),
    ];
    expect(judge("throughput(hash) <= throughput(random)", close).detail).toBe(
      "throughput(hash) = 0.250001 /s; throughput(random) = 0.25 /s",
    );
  });
});
