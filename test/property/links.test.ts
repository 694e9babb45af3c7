/** Whatever faults come and go: what is lost never arrives, what is not lost arrives once, and in the end nothing is left. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FaultSpec, LinkRule, LinkSet } from "../../sim/index.ts";
import type { LinkEffect } from "../../sim/network/link-effects.ts";
import { aScenario, nodes } from "../fixtures/scenario.ts";
import { LinkBench } from "../support/link-bench.ts";

const MS = 1e6;
const END_NS = 1000 * MS;
const NONE = { producers: [], gateways: [], nodes: [] };

const effect = fc.constantFrom<LinkEffect[]>(
  { kind: "partition" },
  { kind: "clog" },
  { kind: "loss", loss: { kind: "independent", probability: 0.3 } },
  { kind: "loss", loss: { kind: "gilbert-elliott", goodToBad: 0.2, badToGood: 0.3, lossInGood: 0, lossInBad: 1 } },
  { kind: "delay", latency: { kind: "exponential", mean: 5 * MS } },
  { kind: "throttle", bandwidthBytesPerSecond: 2000 },
);
const links: fc.Arbitrary<LinkSet> = fc.record({
  from: fc.subarray([0, 1]).map((gateways) => ({ ...NONE, gateways })),
  to: fc.subarray([0, 1]).map((those) => ({ ...NONE, nodes: those })),
  direction: fc.constantFrom("forward" as const, "back" as const, "both" as const),
});
const timeNs = fc.integer({ min: 0, max: 100 }).map((ms) => ms * MS);
const fault = fc.record({ effect, links, startNs: timeNs, lastsNs: timeNs });
const sending = fc.record({
  atNs: timeNs,
  gateway: fc.integer({ min: 0, max: 1 }),
  node: fc.integer({ min: 0, max: 1 }),
  back: fc.boolean(),
  size: fc.integer({ min: 0, max: 50 }),
});
type Sending = typeof sending extends fc.Arbitrary<infer T> ? T : never;
const rule: fc.Arbitrary<LinkRule> = fc.record(
  {
    link: fc.constant(null),
    between: fc.constant(null),
    ordered: fc.boolean(),
    latency: fc.constantFrom(
      { kind: "constant" as const, value: 3 * MS },
      { kind: "exponential" as const, mean: 3 * MS },
    ),
    bandwidthBytesPerSecond: fc.constantFrom(10_000, Infinity),
  },
  { requiredKeys: ["link", "between"] },
);

interface Played {
  readonly bench: LinkBench;
  /** By message. */
  readonly sent: readonly Sending[];
}

function play(
  said: LinkRule,
  faults: readonly { effect: LinkEffect; links: LinkSet; startNs: number; lastsNs: number }[],
  sendings: readonly Sending[],
): Played {
  const timing = { kind: "once", startNs: 0, endNs: END_NS } as const;
  const specs = faults.map((each): FaultSpec => ({
    ...each.effect,
    links: [each.links],
    nodes: [],
    label: "",
    timing,
  }));
  const gateways = { ...aScenario().gateways, count: 2 };
  const bench = new LinkBench(aScenario({ network: { rules: [said] }, faults: specs, gateways, nodes: nodes(2) }));
  const { control } = bench.links;
  faults.forEach(({ startNs, lastsNs, ...each }, i) => {
    let token = -1;
    bench.at(startNs, () => (token = control.install(each.effect, [each.links], `${i}`)));
    bench.at(startNs + lastsNs, () => control.uninstall(token));
  });
  const sent: Sending[] = [];
  for (const each of sendings) {
    bench.at(each.atNs, () => {
      sent.push(each);
      bench.send(pathOf(bench, each), each.size);
    });
  }
  return { bench: bench.run(), sent };
}

function pathOf(
  { links: { toNode, fromNode } }: LinkBench,
  { gateway, node, back }: Sending,
): ReturnType<typeof toNode.between> {
  return (back ? fromNode : toNode).between(gateway, node);
}

function isOn({ from, to, direction }: LinkSet, { gateway, node, back }: Sending): boolean {
  const meant = from.gateways.includes(gateway) && to.nodes.includes(node);
  return meant && (direction === "both" || (direction === "back") === back);
}

describe("links under faults", () => {
  const faults = fc.array(fault, { maxLength: 5 });
  const sendings = fc.array(sending, { maxLength: 40 });

  it("lose what they say they lose, and let everything else arrive once", () => {
    fc.assert(
      fc.property(rule, faults, sendings, (said, those, many) => {
        const { bench } = play(said, those, many);
        const arrived = bench.arrivals.map(({ message }) => message).sort((a, b) => a - b);
        expect(arrived).toEqual(bench.lost.flatMap((lost, message) => (lost ? [] : [message])));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("let nothing pass that is sent while they are cut", () => {
    fc.assert(
      fc.property(rule, faults, sendings, (said, those, many) => {
        const { bench, sent } = play(said, those, many);
        sent.forEach((each, message) => {
          const isCut = those.some(
            (other) =>
              other.effect.kind === "partition" &&
              isOn(other.links, each) &&
              other.startNs < each.atNs &&
              each.atNs < other.startNs + other.lastsNs,
          );
          if (isCut) expect(bench.lost[message]).toBe(true);
        });
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it("keep the order of what is sent over them where they are ordered", () => {
    fc.assert(
      fc.property(rule, faults, sendings, (said, those, many) => {
        const { bench, sent } = play({ ...said, ordered: true }, those, many);
        const latest = new Map<unknown, number>();
        for (const { message } of bench.arrivals) {
          const path = pathOf(bench, sent[message]!);
          if (path === null) continue;
          expect(message).toBeGreaterThan(latest.get(path) ?? -1);
          latest.set(path, message);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("are as they were once every fault is over", () => {
    fc.assert(
      fc.property(faults, sendings, sending, (those, many, last) => {
        const latency = { kind: "constant", value: 3 * MS } as const;
        const said: LinkRule = { link: null, between: null, latency, bandwidthBytesPerSecond: 10_000 };
        const { bench } = play(said, those, [...many, { ...last, atNs: END_NS }]);
        const wireNs = Math.round((last.size / 10_000) * 1e9);
        expect(bench.arrivals.at(-1)).toEqual({ message: many.length, atNs: END_NS + 3 * MS + wireNs });
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});
