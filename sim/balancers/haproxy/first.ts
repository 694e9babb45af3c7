/** HAProxy's `balance first`: fills one server after the other. */
import type { BalancerDefinition, MessageView, NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { FifoTree } from "../shared/fifo-tree.ts";
import { COMMON_PARAMETERS, HaproxyBalancer, type Algorithm } from "./balancer.ts";
import { ByGroup } from "./by-group.ts";
import type { Servers } from "./servers.ts";

/** The least id with room under its maxconn. Without any maxconn the first server gets everything. */
export const haproxyFirst: BalancerDefinition = defineBalancer(
  "haproxy-first",
  {
    withoutNode: "refuse",
    summary: "HAProxy's balance first: the server with the lowest id that has room under its maxconn",
    how:
      "Sends everything to the server with the lowest id until it has maxconn connections, then to the next one as well, so that " +
      "servers at the end can be switched off in quiet times. Weights count for nothing. When all are full messages wait, and who " +
      "has room first takes the oldest.",
    source: "HAProxy 2.6, lb_fas.c.",
    fails:
      "Without maxconn the first server gets all. Made for few long connections; short ones pile on the first servers.",
    parameters: COMMON_PARAMETERS,
  },
  (context) =>
    new HaproxyBalancer(
      context,
      { roundRobinKind: false, queuesFirst: true, dynamicWeights: true },
      (servers) => new First(servers),
    ),
);

class First implements Algorithm {
  readonly #servers: Servers;
  readonly #trees: ByGroup<FifoTree>;

  constructor(servers: Servers) {
    this.#servers = servers;
    this.#trees = new ByGroup(servers, () => new FifoTree(servers.count));
  }

  choose(_message: MessageView, avoid: NodeId): NodeId {
    return this.#trees.inUse.firstBut(avoid);
  }

  onUp(node: NodeId): void {
    this.#trees.of(node).put(node, this.#servers.id[node]!);
    this.onLoad(node);
  }

  onDown(node: NodeId): void {
    this.#trees.of(node).remove(node);
  }

  onLoad(node: NodeId): void {
    // Those that wait for it do not count here, as there.
    if (this.#servers.isAtLimit(node)) this.#trees.of(node).hide(node);
    else this.#trees.of(node).show(node);
  }
}
