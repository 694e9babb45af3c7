/**
 * How Envoy and gRPC place hosts on a ring (ring_hash_lb.cc, and ring.go after it): point i of a host is at the xxHash of `key_i`,
 * and the least host gets a whole number of points.
 */
import type { NodeId } from "../contract.ts";
import { utf8 } from "./hash/utf8.ts";
import { Word64 } from "./hash/word64.ts";
import { xxh64 } from "./hash/xxh64.ts";
import { RingBuilder, type Ring } from "./ring.ts";

/** A host, and its weight such that all hosts' sum to 1. */
export interface RingMember {
  readonly id: NodeId;
  readonly key: string;
  readonly share: number;
}

/** By member: how many points it has. Running sums decide over the fractions, so neighbours in the list may differ by one. */
export function ringPoints(shares: readonly number[], least: number, most: number): number[] {
  const smallest = shares.reduce((one, other) => Math.min(one, other), 1);
  const scale = Math.min(Math.ceil(smallest * least) / smallest, most);
  let points = 0;
  let target = 0;
  return shares.map((share) => {
    const before = points;
    target += scale * share;
    while (points < target) points++;
    return points - before;
  });
}

/** Where the points of the hosts lie, computed once per host however often rings are built. */
export class PointCache {
  readonly #points = new Map<string, { high: Uint32Array; low: Uint32Array }>();

  /** At least `count` points of a key, in the order of their numbers. */
  of(key: string, count: number): { readonly high: Uint32Array; readonly low: Uint32Array } {
    const known = this.#points.get(key);
    if (known !== undefined && known.high.length >= count) return known;
    const made = { high: new Uint32Array(count), low: new Uint32Array(count) };
    const word = new Word64();
    for (let i = 0; i < count; i++) {
      xxh64(utf8(`${key}_${i}`), 0, word);
      made.high[i] = word.high;
      made.low[i] = word.low;
    }
    this.#points.set(key, made);
    return made;
  }
}

/** The ring of some members, at least one, with sizes in points. */
export function ketamaRing(members: readonly RingMember[], least: number, most: number, cache: PointCache): Ring {
  const counts = ringPoints(
    members.map(({ share }) => share),
    least,
    most,
  );
  const builder = new RingBuilder(counts.reduce((sum, count) => sum + count, 0));
  for (const [place, { id, key }] of members.entries()) {
    const { high, low } = cache.of(key, counts[place]!);
    for (let i = 0; i < counts[place]!; i++) builder.add(id, high[i]!, low[i]!);
  }
  return builder.build();
}
