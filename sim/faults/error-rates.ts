/** Nodes that answer with errors: of overlapping faults each strikes by itself, and the fastest answer counts. */
import type { NodeId } from "../balancers/contract.ts";
import type { Ns } from "../core/time.ts";
import type { ClusterControl } from "./control.ts";
import type { Occurrence } from "./occurrence.ts";
import { Overlaps } from "./overlaps.ts";

export interface ErrorRate {
  /** Of a message to be answered with an error. */
  readonly probability: number;
  /** From its coming to the answer. */
  readonly latencyNs: Ns;
}

export class ErrorRates {
  readonly #control: Pick<ClusterControl, "setErrors">;
  readonly #rates: Overlaps<ErrorRate> = new Overlaps();

  constructor(control: Pick<ClusterControl, "setErrors">) {
    this.#control = control;
  }

  /** null: the occurrence has no errors at the node any more. */
  set(node: NodeId, occurrence: Occurrence, rate: ErrorRate | null): void {
    const rates = this.#rates.set(node, occurrence, rate);
    if (rates.length === 0) return this.#control.setErrors(node, 0, 0);
    const [first] = rates;
    // One fault alone has exactly the probability that the scenario names.
    const probability =
      rates.length === 1 ? first!.probability : 1 - rates.reduce((spared, one) => spared * (1 - one.probability), 1);
    this.#control.setErrors(node, probability, Math.min(...rates.map(({ latencyNs }) => latencyNs)));
  }
}
