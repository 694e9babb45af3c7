/** The jump hash of RabbitMQ's consistent-hash exchange: Lamping and Veach's walk, drawn by Erlang's `exs1024` generator. */
import { Word64 } from "./word64.ts";

const MASK_21 = 0x1fffff;
const LENGTH = 16;
const state: readonly Word64[] = Array.from({ length: LENGTH }, () => new Word64());
const [seedWord, first, second]: readonly [Word64, Word64, Word64] = [new Word64(), new Word64(), new Word64()];

/**
 * The bucket in [0, buckets) of a hash, of which only the low 21 bits count. RabbitMQ 3.10,
 * `rabbit_exchange_type_consistent_hash:jump_consistent_hash`; the generator: OTP 25, `rand:seed(exs1024, {K, K, K})`.
 */
export function erlangJump(hash: number, buckets: number): number {
  if (buckets === 1) return 0;
  seed(hash);
  let bucket = 0;
  let next = 0;
  for (let place = 0; next < buckets; place = (place + 1) % LENGTH) {
    bucket = next;
    next = Math.floor((bucket + 1) / uniform(place));
  }
  return bucket;
}

/** `exs1024`'s sixteen words: outputs of xorshift64*, the last one first. */
function seed(hash: number): void {
  const k = (hash & MASK_21) + 1;
  const [b1, b2, b3] = [low21(k * 2097131), low21(k * 2097133), low21(k * 2097143)];
  // b1 << 43 | b2 << 22 | b3 << 1 | 1
  seedWord.set((b1 << 11) | (b2 >>> 10), (b2 << 22) | (b3 << 1) | 1);
  for (let i = LENGTH - 1; i >= 0; i--) {
    seedWord.xorShifted(12).xorShiftedLeft(25).xorShifted(27);
    state[i]!.set(seedWord.high, seedWord.low).multiply(0x2545f491, 0x4f6cdd1d);
  }
}

/** One step of xorshift1024* at a place of the state, as a fraction in [0, 1). */
function uniform(place: number): number {
  const next = state[(place + 1) % LENGTH]!;
  first.set(state[place]!.high, state[place]!.low).xorShifted(30);
  second.set(next.high, next.low).xorShiftedLeft(31).xorShifted(11);
  next.set(first.high, first.low).xor(second.high, second.low);
  return first.set(next.high, next.low).multiply(0x106689d4, 0x5497fdb5).fraction();
}

/** The low 21 bits of a product below 2^53. */
function low21(product: number): number {
  return product % (MASK_21 + 1);
}
