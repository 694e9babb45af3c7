/**
 * What nginx knows of each server of an upstream: who is up, how many connections it has, its weights. The fields and the
 * rules are those of nginx 1.22.1, `ngx_http_upstream_round_robin.c` (the stream module has the same); times are whole seconds.
 */
import type { NodeConfig, NodeId } from "../contract.ts";
import type { WholeSecondClock } from "./clock.ts";
import { nginxWeights } from "./weights.ts";

/** A ramp has so many stairs: sums of them are exact in a double. */
const STAIRS = 1024;

export class Peers {
  readonly clock: WholeSecondClock;
  /** By NodeId, as all below: the configured weight. */
  readonly weight: Float64Array;
  /** The weight that counts: less after failures, and up again by one with every turn that considers the server. */
  readonly effectiveWeight: Float64Array;
  /** Open connections of whoever shares this state. */
  readonly connections: Int32Array;
  readonly fails: Int32Array;
  /** The second of the last failure. */
  readonly accessed: Float64Array;
  /** The second of the last failure or of the last probe: the first selection in more than `fail_timeout`. */
  readonly checked: Float64Array;
  readonly routable: Uint8Array;
  readonly #down: Uint8Array;
  readonly #maxFails: Float64Array;
  readonly #maxConnections: Float64Array;
  readonly failTimeout: Float64Array;
  readonly #rampNs: Float64Array;
  readonly #rampFromNs: Float64Array;
  #known = false;

  constructor(nodes: readonly NodeConfig[], clock: WholeSecondClock, slowStart: boolean) {
    const count = nodes.length;
    this.clock = clock;
    this.weight = nginxWeights(nodes);
    this.effectiveWeight = this.weight.slice();
    this.connections = new Int32Array(count);
    this.fails = new Int32Array(count);
    this.accessed = new Float64Array(count).fill(-Infinity);
    this.checked = new Float64Array(count).fill(-Infinity);
    this.routable = new Uint8Array(count);
    this.#down = Uint8Array.from(nodes, (node) => (node.down ? 1 : 0));
    this.#maxFails = Float64Array.from(nodes, (node) => node.maxFails);
    this.#maxConnections = Float64Array.from(nodes, (node) => node.maxConnections);
    this.failTimeout = Float64Array.from(nodes, (node) => Math.floor(node.failTimeoutSeconds));
    this.#rampNs = Float64Array.from(nodes, (node) => (slowStart ? node.slowStartSeconds * 1e9 : 0));
    this.#rampFromNs = new Float64Array(count).fill(-Infinity);
  }

  /** Whether the server may be picked by a message that has not tried it. */
  isEligible(node: NodeId): boolean {
    return this.isOpen(node) && !this.isDisabled(node);
  }

  /** The same without passive health: what counts where there is one server only. */
  isOpen(node: NodeId): boolean {
    return (
      this.routable[node] === 1 &&
      this.#down[node] === 0 &&
      this.connections[node]! < this.#maxConnections[node]! &&
      this.weight[node]! > 0
    );
  }

  /** Out after `max_fails` failures, until the second after `fail_timeout`: then one message may probe it. */
  isDisabled(node: NodeId): boolean {
    return this.#hasFailed(node) && this.clock.second - this.checked[node]! <= this.failTimeout[node]!;
  }

  /** Of the configured weight, how much counts: rises from 0 to 1 within `slow_start` of coming back. */
  ramp(node: NodeId): number {
    const elapsedNs = this.clock.nowNs - this.#rampFromNs[node]!;
    const lengthNs = this.#rampNs[node]!;
    return elapsedNs >= lengthNs ? 1 : Math.floor((elapsedNs / lengthNs) * STAIRS) / STAIRS;
  }

  /** Weight and effective weight are the configured one. */
  isSteady(node: NodeId): boolean {
    return this.effectiveWeight[node] === this.weight[node] && this.ramp(node) === 1;
  }

  /** A turn has considered the server: its effective weight climbs by one. */
  recover(node: NodeId): void {
    if (this.effectiveWeight[node]! < this.weight[node]!) this.effectiveWeight[node]!++;
  }

  /** A connection is opened. The first selection in more than `fail_timeout` is a probe. */
  select(node: NodeId): void {
    this.connections[node]!++;
    const { second } = this.clock;
    if (second - this.checked[node]! > this.failTimeout[node]!) this.checked[node] = second;
  }

  /** A connection has ended well: a probe's success, and only that, forgives the failures. */
  succeed(node: NodeId): void {
    this.connections[node]!--;
    if (this.accessed[node]! >= this.checked[node]!) return;
    if (this.#hasFailed(node)) this.#rampFromNs[node] = this.clock.nowNs;
    this.fails[node] = 0;
  }

  /** A connection has failed. */
  fail(node: NodeId): void {
    this.connections[node]!--;
    this.fails[node]!++;
    this.accessed[node] = this.checked[node] = this.clock.second;
    const maxFails = this.#maxFails[node]!;
    if (maxFails === 0) return;
    const lost = Math.floor(this.weight[node]! / maxFails);
    this.effectiveWeight[node] = Math.max(0, this.effectiveWeight[node]! - lost);
  }

  /** Who the gateway's own detection says is there. Calls `onChange` for each that came or went; whoever comes back starts slowly. */
  meet(candidates: Int32Array, count: number, onChange: (node: NodeId) => void): void {
    const before = this.routable.slice();
    this.routable.fill(0);
    for (let i = 0; i < count; i++) this.routable[candidates[i]!] = 1;
    this.routable.forEach((routable, node) => {
      if (routable === before[node]) return;
      if (this.#known && routable === 1) this.#rampFromNs[node] = this.clock.nowNs;
      onChange(node);
    });
    this.#known = true;
  }

  /** Configured servers that are not `down`: nginx's number of tries. */
  tries(nodes: Int32Array): number {
    return nodes.reduce((count, node) => count + 1 - this.#down[node]!, 0);
  }

  #hasFailed(node: NodeId): boolean {
    return this.#maxFails[node]! > 0 && this.fails[node]! >= this.#maxFails[node]!;
  }
}
