import { describe, expect, it } from "vitest";
import type { EndSet, FaultSpec, LinkRule, LinkSet, Scenario } from "../../../sim/index.ts";
import type { LinkEffect } from "../../../sim/network/link-effects.ts";
import { aScenario, nodes } from "../../fixtures/scenario.ts";
import { LinkBench } from "../../support/link-bench.ts";

const SECOND = 1e9;
const MS = 1e6;
const NONE: EndSet = { producers: [], gateways: [], nodes: [] };
const gateway = (...gateways: number[]): EndSet => ({ ...NONE, gateways });
const node = (...those: number[]): EndSet => ({ ...NONE, nodes: those });
const between = (from: EndSet, to: EndSet, direction: LinkSet["direction"] = "both"): LinkSet[] => [
  { from, to, direction },
];
const everywhere = between(
  { producers: [0], gateways: [0, 1], nodes: [0, 1] },
  { producers: [0], gateways: [0, 1], nodes: [0, 1] },
);

/** Two gateways, two nodes, and faults of every kind that may come to the links. */
function bench(links: readonly LinkSet[], rules: readonly LinkRule[] = [], changes: Partial<Scenario> = {}): LinkBench {
  const base = { nodes: [], label: "", timing: { kind: "once", startNs: 0, endNs: SECOND } } as const;
  const faults: FaultSpec[] = [
    { ...base, kind: "partition", links },
    { ...base, kind: "throttle", links, bandwidthBytesPerSecond: 1 },
  ];
  const gateways = { ...aScenario().gateways, count: 2 };
  return new LinkBench(aScenario({ network: { rules }, faults, gateways, nodes: nodes(2), ...changes }));
}

describe("a partition", () => {
  const links = between(gateway(0), node(1));

  it("lets nothing pass either way, and only there", () => {
    const made = bench(links);
    made.links.control.install({ kind: "partition" }, links, "f");
    const { toNode, fromNode, toGateway } = made.links;
    for (const path of [toNode.between(0, 1), fromNode.between(0, 1)]) made.send(path);
    for (const path of [toNode.between(0, 0), toNode.between(1, 1), toGateway.between(0, 0)]) made.send(path);
    expect(made.run().lost).toEqual([true, true, false, false, false]);
    expect(made.arrivals).toHaveLength(3);
  });

  it.each([
    ["forward", [true, false]],
    ["back", [false, true]],
    ["both", [true, true]],
  ] as const)("may be one-way: %s", (direction, lost) => {
    const oneWay = between(gateway(0), node(1), direction);
    const made = bench(oneWay);
    made.links.control.install({ kind: "partition" }, oneWay, "f");
    made.send(made.links.toNode.between(0, 1));
    made.send(made.links.fromNode.between(0, 1));
    expect(made.run().lost).toEqual(lost);
  });

  it("goes from `from` to `to`, whatever the kind of link", () => {
    const towards = between(node(1), gateway(0), "forward");
    const made = bench(towards);
    made.links.control.install({ kind: "partition" }, towards, "f");
    made.send(made.links.toNode.between(0, 1));
    made.send(made.links.fromNode.between(0, 1));
    expect(made.run().lost).toEqual([false, true]);
  });

  it("may be partial: one gateway sees both nodes, the other sees one", () => {
    const made = bench(links);
    made.links.control.install({ kind: "partition" }, links, "f");
    const pairs = [0, 1].flatMap((one) => [0, 1].map((other) => made.links.toNode.between(one, other)));
    for (const path of pairs) made.send(path);
    expect(made.run().lost).toEqual([false, true, false, false]);
  });

  it("ends for good only with the last that is in force, and then nothing is left of it", () => {
    const made = bench(links, [{ link: null, between: null, latency: { kind: "constant", value: MS } }]);
    const { control, toNode } = made.links;
    const send = (): void => made.send(toNode.between(0, 1));
    const first = control.install({ kind: "partition" }, links, "f");
    const second = control.install({ kind: "partition" }, everywhere, "g");
    send();
    control.uninstall(first);
    send();
    control.uninstall(second);
    send();
    expect(made.run().lost).toEqual([true, true, false]);
    expect(made.arrivals).toEqual([{ message: 2, atNs: MS }]);
    expect(() => control.uninstall(second)).toThrow("expected one that is in force");
  });
});

describe("a clog", () => {
  const links = everywhere;
  const rules: LinkRule[] = [{ link: null, between: null, latency: { kind: "constant", value: 2 * MS } }];

  it("keeps back what is sent and lets it go in order when it ends", () => {
    const made = bench(links, rules);
    const { control, toNode, fromNode } = made.links;
    made.at(0, () => made.send(toNode.between(0, 0)));
    let token = 0;
    made.at(MS, () => (token = control.install({ kind: "clog" }, links, "f")));
    [toNode.between(0, 0), fromNode.between(0, 1), toNode.between(0, 0)].forEach((path, i) =>
      made.at((2 + i) * MS, () => made.send(path)),
    );
    made.at(10 * MS, () => {
      control.uninstall(token);
      made.send(toNode.between(0, 0));
    });
    expect(made.run().arrivals).toEqual([2, 12, 12, 12, 12].map((at, message) => ({ message, atNs: at * MS })));
    expect(made.links.counts.reduce((sum, { counts }) => sum + counts.held, 0)).toBe(3);
  });

  it("hands what it kept back on to the next one, and to a cut", () => {
    const made = bench(links, rules);
    const { control, toNode } = made.links;
    const tokens = (["clog", "clog", "partition"] as const).map((kind, i) => {
      const token = control.install({ kind }, links, `${i}`);
      if (i === 1) made.send(toNode.between(0, 0));
      return token;
    });
    tokens.forEach((token, i) => made.at((10 + i) * MS, () => control.uninstall(token)));
    expect(made.run().arrivals).toEqual([{ message: 0, atNs: 14 * MS }]);
  });
});

describe("loss, delay, duplicates", () => {
  function installed(effect: LinkEffect, rules: readonly LinkRule[] = []): LinkBench {
    const made = bench(everywhere, rules);
    made.links.control.install(effect, everywhere, "f");
    return made;
  }

  it("come on top of what the links do themselves", () => {
    const loss = { kind: "independent", probability: 0.5 } as const;
    const made = installed({ kind: "loss", loss }, [{ link: null, between: null, loss }]);
    for (let i = 0; i < 10_000; i++) made.send(made.links.toNode.between(0, 0));
    const lost = made.lost.filter(Boolean).length / 10_000;
    expect(Math.abs(lost - 0.75)).toBeLessThan(4.5 * Math.sqrt((0.75 * 0.25) / 10_000));
  });

  it("delays add", () => {
    const latency = { kind: "constant", value: 5 * MS } as const;
    const made = installed({ kind: "delay", latency }, [{ link: null, between: null, latency }]);
    made.links.control.install({ kind: "delay", latency }, everywhere, "g");
    made.send(made.links.toNode.between(0, 0));
    expect(made.run().arrivals[0]!.atNs).toBe(15 * MS);
  });

  it("an ordered link keeps its order when a delay ends", () => {
    const latency = { kind: "constant", value: 5 * MS } as const;
    const made = bench(everywhere, [{ link: null, between: null, ordered: true }]);
    const token = made.links.control.install({ kind: "delay", latency }, everywhere, "f");
    made.send(made.links.toNode.between(0, 0));
    made.links.control.uninstall(token);
    made.send(made.links.toNode.between(0, 0));
    made.send(made.links.toNode.between(1, 0));
    expect(made.run().arrivedNs).toEqual([5 * MS, 5 * MS, 0]);
  });

  it("duplicates are drawn for each message, and counted", () => {
    const made = installed({ kind: "duplicate", probability: 0.3 });
    const path = made.links.toNode.between(0, 0)!;
    const twice = Array.from({ length: 10_000 }, () => path.duplicates()).filter(Boolean).length;
    expect(Math.abs(twice / 10_000 - 0.3)).toBeLessThan(4.5 * Math.sqrt((0.3 * 0.7) / 10_000));
    expect(made.links.counts.reduce((sum, { counts }) => sum + counts.duplicated, 0)).toBe(twice);
  });

  it("a burst goes on while other faults come and go", () => {
    const loss = { kind: "gilbert-elliott", goodToBad: 0.5, badToGood: 0, lossInGood: 0, lossInBad: 1 } as const;
    const made = installed({ kind: "loss", loss });
    const path = made.links.toNode.between(0, 0);
    for (let i = 0; i < 100; i++) made.send(path);
    made.links.control.uninstall(made.links.control.install({ kind: "clog" }, everywhere, "g"));
    made.send(path);
    expect(made.lost.at(-1)).toBe(true);
  });
});

describe("a throttle", () => {
  const links = between(gateway(0), node(0));
  const rules: LinkRule[] = [{ link: "gateway-node", between: null, bandwidthBytesPerSecond: 1000 }];
  const throttle = (bandwidthBytesPerSecond: number): LinkEffect => ({ kind: "throttle", bandwidthBytesPerSecond });

  it("slows what is on the wire and what waits for it, from when it comes until it goes", () => {
    const made = bench(links, rules);
    const { control, toNode } = made.links;
    for (const size of [1000, 1000]) made.send(toNode.between(0, 0), size);
    let token = 0;
    made.at(0.5 * SECOND, () => (token = control.install(throttle(250), links, "f")));
    made.at(1.5 * SECOND, () => control.uninstall(token));
    // 500 bytes, then 250 in a second of throttle, then the rest.
    expect(made.run().arrivedNs).toEqual([1.75 * SECOND, 2.75 * SECOND]);
  });

  it("of a link of endless bandwidth makes messages wait, and lets all go when it ends", () => {
    const made = bench(links);
    const { control, toNode } = made.links;
    const token = control.install(throttle(1000), links, "f");
    for (let i = 0; i < 200; i++) made.send(toNode.between(0, 0), 100);
    made.at(0.25 * SECOND, () => control.uninstall(token));
    made.at(SECOND, () => made.send(toNode.between(0, 0), 100));
    const expected = [0.1, 0.2, ...Array.from({ length: 198 }, () => 0.25), 1];
    expect(made.run().arrivedNs.map((atNs) => atNs! / SECOND)).toEqual(expected);
    expect(made.arrivals.map(({ message }) => message)).toEqual(made.lost.map((_, message) => message));
  });

  it("gives way to a narrower one, and lost messages take their time on the wire", () => {
    const made = bench(links, [{ link: null, between: null, loss: { kind: "independent", probability: 0.5 } }]);
    const { control, toNode } = made.links;
    control.install(throttle(1000), links, "f");
    control.install(throttle(100), links, "g");
    for (let i = 0; i < 50; i++) made.send(toNode.between(0, 0), 10);
    const expected = made.lost.map((lost, i) => (lost ? undefined : (i + 1) * 100 * MS));
    expect(made.run().arrivedNs).toEqual(expected);
    expect(made.lost).toContain(true);
  });
});
