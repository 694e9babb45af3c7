/** nginx's `hash KEY`, as Cache::Memcached spreads keys. */
import type { BalancerDefinition, MessageView, NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { CRC32_START, crc32Finish, crc32Update } from "../shared/hash/crc32.ts";
import type { KeyCache } from "../shared/hash/key-cache.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { COMMON_PARAMETERS, NginxBalancer } from "./balancer.ts";
import { KEY_PARAMETER, keyCache, type KeySource } from "./hash-key.ts";
import { ROUND_ROBIN } from "./ranking.ts";
import { upstreamOf, type Upstream } from "./upstream.ts";
import { walking, type Way } from "./walk.ts";
import { WeightedList } from "./weighted-list.ts";

/**
 * The key's CRC-32, modulo the sum of all weights, names the server. Where it may not be picked, the key is hashed again behind a
 * counter and the result added, up to twenty times; then turns are taken.
 */
export const nginxHash: BalancerDefinition = defineBalancer(
  "nginx-hash",
  {
    withoutNode: "refuse",
    summary: "nginx's hash KEY: CRC-32 modulo the weights, hashed again past servers that are away",
    how:
      "Sums (crc32(counter + key) >> 16) & 32767 over the steps so far, the counter left out in the first, and takes the server that lies at " +
      "the sum modulo the total weight. A server that is down, hidden, full or tried is a miss; after 21 of them, round robin.",
    source: "nginx 1.22.1, ngx_http_upstream_hash_module.c; compatible with Cache::Memcached.",
    fails:
      "Adding or removing a server moves most keys (mark it down instead: then only its own move). A hot key has one server. Only 15 bits of " +
      "the hash count: beyond 32,767 units of weight some servers get nothing at the first step.",
    parameters: { key: KEY_PARAMETER, ...COMMON_PARAMETERS },
  },
  (context) => {
    const upstream = upstreamOf(context, { ranking: () => ROUND_ROBIN, slowStart: false });
    return new NginxBalancer(context, upstream, walking(upstream, new Rehash(upstream, context.parameters.key)));
  },
);

interface HashedKey {
  readonly bytes: Uint8Array;
  /** What the first step adds. */
  readonly first: number;
}

class Rehash implements Way {
  readonly staysAfterPick = false;
  readonly #servers: WeightedList;
  readonly #keys: KeyCache<HashedKey>;
  #key: HashedKey = { bytes: new Uint8Array(), first: 0 };
  #sum = 0;
  #steps = 0;

  constructor(upstream: Upstream, source: KeySource) {
    this.#servers = new WeightedList(upstream);
    this.#keys = keyCache(source, (bytes) => ({ bytes, first: fifteenBits(crc32Update(CRC32_START, bytes)) }));
  }

  start(message: MessageView): boolean {
    this.#key = this.#keys.of(message);
    this.#sum = 0;
    this.#steps = 0;
    return this.#key.bytes.length > 0 && this.#servers.total > 0;
  }

  step(): void {
    this.#sum += this.#steps === 0 ? this.#key.first : this.#again();
    this.#steps++;
  }

  isAt(node: NodeId): boolean {
    return this.#servers.at(this.#sum) === node;
  }

  pick(tries: readonly NodeId[]): NodeId {
    return this.#servers.pickAt(this.#sum, tries);
  }

  #again(): number {
    const counter = crc32Update(CRC32_START, utf8(String(this.#steps)));
    return fifteenBits(crc32Update(counter, this.#key.bytes));
  }
}

function fifteenBits(state: number): number {
  return (crc32Finish(state) >>> 16) & 0x7fff;
}
