/** One time that a fault happens: to these targets, from then until then. */
import type { NodeId } from "../balancers/contract.ts";
import type { Ns } from "../core/time.ts";

export interface Targets {
  readonly nodes: readonly NodeId[];
  readonly gateways: readonly number[];
}

export interface Occurrence extends Targets {
  /** Unique in the run, ascending in the order in which occurrences were planned. */
  readonly id: number;
  /** Index of the fault. */
  readonly fault: number;
  readonly startNs: Ns;
  /** NEVER: until the end of the run. */
  readonly endNs: Ns;
}
