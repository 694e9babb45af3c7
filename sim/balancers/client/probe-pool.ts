/** Prequal's pool of probe answers: a few, fresh, each good for a few messages. */
import type { Ns } from "../../core/time.ts";
import type { NodeId } from "../contract.ts";

/** One probe's answer as the pool keeps it. */
export interface PooledProbe {
  readonly node: NodeId;
  /** Requests in flight at the node, as it said, plus those sent there since on the strength of this answer. */
  requestsInFlight: number;
  readonly latencyNs: Ns;
  readonly atNs: Ns;
  /** Messages that may still be sent on the strength of it. */
  usesLeft: number;
}

/** How many of the last answers' requests in flight decide what is hot. */
const REMEMBERED = 128;

export class ProbePool {
  readonly #capacity: number;
  readonly #maxAgeNs: Ns;
  readonly #hotQuantile: number;
  /** Oldest first. */
  readonly #probes: PooledProbe[] = [];
  readonly #recent: number[] = [];
  #nextRecent = 0;

  constructor(capacity: number, maxAgeNs: Ns, hotQuantile: number) {
    this.#capacity = capacity;
    this.#maxAgeNs = maxAgeNs;
    this.#hotQuantile = hotQuantile;
  }

  get size(): number {
    return this.#probes.length;
  }

  /** Takes in an answer; the oldest makes room for it. */
  add(probe: PooledProbe): void {
    this.#recent[this.#nextRecent] = probe.requestsInFlight;
    this.#nextRecent = (this.#nextRecent + 1) % REMEMBERED;
    if (this.#probes.length >= this.#capacity) this.#probes.shift();
    this.#probes.push(probe);
  }

  expire(nowNs: Ns, routable: (node: NodeId) => boolean): void {
    const kept = this.#probes.filter((probe) => nowNs - probe.atNs <= this.#maxAgeNs && routable(probe.node));
    if (kept.length < this.#probes.length) this.#probes.splice(0, this.#probes.length, ...kept);
  }

  /** The answer to go by: of the cold ones that of least latency, else the one with fewest requests in flight. */
  best(): PooledProbe | null {
    const hot = this.#hotAbove();
    return this.#probes.reduce<PooledProbe | null>((best, probe) => {
      return best === null || comesBefore(probe, best, hot) ? probe : best;
    }, null);
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
    if (this.#probes.length === 0) return;
    const hot = this.#hotAbove();
    const worst = this.#probes.reduce((least, probe) => (comesBefore(least, probe, hot) ? probe : least));
    this.#probes.splice(this.#probes.indexOf(worst), 1);
  }

  /** A node with more requests in flight than this quantile of the recent answers is hot. */
  #hotAbove(): number {
    if (this.#recent.length === 0) return Infinity;
    const sorted = [...this.#recent].sort((x, y) => x - y);
    const rank = Math.ceil(this.#hotQuantile * sorted.length) - 1;
    return rank < 0 ? -1 : sorted[Math.min(rank, sorted.length - 1)]!;
  }
}

/** The hot-cold lexicographic rule. */
function comesBefore(x: PooledProbe, y: PooledProbe, hotAbove: number): boolean {
  const hotX = x.requestsInFlight > hotAbove;
  const hotY = y.requestsInFlight > hotAbove;
  if (hotX !== hotY) return hotY;
  return hotX ? x.requestsInFlight < y.requestsInFlight : x.latencyNs < y.latencyNs;
}
