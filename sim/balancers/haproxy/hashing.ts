/** What HAProxy's hashing algorithms share: a hash, avalanched or not, looked up on a map or on a ring. */
import type { BalancerContext, ClusterView, MessageView, NodeId, ParameterDeclaration } from "../contract.ts";
import { fullAvalanche } from "../shared/hash/full-avalanche.ts";
import { HaproxyBalancer, type Algorithm, COMMON_PARAMETERS } from "./balancer.ts";
import { boundOf } from "./bounded-load.ts";
import { ByGroup } from "./by-group.ts";
import { MapWalk } from "./map-walk.ts";
import { ServerRing } from "./server-ring.ts";
import type { Servers } from "./servers.ts";

const HASH_TYPES = ["map-based", "consistent"] as const;
const AVALANCHES = ["implicit", "on", "off"] as const;

export const BALANCE_FACTOR: ParameterDeclaration & { type: "integer" } = {
  type: "integer",
  min: 0,
  max: 65_535,
  default: 0,
  help: "hash-balance-factor, percent: the bound on a server's share of the connections; above 100, or 0 for no bound",
};

/** The parameters of `hash-type`. */
export const HASH_PARAMETERS: {
  readonly hashType: ParameterDeclaration & { type: "choice"; choices: typeof HASH_TYPES };
  readonly avalanche: ParameterDeclaration & { type: "choice"; choices: typeof AVALANCHES };
  readonly hashBalanceFactor: ParameterDeclaration & { type: "integer" };
} = {
  hashType: {
    type: "choice",
    choices: HASH_TYPES,
    default: "map-based",
    help: "hash-type: a map of slots by weight, or a consistent ring",
  },
  avalanche: {
    type: "choice",
    choices: AVALANCHES,
    default: "implicit",
    help: "hash-type's last word; implicit: on for consistent with sdbm unnamed, as HAProxy has it; off where a function is named",
  },
  hashBalanceFactor: { ...BALANCE_FACTOR, help: `${BALANCE_FACTOR.help} (consistent only)` },
};

type HashContext = BalancerContext<typeof HASH_PARAMETERS & typeof COMMON_PARAMETERS>;

/** A message's hash before any avalanche; null: it carries nothing to hash. */
export type HashOfMessage = (message: MessageView) => number | null;

/** A hashing balancer. `isUnnamed`: hash-type names no function, which makes a consistent one avalanche. */
export function hashing(context: HashContext, isUnnamed: boolean, hashOfMessage: HashOfMessage): HaproxyBalancer {
  const { hashType, avalanche, hashBalanceFactor } = context.parameters;
  const isConsistent = hashType === "consistent";
  const avalanches = avalanche === "on" || (avalanche === "implicit" && isConsistent && isUnnamed);
  const hashed: HashOfMessage = (message) => {
    const hash = hashOfMessage(message);
    return hash !== null && avalanches ? fullAvalanche(hash) : hash;
  };
  return new HaproxyBalancer(
    context,
    { roundRobinKind: false, queuesFirst: false, dynamicWeights: isConsistent },
    (servers) =>
      isConsistent
        ? new OnRing(context, servers, hashed, boundOf(servers, hashBalanceFactor))
        : new OnMap(context, servers, hashed),
  );
}

class OnMap implements Algorithm {
  readonly #map: MapWalk;
  readonly #hash: HashOfMessage;

  constructor(context: HashContext, servers: Servers, hash: HashOfMessage) {
    this.#map = new MapWalk(context, servers);
    this.#hash = hash;
  }

  choose(message: MessageView, avoid: NodeId, view: ClusterView): NodeId {
    const hash = this.#hash(message);
    return hash === null ? this.#map.next(avoid, view) : this.#map.at(hash, view);
  }

  onMembership(): void {
    this.#map.onMembership();
  }
}

class OnRing implements Algorithm {
  readonly #rings: ByGroup<ServerRing>;
  readonly #hash: HashOfMessage;
  readonly #isOpen: ((node: NodeId) => boolean) | null;

  constructor(context: HashContext, servers: Servers, hash: HashOfMessage, isOpen: ((node: NodeId) => boolean) | null) {
    this.#rings = new ByGroup(servers, (group) => new ServerRing(context, servers, group));
    this.#hash = hash;
    this.#isOpen = isOpen;
  }

  choose(message: MessageView, avoid: NodeId): NodeId {
    const ring = this.#rings.inUse;
    const hash = this.#hash(message);
    return hash === null ? ring.walk(avoid) : ring.find(hash, avoid, this.#isOpen);
  }

  onUp(node: NodeId): void {
    this.#rings.of(node).refresh(node);
  }

  onDown(node: NodeId): void {
    this.#rings.of(node).refresh(node);
  }

  onWeight(node: NodeId): void {
    this.#rings.of(node).refresh(node);
  }
}
