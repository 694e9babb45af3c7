/** The rules that find a limit, against steps worked out by hand from Netflix's own. */
import { describe, expect, test } from "vitest";
import { AimdLimit } from "../../../../sim/gateway/guards/aimd-limit.ts";
import { Concurrency } from "../../../../sim/gateway/guards/concurrency.ts";
import { GradientLimit } from "../../../../sim/gateway/guards/gradient-limit.ts";
import { RowCells } from "../../../../sim/gateway/guards/row-cells.ts";

const MS = 1e6;
const aimd = { kind: "aimd", initial: 20, minimum: 10, maximum: 22, decrease: 0.9, latencyNs: 100 * MS } as const;
const bounds = { initial: 20, minimum: 10, maximum: 200 };
const gradient = { kind: "gradient", ...bounds, tolerance: 1.5, smoothing: 0.2, window: 600, queue: 4 } as const;

describe("AIMD", () => {
  test("grows by one while at least half of it is used", () => {
    const rule = new AimdLimit(aimd);
    rule.sample(MS, 9, "ok");
    expect(rule.limit).toBe(20);
    rule.sample(MS, 10, "ok");
    expect(rule.limit).toBe(21);
  });

  test("shrinks at a failure, and at a latency that is too long", () => {
    const rule = new AimdLimit(aimd);
    rule.sample(MS, 20, "rejected");
    expect(rule.limit).toBe(18);
    rule.sample(101 * MS, 20, "ok");
    expect(rule.limit).toBe(16);
  });

  test("stays within its bounds", () => {
    const rule = new AimdLimit(aimd);
    for (let i = 0; i < 20; i++) rule.sample(MS, 100, "ok");
    expect(rule.limit).toBe(22);
    for (let i = 0; i < 20; i++) rule.sample(MS, 100, "timeout");
    expect(rule.limit).toBe(10);
  });
});

describe("gradient", () => {
  test("grows by its queue, smoothed, while latency stays as it was", () => {
    const rule = new GradientLimit(gradient);
    rule.sample(10 * MS, 20, "ok");
    // 0.8 * 20 + 0.2 * (20 * 1 + 4)
    expect(rule.limit).toBe(20);
    rule.sample(10 * MS, 20, "ok");
    expect(rule.limit).toBe(21);
  });

  test("shrinks by the gradient of latency, at most by half", () => {
    const rule = new GradientLimit({ ...gradient, smoothing: 1, queue: 0 });
    for (let i = 0; i < 1000; i++) rule.sample(10 * MS, 20, "ok");
    expect(rule.limit).toBe(20);
    // The average is 10 ms and 2/601 of 20 ms more: 1.5 * 10.03 / 20.
    rule.sample(20 * MS, 20, "ok");
    expect(rule.limit).toBe(15);
    rule.sample(10_000 * MS, 20, "ok");
    expect(rule.limit).toBe(10);
  });

  test("does not move while less than half of it is used, nor by what fails fast", () => {
    const rule = new GradientLimit({ ...gradient, smoothing: 1 });
    rule.sample(10 * MS, 9, "ok");
    rule.sample(0, 20, "refused");
    expect(rule.limit).toBe(20);
    rule.sample(10 * MS, 10, "ok");
    expect(rule.limit).toBe(24);
  });
});

test("a limit counts what is out, and what a try met when it began", () => {
  const concurrency = new Concurrency({ ...aimd, initial: 2, minimum: 2 }, new RowCells());
  concurrency.begin(0);
  concurrency.begin(32);
  expect(concurrency.hasRoom).toBe(false);
  concurrency.ignore();
  expect(concurrency.hasRoom).toBe(true);
  concurrency.end(0, MS, "ok"); // it met one: half of the limit
  expect([concurrency.limit, concurrency.out]).toEqual([3, 0]);
});
