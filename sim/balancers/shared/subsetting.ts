/**
 * Which backends a client talks to when it does not talk to all of them: Beyer et al., Site Reliability Engineering (2016),
 * chapter 20, "Load Balancing in the Datacenter".
 */
import type { Random } from "../../core/random.ts";
import type { NodeId } from "../contract.ts";

/** `size` of `count` backends by a shuffle of the client's own: how many clients a backend gets is left to chance. */
export function randomSubset(count: number, size: number, random: Random): NodeId[] {
  return shuffled(count, random).slice(0, size);
}

/**
 * The book's deterministic subset. Clients come in rounds of floor(count / size); a round shuffles the backends in one way, which
 * `randomOf(round)` gives, and deals them out among its clients. What a round cannot deal out evenly nobody of it gets.
 */
export function deterministicSubset(
  client: number,
  count: number,
  size: number,
  randomOf: (round: number) => Random,
): NodeId[] {
  const perRound = Math.max(1, Math.floor(count / size));
  const round = Math.floor(client / perRound);
  const place = client % perRound;
  return shuffled(count, randomOf(round)).slice(place * size, (place + 1) * size);
}

/** The numbers below `count` in random order (Fisher and Yates). */
export function shuffled(count: number, random: Random): NodeId[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let place = count - 1; place > 0; place--) {
    const other = random.below(place + 1);
    [order[place], order[other]] = [order[other]!, order[place]!];
  }
  return order;
}
