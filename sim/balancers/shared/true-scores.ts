/**
 * The routable nodes ordered by a score that global truth gives: who is least costs O(log n) per change of the cluster and
 * per pick, since only nodes named in the truth's journal of changes are scored again.
 */
import type { Random } from "../../core/random.ts";
import { NONE, type Balancer, type ClusterTruth, type ClusterView, type NodeId } from "../contract.ts";
import { winner, type TieRule } from "./ties.ts";
import { Tournament } from "./tournament.ts";

/** What a node scores: less is better. */
export type TrueScore = (truth: ClusterTruth, node: NodeId) => number;

/** The tie rules where truth is known: `fastest` takes the faster of nodes that tie, and draws between equally fast ones. */
export type TrueTieRule = TieRule | "fastest";

/** Picks the node with the least score. */
export class TrueScores implements Balancer {
  readonly #score: TrueScore;
  readonly #ties: TieRule;
  readonly #random: Random;
  readonly #nodes: Tournament;
  /** How many entries of the journal are taken in. */
  #read = 0;
  #last: NodeId = NONE;

  constructor(score: TrueScore, ties: TrueTieRule, random: Random, nodeCount: number) {
    this.#score = score;
    this.#ties = ties === "fastest" ? "random" : ties;
    this.#random = random;
    this.#nodes = new Tournament(nodeCount, ties === "fastest" ? 2 : 1);
  }

  pick(view: ClusterView): NodeId {
    this.#catchUp(view);
    const node = winner(this.#nodes, this.#ties, this.#last, this.#random);
    if (node !== NONE) this.#last = node;
    return node;
  }

  onMembership(view: ClusterView): void {
    const truth = truthOf(view);
    this.#nodes.clear();
    for (let i = 0; i < view.count; i++) this.#enter(truth, view.candidates[i]!);
    this.#read = truth.changes.written;
  }

  #catchUp(view: ClusterView): void {
    const truth = truthOf(view);
    const { changes } = truth;
    if (changes.written - this.#read > changes.capacity) return this.onMembership(view);
    for (; this.#read < changes.written; this.#read++) {
      const node = changes.at(this.#read);
      if (this.#nodes.has(node)) this.#enter(truth, node);
    }
  }

  #enter(truth: ClusterTruth, node: NodeId): void {
    this.#nodes.set(node, this.#score(truth, node), -truth.speed[node]!);
  }
}

/** The truth that the definition asked for; its absence is a fault of the gateway. */
export function truthOf(view: ClusterView): ClusterTruth {
  if (view.truth === null) throw new Error("a balancer declared with truth was given a view without it");
  return view.truth;
}
