/** Prequal's pool of probe answers: a few, fresh, each good for a few messages. */
import type { Ns } from "../../core/time.ts";
import type { NodeId } from "../contract.ts";
import { SlidingQuantile } from "../shared/sliding-quantile.ts";

/** What a node has answered, as far as the rule goes. */
export interface Answer {
  readonly node: NodeId;
  readonly requestsInFlight: number;
  readonly latencyNs: Ns;
}

/** One probe's answer as the pool keeps it. */
export interface PooledProbe extends Answer {
  /** Requests in flight at the node, as it said, plus those sent there since on the strength of this answer. */
  requestsInFlight: number;
  readonly atNs: Ns;
  /** Messages that may still be sent on the strength of it. */
  usesLeft: number;
}

/** How many of the last answers' requests in flight decide what is hot. The paper names no number. */
export const REMEMBERED = 128;

export class ProbePool {
  readonly #capacity: number;
  readonly #maxAgeNs: Ns;
  readonly #hotQuantile: number;
  /** Oldest first. */
  readonly #probes: PooledProbe[] = [];
  readonly #recent: SlidingQuantile = new SlidingQuantile(REMEMBERED);

  constructor(capacity: number, maxAgeNs: Ns, hotQuantile: number) {
    this.#capacity = capacity;
    this.#maxAgeNs = maxAgeNs;
    this.#hotQuantile = hotQuantile;
  }

  get size(): number {
    return this.#probes.length;
  }

  /** Takes in an answer, which replaces an older one of its node; else, where the pool is full, the oldest makes room. */
  add(probe: PooledProbe): void {
    this.#recent.add(probe.requestsInFlight);
    const older = this.#probes.findIndex(({ node }) => node === probe.node);
    if (older >= 0) this.#probes.splice(older, 1);
    else if (this.#probes.length >= this.#capacity) this.#probes.shift();
    this.#probes.push(probe);
  }

  /** Drops the answers that are too old. */
  expire(nowNs: Ns): void {
    while (this.#probes.length > 0 && nowNs - this.#probes[0]!.atNs > this.#maxAgeNs) this.#probes.shift();
  }

  /** Drops the answers of all other nodes. */
  keep(wanted: (node: NodeId) => boolean): void {
    const kept = this.#probes.filter(({ node }) => wanted(node));
    this.#probes.splice(0, this.#probes.length, ...kept);
  }

  /** The answer to go by: of the cold ones that of least latency, else the one with fewest requests in flight. */
  best(): PooledProbe | null {
    const hot = this.#hotAbove();
    let best: PooledProbe | null = null;
    for (const probe of this.#probes) if (best === null || comesBefore(probe, best, hot)) best = probe;
    return best;
  }

  /** One message goes by this answer. */
  use(probe: PooledProbe): void {
    probe.requestsInFlight++;
    if (--probe.usesLeft <= 0) this.#probes.splice(this.#probes.indexOf(probe), 1);
  }

  removeOldest(): void {
    this.#probes.shift();
  }

  /** The reverse of `best`: the hot one with most requests in flight, else the cold one of greatest latency. */
  removeWorst(): void {
    const hot = this.#hotAbove();
    let worst = 0;
    for (let at = 1; at < this.#probes.length; at++) {
      if (comesBefore(this.#probes[worst]!, this.#probes[at]!, hot)) worst = at;
    }
    this.#probes.splice(worst, 1);
  }

  #hotAbove(): number {
    return hotAbove(this.#recent, this.#hotQuantile);
  }
}

/** A node with more requests in flight than this is hot. Quantile 0: all are, 1: none is. */
export function hotAbove(recent: SlidingQuantile, quantile: number): number {
  if (quantile === 0) return -1;
  return quantile === 1 ? Infinity : recent.quantile(quantile);
}

/** The hot-cold lexicographic rule. */
export function comesBefore(x: Answer, y: Answer, hotAbove: number): boolean {
  const hotX = x.requestsInFlight > hotAbove;
  const hotY = y.requestsInFlight > hotAbove;
  if (hotX !== hotY) return hotY;
  return hotX ? x.requestsInFlight < y.requestsInFlight : x.latencyNs < y.latencyNs;
}
