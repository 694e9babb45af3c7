/** Connections that are held: opened, placed, and closed in any order. */
import { NONE } from "../../../../../sim/index.ts";
import type { HeldEvent, Played } from "../../recording.ts";
import { labelOf, LOCAL, messageOf, type Setup } from "./setup.ts";

export function playEvents(setup: Setup, events: readonly HeldEvent[]): Played {
  /** The ids of what is open, in the order in which the gateway holds it. */
  const open: string[] = [];
  const actual = events.map((event, index) => {
    if (event.op === "open") return [event.id, opened(setup, event, index, open)];
    if (event.op === "close") return [event.id, closed(setup, event, open)];
    throw new Error(`expected open or close, got ${event.op}`);
  });
  return {
    expected: events.map((event) => [event.id, event.op === "open" ? recordedAt(setup, event) : "closed"]),
    actual,
  };
}

/** With nobody to take it nginx answers 502 in the upstream's name; of a stream it closes the connection, however that is recorded. */
function rejected(setup: Setup): string {
  return setup.upstream.protocol === "stream" ? "rejected" : `rejected:502:${labelOf(setup, NONE)}`;
}

function recordedAt(setup: Setup, { pick }: HeldEvent): string | undefined {
  const isPlaced = setup.upstream.servers.some((_, node) => labelOf(setup, node) === pick);
  return isPlaced || setup.upstream.protocol !== "stream" ? pick : rejected(setup);
}

function opened(setup: Setup, { id, key = "" }: HeldEvent, index: number, open: string[]): string {
  const node = setup.gateway.pick(messageOf(setup, { key, client: LOCAL }, index));
  if (node === NONE) return rejected(setup);
  open.push(id);
  return labelOf(setup, node);
}

function closed(setup: Setup, { id }: HeldEvent, open: string[]): string {
  const place = open.indexOf(id);
  if (place < 0) return "closed";
  open.splice(place, 1);
  setup.gateway.settle(1e6, true, place);
  return "closed";
}
