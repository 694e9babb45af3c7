/** Closed forms of one server against independently computed figures (Octave's queueing package, numerical inversion). */
import { describe, expect, it } from "vitest";
import {
  batchMm1,
  dm1,
  erlangM1,
  fixedBatch,
  gammaService,
  geometricBatch,
  hyperexponentialService,
  md1,
  mg1,
  mg1Quantiles,
  mm1,
  mmppM1,
  priorityNonPreemptive,
  priorityPreemptiveResume,
  processorSharing,
  processorSharingOfSize,
  UnstableError,
} from "../../../sim/theory/index.ts";

describe("M/M/1", () => {
  it("gives means, quantiles and tails", () => {
    expect(mm1(0.1, 1).meanResponse).toBeCloseTo(1.1111111111111112, 12);
    expect(mm1(0.9, 1).responseQuantile(0.99)).toBeCloseTo(46.051701859880914, 10);
    expect(mm1(0.95, 1).responseQuantile(0.999)).toBeCloseTo(138.15510557964262, 9);
    expect(mm1(0.5, 1).waitingQuantile(0.9)).toBeCloseTo(3.218875824868201, 12);
    expect(mm1(0.95, 1).tail(10)).toBeCloseTo(0.5987369392383787, 12);
    expect(mm1(0.1, 1).waitingQuantile(0.5)).toBe(0);
  });

  it("scales with the unit of time", () => {
    expect(mm1(90, 100).meanResponse).toBeCloseTo(0.1, 12);
    expect(mm1(90, 100).meanInSystem).toBeCloseTo(9, 10);
  });

  it("refuses what has no steady state, naming the load", () => {
    expect(() => mm1(1, 1)).toThrow(UnstableError);
    expect(() => mm1(3, 2)).toThrow("M/M/1: no steady state at load 1.5 (expected below 1)");
    expect(() => mm1(-1, 2)).toThrow("arrivalRate: expected > 0 and finite, got -1");
    expect(() => mm1(0.5, 1).responseQuantile(1)).toThrow("quantile: expected in [0, 1), got 1");
  });
});

describe("M/G/1", () => {
  const h2 = (scv: number): ReturnType<typeof hyperexponentialService> => {
    const p = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
    return hyperexponentialService([
      { probability: p, mean: 1 / (2 * p) },
      { probability: 1 - p, mean: 1 / (2 * (1 - p)) },
    ]);
  };

  it.each([
    [0.5, 1, 1.5],
    [0.8, 1, 3],
    [0.8, 17, 35],
    [0.5, 6, 4],
    [0.8, 10.884799792761823, 22.76959958552365],
  ])("mean response at rate %f and second moment %f", (rate, secondMoment, expected) => {
    expect(mg1(rate, { mean: 1, secondMoment }).meanResponse).toBeCloseTo(expected, 10);
  });

  it("inverts the transform for response quantiles", () => {
    expect(mg1Quantiles(0.5, gammaService(1, 2)).responseQuantile(0.99)).toBeCloseTo(6.819076441332111, 5);
    expect(mg1Quantiles(0.8, gammaService(1, 4)).responseQuantile(0.5)).toBeCloseTo(2.5942300873611415, 5);
    expect(mg1Quantiles(0.8, h2(4)).responseQuantile(0.99)).toBeCloseTo(61.21032113637167, 4);
    expect(mg1Quantiles(0.5, h2(16)).responseQuantile(0.5)).toBeCloseTo(0.9927327598530583, 5);
    expect(mg1Quantiles(0.8, h2(16)).responseQuantile(0.99)).toBeCloseTo(212.54563208373733, 3);
  });

  it("meets M/M/1 where service is exponential", () => {
    const quantiles = mg1Quantiles(0.9, gammaService(1, 1));
    expect(quantiles.responseQuantile(0.99)).toBeCloseTo(mm1(0.9, 1).responseQuantile(0.99), 4);
    expect(quantiles.waitingQuantile(0.9)).toBeCloseTo(mm1(0.9, 1).waitingQuantile(0.9), 4);
    expect(quantiles.waitingQuantile(0.05)).toBe(0);
  });

  it("has moments that agree with the transform's slope", () => {
    for (const service of [gammaService(2, 3), h2(9)]) {
      const slope = (1 - service.transform({ re: 1e-6, im: 0 }).re) / 1e-6;
      expect(slope).toBeCloseTo(service.mean, 4);
    }
    expect(h2(9).secondMoment).toBeCloseTo(10, 10);
  });
});

describe("M/D/1", () => {
  it("gives exact waiting quantiles", () => {
    expect(md1(0.5, 1).waitingQuantile(0.99)).toBeCloseTo(3.3362559570021997, 8);
    expect(md1(0.8, 1).waitingQuantile(0.99)).toBeCloseTo(10.355886791994955, 8);
    expect(md1(0.8, 1).meanResponse).toBeCloseTo(3, 12);
    expect(md1(0.8, 1).waitingQuantile(0.1)).toBe(0);
  });

  it("keeps its digits far in the tail", () => {
    const far = md1(0.8, 1);
    const step = far.waitingQuantile(1 - 1e-8) - far.waitingQuantile(1 - 1e-7);
    const step2 = far.waitingQuantile(1 - 1e-9) - far.waitingQuantile(1 - 1e-8);
    // The tail is exponential, so decades are equally far apart.
    expect(step2 / step).toBeCloseTo(1, 4);
  });
});

describe("GI/M/1", () => {
  it("D/M/1", () => {
    expect(dm1(0.5, 1).meanResponse).toBeCloseTo(1.2550009749159752, 10);
    expect(dm1(0.9, 1).meanResponse).toBeCloseTo(5.178659422149822, 9);
  });

  it.each([
    [2, 0.5, 1.6180339887498936, null],
    [2, 0.8, 3.843979766989907, 17.70218101848337],
    [4, 0.95, 12.628882250309735, 58.15815202148058],
    [10, 0.8, 2.9222691802996335, 13.45754690454773],
    [100, 0.95, 10.270680570357248, 47.29823195241636],
  ])("Erlang-%d arrivals at load %f", (stages, load, mean, p99) => {
    const queue = erlangM1(stages, load, 1);
    expect(queue.meanResponse).toBeCloseTo(mean, 8);
    if (p99 !== null) expect(queue.responseQuantile(0.99)).toBeCloseTo(p99, 7);
  });

  it("is M/M/1 for one stage", () => {
    expect(erlangM1(1, 0.7, 1).meanResponse).toBeCloseTo(mm1(0.7, 1).meanResponse, 10);
    expect(erlangM1(1, 0.7, 1).waitingQuantile(0.9)).toBeCloseTo(mm1(0.7, 1).waitingQuantile(0.9), 10);
  });
});

describe("priority M/G/1", () => {
  const classes = (high: number, low: number, secondMoment: number): Parameters<typeof priorityNonPreemptive>[0] =>
    [high, low].map((arrivalRate) => ({ arrivalRate, service: { mean: 1, secondMoment } }));

  it("non-preemptive", () => {
    const responses = (high: number, low: number, secondMoment: number): number[] =>
      priorityNonPreemptive(classes(high, low, secondMoment)).map((means) => means.meanResponse);
    expect(responses(0.3, 0.5, 2)[0]).toBeCloseTo(2.1428571428571415, 10);
    expect(responses(0.3, 0.5, 2)[1]).toBeCloseTo(6.714285714285698, 10);
    expect(responses(0.3, 0.5, 5)[0]).toBeCloseTo(3.857142857142861, 10);
    expect(responses(0.3, 0.5, 5)[1]).toBeCloseTo(15.285714285714402, 10);
  });

  it("preemptive-resume", () => {
    const responses = priorityPreemptiveResume(classes(0.6, 0.2, 2)).map((means) => means.meanResponse);
    expect(responses[0]).toBeCloseTo(2.5, 10);
    expect(responses[1]).toBeCloseTo(12.5, 10);
    expect(priorityPreemptiveResume(classes(0.3, 0.5, 1.5))[1]!.meanResponse).toBeCloseTo(5.714285714285637, 10);
  });

  it("conserves work over the classes", () => {
    const [high, low] = priorityNonPreemptive(classes(0.6, 0.2, 5));
    const together = mg1(0.8, { mean: 1, secondMoment: 5 }).meanWaiting;
    expect((0.6 * high!.meanWaiting + 0.2 * low!.meanWaiting) / 0.8).toBeCloseTo(together, 10);
  });
});

describe("processor sharing", () => {
  it("is insensitive and proportional to size", () => {
    expect(processorSharing(0.8, 1).meanResponse).toBeCloseTo(5, 12);
    expect(processorSharingOfSize(0.9, 1, 5)).toBeCloseTo(50, 10);
  });
});

describe("batch arrivals", () => {
  it.each([
    [geometricBatch(2), 0.5, 4],
    [fixedBatch(5), 0.5, 6],
    [fixedBatch(10), 0.8, 27.5],
    [geometricBatch(10), 0.8, 50],
  ])("mean response (%o, load %f)", (size, load, expected) => {
    expect(batchMm1(load / size.mean, size, 1).meanResponse).toBeCloseTo(expected, 9);
  });

  it("is M/M/1 for batches of one", () => {
    expect(batchMm1(0.7, fixedBatch(1), 1).meanResponse).toBeCloseTo(mm1(0.7, 1).meanResponse, 12);
  });
});

describe("MMPP/M/1", () => {
  it("two states", () => {
    const states = [
      { arrivalRate: 1.5, meanDuration: 20 },
      { arrivalRate: 0.1, meanDuration: 20 },
    ];
    expect(mmppM1(states, 1).meanResponse).toBeCloseTo(28.331467364613037, 5);
  });

  it("is M/M/1 where the states do not differ, and worsens with their difference", () => {
    const spread = (by: number): number =>
      mmppM1(
        [0.5 + by, 0.5, 0.5 - by].map((arrivalRate) => ({ arrivalRate, meanDuration: 3 })),
        1,
      ).meanResponse;
    expect(spread(0)).toBeCloseTo(2, 10);
    expect(spread(0.2)).toBeGreaterThan(2.05);
    expect(spread(0.5)).toBeGreaterThan(spread(0.2));
  });
});
