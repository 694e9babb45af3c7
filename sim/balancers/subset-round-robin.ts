/** Round robin over a part of the nodes, another part for every gateway. */
import { Stream, type Random } from "../core/random.ts";
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { deterministicSubset, randomSubset } from "./shared/subsetting.ts";

export const subsetRoundRobin: BalancerDefinition = defineBalancer(
  "subset-round-robin",
  {
    summary: "round robin within a subset: every gateway knows only some of the nodes",
    how:
      "Every gateway is given a subset of the configured nodes and takes turns among those that are routable; where none is, among all. " +
      "Deterministic: gateways come in rounds, each of which shuffles the nodes in one way and deals them out, so that every " +
      "node gets equally many gateways. Random: each gateway shuffles by itself.",
    source:
      "Beyer et al., Site Reliability Engineering, 2016, chapter 20; random: also gRPC's random_subsetting (gRFC A68), with a shuffle.",
    fails:
      "Random subsets leave the most loaded node with far more gateways than the mean, the more so the smaller the subset. Deterministic " +
      "ones leave out the nodes that a round cannot deal out, and assume that gateways are numbered without gaps.",
    parameters: {
      subsetSize: {
        type: "integer",
        min: 1,
        max: 10_000,
        default: 20,
        logarithmic: true,
        help: "nodes per gateway; all of them where there are no more",
      },
      subsetting: {
        type: "choice",
        choices: ["deterministic", "random"],
        default: "deterministic",
        help: "whether the gateways' subsets are dealt out or drawn",
      },
    },
  },
  ({ parameters: { subsetSize, subsetting }, nodeCount, gateway, random, shared }) => {
    const size = Math.min(subsetSize, nodeCount);
    const seed = shared("subset-round-robin", () => random.u32());
    // All gateways of a round must shuffle alike, so the stream is named by the round, not by the gateway.
    const roundRandom = (round: number): Random => new Stream(seed, `subset-round-robin/${round}`);
    const subset =
      subsetting === "random"
        ? randomSubset(nodeCount, size, random)
        : deterministicSubset(gateway, nodeCount, size, roundRandom);
    return new SubsetRoundRobin(subset);
  },
);

class SubsetRoundRobin implements Balancer {
  readonly #subset: readonly NodeId[];
  #routable: readonly NodeId[] = [];
  #next = 0;

  constructor(subset: readonly NodeId[]) {
    this.#subset = subset;
  }

  pick(): NodeId {
    if (this.#routable.length === 0) return NONE;
    return this.#routable[this.#next++ % this.#routable.length]!;
  }

  onMembership({ candidates, count }: ClusterView): void {
    const here = new Set(candidates.subarray(0, count));
    const mine = this.#subset.filter((node) => here.has(node));
    this.#routable = mine.length > 0 ? mine : [...here];
  }
}
