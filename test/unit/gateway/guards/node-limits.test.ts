/** Places at a node, and places to wait for one. */
import { expect, test } from "vitest";
import { NodeLimits, Whereabouts } from "../../../../sim/gateway/guards/node-limits.ts";
import { MessageTable, NO_MESSAGE } from "../../../../sim/traffic/message-table.ts";

const spec = { perNode: 2, queuePerNode: 2, queueTimeoutNs: Infinity };

function fixture(): { limits: NodeLimits; where: Whereabouts; ids: number[] } {
  const messages = new MessageTable();
  const where = new Whereabouts();
  const ids = Array.from({ length: 6 }, () => messages.add());
  return { limits: new NodeLimits(spec, 2, messages, where), where, ids };
}

test("two go, two wait, the fifth finds no room; each node for itself", () => {
  const { limits, ids } = fixture();
  const places = ids.slice(0, 5).map((id) => limits.enter(0, id));
  expect(places.map((place) => (typeof place === "number" ? "waits" : place))).toEqual([
    ...["goes", "goes", "waits", "waits", "full"],
  ]);
  expect(limits.enter(1, ids[5]!)).toBe("goes");
});

test("who leaves makes room for who has waited longest", () => {
  const { limits, ids } = fixture();
  for (const id of ids.slice(0, 4)) limits.enter(0, id);
  expect(limits.next(0)).toBe(NO_MESSAGE);
  expect(limits.leave(0, ids[1]!)).toBe(true);
  expect(limits.next(0)).toBe(ids[2]);
  expect(limits.next(0)).toBe(NO_MESSAGE);
  expect([limits.atNode(0), limits.waiting(0)]).toEqual([2, 1]);
});

test("who gives up waiting has not been at the node, and its ticket is void", () => {
  const { limits, where, ids } = fixture();
  for (const id of ids.slice(0, 2)) limits.enter(0, id);
  const ticket = limits.enter(0, ids[2]!) as number;
  expect(where.holds(ids[2]!, ticket)).toBe(true);
  expect(limits.leave(0, ids[2]!)).toBe(false);
  expect(where.holds(ids[2]!, ticket)).toBe(false);
  expect([limits.atNode(0), limits.waiting(0)]).toEqual([2, 0]);
  expect(limits.leave(0, ids[3]!)).toBe(false); // was never let in
  expect(limits.atNode(0)).toBe(2);
});
