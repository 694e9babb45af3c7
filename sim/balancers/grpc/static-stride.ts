/**
 * gRPC's static stride scheduler (grpc-go balancer/weightedroundrobin/scheduler.go, grpc static_stride_scheduler.cc): weights as
 * 16-bit numbers, and a rule without state that says, for every number of a sequence, whose turn it is or that it is skipped.
 */

const MOST = 65_535;
const OFFSET = 32_767;
/** How far from the mean weights may be where they are clamped. */
const LEAST_RATIO = 0.01;
const MOST_RATIO = 10;
const TWO_POW_32 = 0x1_0000_0000;

/**
 * Weights scaled so that the greatest is 65,535; those of 0 become the mean of the others. `clamped`: C++ and Java keep them
 * between a hundredth and ten times the mean. null where fewer than two are positive: plain turns then.
 */
export function strideWeights(weights: readonly number[], clamped: boolean): Uint16Array | null {
  const positive = weights.filter((weight) => weight > 0);
  if (positive.length < 2) return null;
  const mean = positive.reduce((sum, weight) => sum + weight, 0) / positive.length;
  const greatest = positive.reduce((one, other) => Math.max(one, other), 0);
  const scale = MOST / (clamped ? Math.min(greatest, MOST_RATIO * mean) : greatest);
  const ofMean = Math.round(scale * mean);
  const least = clamped ? Math.max(1, Math.round(ofMean * LEAST_RATIO)) : 0;
  const scaled = (weight: number): number => Math.max(least, Math.min(MOST, Math.round(scale * weight)));
  return Uint16Array.from(weights, (weight) => (weight > 0 ? scaled(weight) : ofMean));
}

/** Numbers of 32 bits, one after the other, shared by all schedules of a channel. */
export class Sequence {
  #next: number;

  constructor(first: number) {
    this.#next = first;
  }

  next(): number {
    const number = this.#next;
    this.#next = number + 1 === TWO_POW_32 ? 0 : number + 1;
    return number;
  }
}

/** The place whose turn it is: each is picked `weight` times in 65,535 rounds, neighbours not in the same ones. */
export function stridePick(weights: Uint16Array, sequence: Sequence): number {
  for (;;) {
    const number = sequence.next();
    const place = number % weights.length;
    const round = Math.floor(number / weights.length);
    const weight = weights[place]!;
    // At most 2^48 and 2^47: exact in a double.
    if ((weight * round + place * OFFSET) % MOST >= MOST - weight) return place;
  }
}
