/** nginx's `ip_hash`. */
import type { BalancerDefinition, MessageView, NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS, NginxBalancer } from "./balancer.ts";
import { ROUND_ROBIN } from "./ranking.ts";
import { upstreamOf, type Upstream } from "./upstream.ts";
import { walking, type Way } from "./walk.ts";
import { WeightedList } from "./weighted-list.ts";

/** Of an IPv4 address the last byte does not count: a whole network of 256 clients has one server. */
export const nginxIpHash: BalancerDefinition = defineBalancer(
  "nginx-ip-hash",
  {
    withoutNode: "refuse",
    summary: "nginx's ip_hash: clients of one /24 network stay at one server",
    how:
      "h starts at 89; a step does h = (h * 113 + byte) mod 6271 over the first three bytes of an IPv4 address, or all sixteen of an IPv6 one, " +
      "and takes the server that lies at h modulo the total weight. A miss goes on hashing from h; after 21 misses, round robin.",
    source: "nginx 1.22.1, ngx_http_upstream_ip_hash_module.c.",
    fails:
      "Clients behind one proxy or in one network all meet at one server. 6,271 values: with more units of weight than that the last servers " +
      "get nothing. Adding or removing a server moves most clients (mark it down instead).",
    parameters: COMMON_PARAMETERS,
  },
  (context) => {
    const upstream = upstreamOf(context, { ranking: () => ROUND_ROBIN, slowStart: false });
    return new NginxBalancer(context, upstream, walking(upstream, new AddressHash(upstream)));
  },
);

const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
/** What counts of an IPv4 address. */
const NETWORK_BYTES = 3;
/** Of a client that comes over a socket of another kind. */
const NO_ADDRESS: Uint8Array = new Uint8Array(IPV4_BYTES);

class AddressHash implements Way {
  readonly staysAfterPick = false;
  readonly #servers: WeightedList;
  #address = NO_ADDRESS;
  #bytes = 0;
  #hash = 0;

  constructor(upstream: Upstream) {
    this.#servers = new WeightedList(upstream);
  }

  start({ clientAddress }: MessageView): boolean {
    const isAddress = clientAddress.length === IPV4_BYTES || clientAddress.length === IPV6_BYTES;
    this.#address = isAddress ? clientAddress : NO_ADDRESS;
    this.#bytes = this.#address.length === IPV6_BYTES ? IPV6_BYTES : NETWORK_BYTES;
    this.#hash = 89;
    return this.#servers.total > 0;
  }

  step(): void {
    for (let i = 0; i < this.#bytes; i++) this.#hash = (this.#hash * 113 + this.#address[i]!) % 6271;
  }

  isAt(node: NodeId): boolean {
    return this.#servers.at(this.#hash) === node;
  }

  pick(tries: readonly NodeId[]): NodeId {
    return this.#servers.pickAt(this.#hash, tries);
  }
}
