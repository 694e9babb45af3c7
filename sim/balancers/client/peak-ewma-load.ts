/** Peak EWMA as a load: the cost of a round trip times the messages that would be waiting for one. */
import type { Ns } from "../../core/time.ts";
import type { ClusterView, NodeId } from "../contract.ts";
import { PeakEwma } from "../shared/peak-ewma.ts";
import type { LoadMetric } from "./two-choices.ts";

/** Finagle's Long.MaxValue >> 16: behind every node that has answered. */
export const FINAGLE_PENALTY: number = 2 ** 47 - 1;

export class PeakEwmaLoad implements LoadMetric {
  readonly #costs: PeakEwma;
  readonly #penalty: number | null;

  /** `penalty`: what stands for the cost of a node that has none yet while messages are in flight to it; null: nothing does. */
  constructor(costs: PeakEwma, penalty: number | null) {
    this.#costs = costs;
    this.#penalty = penalty;
  }

  load(node: NodeId, view: ClusterView): number {
    const pending = view.inFlight[node]!;
    const cost = this.#costs.read(node, view.nowNs);
    if (cost === 0 && pending > 0 && this.#penalty !== null) return this.#penalty + pending;
    return cost * (pending + 1);
  }

  observe(node: NodeId, latencyNs: Ns, view: ClusterView): void {
    this.#costs.observe(node, latencyNs, view.nowNs);
  }

  joined(node: NodeId, view: ClusterView): void {
    this.#costs.reset(node, view.nowNs);
  }
}
