import { describe, expect, it } from "vitest";
import { RandomStreams } from "../../../sim/core/random.ts";
import type { LossSpec } from "../../../sim/index.ts";
import { lossOf, meanLoss } from "../../../sim/network/loss.ts";
import { aScenario, nodes } from "../../fixtures/scenario.ts";
import { LinkBench } from "../../support/link-bench.ts";

const COUNT = 100_000;
/** Two-sided, one in 150,000. */
const DEVIATIONS = 4.5;

function strikes(spec: LossSpec, count = COUNT): boolean[] {
  const loss = lossOf(spec, new RandomStreams(7).stream("loss"));
  return Array.from({ length: count }, () => loss.strikes());
}

function fraction(lost: readonly boolean[]): number {
  return lost.filter(Boolean).length / lost.length;
}

describe("independent loss", () => {
  it("loses its fraction, and each message by itself", () => {
    const probability = 0.2;
    const lost = strikes({ kind: "independent", probability });
    const bound = DEVIATIONS * Math.sqrt((probability * (1 - probability)) / COUNT);
    expect(Math.abs(fraction(lost) - probability)).toBeLessThan(bound);
    const afterLoss = lost.filter((_, i) => i > 0 && lost[i - 1]);
    expect(Math.abs(fraction(afterLoss) - probability)).toBeLessThan(bound / Math.sqrt(probability));
  });

  it("of certain and of no loss is certain", () => {
    expect(fraction(strikes({ kind: "independent", probability: 1 }, 100))).toBe(1);
    expect(fraction(strikes({ kind: "independent", probability: 0 }, 100))).toBe(0);
  });
});

describe("Gilbert-Elliott loss", () => {
  const spec = { kind: "gilbert-elliott", goodToBad: 0.02, badToGood: 0.25, lossInGood: 0, lossInBad: 1 } as const;

  it("loses the stationary fraction", () => {
    const pi = 0.02 / 0.27;
    expect(meanLoss(spec)).toBeCloseTo(pi, 12);
    // The variance of a mean over a two-state chain: pi (1 - pi) / n, times (1 + r) / (1 - r) with r = 1 - 0.02 - 0.25.
    const deviation = Math.sqrt(((pi * (1 - pi)) / COUNT) * (1.73 / 0.27));
    expect(Math.abs(fraction(strikes(spec)) - pi)).toBeLessThan(DEVIATIONS * deviation);
  });

  it("loses in bursts of geometric length, 1 / badToGood on average", () => {
    const lost = strikes(spec);
    const bursts = lost
      .map((each) => (each ? "x" : "."))
      .join("")
      .match(/x+/g)!
      .map(({ length }) => length);
    const mean = bursts.reduce((sum, length) => sum + length, 0) / bursts.length;
    const deviation = Math.sqrt((1 - 0.25) / (0.25 * 0.25) / bursts.length);
    expect(Math.abs(mean - 4)).toBeLessThan(DEVIATIONS * deviation);
    const ones = bursts.filter((length) => length === 1).length / bursts.length;
    expect(Math.abs(ones - 0.25)).toBeLessThan(DEVIATIONS * Math.sqrt((0.25 * 0.75) / bursts.length));
  });

  it("loses in both states what each loses", () => {
    const both = { ...spec, lossInGood: 0.1, lossInBad: 0.6 };
    const pi = 0.02 / 0.27;
    expect(meanLoss(both)).toBeCloseTo(0.1 * (1 - pi) + 0.6 * pi, 12);
    expect(fraction(strikes(both))).toBeCloseTo(meanLoss(both), 2);
  });

  it("begins in its stationary law, each pair of ends with a chain of its own", () => {
    const count = 20_000;
    const rule = { link: "gateway-node", between: null, direction: "forward", loss: spec } as const;
    const bench = new LinkBench(aScenario({ network: { rules: [rule] }, nodes: nodes(count) }));
    for (let node = 0; node < count; node++) bench.send(bench.links.toNode.between(0, node));
    const pi = 0.02 / 0.27;
    expect(Math.abs(fraction(bench.lost) - pi)).toBeLessThan(DEVIATIONS * Math.sqrt((pi * (1 - pi)) / count));
  });

  it("that never moves loses nothing when it starts good", () => {
    expect(meanLoss({ ...spec, goodToBad: 0, badToGood: 0 })).toBe(0);
  });
});
