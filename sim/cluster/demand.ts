/** What a service takes beside its message's work: contention with the others at the node, and the look-up of its id. */
import type { EventLoop } from "../core/event-loop.ts";
import type { NodeSpec } from "../scenario.ts";
import { REAL as MESSAGE, type MessageTable } from "../traffic/message-table.ts";
import { WHOLE, type NodeTable } from "./node-table.ts";
import type { Recognition } from "./recognition.ts";
import type { Demand } from "./services.ts";

const { IN_SYSTEM } = WHOLE;
const { SEQUENCE, WORK_NS } = MESSAGE;

/** Null where a service takes its message's work and nothing else. */
export function demandOf(
  specs: readonly NodeSpec[],
  nodes: NodeTable,
  messages: MessageTable,
  loop: EventLoop,
  recognition: Recognition | null,
): Demand | null {
  if (recognition === null && specs.every(({ contentionNs = 0 }) => contentionNs === 0)) return null;
  const lookupNs = recognition?.lookupNs ?? 0;
  const contentionNs = Float64Array.from(specs, (spec) => spec.contentionNs ?? 0);
  return (node, id) => {
    const { real } = messages;
    const known = recognition?.knows(node, real[(id >> 1) | SEQUENCE]!, loop.nowNs) === true;
    const workNs = known ? 0 : real[(id >> 1) | WORK_NS]!;
    return workNs + lookupNs + contentionNs[node]! * nodes.whole[(node << 5) | IN_SYSTEM]!;
  };
}
