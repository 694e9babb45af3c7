/** Which key a message carries. */
import type { Random } from "../core/random.ts";
import type { FromTrace, KeySpec } from "../scenario.ts";
import { MAX_TABLED_KEYS, TabledZipfKeys, ZipfKeys } from "./zipf.ts";

export interface KeySampler {
  /** A whole number of at least 0. */
  draw(): number;
}

const MAX_KEYS = 4294967296;

/** Keys over a stream. Throws a RangeError that names the parameter where one is out of range. */
export function keySampler(spec: Exclude<KeySpec, FromTrace>, random: Random): KeySampler {
  switch (spec.kind) {
    case "none":
      return new ConstantKey(0);
    case "constant":
      checkKey(spec.key);
      return new ConstantKey(spec.key);
    case "uniform":
      checkCount("uniform", spec.count);
      return new UniformKeys(spec.count, random);
    case "zipf":
      checkCount("zipf", spec.count);
      if (!(spec.exponent >= 0 && spec.exponent < Infinity)) {
        throw new RangeError(`zipf.exponent: expected >= 0 and finite, got ${spec.exponent}`);
      }
      return zipfKeys(spec.count, spec.exponent, random);
  }
}

function zipfKeys(count: number, exponent: number, random: Random): KeySampler {
  if (exponent === 0) return new UniformKeys(count, random);
  if (count <= MAX_TABLED_KEYS) return new TabledZipfKeys(count, exponent, random);
  return new ZipfKeys(count, exponent, random);
}

function checkKey(key: number): void {
  if (!(Number.isSafeInteger(key) && key >= 0)) {
    throw new RangeError(`constant.key: expected a whole number of at least 0 and below 2^53, got ${key}`);
  }
}

function checkCount(kind: string, count: number): void {
  if (!(Number.isInteger(count) && count >= 1 && count <= MAX_KEYS)) {
    throw new RangeError(`${kind}.count: expected a whole number from 1 to ${MAX_KEYS}, got ${count}`);
  }
}

/** Takes nothing from the stream. */
class ConstantKey implements KeySampler {
  readonly #key: number;

  constructor(key: number) {
    this.#key = key;
  }

  draw(): number {
    return this.#key;
  }
}

class UniformKeys implements KeySampler {
  readonly #count: number;
  readonly #random: Random;

  constructor(count: number, random: Random) {
    this.#count = count;
    this.#random = random;
  }

  draw(): number {
    return this.#random.below(this.#count);
  }
}
