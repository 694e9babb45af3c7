/**
 * Tries that their gateway gives up: to every balancer they are as harmless as answers that took as long as usual. Neither
 * do they count as failures of the node, nor does anybody learn from how soon they were over.
 */
import { describe, expect, it } from "vitest";
import { catalogue, type BalancerDefinition, type NodeId } from "../../sim/index.ts";
import { FakeGateway } from "./fake-gateway.ts";

const MS = 1e6;
const usualNs = (node: NodeId): number => (node + 5) * MS;

/** Picks after thirty tries that were answered as usual, or given up at once. */
function picksAfter(definition: BalancerDefinition, end: "answered" | "cancelled" | "refused"): readonly NodeId[] {
  const gateway = new FakeGateway(definition, { nodes: 4, seed: 3, retries: 1 });
  const answer = (): void => {
    const node = gateway.pick({ key: gateway.picks.length % 50 });
    gateway.advance(MS);
    gateway.settle(usualNs(node));
  };
  for (let i = 0; i < 100; i++) answer();
  for (let i = 0; i < 30; i++) {
    const node = gateway.pick({ key: i });
    gateway.advance(MS);
    if (end === "answered") gateway.settle(usualNs(node));
    else gateway.settle(1, false, 0, { outcome: end, serviceNs: 1 });
  }
  for (let i = 0; i < 100; i++) answer();
  return gateway.picks.slice(130);
}

/** To these, hearing nothing for a while is not the same as hearing the usual. */
const LISTENING: ReadonlyMap<string, string> = new Map([
  ["linkerd-peak-ewma", "its estimates fade with time"],
  ["c3", "its rates follow how many answers come back"],
]);

describe("cancelled tries", () => {
  it.each(catalogue.filter(({ name }) => !LISTENING.has(name)))("leave $name as it was", (definition) => {
    expect(picksAfter(definition, "cancelled")).toEqual(picksAfter(definition, "answered"));
  });

  it("are not to be had from failures, where a balancer looks at those", () => {
    const sees = catalogue.filter(
      (definition) => picksAfter(definition, "refused").join() !== picksAfter(definition, "answered").join(),
    );
    expect(sees.map(({ name }) => name)).toEqual(expect.arrayContaining(["nginx-round-robin", "least-response-time"]));
  });
});
