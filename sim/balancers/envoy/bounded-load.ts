/** Envoy's bound on hashed load: `hash_balance_factor` (thread_aware_lb_impl.cc, `BoundedLoadHashingLoadBalancer`). */
import { NONE, type NodeId } from "../contract.ts";
import { MersenneTwister } from "../shared/mersenne-twister.ts";
import type { HostShare } from "./shares.ts";

const TWO_POW_32 = 0x1_0000_0000;

/** How many active requests a host with this share may have before it counts as overloaded; at that many it does not yet. */
export function slotsOf(active: number, factor: number, share: number): number {
  const total = Math.floor(((active + 1) * factor + 99) / 100);
  return Math.max(1, Math.ceil(total * share));
}

/** What the bound looks at, as it is now. */
export interface BoundedState {
  /** By host: this gateway's active requests, and all of them together. */
  readonly inFlight: Int32Array;
  readonly active: number;
}

export class BoundedLoad {
  readonly #factor: number;
  readonly #shares: readonly HostShare[];
  readonly #shareOf: ReadonlyMap<NodeId, number>;

  /** `factor` in percent of the average; 0: no bound. */
  constructor(factor: number, shares: readonly HostShare[]) {
    this.#factor = factor;
    this.#shares = shares;
    this.#shareOf = new Map(shares.map(({ id, share }) => [id, share]));
  }

  /**
   * The host itself unless it is overloaded; then the first that is not in an order which the hash shuffles; then the least
   * overloaded. `seed`: the lower half of the message's hash.
   */
  choose(host: NodeId, seed: number, state: BoundedState): NodeId {
    if (this.#factor === 0) return host;
    let least = this.#overload(host, this.#shareOf.get(host)!, state);
    if (least <= 1) return host;
    let best = host;
    const shuffle = new Shuffle(this.#shares.length, seed);
    for (let place = shuffle.next(); place !== NONE; place = shuffle.next()) {
      const { id, share } = this.#shares[place]!;
      if (id === host) continue;
      const overload = this.#overload(id, share, state);
      if (overload <= 1) return id;
      if (overload < least) [best, least] = [id, overload];
    }
    return best;
  }

  #overload(host: NodeId, share: number, { inFlight, active }: BoundedState): number {
    return inFlight[host]! / slotsOf(active, this.#factor, share);
  }
}

/** The places [0, count) in the order that Envoy's shuffle with this seed gives them, made as far as it is asked for. */
export class Shuffle {
  readonly #random: MersenneTwister;
  readonly #count: number;
  /** Where a place does not hold its own number: what it holds. */
  readonly #moved = new Map<number, number>();
  #done = 0;

  constructor(count: number, seed: number) {
    this.#random = new MersenneTwister(seed);
    this.#count = count;
  }

  /** The next place; NONE behind the last. */
  next(): number {
    if (this.#done === this.#count) return NONE;
    const place = this.#done++;
    const other = place + this.#below(this.#count - place);
    const found = this.#moved.get(other) ?? other;
    this.#moved.set(other, this.#moved.get(place) ?? place);
    return found;
  }

  #below(bound: number): number {
    const width = Math.floor(TWO_POW_32 / bound);
    for (;;) {
      const draw = Math.floor(this.#random.next() / width);
      if (draw < bound) return draw;
    }
  }
}
