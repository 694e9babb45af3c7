/** Closed forms of several servers against independently computed figures. */
import { describe, expect, it } from "vitest";
import {
  allenCunneen,
  erlangB,
  erlangC,
  kingmanBound,
  mg1,
  mm1,
  mmc,
  mmck,
  redundancyResponse,
  supermarket,
  UnstableError,
} from "../../../sim/theory/index.ts";

describe("Erlang", () => {
  it.each([
    [1, 1, 0.5],
    [10, 10, 0.21458234310734733],
    [110, 100, 0.02746344844982291],
    [100, 80, 0.003992028604553197],
  ])("B: %d servers, %d erlangs", (servers, offered, blocking) => {
    expect(erlangB(servers, offered)).toBeCloseTo(blocking, 12);
  });

  it("C: the chance to wait", () => {
    expect(erlangC(10, 8)).toBeCloseTo(0.40918015079644354, 12);
    expect(erlangC(50, 25)).toBeCloseTo(7.204326721950658e-6, 15);
    expect(() => erlangC(4, 4)).toThrow(UnstableError);
    expect(() => erlangC(2.5, 1)).toThrow("servers: expected a whole number >= 1, got 2.5");
  });
});

describe("M/M/c", () => {
  it.each([
    [9.5, 10, 2.651171156251396, 8.827015666450356, 10.208515979533793],
    [47.5, 50, 1.2516378919660684, 1.656678702546173, 4.955227167543433],
    [1.9, 2, 10.256410256410248, 45.27901405197275, 46.332619208551016],
  ])("rate %f, %d servers", (rate, servers, mean, waiting99, response99) => {
    const queue = mmc(rate, 1, servers);
    expect(queue.meanResponse).toBeCloseTo(mean, 10);
    expect(queue.waitingQuantile(0.99)).toBeCloseTo(waiting99, 9);
    expect(queue.responseQuantile(0.99)).toBeCloseTo(response99, 8);
  });

  it("is smooth where the waiting and the service rates meet", () => {
    // c - rate = 1: the quotient in the response-time distribution is 0/0 there.
    const at = mmc(4, 1, 5).responseQuantile(0.99);
    expect(at).toBeCloseTo(6.079662524508279, 8);
    expect(mmc(4.000001, 1, 5).responseQuantile(0.99)).toBeCloseTo(at, 4);
  });

  it("is M/M/1 for one server", () => {
    expect(mmc(0.7, 1, 1).responseQuantile(0.95)).toBeCloseTo(mm1(0.7, 1).responseQuantile(0.95), 9);
  });
});

describe("M/M/c/K", () => {
  it.each([
    [0.5, 1, 5, 0.015873015873015872, 1.8387096774193548, 0.4920634920634921],
    [1, 1, 5, 0.16666666666666666, 3, 0.8333333333333334],
    [2, 1, 10, 0.5002442598925256, 9.009775171065494, 0.9995114802149487],
    [3, 2, 4, 0.3990147783251232, 1.59016393442623, 1.8029556650246303],
    [10, 10, 30, 0.04055114573920866, 1.8875658736175973, 9.594488542607913],
  ])("rate %f, %d servers, %d places", (rate, servers, places, blocking, response, throughput) => {
    const queue = mmck(rate, 1, servers, places);
    expect(queue.blocking).toBeCloseTo(blocking, 12);
    expect(queue.meanResponse).toBeCloseTo(response, 10);
    expect(queue.throughput).toBeCloseTo(throughput, 10);
  });

  it("is Erlang B without waiting places, even for many servers", () => {
    expect(mmck(1100, 1, 1000, 1000).blocking).toBeCloseTo(erlangB(1000, 1100), 10);
  });

  it("approaches M/M/c as the places grow", () => {
    const queue = mmck(8, 1, 10, 400);
    expect(queue.meanResponse).toBeCloseTo(mmc(8, 1, 10).meanResponse, 9);
    expect(queue.waitProbability).toBeCloseTo(mmc(8, 1, 10).waitProbability, 9);
  });
});

describe("supermarket limit", () => {
  it.each([
    [2, 0.5, 1.2656860360875726],
    [2, 0.95, 3.383046002519398],
    [3, 0.9, 2.027855968995279],
    [5, 0.95, 1.9887722011981757],
  ])("%d choices at load %f", (choices, load, expected) => {
    expect(supermarket(load, 1, choices).meanResponse).toBeCloseTo(expected, 10);
  });

  it("has doubly exponential tails", () => {
    const { tail } = supermarket(0.9, 1, 2);
    const expected = [0.9, 0.729, 0.4782969, 0.20589113209464907, 0.038152042447694615];
    expected.forEach((value, index) => expect(tail(index + 1)).toBeCloseTo(value, 12));
  });

  it("is M/M/1 for one choice", () => {
    expect(supermarket(0.7, 1, 1).meanResponse).toBeCloseTo(mm1(0.7, 1).meanResponse, 10);
  });
});

describe("redundancy-d", () => {
  // By hand: sums of 1 / (n (mu C(n-1, d-1) / C(i-1, d-1) - lambda)) over i = d..n.
  it.each([
    [2, 2, 0.8, 1 / 0.4],
    [4, 2, 0.8, 1 / (4 * 2.2) + 1 / (4 * 0.7) + 1 / (4 * 0.2)],
    [4, 3, 0.9, 1 / (4 * 2.1) + 1 / (4 * 0.1)],
    [5, 1, 0.5, 1 / 0.5],
  ])("%d servers, %d copies, load %f", (servers, copies, load, expected) => {
    expect(redundancyResponse(load, 1, servers, copies)).toBeCloseTo(expected, 12);
    expect(redundancyResponse(load * 10, 10, servers, copies)).toBeCloseTo(expected / 10, 12);
  });

  it("with a copy at every server it is one server of their common speed", () => {
    expect(redundancyResponse(0.6, 1, 6, 6)).toBeCloseTo(mm1(3.6, 6).meanResponse, 12);
  });

  it("says where it does not hold", () => {
    expect(() => redundancyResponse(1, 1, 4, 2)).toThrow(UnstableError);
    expect(() => redundancyResponse(0.5, 1, 2, 3)).toThrow("servers: expected a whole number >= 3, got 2");
  });
});

describe("two moments", () => {
  const queue = { arrivalRate: 0.8, meanService: 1, gapScv: 1, serviceScv: 4 };

  it("Allen-Cunneen is exact for M/G/1 and M/M/c", () => {
    expect(allenCunneen(queue, 1).meanResponse).toBeCloseTo(mg1(0.8, { mean: 1, secondMoment: 5 }).meanResponse, 10);
    expect(allenCunneen({ ...queue, arrivalRate: 8, serviceScv: 1 }, 10).meanResponse).toBeCloseTo(
      mmc(8, 1, 10).meanResponse,
      10,
    );
  });

  it("Kingman's bound lies above the exact mean", () => {
    expect(kingmanBound(queue).meanResponse).toBeGreaterThan(mg1(0.8, { mean: 1, secondMoment: 5 }).meanResponse);
  });
});
