/** gRPC's ring_hash (gRFC A42, A61, A76). */
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import { xxh64 } from "../shared/hash/xxh64.ts";
import { ketamaRing, PointCache } from "../shared/ketama-points.ts";
import type { Ring } from "../shared/ring.ts";

export const grpcRingHash: BalancerDefinition = defineBalancer(
  "grpc-ring-hash",
  {
    withoutNode: "refuse",
    summary: "gRPC's ring_hash: Envoy's ring over all endpoints, walked past those that cannot be reached",
    how:
      "Point i of an endpoint is at the xxHash of address_i, with points by weight. A call goes to the owner of the first point at or after " +
      "its key's hash; while that endpoint cannot be reached, to the next point's whose can. The ring stays as it is when endpoints " +
      "fail. Calls without a key get a random hash.",
    source: "gRFC A42, A61 and A76; grpc-go balancer/ringhash (2026-08).",
    fails:
      "At most 4,096 points unless the client allows more: with many endpoints some get far more than others. A failed endpoint's calls go " +
      "to its neighbours on the ring. No bound on load.",
    parameters: {
      minRingSize: {
        type: "integer",
        min: 1,
        max: 65_536,
        default: 1024,
        logarithmic: true,
        help: "minRingSize: points on the ring, at least (gRPC itself goes up to 8,388,608)",
      },
      maxRingSize: {
        type: "integer",
        min: 1,
        max: 8_388_608,
        default: 4096,
        logarithmic: true,
        help: "maxRingSize and the client's cap: points on the ring, at most",
      },
    },
  },
  (context) => new RingHash(context, context.parameters.minRingSize, context.parameters.maxRingSize),
);

class RingHash implements Balancer {
  readonly #context: BalancerContext;
  /** null where nobody has weight. */
  readonly #ring: Ring | null;
  readonly #points: KeyCache<number>;
  readonly #isHere: Uint8Array;

  constructor(context: BalancerContext, least: number, most: number) {
    const ring = context.shared(`grpc-ring-hash/${least}/${most}`, () => ringOf(context, least, most));
    this.#context = context;
    this.#ring = ring;
    this.#isHere = new Uint8Array(context.nodeCount);
    this.#points = new KeyCache((text) => {
      const { high, low } = xxh64(utf8(text));
      return ring!.successor(high, low);
    });
  }

  pick(_view: ClusterView, message: MessageView): NodeId {
    const ring = this.#ring;
    if (ring === null) return NONE;
    let point = this.#pointOf(ring, message);
    for (let steps = 0; steps < ring.length; steps++, point = ring.next(point)) {
      const node = ring.owner[point]!;
      if (this.#isHere[node] === 1) return node;
    }
    return NONE;
  }

  onMembership({ candidates, count }: ClusterView): void {
    this.#isHere.fill(0);
    for (let place = 0; place < count; place++) this.#isHere[candidates[place]!] = 1;
  }

  #pointOf(ring: Ring, message: MessageView): number {
    const { random } = this.#context;
    return message.keyText === "" ? ring.successor(random.u32(), random.u32()) : this.#points.of(message);
  }
}

/** Endpoints in the order of their keys, as gRPC sorts them. */
function ringOf({ nodes }: BalancerContext, least: number, most: number): Ring | null {
  const ids = [...nodes.keys()].filter((id) => nodes[id]!.weight > 0);
  if (ids.length === 0) return null;
  const total = ids.reduce((sum, id) => sum + nodes[id]!.weight, 0);
  const members = ids.map((id) => ({ id, key: nodes[id]!.address, share: nodes[id]!.weight / total }));
  members.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return ketamaRing(members, Math.min(least, most), most, new PointCache());
}
