/** Random splitting, plain or by weight. */
import type { Random } from "../core/random.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { AliasTable } from "./shared/alias-table.ts";

/** Any routable node, each message for itself; by weight where `weighted` says so (nodes of weight 0 then get nothing). */
export const random: BalancerDefinition = defineBalancer(
  "random",
  {
    summary: "any node, drawn for each message alone",
    how:
      "Draws one of the routable nodes, each equally likely, or with weighted in proportion to its weight. Keeps no state, so " +
      "any number of gateways together behave as one.",
    source:
      "Random splitting of queueing theory; Envoy RANDOM (unweighted), nginx random, AWS weighted_random (weighted).",
    fails:
      "Splits a Poisson stream into Poisson streams: each node is an M/G/1 queue of its own, so messages wait at one node " +
      "while others idle. Round robin and everything that looks at load does better.",
    parameters: {
      weighted: { type: "boolean", default: false, help: "draw in proportion to the nodes' weights" },
    },
  },
  (context) =>
    context.parameters.weighted ? new WeightedRandom(context.random, context.nodeCount) : plain(context.random),
);

function plain(random: Random): Balancer {
  return { pick: (view) => (view.count === 0 ? NONE : view.candidates[random.below(view.count)]!) };
}

class WeightedRandom implements Balancer {
  readonly #random: Random;
  readonly #table: AliasTable;

  constructor(random: Random, nodeCount: number) {
    this.#random = random;
    this.#table = new AliasTable(nodeCount);
  }

  pick(): NodeId {
    return this.#table.draw(this.#random);
  }

  onMembership(view: ClusterView): void {
    this.#table.build(view.candidates, view.count, view.weight);
  }
}
