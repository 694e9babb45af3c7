import { describe, expect, it } from "vitest";
import { Digest } from "../../../sim/core/digest.ts";
import { RandomStreams } from "../../../sim/core/random.ts";
import { chiSquare, chiSquareBound } from "../../support/statistics.ts";

function digestOf(...values: number[]): string {
  const digest = new Digest();
  for (const value of values) digest.fold(value);
  return digest.hex();
}

describe("Digest", () => {
  it("is the same for the same numbers, as 16 hexadecimal digits, and always was", () => {
    expect(digestOf(1, 2, 3)).toBe(digestOf(1, 2, 3));
    expect(digestOf()).toMatch(/^[0-9a-f]{16}$/);
    expect([digestOf(), digestOf(0), digestOf(1, 2, 3)]).toEqual([
      "ab5f10c6918f0b18",
      "087e531784136fb9",
      "9e3a8842b64947d6",
    ]);
  });

  it("sees order, repetition, sign, the last bit and the first", () => {
    const different = [
      [],
      [0],
      [-0],
      [0, 0],
      [1, 2],
      [2, 1],
      [1],
      [1 + 2 ** -52],
      [2 ** 52],
      [2 ** 52 + 1],
      [Infinity],
    ];
    expect(new Set(different.map((values) => digestOf(...values))).size).toBe(different.length);
  });

  it("meets no number twice in a hundred thousand", () => {
    const seen = new Set(Array.from({ length: 100_000 }, (_, i) => digestOf(i * 1000)));
    expect(seen.size).toBe(100_000);
  });

  it("flips each of its bits half of the time when any one bit of a number flips, however early", () => {
    const flips = new Float64Array(64);
    const pairs = 20_000;
    for (let i = 0; i < pairs; i++) {
      const value = i * 977;
      const [a, b] = [digestOf(value, 5, i), digestOf(value + 2 ** (i % 40), 5, i)];
      const changed = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
      for (let bit = 0; bit < 64; bit++) if ((changed >> BigInt(bit)) & 1n) flips[bit]!++;
    }
    // Each bit's count is binomial (pairs, 1/2): the sum of 64 squared deviations over pairs/4 is chi-square of 64 degrees.
    const halves = [...flips].flatMap((count) => [count, pairs - count]);
    expect(
      chiSquare(
        halves,
        halves.map(() => pairs / 2),
      ),
    ).toBeLessThan(chiSquareBound(65));
  });

  it("may be read and gone on with", () => {
    const digest = new Digest();
    digest.fold(1);
    expect(digest.hex()).toBe(digestOf(1));
    digest.fold(2);
    expect(digest.hex()).toBe(digestOf(1, 2));
  });

  it("tells texts apart, and where one ends", () => {
    const digest = (...texts: string[]): string => {
      const made = new Digest();
      for (const text of texts) made.foldText(text);
      return made.hex();
    };
    expect(new Set([digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", "")]).size).toBe(4);
  });
});

describe("the digest of all streams", () => {
  const drawn = (...draws: readonly [string, number][]): string => {
    const streams = new RandomStreams(1);
    for (const [name, count] of draws) {
      const stream = streams.stream(name);
      for (let i = 0; i < count; i++) stream.u32();
    }
    return streams.digest();
  };

  it("changes with one draw more, in whichever stream", () => {
    const digests = [drawn(["a", 5], ["b", 5]), drawn(["a", 6], ["b", 5]), drawn(["a", 5], ["b", 6]), drawn(["a", 5])];
    expect(new Set(digests).size).toBe(4);
  });

  it("changes with the seed", () => {
    expect(new RandomStreams(1).digest()).toBe(new RandomStreams(2).digest());
    const [one, two] = [new RandomStreams(1), new RandomStreams(2)];
    one.stream("a");
    two.stream("a");
    expect(one.digest()).not.toBe(two.digest());
  });

  it("does not depend on the order in which streams were made, nor on when it is asked", () => {
    expect(drawn(["a", 3], ["b", 4])).toBe(drawn(["b", 4], ["a", 3]));
    const streams = new RandomStreams(1);
    streams.stream("a").u32();
    expect(streams.digest()).toBe(streams.digest());
    expect(streams.digest()).toBe(drawn(["a", 1]));
  });
});
