/** Envoy's rules, one by one: who is ejected, for how long, and how many at once. */
import { describe, expect, test } from "vitest";
import { OutlierDetection } from "../../../../sim/gateway/guards/outlier-detection.ts";
import type { OutlierSpec } from "../../../../sim/index.ts";

const SECOND = 1e9;
const spec: OutlierSpec = {
  consecutiveFailures: 5,
  intervalNs: 10 * SECOND,
  baseEjectionNs: 30 * SECOND,
  maxEjectionNs: 300 * SECOND,
  maxEjectedFraction: 0.5,
};

class Bench {
  readonly out = new Set<number>();
  readonly detection: OutlierDetection;

  constructor(nodes: number, changes: Partial<OutlierSpec> = {}, members = (): boolean => true) {
    const ejected = (node: number, out: boolean): void => void (out ? this.out.add(node) : this.out.delete(node));
    this.detection = new OutlierDetection({ ...spec, ...changes }, nodes, { isMember: members, ejected });
  }

  tries(node: number, good: number, bad: number, atSeconds = 0): void {
    for (let i = 0; i < good; i++) this.detection.observe(node, true, atSeconds * SECOND);
    for (let i = 0; i < bad; i++) this.detection.observe(node, false, atSeconds * SECOND);
  }

  sweepAt(seconds: number): number[] {
    this.detection.sweep(seconds * SECOND);
    return [...this.out];
  }
}

describe("failures in a row", () => {
  test("eject at the fifth, and a success begins anew", () => {
    const bench = new Bench(4);
    bench.tries(0, 0, 4);
    bench.tries(0, 1, 4);
    expect(bench.out.size).toBe(0);
    bench.tries(0, 0, 1);
    expect([...bench.out]).toEqual([0]);
  });

  test("0 never ejects", () => {
    const bench = new Bench(4, { consecutiveFailures: 0 });
    bench.tries(0, 0, 1000);
    expect(bench.out.size).toBe(0);
  });
});

describe("an ejection", () => {
  test("ends at the first sweep when its time is over", () => {
    const bench = new Bench(4);
    bench.tries(0, 0, 5, 1);
    expect(bench.sweepAt(10)).toEqual([0]);
    expect(bench.sweepAt(30)).toEqual([0]);
    expect(bench.sweepAt(40)).toEqual([]);
  });

  test("lasts longer each time, up to the maximum", () => {
    const bench = new Bench(4, { maxEjectionNs: 70 * SECOND });
    const lasted: number[] = [];
    let now = 0;
    for (let i = 0; i < 4; i++) {
      bench.tries(0, 0, 5, now);
      const since = now;
      do now += 10;
      while (bench.sweepAt(now).length > 0);
      lasted.push(now - since);
    }
    expect(lasted).toEqual([30, 60, 70, 70]);
  });

  test("is shorter again after intervals without one", () => {
    const bench = new Bench(4);
    bench.tries(0, 0, 5, 0);
    expect(bench.sweepAt(30)).toEqual([]);
    bench.sweepAt(40); // the multiplier is 0 again
    bench.tries(0, 0, 5, 45);
    expect(bench.sweepAt(70)).toEqual([0]);
    expect(bench.sweepAt(80)).toEqual([]);
  });
});

describe("the most that may be ejected", () => {
  test("is a fraction of the members", () => {
    const bench = new Bench(10, { maxEjectedFraction: 0.3 });
    for (let node = 0; node < 10; node++) bench.tries(node, 0, 5);
    expect([...bench.out]).toEqual([0, 1, 2]);
  });

  test("is at least one", () => {
    const bench = new Bench(5, { maxEjectedFraction: 0.1 });
    for (let node = 0; node < 5; node++) bench.tries(node, 0, 5);
    expect([...bench.out]).toEqual([0]);
  });
});

describe("the success rate", () => {
  const successRate = { minimumHosts: 5, requestVolume: 100, stdevFactor: 1.9 };

  test("ejects who is far below the mean", () => {
    const bench = new Bench(10, { consecutiveFailures: 0, successRate });
    for (let node = 0; node < 9; node++) bench.tries(node, 100, 0);
    bench.tries(9, 80, 20);
    // mean 0.98, standard deviation 0.06: below 0.866.
    expect(bench.sweepAt(10)).toEqual([9]);
  });

  test("says nothing with too few hosts or too few tries", () => {
    const few = new Bench(10, { consecutiveFailures: 0, successRate });
    for (let node = 0; node < 3; node++) few.tries(node, 100, 0);
    few.tries(3, 50, 50);
    for (let node = 4; node < 10; node++) few.tries(node, 99, 0);
    expect(few.sweepAt(10)).toEqual([]);
  });

  test("is of one interval", () => {
    const bench = new Bench(10, { consecutiveFailures: 0, successRate });
    for (let node = 0; node < 10; node++) bench.tries(node, 60, node === 9 ? 30 : 0);
    bench.sweepAt(10);
    for (let node = 0; node < 10; node++) bench.tries(node, 60, node === 9 ? 30 : 0);
    expect(bench.sweepAt(20)).toEqual([]);
  });
});

test("the failure fraction ejects whoever reaches it, however the others do", () => {
  const failureFraction = { minimumHosts: 2, requestVolume: 50, threshold: 0.85 };
  const bench = new Bench(6, { consecutiveFailures: 0, failureFraction });
  bench.tries(0, 15, 85);
  bench.tries(1, 16, 84);
  bench.tries(2, 0, 49);
  expect(bench.sweepAt(10)).toEqual([0]);
});

test("who is no member counts for nothing", () => {
  const failureFraction = { minimumHosts: 2, requestVolume: 1, threshold: 0.5 };
  const bench = new Bench(2, { consecutiveFailures: 0, failureFraction }, () => false);
  bench.tries(0, 0, 9);
  bench.tries(1, 0, 9);
  expect(bench.sweepAt(10)).toEqual([]);
});
