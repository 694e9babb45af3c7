import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Batch, bucketAt, bucketMiddle, Histogram, STANDARD_BITS } from "../../../sim/measure/histogram.ts";

function filled(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe("Histogram", () => {
  it("keeps every quantile within 1/256 of the exact one", () => {
    const values = fc.array(fc.integer({ min: 0, max: 2 ** 50 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (sample, q) => {
        const sorted = [...sample].sort((x, y) => x - y);
        const exact = sorted[Math.max(1, Math.ceil(q * sample.length)) - 1]!;
        const error = Math.abs(filled(sample).quantile(q) - exact);
        expect(error).toBeLessThanOrEqual(exact / 256 + 1e-9);
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  it("puts a bucket's middle into that bucket", () => {
    const { values, words } = new Batch(1);
    for (let bucket = 0; bucket < 59 << STANDARD_BITS; bucket += 7) {
      values[0] = bucketMiddle(bucket, STANDARD_BITS);
      expect(bucketAt(words, 0, STANDARD_BITS)).toBe(bucket);
    }
  });

  it("keeps mean, deviation, maximum and the number of zeros exactly", () => {
    const histogram = filled([0, 0, 1, 2, 7]);
    expect(histogram.count).toBe(5);
    expect(histogram.mean).toBeCloseTo(2, 12);
    expect(histogram.stddev).toBeCloseTo(Math.sqrt(34 / 4), 12);
    expect(histogram.max).toBe(7);
    expect(histogram.zeros).toBe(2);
  });

  it("does not lose a small spread on a large mean", () => {
    const offset = 1e15;
    expect(filled([offset, offset + 2, offset + 4]).stddev).toBeCloseTo(2, 9);
  });

  it("carries a quantile only with ten observations beyond it", () => {
    const sample = (count: number): Histogram => filled(Array.from({ length: count }, (_, i) => i));
    expect(sample(999).carries(0.99)).toBe(false);
    expect(sample(1000).carries(0.99)).toBe(true);
  });

  it("has nothing to say about nothing", () => {
    const empty = new Histogram();
    expect([empty.mean, empty.stddev, empty.quantile(0.5)]).toEqual([NaN, NaN, NaN]);
  });
});
