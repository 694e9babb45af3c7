import { describe, expect, it } from "vitest";
import { RandomStreams } from "../../../sim/core/random.ts";
import type { LinkRule } from "../../../sim/index.ts";
import { md1 } from "../../../sim/theory/md1.ts";
import { aScenario, nodes } from "../../fixtures/scenario.ts";
import { LinkBench } from "../../support/link-bench.ts";

const SECOND = 1e9;
const MS = 1e6;
const rule: LinkRule = { link: "gateway-node", between: null, bandwidthBytesPerSecond: 1000 };

describe("bandwidth", () => {
  it("is a queue for the wire, and latency comes on top", () => {
    const latency = { kind: "constant", value: 3 * MS } as const;
    const bench = new LinkBench(aScenario({ network: { rules: [{ ...rule, latency }] } }));
    const path = bench.links.toNode.between(0, 0);
    for (const size of [10, 20, 0]) bench.send(path, size);
    bench.at(100 * MS, () => bench.send(path, 5));
    expect(bench.run().arrivedNs).toEqual([13 * MS, 33 * MS, 33 * MS, 108 * MS]);
    const { counts } = bench.links.counts.find(
      ({ way }) => way.link === "gateway-node" && way.direction === "forward",
    )!;
    expect(counts).toMatchObject({ sent: 4, bytes: 35, lost: 0, wireWaitNs: 40 * MS, longestWireWaitNs: 30 * MS });
  });

  it("is of each pair of ends and each direction by itself", () => {
    const bench = new LinkBench(aScenario({ network: { rules: [rule] }, nodes: nodes(2) }));
    const { toNode, fromNode } = bench.links;
    for (const path of [toNode.between(0, 0), toNode.between(0, 1), fromNode.between(0, 0)]) bench.send(path, 10);
    expect(bench.run().arrivedNs).toEqual([10 * MS, 10 * MS, 10 * MS]);
  });

  it("makes messages wait as M/D/1 says", () => {
    const bench = new LinkBench(aScenario({ network: { rules: [rule] } }));
    const path = bench.links.toNode.between(0, 0);
    const gaps = new RandomStreams(3).stream("gaps");
    const [count, batches] = [120_000, 40];
    const sentNs: number[] = [];
    const sendNext = (): void => {
      sentNs.push(bench.loop.nowNs);
      bench.send(path, 10);
      if (sentNs.length < count) bench.at(bench.loop.nowNs + Math.round(gaps.exponential(SECOND / 60)), sendNext);
    };
    bench.at(0, sendNext);
    const waits = bench.run().arrivedNs.map((atNs, i) => (atNs! - sentNs[i]!) / SECOND - 0.01);
    const means = Array.from({ length: batches }, (_, batch) => {
      const part = waits.slice((batch * count) / batches, ((batch + 1) * count) / batches);
      return part.reduce((sum, wait) => sum + wait, 0) / part.length;
    });
    const mean = means.reduce((sum, each) => sum + each, 0) / batches;
    const error = Math.sqrt(means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (batches * (batches - 1)));
    const expected = md1(60, 0.01).meanWaiting;
    expect(error).toBeLessThan(expected / 20);
    expect(Math.abs(mean - expected)).toBeLessThan(4.5 * error);
  });
});
