import { describe, expect, it } from "vitest";
import type { DistributionSpec, LinkRule } from "../../../sim/index.ts";
import { aNode, aProducer, aScenario, nodes } from "../../fixtures/scenario.ts";
import { LinkBench } from "../../support/link-bench.ts";

const MS = 1e6;
const ms = (value: number): DistributionSpec => ({ kind: "constant", value: value * MS });
const anywhere = { link: null, between: null } as const;

function bench(rules: readonly LinkRule[], changes: Parameters<typeof aScenario>[0] = {}): LinkBench {
  return new LinkBench(aScenario({ network: { rules }, ...changes }));
}

/** How long one message takes, by way. */
function takesMs(rules: readonly LinkRule[], changes: Parameters<typeof aScenario>[0] = {}): number[] {
  const made = bench(rules, changes);
  const { toGateway, toProducer, toNode, fromNode } = made.links;
  for (const table of [toGateway, toNode, fromNode, toProducer]) made.send(table.between(0, 0));
  return made.run().arrivedNs.map((atNs) => atNs! / MS);
}

describe("what a link is", () => {
  it("comes, property by property, from the first rule that says anything of it", () => {
    const rules: LinkRule[] = [
      { link: "gateway-node", between: null, ordered: true },
      { link: "producer-gateway", between: null, latency: ms(2) },
      { ...anywhere, latency: ms(5) },
    ];
    expect(takesMs(rules)).toEqual([2, 5, 5, 2]);
  });

  it("may differ with the direction", () => {
    const rules: LinkRule[] = [
      { ...anywhere, direction: "forward", latency: ms(1) },
      { ...anywhere, direction: "back", latency: ms(3) },
    ];
    expect(takesMs(rules)).toEqual([1, 1, 3, 3]);
  });

  it("is said of zones and, where none is called so, of producers, gateways, nodes and groups of nodes", () => {
    const between = (one: string, other: string): LinkRule[] => [
      { link: null, between: [one, other], latency: ms(7) },
      { ...anywhere, latency: ms(1) },
    ];
    const zones = { nodes: nodes(2, { zone: "far" }), traffic: [aProducer({ zone: "n1" })] };
    expect(takesMs(between("far", "default"), zones)).toEqual([1, 7, 7, 1]);
    expect(takesMs(between("web", "gateway1"))).toEqual([7, 1, 1, 7]);
    expect(takesMs(between("gateway1", "n1"))).toEqual([1, 7, 7, 1]);
    expect(takesMs(between("n", "gateway1"))).toEqual([1, 7, 7, 1]);
    expect(takesMs(between("gateway2", "n1"))).toEqual([1, 1, 1, 1]);
    // A zone is called n1: the node of that name is not meant.
    expect(takesMs(between("n1", "default"), zones)).toEqual([7, 1, 1, 7]);
  });

  it("is free where nothing is said, or what is said comes to nothing", () => {
    const nothing: LinkRule = {
      ...anywhere,
      latency: ms(0),
      bandwidthBytesPerSecond: Infinity,
      duplication: 0,
      ordered: true,
      loss: { kind: "independent", probability: 0 },
    };
    for (const rules of [[], [nothing]]) {
      const { links } = bench(rules);
      expect(links.free).toBe(true);
      expect(links.toNode.between(0, 0)).toBeNull();
      expect(links.counts).toEqual([]);
    }
  });
});

describe("paths", () => {
  const many = { gateways: { ...aScenario().gateways, count: 3 }, nodes: [...nodes(2), aNode("x", { zone: "far" })] };

  it("are one where they only take time", () => {
    const { links } = bench([{ ...anywhere, latency: { kind: "exponential", mean: MS } }], many);
    expect(links.toNode.between(0, 0)).toBe(links.toNode.between(2, 1));
    expect(links.toNode.between(0, 0)).toBe(links.fromNode.between(1, 1));
  });

  it("are one, way by way, where they lose at random", () => {
    const { links } = bench([{ ...anywhere, loss: { kind: "independent", probability: 0.1 } }], many);
    expect(links.toNode.between(0, 0)).toBe(links.toNode.between(2, 1));
    expect(links.toNode.between(0, 0)).not.toBe(links.fromNode.between(0, 0));
  });

  it.each<Partial<LinkRule>>([
    { bandwidthBytesPerSecond: 1e6 },
    { loss: { kind: "gilbert-elliott", goodToBad: 0.1, badToGood: 0.1, lossInGood: 0, lossInBad: 1 } },
    { ordered: true, latency: { kind: "exponential", mean: MS } },
  ])("are each pair's own where something must be remembered: %j", (said) => {
    const { links } = bench([{ link: null, between: ["far", "default"], ...said }], many);
    expect(links.toNode.between(0, 2)).not.toBe(links.toNode.between(1, 2));
    expect(links.toNode.between(0, 2)).toBe(links.toNode.between(0, 2));
    expect(links.toNode.between(0, 0)).toBeNull();
  });

  it("of ten thousand nodes and a hundred gateways are made as they are taken", () => {
    const huge = { gateways: { ...aScenario().gateways, count: 100 }, nodes: nodes(10_000) };
    const before = process.memoryUsage().heapUsed;
    const { links } = bench([{ ...anywhere, bandwidthBytesPerSecond: 1e9 }], huge);
    links.toNode.between(99, 9999)!.travel(61, 0, 0, 1);
    // A million paths would take more than a hundred megabytes.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(40e6);
  });
});
