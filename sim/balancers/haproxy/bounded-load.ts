/** `hash-balance-factor`: a server takes a key only while it has fewer connections than its share of the bound. */
import type { NodeId } from "../contract.ts";
import { SCALE } from "./weights.ts";
import type { Servers } from "./servers.ts";

/**
 * The bound is `factor` percent of all connections, the new one included, rounded up; it is dealt out by effective weight, the
 * remainder by the servers' order, and nobody's share is below 1. HAProxy 2.6, `chash_server_is_eligible`. Where a share begins
 * in that order is what it was when the configuration was read: HAProxy does not move it when servers go or come.
 */
export class BoundedLoad {
  readonly #servers: Servers;
  readonly #factor: number;
  /** By NodeId: the weights of the servers of its group before it. */
  readonly #before: Float64Array;

  /** HAProxy refuses a factor from 1 to 100; here these count as 101. */
  constructor(servers: Servers, factor: number) {
    this.#servers = servers;
    this.#factor = Math.max(101, factor);
    const sums = [0, 0];
    this.#before = Float64Array.from(servers.weight, (weight, node) => {
      const group = servers.group[node]!;
      const before = sums[group]!;
      if (servers.canServe[node] === 1) sums[group]! += SCALE * weight;
      return before;
    });
  }

  isOpen(node: NodeId): boolean {
    const { served, totalServed, upWeight, groupInUse, effectiveWeight } = this.#servers;
    const total = upWeight[groupInUse];
    const slots = Math.ceil(((totalServed + 1) * this.#factor) / 100);
    const rest = slots % total;
    const share = (weight: number): number => Math.floor((weight * rest) / total);
    const weight = effectiveWeight[node]!;
    const before = this.#before[node]!;
    const own = weight * Math.floor(slots / total) + share(before + weight) - share(before);
    return served[node]! < Math.max(1, own);
  }
}

/** The test for `ServerRing.find`; null where the factor is 0, which means no bound. */
export function boundOf(servers: Servers, factor: number): ((node: NodeId) => boolean) | null {
  if (factor === 0) return null;
  const bound = new BoundedLoad(servers, factor);
  return (node) => bound.isOpen(node);
}
