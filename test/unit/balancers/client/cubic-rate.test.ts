import { describe, expect, test } from "vitest";
import { CubicRates } from "../../../../sim/balancers/client/cubic-rate.ts";
import { findBalancer, NONE } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";

const MS = 1e6;
const settings = { windowNs: 20 * MS, decrease: 0.2, saddleNs: 100 * MS, mostStep: 10 };

describe("C3's rates", () => {
  test("so many messages at once as the rate, and then as time brings them", () => {
    const rates = new CubicRates(1, settings);
    const burst = (nowNs: number): number => {
      let sent = 0;
      while (rates.allows(0, nowNs)) {
        rates.sent(0);
        sent++;
      }
      return sent;
    };
    expect(burst(0)).toBe(10);
    expect(burst(4 * MS)).toBe(2);
    expect(burst(1000 * MS)).toBe(10);
  });

  /** Answers at these milliseconds. */
  function answered(...times: number[]): CubicRates {
    const rates = new CubicRates(1, settings);
    for (const ms of times) rates.answered(0, ms * MS);
    return rates;
  }

  test("fewer answers than the rate in the window before: cut to a fifth", () => {
    expect(answered(25).of(0)).toBe(10);
    expect(answered(25, 41).of(0)).toBeCloseTo(2, 12);
    // Not again before two windows have shown what it did.
    expect(answered(25, 41, 45, 61, 80).of(0)).toBeCloseTo(2, 12);
    expect(answered(25, 41, 82).of(0)).toBeCloseTo(0.4, 12);
  });

  test("more answers than the rate: along the cubic curve from the cut on, by no more than a step", () => {
    // Cut at 41 ms from 10 to 2; at 61 ms 10 + 2 (20/100 - 1)³, at 141 ms 10, at 241 ms 10 + 2.
    expect(answered(25, 41, 42, 43, 61).of(0)).toBeCloseTo(10 - 2 * 0.8 ** 3, 9);
    const flood = Array.from({ length: 398 }, (_, i) => 42 + i / 2);
    expect(answered(25, 41, ...flood, 241).of(0)).toBeCloseTo(12, 9);
    const small = new CubicRates(1, { ...settings, mostStep: 1 });
    for (const ms of [25, 41, 42, 43, 61]) small.answered(0, ms * MS);
    expect(small.of(0)).toBeCloseTo(3, 12);
  });

  test("never so low that nobody is asked any more", () => {
    const sparse = Array.from({ length: 50 }, (_, i) => 41 + 100 * i);
    expect(answered(...sparse).of(0)).toBeCloseTo(0.1, 12);
  });
});

describe("c3 with its rates", () => {
  const c3 = findBalancer("c3")!;
  const picks = (rateControl: string, messages: number): number[] => {
    const gateway = new FakeGateway(c3, { nodes: 2, parameters: { rateControl, exponent: 1 } });
    // a is idle and quick, b slow: by rank everything goes to a for long.
    gateway.pick();
    gateway.pick();
    for (const [node, ms] of [1, 500].entries()) {
      gateway.settle(ms * MS, true, gateway.held.indexOf(node), { serviceNs: ms * MS, inSystem: 0 });
    }
    return Array.from({ length: messages }, () => gateway.pick());
  };

  test("off: by rank alone", () => {
    expect(new Set(picks("off", 25))).toEqual(new Set([0]));
  });

  test("next-best: within the rates first, then by rank again; wait: nobody", () => {
    const rerouted = picks("next-best", 25);
    expect(rerouted).toContain(1);
    expect(rerouted.at(-1)).toBe(0);
    const held = picks("wait", 25);
    expect(held.slice(0, rerouted.lastIndexOf(1) + 1)).toEqual(rerouted.slice(0, rerouted.lastIndexOf(1) + 1));
    expect(held.at(-1)).toBe(NONE);
  });
});
