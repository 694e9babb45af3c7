/**
 * How a node that comes back works up to its weight (Envoy's slow_start_config): for a window of time its weight is scaled
 * by max(minimum, (age / window)^(1 / aggression)). In steps, since balancers make tables of weights. Nodes that are there from
 * the start of the run have their weight at once.
 */
import type { NodeId } from "../../balancers/contract.ts";
import { pow } from "../../core/math.ts";
import type { Ns } from "../../core/time.ts";
import type { HealthSpec } from "../../scenario.ts";

/** As HAProxy's warm-up task, which runs each twentieth of the time. */
const STEPS = 20;
/** Envoy counts a node as at least a millisecond old. */
const YOUNGEST_NS = 1e6;

type SlowStartSpec = NonNullable<HealthSpec["slowStart"]>;

/** How long a weight stays as it is while a node works up to it for so long. */
export function slowStartStepNs(windowNs: Ns): Ns {
  return Math.max(1, Math.round(windowNs / STEPS));
}

export class SlowStart {
  readonly #spec: SlowStartSpec;
  readonly #weight: Float64Array;
  readonly #configured: Float64Array;
  /** By NodeId: steps since it came back; -1 where it is not starting. */
  readonly #steps: Int32Array;

  /** Scales `weight` in place. */
  constructor(spec: SlowStartSpec, weight: Float64Array) {
    this.#spec = spec;
    this.#weight = weight;
    this.#configured = weight.slice();
    this.#steps = new Int32Array(weight.length).fill(-1);
  }

  /** The node is routable again. Returns whether it was not starting already: its steps are then to be timed. */
  begin(node: NodeId): boolean {
    const idle = this.#steps[node] === -1;
    this.#steps[node] = 0;
    this.#scale(node);
    return idle;
  }

  /** One step is over. Returns whether another one follows. */
  step(node: NodeId): boolean {
    const steps = ++this.#steps[node]!;
    if (steps >= STEPS) this.#steps[node] = -1;
    this.#scale(node);
    return steps < STEPS;
  }

  #scale(node: NodeId): void {
    const steps = this.#steps[node]!;
    const { windowNs, aggression, minimum } = this.#spec;
    const age = Math.max(YOUNGEST_NS, steps * slowStartStepNs(windowNs)) / windowNs;
    const factor = steps === -1 ? 1 : Math.min(1, Math.max(minimum, pow(age, 1 / aggression)));
    this.#weight[node] = this.#configured[node]! * factor;
  }
}
