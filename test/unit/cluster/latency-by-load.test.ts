import { expect, test } from "vitest";
import { LatencyByLoad } from "../../../sim/cluster/latency-by-load.ts";

test("a running mean for each load: the newest counts an eighth", () => {
  const latencies = new LatencyByLoad(2);
  expect(latencies.of(1, 0)).toBe(0);
  latencies.observe(1, 3, 80);
  latencies.observe(1, 3, 160);
  expect(latencies.of(1, 3)).toBe(90);
  expect(latencies.of(0, 3)).toBe(0);
});

test("the nearest load that was met, the lower of two", () => {
  const latencies = new LatencyByLoad(1);
  latencies.observe(0, 1, 10);
  latencies.observe(0, 5, 50);
  expect([0, 1, 2, 3, 4, 5, 30].map((met) => latencies.of(0, met))).toEqual([10, 10, 10, 10, 50, 50, 50]);
});

test("loads beyond the last level are one, also where that is all there is", () => {
  const latencies = new LatencyByLoad(1);
  latencies.observe(0, 1000, 900);
  expect([0, 31, 5000].map((met) => latencies.of(0, met))).toEqual([900, 900, 900]);
});
