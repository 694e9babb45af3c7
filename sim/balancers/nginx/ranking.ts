/** What comes before the turns: nginx's methods differ in whom they rank first; between equals they all take turns. */
import type { NodeId } from "../contract.ts";
import type { Peers } from "./peers.ts";

export interface Ranking {
  /** Whether a turn with one server only counts as a turn to it: its effective weight then recovers. */
  readonly turnsAlone: boolean;
  /** The ranks of servers change with every message: each must be looked at. */
  readonly isRestless: boolean;
  /** The servers with the least rank take turns. `weight`: the server's, less while it starts slowly. */
  rank(node: NodeId, weight: number): number;
  /** The next second in which the rank changes without any message; `Infinity` where it never does. */
  changesAt(node: NodeId): number;
  /** A pick looks at the server. */
  consider?(node: NodeId): void;
}

/** Everybody takes turns. */
export const ROUND_ROBIN: Ranking = {
  turnsAlone: true,
  isRestless: false,
  rank: () => 0,
  changesAt: () => Infinity,
};

/**
 * Fewest connections for the weight. nginx compares by cross-multiplication; quotients of whole numbers below 2^26 are
 * equal, or in order, exactly when the products are.
 */
export function leastConnectionsRanking(peers: Peers): Ranking {
  return {
    turnsAlone: false,
    isRestless: false,
    rank: (node, weight) => (peers.connections[node] === 0 ? 0 : peers.connections[node]! / weight),
    changesAt: () => Infinity,
  };
}
