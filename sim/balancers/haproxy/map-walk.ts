/** A backend's map of slots, kept up to date, and the round robin that walks it. */
import { NONE, type BalancerContext, type ClusterView, type NodeId } from "../contract.ts";
import { TablesByMembership } from "../shared/tables-by-membership.ts";
import { serverMap, weightDivisor } from "./server-map.ts";
import { ACTIVE, type Servers } from "./servers.ts";

export class MapWalk {
  readonly #servers: Servers;
  readonly #tables: TablesByMembership<Int32Array>;
  #map: Int32Array | null = null;
  #at = 0;

  constructor(context: Pick<BalancerContext, "shared">, servers: Servers) {
    this.#servers = servers;
    const divisor = weightDivisor(servers.weight);
    this.#tables = context.shared(
      "haproxy/maps",
      () => new TablesByMembership((ids) => serverMap(inUse(servers, ids), (node) => servers.weight[node]! / divisor)),
    );
  }

  /** The map is made anew at the next look, from who is usable then. */
  onMembership(): void {
    this.#map = null;
  }

  /** The server of a hash. O(1). */
  at(hash: number, view: ClusterView): NodeId {
    const map = this.#current(view);
    return map[hash % map.length]!;
  }

  /** The next slot's server; those that are full are passed over. NONE where all are. */
  next(avoid: NodeId, view: ClusterView): NodeId {
    const map = this.#current(view);
    const start = this.#at < map.length ? this.#at : 0;
    let avoidedAt = NONE;
    for (let step = 0; step < map.length; step++) {
      const at = (start + step) % map.length;
      if (this.#servers.isFull(map[at]!)) continue;
      if (map[at] !== avoid) return this.#stopAt(map, at);
      avoidedAt = at;
    }
    return avoidedAt === NONE ? NONE : this.#stopAt(map, avoidedAt);
  }

  #stopAt(map: Int32Array, at: number): NodeId {
    this.#at = at + 1;
    return map[at]!;
  }

  #current(view: ClusterView): Int32Array {
    return (this.#map ??= this.#tables.of(view));
  }
}

/** The usable servers among those that can be reached, and only the active ones if there are any. */
function inUse(servers: Servers, ids: Int32Array): readonly NodeId[] {
  const usable = Array.from(ids).filter((node) => servers.canServe[node] === 1);
  const active = usable.filter((node) => servers.group[node] === ACTIVE);
  return active.length > 0 ? active : usable;
}
