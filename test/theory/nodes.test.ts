/** Nodes that break down, and customers who leave, against their exact values. */
import { describe, expect, it } from "vitest";
import { RandomStreams } from "../../sim/core/random.ts";
import { ClusterBench, MS } from "../fixtures/cluster.ts";

/** Poisson arrivals, one a second on average at `rate` 1, with exponential work of a second. */
function poissonArrivals(bench: ClusterBench, rate: number, messages: number, patienceRate: number | null): void {
  const streams = new RandomStreams(11);
  const [gaps, works, patience] = ["gaps", "works", "patience"].map((name) => streams.stream(name));
  let left = messages;
  const next = (): void => {
    if (left-- === 0) return;
    bench.come({
      workMs: works!.exponential(1000),
      deadlineMs: patienceRate === null ? Infinity : patience!.exponential(1000 / patienceRate),
    });
    bench.at(bench.loop.nowNs / MS + gaps!.exponential(1000 / rate), next);
  };
  bench.at(0, next);
}

describe("Erlang-A: customers who leave a queue as their patience ends", () => {
  // Birth and death: λ up; nμ, or cμ + (n - c)θ, down.
  it.each([
    {
      workers: 1,
      rate: 0.9,
      theta: 0.1,
      abandon: 0.15782588891606772,
      queue: 1.4204330002446095,
      wait: 0.7579566999755395,
    },
    {
      workers: 2,
      rate: 2.2,
      theta: 0.25,
      abandon: 0.21870318663886323,
      queue: 1.9245880424219965,
      wait: 0.7857927538243814,
    },
    {
      workers: 5,
      rate: 5.5,
      theta: 0.5,
      abandon: 0.1854484763324881,
      queue: 2.039933239657369,
      wait: 0.7259138122376781,
    },
  ])("c = $workers, λ = $rate, θ = $theta", ({ workers, rate, theta, abandon, queue, wait }) => {
    const messages = 200_000;
    const bench = new ClusterBench([{ workers, shedding: { expired: "at-once" } }], { waitsOnly: true });
    poissonArrivals(bench, rate, messages, theta);
    const { area, busyArea, tally } = bench.run().cluster.nodes.totals(bench.loop.nowNs);
    const expired = tally.expired[0]!;
    expect(Math.abs(expired / messages / abandon - 1)).toBeLessThan(0.03);
    expect(Math.abs((area[0]! - busyArea[0]!) / bench.loop.nowNs / queue - 1)).toBeLessThan(0.04);
    expect(Math.abs((bench.waited + expired) / messages / wait - 1)).toBeLessThan(0.02);
  });
});

describe("M/M/1 whose server breaks down (preemptive resume)", () => {
  it.each([
    { rate: 0.5, fails: 0.01, repairs: 0.1, response: 4.464646464292062 },
    { rate: 0.7, fails: 0.01, repairs: 0.1, response: 8.735177869534434 },
  ])("λ = $rate, fails at $fails, repaired at $repairs", ({ rate, fails, repairs, response }) => {
    const bench = new ClusterBench([{}], { waitsOnly: true });
    poissonArrivals(bench, rate, 400_000, null);
    const outages = new RandomStreams(12).stream("outages");
    const untilMs = (400_000 / rate) * 1000;
    const fail = (): void => {
      bench.cluster.pause(0);
      bench.at(bench.loop.nowNs / MS + outages.exponential(1000 / repairs), repair);
    };
    const repair = (): void => {
      bench.cluster.resume(0);
      const nextMs = bench.loop.nowNs / MS + outages.exponential(1000 / fails);
      if (nextMs < untilMs) bench.at(nextMs, fail);
    };
    bench.at(outages.exponential(1000 / fails), fail);
    const { area, upNs } = bench.run().cluster.nodes.totals(bench.loop.nowNs);
    expect(Math.abs(upNs[0]! / bench.loop.nowNs / (repairs / (repairs + fails)) - 1)).toBeLessThan(0.01);
    // Little's law: mean number at the node over the rate of arrivals.
    expect(Math.abs(area[0]! / 400_000 / 1e9 / response - 1)).toBeLessThan(0.05);
  });
});
