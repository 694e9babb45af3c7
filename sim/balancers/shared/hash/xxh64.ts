/** xxHash64 (Collet, 2012): Envoy's and gRPC's rings, Envoy's Maglev tables. */
import { wordAt } from "./little-endian.ts";
import { Word64 } from "./word64.ts";

/** Collet's five primes, high and low word. */
const [P1_HIGH, P1_LOW] = [0x9e3779b1, 0x85ebca87];
const [P2_HIGH, P2_LOW] = [0xc2b2ae3d, 0x27d4eb4f];
const [P3_HIGH, P3_LOW] = [0x165667b1, 0x9e3779f9];
const [P4_HIGH, P4_LOW] = [0x85ebca77, 0xc2b2ae63];
const [P5_HIGH, P5_LOW] = [0x27d4eb2f, 0x165667c5];

const lanes: readonly Word64[] = [new Word64(), new Word64(), new Word64(), new Word64()];
const scratch: Word64 = new Word64();

/** The 64-bit hash, put `into` the given word; the seed is a whole number in [0, 2^32). */
export function xxh64(bytes: Uint8Array, seed = 0, into: Word64 = new Word64()): Word64 {
  const { length } = bytes;
  let at = 0;
  if (length >= 32) {
    startLanes(seed);
    for (; at + 32 <= length; at += 32) lanes.forEach((lane, index) => round(lane, bytes, at + 8 * index));
    mergeLanes(into);
  } else {
    into.set(0, seed).add(P5_HIGH, P5_LOW);
  }
  into.add(0, length);
  return avalanche(tail(into, bytes, at));
}

function startLanes(seed: number): void {
  lanes[0]!.set(0, seed).add(P1_HIGH, P1_LOW).add(P2_HIGH, P2_LOW);
  lanes[1]!.set(0, seed).add(P2_HIGH, P2_LOW);
  lanes[2]!.set(0, seed);
  // Minus prime 1 is plus its complement and one.
  lanes[3]!.set(0, seed).add(~P1_HIGH, ~P1_LOW).add(0, 1);
}

/** Takes eight bytes into a lane. */
function round(lane: Word64, bytes: Uint8Array, at: number): void {
  scratch.set(wordAt(bytes, at + 4), wordAt(bytes, at)).multiply(P2_HIGH, P2_LOW);
  lane.add(scratch.high, scratch.low).rotate(31).multiply(P1_HIGH, P1_LOW);
}

const TURNS: readonly number[] = [1, 7, 12, 18];

function mergeLanes(into: Word64): void {
  into.set(0, 0);
  for (let i = 0; i < 4; i++) {
    const { high, low } = lanes[i]!;
    scratch.set(high, low).rotate(TURNS[i]!);
    into.add(scratch.high, scratch.low);
  }
  for (const { high, low } of lanes) {
    scratch.set(high, low).multiply(P2_HIGH, P2_LOW).rotate(31).multiply(P1_HIGH, P1_LOW);
    into.xor(scratch.high, scratch.low).multiply(P1_HIGH, P1_LOW).add(P4_HIGH, P4_LOW);
  }
}

/** The bytes that fill no lanes: eights, a four, ones. */
function tail(hash: Word64, bytes: Uint8Array, from: number): Word64 {
  let at = from;
  for (; at + 8 <= bytes.length; at += 8) {
    scratch
      .set(wordAt(bytes, at + 4), wordAt(bytes, at))
      .multiply(P2_HIGH, P2_LOW)
      .rotate(31)
      .multiply(P1_HIGH, P1_LOW);
    hash.xor(scratch.high, scratch.low).rotate(27).multiply(P1_HIGH, P1_LOW).add(P4_HIGH, P4_LOW);
  }
  if (at + 4 <= bytes.length) {
    scratch.set(0, wordAt(bytes, at)).multiply(P1_HIGH, P1_LOW);
    hash.xor(scratch.high, scratch.low).rotate(23).multiply(P2_HIGH, P2_LOW).add(P3_HIGH, P3_LOW);
    at += 4;
  }
  for (; at < bytes.length; at++) {
    scratch.set(0, bytes[at]!).multiply(P5_HIGH, P5_LOW);
    hash.xor(scratch.high, scratch.low).rotate(11).multiply(P1_HIGH, P1_LOW);
  }
  return hash;
}

function avalanche(hash: Word64): Word64 {
  return hash.xorShifted(33).multiply(P2_HIGH, P2_LOW).xorShifted(29).multiply(P3_HIGH, P3_LOW).xorShifted(32);
}
