/** Published values of hash functions: `{algorithm, key or key_uint64, buckets?}`, or Kafka's rule and its partitions. */
import { redisSlot } from "../../../../sim/balancers/shared/hash/crc16.ts";
import { jump } from "../../../../sim/balancers/shared/hash/jump.ts";
import { murmur2 } from "../../../../sim/balancers/shared/hash/murmur2.ts";
import { murmur3 } from "../../../../sim/balancers/shared/hash/murmur3.ts";
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import { Word64 } from "../../../../sim/balancers/shared/hash/word64.ts";
import { partitionForKey } from "../../../../sim/balancers/messaging/kafka/keyed.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Family } from "../family.ts";

type Reader = (setup: Setup, match: RegExpExecArray) => readonly number[];

const ALGORITHMS: readonly (readonly [RegExp, RegExp, Reader])[] = [
  [/^jump consistent hash\b/, /^bucket\b/, jumps],
  [/^Kafka murmur2\b/, /^signed 32-bit hash$/, (setup) => [murmur2(keyOf(setup))]],
  [/^Kafka default partition\b/, /^partition$/, partitions],
  [
    /^murmur3\b.*?(?:seed (\w+))?\)?$/i,
    /^(?:unsigned )?32-bit hash$/,
    (setup, [, seed]) => [murmur3(keyOf(setup), Number(seed ?? 0))],
  ],
  [/^(?:Redis Cluster|CRC16\b)/, /^(?:hash )?slot$/, (setup) => [redisSlot(keyOf(setup))]],
];

export const hashTestVectors: Family = {
  name: "hash test vectors",
  plan(setup, { measure }) {
    const text = setup.text(setup.oneOf("algorithm", "rule"));
    for (const [algorithm, phrase, read] of ALGORITHMS) {
      const match = algorithm.exec(text);
      if (match === null || !phrase.test(measure)) continue;
      const figures = read(setup, match);
      return { compute: () => figures };
    }
    throw new NotCovered(`${JSON.stringify(text)}, ${JSON.stringify(measure)}: not understood`);
  },
};

function keyOf(setup: Setup): Uint8Array {
  return utf8(setup.text("key"));
}

function partitions(setup: Setup): readonly number[] {
  const key = keyOf(setup);
  return setup.numbers("partitions").map((count) => partitionForKey(key, count));
}

/** The buckets of one key for a range of bucket counts. */
function jumps(setup: Setup): readonly number[] {
  const text = setup.text("key_uint64");
  if (!/^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text))
    throw new NotCovered(`setup.key_uint64: ${text} is not understood`);
  const value = BigInt(text);
  const key = new Word64(Number(BigInt.asUintN(32, value >> 32n)), Number(BigInt.asUintN(32, value)));
  return countsOf(setup).map((buckets) => jump(key, buckets));
}

/** `1..19`, a list, or one number. */
function countsOf(setup: Setup): readonly number[] {
  if (!setup.isText("buckets")) return setup.isList("buckets") ? setup.numbers("buckets") : [setup.count("buckets")];
  const text = setup.text("buckets");
  const match = /^(\d+)\.\.(\d+)$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (!(from >= 1 && to >= from)) throw new NotCovered(`setup.buckets: ${JSON.stringify(text)} is not understood`);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
