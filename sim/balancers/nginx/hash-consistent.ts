/** nginx's `hash KEY consistent`: ketama. */
import type { BalancerDefinition, MessageView, NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { crc32 } from "../shared/hash/crc32.ts";
import type { KeyCache } from "../shared/hash/key-cache.ts";
import type { Ring } from "../shared/ring.ts";
import { COMMON_PARAMETERS, NginxBalancer } from "./balancer.ts";
import { KEY_PARAMETER, keyCache, type KeySource } from "./hash-key.ts";
import { ketamaRing } from "./ketama.ts";
import { ROUND_ROBIN } from "./ranking.ts";
import { upstreamOf, type Upstream } from "./upstream.ts";
import { walking, type Way } from "./walk.ts";

/** The ring is made of the servers' texts (`address`), not of what they resolve to, and keeps those that are `down`. */
export const nginxHashConsistent: BalancerDefinition = defineBalancer(
  "nginx-hash-consistent",
  {
    withoutNode: "refuse",
    summary: "nginx's hash KEY consistent: a ketama ring over the text of the server lines",
    how:
      "Each server has 160 points per unit of weight, chained by CRC-32 from its host and port as written. A key goes to the first point not " +
      "below its CRC-32. Past a server that may not be picked it goes on point by point, which is often the same server; after 21, round robin.",
    source: "nginx 1.22.1, ngx_http_upstream_hash_module.c; compatible with Cache::Memcached::Fast.",
    fails:
      "A hot key has one server. With 160 points the servers' shares stray from their weights by about 8%. Writing a server " +
      "with and without its port, or by another name, makes another ring. What a lost server had goes to few others.",
    parameters: { key: KEY_PARAMETER, ...COMMON_PARAMETERS },
  },
  (context) => {
    const upstream = upstreamOf(context, { ranking: () => ROUND_ROBIN, slowStart: false });
    const servers = context.shared("nginx/ring", () => new RingServers(upstream, context.nodes));
    return new NginxBalancer(
      context,
      upstream,
      walking(upstream, new RingWalk(upstream, servers, context.parameters.key)),
    );
  },
);

/** Which servers each text stands for (a name with several addresses for several), and the ring over the texts. */
class RingServers {
  readonly ring: Ring;
  readonly nodesOf: readonly (readonly NodeId[])[];
  /** By NodeId: the index of its text. */
  readonly textOf: readonly (number | undefined)[];

  constructor({ primaries, peers }: Upstream, nodes: readonly { readonly address: string }[]) {
    const texts = [...new Set(Array.from(primaries, (node) => nodes[node]!.address))];
    const indexOf = new Map(texts.map((text, index) => [text, index]));
    const nodesOf = texts.map((): NodeId[] => []);
    for (const node of primaries) nodesOf[indexOf.get(nodes[node]!.address)!]!.push(node);
    this.nodesOf = nodesOf;
    this.textOf = nodes.map(({ address }) => indexOf.get(address));
    // Servers of one text lay the same points, of which one each is kept: the heaviest lays all there are.
    const weights = nodesOf.map((same) => Math.max(...same.map((node) => peers.weight[node]!)));
    this.ring = ketamaRing(texts, weights);
  }
}

class RingWalk implements Way {
  readonly staysAfterPick = true;
  readonly #upstream: Upstream;
  readonly #servers: RingServers;
  /** By key: the place of its first point; -1 for an empty key, or where there is no point. */
  readonly #places: KeyCache<number>;
  #place = 0;

  constructor(upstream: Upstream, servers: RingServers, source: KeySource) {
    this.#upstream = upstream;
    this.#servers = servers;
    this.#places = keyCache(source, (bytes) => this.#firstPlace(bytes));
  }

  start(message: MessageView): boolean {
    const place = this.#places.of(message);
    this.#place = place - 1;
    return place >= 0;
  }

  step(): void {
    this.#place++;
  }

  isAt(node: NodeId): boolean {
    return this.#text() === this.#servers.textOf[node];
  }

  pick(tries: readonly NodeId[]): NodeId {
    return this.#upstream.turnAmong(this.#servers.nodesOf[this.#text()]!, tries);
  }

  #firstPlace(key: Uint8Array): number {
    const { ring } = this.#servers;
    return key.length === 0 || ring.length === 0 ? -1 : ring.successor(crc32(key));
  }

  /** The index of the text at the present point, counted in a circle. */
  #text(): number {
    const { owner, length } = this.#servers.ring;
    return owner[this.#place % length]!;
  }
}
