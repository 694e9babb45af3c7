/** Finagle's Peak EWMA as a load: the cost of a round trip times the messages that would be waiting for one. */
import type { Ns } from "../../core/time.ts";
import type { ClusterView, NodeId } from "../contract.ts";
import { PeakEwma } from "../shared/peak-ewma.ts";
import type { LoadMetric } from "./two-choices.ts";

/** Finagle's Long.MaxValue >> 16: behind every node that has answered. */
const PENALTY = 2 ** 47;

export class PeakEwmaLoad implements LoadMetric {
  readonly #costs: PeakEwma;
  readonly #readsObserve: boolean;

  constructor(nodes: number, decayNs: Ns, initialNs: Ns, readsObserve: boolean) {
    this.#costs = new PeakEwma(nodes, decayNs, initialNs);
    this.#readsObserve = readsObserve;
  }

  load(node: NodeId, view: ClusterView): number {
    const pending = view.inFlight[node]!;
    const cost = this.#costs.read(node, view.nowNs, this.#readsObserve);
    // A node of which nothing is known is tried with one message at a time.
    return cost === 0 && pending > 0 ? PENALTY + pending : cost * (pending + 1);
  }

  observe(node: NodeId, latencyNs: Ns, _ok: boolean, view: ClusterView): void {
    this.#costs.observe(node, latencyNs, view.nowNs);
  }
}
