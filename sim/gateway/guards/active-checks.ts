/**
 * Active health checks of one gateway: a probe to every node each interval. So many failures in a row take a node out, so
 * many successes bring it back (HAProxy's fall and rise). A probe that is refused, or not answered within its timeout, has failed. Nodes
 * are healthy at first.
 */
import type { NodeId } from "../../balancers/contract.ts";
import type { ActiveHealthSpec } from "../../scenario.ts";

export class ActiveChecks {
  readonly #spec: ActiveHealthSpec;
  // By NodeId.
  readonly #isHealthy: Uint8Array;
  /** Results in a row that speak against the present state. */
  readonly #against: Int32Array;
  /** The number of the probe that is out; 0: none. */
  readonly #out: Int32Array;
  #probes = 0;

  constructor(spec: ActiveHealthSpec, nodes: number) {
    this.#spec = spec;
    this.#isHealthy = new Uint8Array(nodes).fill(1);
    this.#against = new Int32Array(nodes);
    this.#out = new Int32Array(nodes);
  }

  /** A probe goes out. Returns its number, which its answer names. */
  begin(node: NodeId): number {
    this.#probes = (this.#probes + 1) & 0x7fffffff || 1;
    return (this.#out[node] = this.#probes);
  }

  /** Whether the probe's answer is still waited for. */
  awaits(node: NodeId, probe: number): boolean {
    return this.#out[node] === probe;
  }

  /** The answer to a probe, or its refusal: returns whether it changed the node's health. One that comes too late changes nothing. */
  answered(node: NodeId, probe: number, isUp: boolean): boolean {
    return this.awaits(node, probe) && this.#result(node, isUp ? 1 : 0);
  }

  /** The node's probe has had its time: returns whether that changed the node's health. Nothing if it was answered. */
  timedOut(node: NodeId): boolean {
    return this.#out[node] !== 0 && this.#result(node, 0);
  }

  isHealthy(node: NodeId): boolean {
    return this.#isHealthy[node] === 1;
  }

  #result(node: NodeId, healthy: 0 | 1): boolean {
    this.#out[node] = 0;
    if (healthy === this.#isHealthy[node]) {
      this.#against[node] = 0;
      return false;
    }
    if (++this.#against[node]! < (healthy === 1 ? this.#spec.rise : this.#spec.fall)) return false;
    this.#against[node] = 0;
    this.#isHealthy[node] = healthy;
    return true;
  }
}
