/** Weights from load reports: Envoy's and gRPC's rules over the same reports. */
import { describe, expect, test } from "vitest";
import {
  envoyClientSideWeightedRoundRobin,
  medianWeight,
} from "../../../../sim/balancers/envoy/client-side-weights.ts";
import { LoadReports, reportedWeight } from "../../../../sim/balancers/shared/load-reports.ts";
import { Timer } from "../../../../sim/balancers/shared/report-parameters.ts";
import type { NodeConfig, ReplyView } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";

const RULES = { blackoutNs: 10e9, expirationNs: 180e9, errorUtilizationPenalty: 1 };
const reply = (serviceNs: number, inSystem = 0): ReplyView => ({ outcome: "ok", attempt: 0, inSystem, serviceNs });
const nodes = [{ workers: 2 }, { workers: 1 }] as unknown as readonly NodeConfig[];

describe("a load report's weight", () => {
  test("qps / utilisation is workers / service time; errors count as load", () => {
    expect(reportedWeight(4, 0.1, 0.5, 0, 1)).toBe(40);
    // 20 a second at utilisation 0.5, a quarter of them errors: 20 / (0.5 + 0.25).
    expect(reportedWeight(4, 0.1, 0.5, 0.25, 1)).toBeCloseTo(20 / 0.75, 12);
    expect(reportedWeight(4, 0.1, 0.5, 0.25, 0)).toBe(40);
  });

  test("counts after the blackout, until it expires, and then only after another blackout", () => {
    const reports = new LoadReports(nodes, RULES);
    expect(reports.weight(0, 0)).toBe(0);
    reports.record(0, true, 1e9, reply(1e8));
    expect(reports.weight(0, 10.9e9)).toBe(0);
    expect(reports.weight(0, 11e9)).toBe(20);
    expect(reports.weight(0, 181e9)).toBe(0);
    reports.record(0, true, 182e9, reply(1e8));
    expect(reports.weight(0, 191e9)).toBe(0);
    expect(reports.weight(0, 192e9)).toBe(20);
    expect(reports.weight(1, 192e9)).toBe(0);
  });

  test("failures alone are no report, but the next one carries them", () => {
    const reports = new LoadReports(nodes, { ...RULES, blackoutNs: 0 });
    reports.record(1, false, 0, reply(0));
    expect(reports.weight(1, 0)).toBe(0);
    reports.record(1, true, 0, reply(1e8, 5));
    // One failure, then a sixteenth of the way back to none.
    expect(reports.weight(1, 0)).toBeCloseTo(10 / (1 + 15 / 16), 9);
  });

  test("a timer rings once for however many periods have passed", () => {
    const timer = new Timer(1);
    expect([0.5e9, 1e9, 1.5e9, 4.2e9, 4.9e9, 5e9].map((now) => timer.hasRung(now))).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});

describe("client-side weighted round robin", () => {
  test("the median of an even number is the mean of the middle two, rounded down; of none 1", () => {
    expect(medianWeight([5, 1, 9])).toBe(5);
    expect(medianWeight([5, 1, 9, 8])).toBe(6);
    expect(medianWeight([])).toBe(1);
  });

  test("after the blackout a host that serves three times as fast gets three times as much", () => {
    const parameters = { seed: 0, blackoutPeriod: 1 };
    const gateway = new FakeGateway(envoyClientSideWeightedRoundRobin, { nodes: 2, weights: [9, 1], parameters });
    const run = (picks: number): readonly number[] => {
      const before = [...gateway.counts];
      for (let i = 0; i < picks; i++) {
        const node = gateway.pick();
        gateway.advance(10e6);
        gateway.settle(10e6, true, 0, { serviceNs: node === 0 ? 10e6 : 30e6 });
      }
      return before.map((count, node) => gateway.counts[node]! - count);
    };
    // Until the first second the configured weights count, then all weigh 1, then 100 and 33.
    expect(run(100)).toEqual([90, 10]);
    run(150);
    const [fast, slow] = run(133);
    expect(Math.abs(fast! - 100)).toBeLessThanOrEqual(1);
    expect(Math.abs(slow! - 33)).toBeLessThanOrEqual(1);
  });
});
