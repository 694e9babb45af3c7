/** Smooth weighted round robin: nginx's order of picks, at O(log n) a pick where nginx scans all peers. */
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { KineticTournament } from "./shared/kinetic-tournament.ts";
import { wholeWeights } from "./shared/whole-weights.ts";

/**
 * Every pick adds each routable node's weight to its current value, takes the node with the greatest value (of equals the
 * first in the scenario), and takes the sum of the weights off it. A node that is away keeps its value until it is back.
 *
 * Weights 5, 1, 1 give a a b a c a a. The values grow at constant rates between picks, so a kinetic tournament finds
 * the greatest without visiting the others; the sequence is nginx's pick for pick, ties and absences included.
 */
export const weightedRoundRobin: BalancerDefinition = defineBalancer(
  "weighted-round-robin",
  {
    summary: "smooth weighted round robin: turns in proportion to weight, spread out evenly",
    how:
      "Adds each routable node's weight to its current value, takes the node with the greatest (of equals the first in the " +
      "scenario) and takes the sum of all weights off it. With equal weights this is round robin.",
    source:
      "nginx 1.22, ngx_http_upstream_get_peer, without passive health: every effective weight is the configured one.",
    fails:
      "Weights are a promise about speed made beforehand: a node that slows down keeps its share. Every gateway starts the " +
      "same sequence, so many gateways crowd the same nodes after a common restart.",
  },
  ({ nodeCount }) => new WeightedRoundRobin(nodeCount),
);

class WeightedRoundRobin implements Balancer {
  readonly #values: KineticTournament;
  #weights: Float64Array = new Float64Array(0);
  /** What they were made from: the weights of nodes that start slowly change. */
  #given: Float64Array = new Float64Array(0);
  #total = 0;

  constructor(nodeCount: number) {
    this.#values = new KineticTournament(nodeCount);
  }

  pick(): NodeId {
    if (this.#total === 0) return NONE;
    this.#values.advance();
    const node = this.#values.leader();
    this.#values.add(node, -this.#total);
    return node;
  }

  /** Values on the scale of other weights mean nothing: all begin at 0 again. */
  #weigh(weight: Float64Array): void {
    this.#given = weight.slice();
    this.#weights = wholeWeights(weight);
    for (let node = 0; node < weight.length; node++) this.#values.add(node, -this.#values.value(node));
  }

  onMembership(view: ClusterView): void {
    if (view.weight.some((weight, node) => weight !== this.#given[node])) this.#weigh(view.weight);
    this.#total = 0;
    for (let i = 0; i < view.count; i++) this.#total += this.#weights[view.candidates[i]!]!;
    this.#values.restart(view.candidates, view.count, this.#weights);
  }
}
