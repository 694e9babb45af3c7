/**
 * Zipf's law in constant time, for every exponent above 0: from an alias table where the keys are few, which is five times
 * as fast, and without any table where they are many. Model of the latter: Hörmann & Derflinger, Rejection-Inversion to
 * Generate Variates from Monotone Discrete Distributions, ACM TOMACS 6(3), 1996.
 */
import { AliasTable } from "../core/samplers/alias-table.ts";
import { exp, expm1, log, log1p, roundHalfUp } from "../core/math.ts";
import type { Random } from "../core/random.ts";

/** A table of this size stays within a processor's second cache: 192 KiB. */
export const MAX_TABLED_KEYS = 16384;

export class TabledZipfKeys {
  readonly #table: AliasTable;
  readonly #random: Random;

  /** Key k = 0 … count - 1 has probability proportional to (k + 1)^-exponent. */
  constructor(count: number, exponent: number, random: Random) {
    this.#table = new AliasTable(Float64Array.from({ length: count }, (_, key) => exp(-exponent * log(key + 1))));
    this.#random = random;
  }

  draw(): number {
    return this.#table.draw(this.#random);
  }
}

/** The histogram of k^-exponent is covered by the continuous x^-exponent, whose integral H has a simple inverse. */
export class ZipfKeys {
  readonly #count: number;
  readonly #exponent: number;
  readonly #random: Random;
  /** H at the right end of the last rank, and of the area left of rank 1 that belongs to it: the range of the draw. */
  readonly #areaEnd: number;
  readonly #areaStart: number;
  /** A rank within this distance above its point on the curve is accepted without a look at the histogram. */
  readonly #squeeze: number;

  /** Rank k = 1 … count has probability proportional to k^-exponent; its key is k - 1. */
  constructor(count: number, exponent: number, random: Random) {
    this.#count = count;
    this.#exponent = exponent;
    this.#random = random;
    this.#areaStart = this.#integral(1.5) - 1;
    this.#areaEnd = this.#integral(count + 0.5);
    this.#squeeze = 2 - this.#inverse(this.#integral(2.5) - this.#density(2));
  }

  draw(): number {
    for (;;) {
      const area = this.#areaEnd + this.#random.unit() * (this.#areaStart - this.#areaEnd);
      const x = this.#inverse(area);
      const rank = Math.min(this.#count, Math.max(1, roundHalfUp(x)));
      if (rank - x <= this.#squeeze || area >= this.#integral(rank + 0.5) - this.#density(rank)) return rank - 1;
    }
  }

  #density(x: number): number {
    return exp(-this.#exponent * log(x));
  }

  /** H: the integral of x^-exponent from 1 to x, for any exponent (at 1, the logarithm). */
  #integral(x: number): number {
    const logX = log(x);
    return expm1Over((1 - this.#exponent) * logX) * logX;
  }

  /** The inverse of H. */
  #inverse(area: number): number {
    // Rounding may carry the argument below -1, where H ends.
    return exp(log1pOver(Math.max(-1, (1 - this.#exponent) * area)) * area);
  }
}

/** (e^x - 1) / x, 1 at 0. */
function expm1Over(x: number): number {
  return x > -1e-8 && x < 1e-8 ? 1 + x / 2 : expm1(x) / x;
}

/** ln(1 + x) / x, 1 at 0. */
function log1pOver(x: number): number {
  return x > -1e-8 && x < 1e-8 ? 1 - x / 2 : log1p(x) / x;
}
