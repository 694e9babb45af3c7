/** The least loaded of a few draws with replacement: what Envoy and gRPC do. */
import type { Random } from "../../core/random.ts";
import type { NodeId } from "../contract.ts";

/** Of `choices` draws among the first `count` ids, the one with the lowest load; of equals the one drawn first. */
export function sampledLeast(
  ids: ArrayLike<NodeId>,
  count: number,
  choices: number,
  load: Int32Array,
  random: Random,
): NodeId {
  let best = ids[random.below(count)]!;
  for (let taken = 1; taken < choices; taken++) {
    const other = ids[random.below(count)]!;
    if (load[other]! < load[best]!) best = other;
  }
  return best;
}
