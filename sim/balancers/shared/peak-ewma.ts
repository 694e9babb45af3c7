/**
 * Peak-sensitive moving averages of round-trip times, one per node (Finagle's PeakEwma): a longer time is believed at
 * once, shorter ones wear it down with the time that has passed, and so does silence.
 */
import { exp } from "../../core/math.ts";
import type { Ns } from "../../core/time.ts";
import type { NodeId } from "../contract.ts";

export class PeakEwma {
  readonly #decayNs: Ns;
  /** By node: the average in nanoseconds when it was last brought up to date. */
  readonly #cost: Float64Array;
  readonly #stampNs: Float64Array;

  /** `decayNs`: after so long without news a cost is down to 1/e. `initialNs`: what is believed of a node never heard of. */
  constructor(nodes: number, decayNs: Ns, initialNs: Ns) {
    this.#decayNs = decayNs;
    this.#cost = new Float64Array(nodes).fill(initialNs);
    this.#stampNs = new Float64Array(nodes);
  }

  /** A message to the node took this long. */
  observe(node: NodeId, roundTripNs: Ns, nowNs: Ns): void {
    const cost = this.#cost[node]!;
    this.#cost[node] = roundTripNs > cost ? roundTripNs : this.#mixed(node, roundTripNs, nowNs);
    this.#stampNs[node] = nowNs;
  }

  /** The cost now. `observing`: as Finagle and Tower do, the look itself counts as a round trip of nothing. */
  read(node: NodeId, nowNs: Ns, observing: boolean): Ns {
    const cost = this.#mixed(node, 0, nowNs);
    if (observing) {
      this.#cost[node] = cost;
      this.#stampNs[node] = nowNs;
    }
    return cost;
  }

  #mixed(node: NodeId, roundTripNs: Ns, nowNs: Ns): Ns {
    const elapsedNs = nowNs - this.#stampNs[node]!;
    const kept = elapsedNs === 0 ? 1 : exp(-elapsedNs / this.#decayNs);
    return this.#cost[node]! * kept + roundTripNs * (1 - kept);
  }
}
