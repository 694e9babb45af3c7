import { describe, expect, it } from "vitest";
import type { DeliverySpec } from "../../../sim/index.ts";
import { Recognition } from "../../../sim/cluster/recognition.ts";
import { ClusterBench, MS } from "../../fixtures/cluster.ts";

describe("a node without a limit of workers", () => {
  it("serves all at once, each at full speed", () => {
    const bench = new ClusterBench([{ workers: Infinity }]);
    for (let i = 0; i < 1000; i++) bench.arrive({ atMs: 0, workMs: 5 });
    expect(bench.run().endings.every(({ atMs }) => atMs === 5)).toBe(true);
    expect(bench.cluster.nodes.maxInSystem[0]).toBe(1000);
  });
});

describe("contention", () => {
  it("adds to a service for every message that is there as it begins, itself included", () => {
    const bench = new ClusterBench([{ workers: Infinity, contentionNs: 2 * MS }, { contentionNs: 2 * MS }]);
    bench.arrive({ atMs: 0, workMs: 5 }, { atMs: 1, workMs: 5 }, { atMs: 20, workMs: 5 });
    bench.arrive({ atMs: 30, workMs: 5, node: 1 }, { atMs: 31, workMs: 5, node: 1 });
    expect(bench.run().story).toEqual(["0 served 7", "1 served 10", "2 served 27", "3 served 37", "4 served 44"]);
  });

  it("is work, which a faster node does faster", () => {
    const bench = new ClusterBench([{ speed: 2, contentionNs: 2 * MS }]).arrive({ atMs: 0, workMs: 6 });
    expect(bench.run().story).toEqual(["0 served 4"]);
  });

  it("counts under processor sharing, too", () => {
    const bench = new ClusterBench([{ discipline: "processor-sharing", contentionNs: 2 * MS }]);
    bench.arrive({ atMs: 0, workMs: 6 });
    expect(bench.run().story).toEqual(["0 served 8"]);
  });
});

const onceOnly = (scope: "node" | "cluster"): DeliverySpec => {
  return { kind: "effectively-once", windowNs: 50 * MS, scope, lookupNs: MS };
};

describe("nodes that remember what they processed", () => {
  const twice = [
    { atMs: 0, workMs: 5, sequence: 7 },
    { atMs: 10, workMs: 5, sequence: 7, node: 1 },
    { atMs: 20, workMs: 5, sequence: 7 },
    { atMs: 90, workMs: 5, sequence: 7 },
  ];

  it("answer again for the price of looking it up, within the window", () => {
    const bench = new ClusterBench([{}, {}], { delivery: onceOnly("node") }).arrive(...twice);
    expect(bench.run().story).toEqual(["0 served 6", "1 served 16", "2 repeated 21", "3 served 96"]);
  });

  it("may share one memory", () => {
    const bench = new ClusterBench([{}, {}], { delivery: onceOnly("cluster") }).arrive(...twice);
    expect(bench.run().story).toEqual(["0 served 6", "1 repeated 11", "2 repeated 21", "3 served 96"]);
  });

  it("do a thing once although it was begun twice", () => {
    const bench = new ClusterBench([{ workers: 2 }], { delivery: onceOnly("node") });
    bench.arrive({ atMs: 0, workMs: 5, sequence: 1 }, { atMs: 1, workMs: 5, sequence: 1 });
    expect(bench.run().story).toEqual(["0 served 6", "1 repeated 7"]);
  });

  it("hold no more than what came within the window", () => {
    const memory = new Recognition({ kind: "effectively-once", windowNs: 1000, scope: "node", lookupNs: 0 }, 2);
    for (let i = 0; i < 10_000; i++) {
      expect(memory.remember(i % 2, i, i)).toBe(true);
      expect(memory.size).toBeLessThanOrEqual(1001);
    }
    expect([memory.knows(1, 9999, 9999), memory.knows(0, 9999, 9999), memory.knows(1, 8999, 9999)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([memory.remember(0, 9998, 9999), memory.remember(0, 1, 9999)]).toEqual([false, true]);
  });
});

describe("a node whose memory is bounded", () => {
  const memory = { limitBytes: 1000, perMessageBytes: 100, restart: { kind: "constant", value: 5 * MS } } as const;

  it("goes down with the message that is too much, and comes back", () => {
    const bench = new ClusterBench([{ memory }]).arrive({ atMs: 0, workMs: 10, sizeBytes: 400 });
    bench.arrive({ atMs: 1, workMs: 10, sizeBytes: 400 }, { atMs: 2, workMs: 10, sizeBytes: 0 });
    bench.arrive({ atMs: 3, workMs: 10 }, { atMs: 8, workMs: 1, sizeBytes: 900 });
    const story = ["0 node-crash 2", "1 node-crash 2", "2 node-crash 2", "3 node-down 3", "4 served 9"];
    expect(bench.run().story).toEqual(story);
  });

  it("is as empty as before when what it held has gone, by whatever way", () => {
    const limits = { queueCapacity: 2, shedding: { expired: "at-once" }, memory } as const;
    const bench = new ClusterBench([limits]).arrive({ atMs: 0, workMs: 5, sizeBytes: 200 });
    bench.arrive({ atMs: 1, workMs: 1, sizeBytes: 200, deadlineMs: 1 }, { atMs: 1, workMs: 1, sizeBytes: 200 });
    bench.at(3, () => bench.cancel(2)).arrive({ atMs: 10, workMs: 1, sizeBytes: 900 });
    expect(bench.run().story).toEqual(["1 expired 2", "2 cancelled 3", "0 served 5", "3 served 11"]);
  });

  it("keeps what it held where it is durable, but not what was too much", () => {
    const bench = new ClusterBench([{ memory, durable: true }]).arrive({ atMs: 0, workMs: 10, sizeBytes: 800 });
    bench.arrive({ atMs: 2, workMs: 1, sizeBytes: 100 });
    bench.arrive({ atMs: 18, workMs: 1, sizeBytes: 900 });
    expect(bench.run().story).toEqual(["1 node-crash 2", "0 served 17", "2 served 19"]);
  });
});
