/**
 * A histogram's counts as plain data, some kilobytes to keep and to send: what quantiles over many runs are made of, since
 * quantiles of single runs cannot be averaged without bias.
 */
import { bucketOf, bucketStart, STANDARD_BITS, type Histogram } from "./histogram.ts";

/** Of times in nanoseconds. */
export interface Distribution {
  /** The buckets that hold something, ascending. */
  readonly buckets: Uint16Array;
  /** How many values lie in each of them and below. */
  readonly upTo: Uint32Array;
  /** 0 where there are no values. */
  readonly maxNs: number;
}

export function distributionOf(histogram: Histogram): Distribution {
  const { counts, max } = histogram;
  const filled: number[] = [];
  for (let bucket = 0; bucket < counts.length; bucket++) if (counts[bucket]! > 0) filled.push(bucket);
  const buckets = Uint16Array.from(filled);
  const upTo = new Uint32Array(buckets.length);
  let sum = 0;
  buckets.forEach((bucket, i) => (upTo[i] = sum += counts[bucket]!));
  return { buckets, upTo, maxNs: max };
}

/** How many values there are. */
export function countOf({ upTo }: Distribution): number {
  return upTo.length === 0 ? 0 : upTo[upTo.length - 1]!;
}

/** How many values lie above `valueNs` >= 0; those in its own bucket as if they lay evenly in it. */
export function countAbove(distribution: Distribution, valueNs: number): number {
  const { buckets, upTo, maxNs } = distribution;
  if (valueNs >= maxNs) return 0;
  const bucket = bucketOf(valueNs, STANDARD_BITS);
  const i = firstAtLeast(buckets, bucket);
  const below = i === 0 ? 0 : upTo[i - 1]!;
  if (buckets[i] !== bucket || bucket === 0) return countOf(distribution) - (buckets[i] === bucket ? upTo[i]! : below);
  const end = Math.min(maxNs, bucketStart(bucket + 1, STANDARD_BITS));
  const start = bucketStart(bucket, STANDARD_BITS);
  return countOf(distribution) - upTo[i]! + (upTo[i]! - below) * ((end - valueNs) / (end - start));
}

/** The place of the first bucket that is at least `bucket`. */
function firstAtLeast(buckets: Uint16Array, bucket: number): number {
  let [low, high] = [0, buckets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (buckets[middle]! < bucket) low = middle + 1;
    else high = middle;
  }
  return low;
}
