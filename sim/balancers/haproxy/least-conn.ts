/** HAProxy's `balance leastconn`: fast weighted least connections. */
import type { BalancerDefinition, MessageView, NodeId } from "../contract.ts";
import type { Random } from "../../core/random.ts";
import { defineBalancer } from "../define.ts";
import { FifoTree } from "../shared/fifo-tree.ts";
import { COMMON_PARAMETERS, HaproxyBalancer, type Algorithm } from "./balancer.ts";
import { ByGroup } from "./by-group.ts";
import type { Servers } from "./servers.ts";
import { MAX_EFFECTIVE } from "./weights.ts";

/**
 * Ordered by 0 for an idle server and `(connections + 1) * 4096 / effective weight` (cut to a whole number) for others. A server
 * whose key changes goes behind all of its new key, so an idle farm takes turns whatever the weights: 5, 1, 1 give a b c.
 */
export const haproxyLeastConn: BalancerDefinition = defineBalancer(
  "haproxy-leastconn",
  {
    withoutNode: "refuse",
    summary:
      "HAProxy's balance leastconn: least connections for the weight, idle servers in turn whatever their weights",
    how:
      "Keeps servers in a tree by 0 where idle, else (connections + 1) x 4096 / (16 x weight), whole. Takes the first with room under " +
      "maxconn; of equals the one that has been there longest, from 3.2 on a random one. Whoever gains or loses a connection " +
      "goes to the end of its new key.",
    source: "HAProxy 2.6, lb_fwlc.c; random ties from 3.2 on (commit 9fe72bba3).",
    fails:
      "A server that fails fast has no connections and draws all traffic. At no load weights cannot be seen. Each HAProxy counts its " +
      "own connections only.",
    parameters: {
      version: {
        type: "choice",
        choices: ["2.6", "3.2"],
        default: "2.6",
        tuned: false,
        help: "ties: first come first served as in 2.6 to 3.1, or drawn as from 3.2 on",
      },
      ...COMMON_PARAMETERS,
    },
  },
  (context) =>
    new HaproxyBalancer(
      context,
      { roundRobinKind: false, queuesFirst: false, dynamicWeights: true },
      (servers) => new LeastConn(servers, context.parameters.version === "3.2" ? context.random : null),
    ),
);

class LeastConn implements Algorithm {
  readonly #servers: Servers;
  readonly #trees: ByGroup<FifoTree>;

  constructor(servers: Servers, ties: Random | null) {
    this.#servers = servers;
    this.#trees = new ByGroup(servers, () => new FifoTree(servers.count, ties));
  }

  choose(_message: MessageView, avoid: NodeId): NodeId {
    return this.#trees.inUse.firstBut(avoid);
  }

  onUp(node: NodeId): void {
    this.#enter(node);
  }

  onDown(node: NodeId): void {
    this.#trees.of(node).remove(node);
  }

  onWeight(node: NodeId): void {
    this.#enter(node);
  }

  /** A key that stays the same keeps its place; a server without a place keeps it too, and is not seen. */
  onLoad(node: NodeId): void {
    const tree = this.#trees.of(node);
    if (!tree.has(node)) return;
    if (tree.key(node) !== this.#key(node)) tree.put(node, this.#key(node));
    if (this.#hasPlace(node)) tree.show(node);
    else tree.hide(node);
  }

  /** Only with a `maxqueue` may a message wait at the server; without one it waits for the backend. */
  #hasPlace(node: NodeId): boolean {
    const { limit, maxQueue } = this.#servers;
    return this.#load(node) < limit[node]! + maxQueue[node]!;
  }

  #load(node: NodeId): number {
    return this.#servers.served[node]! + this.#servers.queued[node]!;
  }

  #enter(node: NodeId): void {
    const tree = this.#trees.of(node);
    tree.put(node, this.#key(node));
    if (!this.#hasPlace(node)) tree.hide(node);
  }

  #key(node: NodeId): number {
    const connections = this.#load(node);
    if (connections === 0) return 0;
    return Math.floor(((connections + 1) * MAX_EFFECTIVE) / this.#servers.effectiveWeight[node]!);
  }
}
