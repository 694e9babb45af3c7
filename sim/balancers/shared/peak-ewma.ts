/**
 * Peak-sensitive moving averages of round-trip times, one per node (Finagle's PeakEwma.scala, Tower's load::PeakEwma): a
 * longer time is believed at once, shorter ones wear it down with the time that has passed, and so does silence.
 *
 * A look counts as a round trip of nothing and is kept, as both do. exp composes, so looks change nothing while a node is
 * silent; but a round trip is a peak when it is longer than the average was at the last look or observation, so that how
 * often a node is compared does matter.
 */
import { exp } from "../../core/math.ts";
import type { Ns } from "../../core/time.ts";
import type { NodeId } from "../contract.ts";

export class PeakEwma {
  readonly #decayNs: Ns;
  readonly #initialNs: Ns;
  /** By node: the average in nanoseconds when it was last brought up to date. */
  readonly #cost: Float64Array;
  readonly #stampNs: Float64Array;

  /** `decayNs`: after so long without news a cost is down to 1/e. `initialNs`: what is believed of a node never heard of. */
  constructor(nodes: number, decayNs: Ns, initialNs: Ns) {
    this.#decayNs = decayNs;
    this.#initialNs = initialNs;
    this.#cost = new Float64Array(nodes).fill(initialNs);
    this.#stampNs = new Float64Array(nodes);
  }

  /** Forgets the node: from now on it is one never heard of. */
  reset(node: NodeId, nowNs: Ns): void {
    this.#cost[node] = this.#initialNs;
    this.#stampNs[node] = nowNs;
  }

  /** A message to the node took this long. */
  observe(node: NodeId, roundTripNs: Ns, nowNs: Ns): void {
    const cost = this.#cost[node]!;
    const elapsedNs = nowNs - this.#stampNs[node]!;
    this.#stampNs[node] = nowNs;
    if (roundTripNs > cost) this.#cost[node] = roundTripNs;
    else if (elapsedNs > 0) {
      const kept = exp(-elapsedNs / this.#decayNs);
      this.#cost[node] = cost * kept + roundTripNs * (1 - kept);
    }
  }

  /** The cost now; the look itself is observed. */
  read(node: NodeId, nowNs: Ns): Ns {
    this.observe(node, 0, nowNs);
    return this.#cost[node]!;
  }
}
