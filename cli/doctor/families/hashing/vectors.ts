/**
 * Published values of hash functions: `{algorithm, key, seed?}`, `{algorithm, key_uint64, buckets}` for the jump hash, or a rule
 * that makes a partition or a slot of a key: `{rule, key, partitions}`.
 */
import { redisSlot } from "../../../../sim/balancers/shared/hash/crc16.ts";
import { javaStringHash } from "../../../../sim/balancers/shared/hash/java-string.ts";
import { jump } from "../../../../sim/balancers/shared/hash/jump.ts";
import { murmur3 } from "../../../../sim/balancers/shared/hash/murmur3.ts";
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import { Word64 } from "../../../../sim/balancers/shared/hash/word64.ts";
import { partitionForKey } from "../../../../sim/balancers/messaging/kafka/keyed.ts";
import type { OracleCase } from "../../case-file.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Calculation, Family } from "../family.ts";
import { HASH_FUNCTIONS, type HashFunction } from "./hash-functions.ts";

type Reader = (setup: Setup, text: string) => readonly number[];

/** The seed of RabbitMQ's stream clients. */
const STREAM_SEED = 104729;

const RULES: readonly (readonly [algorithm: RegExp, measure: RegExp, Reader])[] = [
  [/^jump consistent hash\b/, /^buckets?\b/, jumps],
  [/^Kafka\b.*\bpartition\b/i, /^partitions?$/, byPartitions(partitionForKey)],
  [
    /^(?:RabbitMQ )?(?:super[ -]?)?streams?\b.*\bmurmur3/i,
    /^partitions?$/,
    byPartitions((key, count) => murmur3(key, STREAM_SEED) % count),
  ],
  [
    /^Pulsar\b.*\bJava ?String ?Hash/i,
    /^partitions?$/,
    (setup) => countsOf(setup, "partitions").map((count) => (javaStringHash(keyOf(setup)) & 0x7fffffff) % count),
  ],
  [/^(?:Redis Cluster|CRC16\b)/i, /^(?:key |hash )?slots?$/, (setup) => [redisSlot(utf8(keyOf(setup)))]],
];

export const hashTestVectors: Family = {
  name: "hash test vectors",
  plan(setup, oracle) {
    const text = setup.text(setup.oneOf("algorithm", "rule"));
    for (const [algorithm, phrase, read] of RULES) {
      if (!algorithm.test(text) || !phrase.test(oracle.measure)) continue;
      const figures = read(setup, text);
      return { compute: () => figures };
    }
    const hash = HASH_FUNCTIONS.find(({ name }) => name.test(text));
    const form = FORM.exec(oracle.measure);
    if (hash !== undefined && form !== null) return hashed(setup, oracle, hash, text, form);
    throw new NotCovered(`${JSON.stringify(text)}, ${JSON.stringify(oracle.measure)}: not understood`);
  },
};

/** `signed 32-bit hash`, `64-bit hash (hex)`, `checksum`. */
const FORM =
  /^(?:(signed|unsigned) )?(?:(\d+)-bit )?(?:hash|checksum|crc)(?: value)?(?: \((?:hex|hexadecimal|decimal)\))?$/i;

function hashed(
  setup: Setup,
  { measure, value }: OracleCase,
  { bits, of, seeded }: HashFunction,
  text: string,
  [, sign, said]: RegExpExecArray,
): Calculation {
  if (said !== undefined && Number(said) !== bits) throw new NotCovered(`${JSON.stringify(text)} has ${bits} bits`);
  const seed = seedOf(setup, text);
  if (seed !== null && !seeded) throw new NotCovered(`${JSON.stringify(text)} has no seed here`);
  const unsigned = BigInt.asUintN(bits, of(keyOf(setup), seed));
  const isSigned = sign?.toLowerCase() === "signed" || (typeof value === "number" && value < 0);
  const figure = isSigned ? BigInt.asIntN(bits, unsigned) : unsigned;
  if (typeof value === "string") return { expected: halves(written(value, measure)), compute: () => halves(figure) };
  return { compute: () => [Number(figure)] };
}

function seedOf(setup: Setup, text: string): number | null {
  const inText = /\bseed[ =]*(0x[0-9a-f]+|\d+)/i.exec(text)?.[1];
  const seed = inText === undefined ? null : Number(inText);
  if (!setup.has("seed")) return seed;
  const inSetup = setup.amount("seed");
  if (seed !== null && seed !== inSetup)
    throw new NotCovered(`setup.seed: ${inSetup} contradicts ${JSON.stringify(text)}`);
  return inSetup;
}

/** `0x33bf…`, hexadecimal digits where the measure says so or where there are letters, or decimal ones. */
function written(value: string, measure: string): bigint {
  const isHex = /hex/i.test(measure) || /[a-f]/i.test(value);
  const digits = value.replace(/^0x/i, "");
  if (!(isHex ? /^[0-9a-f]{1,16}$/i : /^\d{1,20}$/).test(digits)) {
    throw new NotCovered(`value: expected a number, got ${JSON.stringify(value)}`);
  }
  return BigInt(isHex || digits !== value ? `0x${digits}` : digits);
}

/** 64 bits as two figures, each of them exact. */
function halves(figure: bigint): readonly number[] {
  return [Number(BigInt.asUintN(32, figure >> 32n)), Number(BigInt.asUintN(32, figure))];
}

function keyOf(setup: Setup): string {
  return setup.anyText("key");
}

function byPartitions(partitionOf: (key: Uint8Array, count: number) => number): Reader {
  return (setup) => {
    const key = utf8(keyOf(setup));
    return countsOf(setup, "partitions").map((count) => partitionOf(key, count));
  };
}

/** The buckets of one key for a range of bucket counts. */
function jumps(setup: Setup): readonly number[] {
  const text = setup.isText("key_uint64") ? setup.text("key_uint64") : String(setup.amount("key_uint64"));
  if (!/^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text))
    throw new NotCovered(`setup.key_uint64: ${text} is not understood`);
  const value = BigInt(text);
  const key = new Word64(Number(BigInt.asUintN(32, value >> 32n)), Number(BigInt.asUintN(32, value)));
  return countsOf(setup, "buckets").map((buckets) => jump(key, buckets));
}

/** `1..19`, a list, or one number. */
function countsOf(setup: Setup, name: string): readonly number[] {
  if (!setup.isText(name)) return setup.isList(name) ? setup.numbers(name) : [setup.count(name)];
  const text = setup.text(name);
  const match = /^(\d{1,6})\.\.(\d{1,6})$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (!(from >= 1 && to >= from)) throw new NotCovered(`setup.${name}: ${JSON.stringify(text)} is not understood`);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
