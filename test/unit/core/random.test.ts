import alea from "seedrandom/lib/alea.js";
import { describe, expect, it } from "vitest";
import { RandomStreams, Stream } from "../../../sim/core/random.ts";
import { EXPONENTIAL, LAYERS, NORMAL, type Ziggurat } from "../../../sim/core/ziggurat.ts";
import {
  chiSquare,
  chiSquareBound,
  FIVE_SIGMA,
  ksBound,
  ksDistance,
  lowerGamma,
  meanOf,
  normalCdf,
  sampleOf,
} from "../../support/statistics.ts";

const TWO_POW_32 = 2 ** 32;

describe("Stream", () => {
  it("draws what seedrandom's alea draws, from its 17th on", () => {
    const stream = new Stream(42, "web");
    const theirs = alea("42/web", { state: true });
    for (let i = 0; i < 16; i++) theirs();
    const [ours, reference] = [sampleOf(10_000, () => stream.u32()), sampleOf(10_000, () => theirs() * TWO_POW_32)];
    expect(ours).toEqual(reference);
  });

  // A change of any of these changes every result of every user: name it in the changelog.
  it("begins as it always did", () => {
    const stream = new Stream(1, "golden");
    expect([stream.u32(), stream.u32(), stream.u32()]).toEqual([609908788, 3115973432, 1830314460]);
    expect([stream.unit(), stream.unit()]).toEqual([0.14938686479661623, 0.8496664099843094]);
    expect([stream.below(6), stream.below(1e6), stream.below(4e9)]).toEqual([1, 400289, 1065272751]);
    expect([stream.exponential(1), stream.exponential(1e6)]).toEqual([0.10389145351694208, 499297.36155147356]);
    expect([stream.normal(), stream.normal()]).toEqual([-1.1701220868255575, 1.2178578991360758]);
  });

  it("u32 is whole and even in every byte", () => {
    const stream = new Stream(1, "u32");
    const bytes = [0, 1, 2, 3].map(() => new Float64Array(256));
    const draws = sampleOf(1e6, () => stream.u32());
    expect(draws.every((draw) => draw >>> 0 === draw)).toBe(true);
    for (const draw of draws) {
      bytes.forEach((counts, byte) => counts[(draw >>> (8 * byte)) & 255]!++);
    }
    for (const counts of bytes)
      expect(
        chiSquare(
          counts,
          counts.map(() => 1e6 / 256),
        ),
      ).toBeLessThan(chiSquareBound(256));
  });

  it("unit is uniform on [0, 1) and uses all 53 bits", () => {
    const stream = new Stream(1, "unit");
    const draws = sampleOf(1e6, () => stream.unit());
    expect(ksDistance(draws, (x) => x)).toBeLessThan(ksBound(1e6));
    expect(draws.every((x) => x >= 0 && x < 1)).toBe(true);
    // The lowest bit is set in half of them: five standard errors of a coin.
    const odd = draws.filter((x) => (x * 2 ** 53) % 2 === 1).length;
    expect(Math.abs(odd - 5e5)).toBeLessThan((FIVE_SIGMA * 1000) / 2);
  });

  it.each([1, 2, 3, 7, 10, 64, 100, 1000])("below(%d) is even", (bound) => {
    const stream = new Stream(1, `below ${bound}`);
    const counts = new Float64Array(bound);
    for (let i = 0; i < 200_000; i++) counts[stream.below(bound)]!++;
    expect(
      chiSquare(
        counts,
        counts.map(() => 200_000 / bound),
      ),
    ).toBeLessThanOrEqual(chiSquareBound(bound));
  });

  // With a bound of 3/4 of 2^32, a plain product or remainder would make every third value twice as likely as the others.
  it.each([3 * 2 ** 30, 2 ** 31 + 1, 2 ** 32, 2 ** 21, 2 ** 21 + 1, 1.5 * 2 ** 20])(
    "below(%d) has no bias",
    (bound) => {
      const stream = new Stream(1, `below ${bound}`);
      const [thirds, remainders] = [new Float64Array(3), new Float64Array(3)];
      const draws = sampleOf(300_000, () => stream.below(bound));
      expect(draws.every((draw) => Number.isInteger(draw) && draw >= 0 && draw < bound)).toBe(true);
      for (const draw of draws) {
        thirds[Math.floor((draw / bound) * 3)]!++;
        remainders[draw % 3]!++;
      }
      expect(chiSquare(thirds, [1e5, 1e5, 1e5])).toBeLessThan(chiSquareBound(3));
      expect(chiSquare(remainders, [1e5, 1e5, 1e5])).toBeLessThan(chiSquareBound(3));
    },
  );

  it.each([0, -1, NaN, TWO_POW_32 + 1])("below(%d) is refused with its value", (bound) => {
    expect(() => new Stream(1, "x").below(bound)).toThrow(`expected a bound of 1 to 2^32, got ${bound}`);
  });

  // The largest bound that is treated as a small one and has nearly as many surplus draws as it can: one in 2^11.
  it("below refuses exactly the surplus draws (Lemire's condition in whole numbers)", () => {
    const bound = 2_096_129n;
    const stream = new Stream(1, "surplus");
    const raw = new Stream(1, "surplus");
    let refused = 0;
    const expected = (): number => {
      const product = BigInt(raw.u32()) * bound;
      if (product % 2n ** 32n >= 2n ** 32n % bound) return Number(product >> 32n);
      refused++;
      return expected();
    };
    const differing = Array.from({ length: 100_000 }, () => stream.below(Number(bound)) - expected());
    expect(differing.every((difference) => difference === 0)).toBe(true);
    expect(refused).toBeGreaterThan(10);
  });
});

describe("similar names", () => {
  it("make streams whose first draws are unlike", () => {
    const pairs = new Float64Array(256);
    const seen = new Set<number>();
    let previous = new Stream(1, "node/-1").u32();
    for (let i = 0; i < 100_000; i++) {
      const draw = new Stream(1, `node/${i}`).u32();
      pairs[(draw >>> 28) * 16 + (previous >>> 28)]!++;
      seen.add(draw);
      previous = draw;
    }
    expect(
      chiSquare(
        pairs,
        pairs.map(() => 100_000 / 256),
      ),
    ).toBeLessThan(chiSquareBound(256));
    // Birthdays: 1.16 equal pairs expected of 10^5 in 2^32; 12 or more have a chance below one in a million (Poisson).
    expect(100_000 - seen.size).toBeLessThan(12);
  });
});

describe.each<[string, Ziggurat, (x: number) => number, number]>([
  ["exponential", EXPONENTIAL, (x) => Math.exp(-x), Math.exp(-EXPONENTIAL.tail)],
  ["normal", NORMAL, (x) => Math.exp((-x * x) / 2), Math.sqrt(2 * Math.PI) * (1 - normalCdf(NORMAL.tail))],
])("the ziggurat of the %s", (_, { edge, height, tail }, density, tailArea) => {
  it("has layers of one area, base and tail included, that close at the top", () => {
    const area = edge[0]! * density(tail);
    for (let i = 1; i < LAYERS; i++) expect(edge[i]! * (height[i + 1]! - height[i]!)).toBeCloseTo(area, 13);
    expect(tail * density(tail) + tailArea).toBeCloseTo(area, 13);
    expect(edge[LAYERS]).toBe(0);
    expect(height[LAYERS]).toBe(1);
  });

  it("has edges on the density", () => {
    for (let i = 1; i <= LAYERS; i++) expect(height[i]! / density(edge[i]!)).toBeCloseTo(1, 13);
  });
});

describe("exponential", () => {
  const stream = new Stream(1, "exponential");
  const draws = sampleOf(4e6, () => stream.exponential(1));

  it("fits in a thousand cells of equal probability", () => {
    const counts = new Float64Array(1000);
    for (const x of draws) counts[Math.floor(Math.exp(-x) * 1000 * (1 - 1e-16))]!++;
    expect(
      chiSquare(
        counts,
        counts.map(() => 4000),
      ),
    ).toBeLessThan(chiSquareBound(1000));
  });

  it("has the right mean: within five standard errors", () => {
    expect(Math.abs(meanOf(draws) - 1)).toBeLessThan(FIVE_SIGMA / 2000);
  });

  it("has the right tail: as often as it should, and again exponential", () => {
    const beyond = draws.filter((x) => x > EXPONENTIAL.tail).map((x) => x - EXPONENTIAL.tail);
    const expected = 4e6 * Math.exp(-EXPONENTIAL.tail);
    expect(Math.abs(beyond.length - expected)).toBeLessThan(FIVE_SIGMA * Math.sqrt(expected));
    expect(ksDistance(beyond, (x) => 1 - Math.exp(-x))).toBeLessThan(ksBound(beyond.length));
  });

  it("is scaled by its mean", () => {
    const [a, b] = [new Stream(1, "same"), new Stream(1, "same")];
    for (let i = 0; i < 1000; i++) expect(a.exponential(7)).toBe(b.exponential(1) * 7);
  });
});

describe("normal", () => {
  const stream = new Stream(1, "normal");
  const draws = sampleOf(4e6, () => stream.normal());

  it("fits in four hundred cells", () => {
    const counts = new Float64Array(402);
    for (const x of draws) counts[Math.min(401, Math.max(0, Math.floor(x * 50) + 201))]!++;
    const edges = Array.from({ length: 401 }, (_, i) => normalCdf((i - 200) / 50));
    const expected = [...edges, 1].map((p, i) => 4e6 * (p - (i === 0 ? 0 : edges[i - 1]!)));
    expect(chiSquare(counts, expected)).toBeLessThan(chiSquareBound(402));
  });

  it("has both tails, as often as it should, and of the right shape", () => {
    const { tail } = NORMAL;
    const beyond = draws.filter((x) => Math.abs(x) > tail);
    const outside = (x: number): number => 1 - lowerGamma(0.5, (x * x) / 2, Math.sqrt(Math.PI) / 2);
    const expected = 4e6 * outside(tail);
    expect(Math.abs(beyond.length - expected)).toBeLessThan(FIVE_SIGMA * Math.sqrt(expected));
    const positive = beyond.filter((x) => x > 0).length;
    expect(Math.abs(positive - beyond.length / 2)).toBeLessThan((FIVE_SIGMA * Math.sqrt(beyond.length)) / 2);
    const within = (x: number): number => 1 - outside(x) / outside(tail);
    expect(ksDistance(beyond.map(Math.abs), within)).toBeLessThan(ksBound(beyond.length));
  });
});

describe("RandomStreams", () => {
  it("gives the same stream for the same name", () => {
    const streams = new RandomStreams(1);
    expect(streams.stream("a")).toBe(streams.stream("a"));
    expect(streams.stream("a")).not.toBe(streams.stream("b"));
  });

  it("gives other draws for another seed or name", () => {
    const first = (seed: number, name: string): number => new RandomStreams(seed).stream(name).u32();
    expect(new Set([first(1, "a"), first(2, "a"), first(1, "b"), first(1, "a ")]).size).toBe(4);
  });
});
