/** What decides between nodes that score the same. */
import type { Random } from "../../core/random.ts";
import type { NodeId } from "../contract.ts";
import type { Tournament } from "./tournament.ts";

/**
 * `random`: any of them, equally likely. `rotate`: the next one in id order after the node picked last. `first`: the one
 * that the scenario names first.
 */
export type TieRule = "random" | "rotate" | "first";

export const TIE_RULES = ["random", "rotate", "first"] as const;

/** The winner of the tournament; NONE where nobody takes part. `last` is the node picked last, or NONE. */
export function winner(tournament: Tournament, rule: TieRule, last: NodeId, random: Random): NodeId {
  if (rule === "random") return tournament.random(random);
  return rule === "rotate" ? tournament.after(last) : tournament.first();
}
