import { describe, expect, it } from "vitest";
import { ClusterBench } from "../../fixtures/cluster.ts";

describe("a node that is paused", () => {
  it("goes on with what it was doing, and then with what came meanwhile", () => {
    const bench = new ClusterBench([{}]).arrive({ atMs: 0, workMs: 10 }, { atMs: 6, workMs: 2 });
    bench.at(4, () => bench.cluster.pause(0)).at(9, () => bench.cluster.resume(0));
    expect(bench.run().story).toEqual(["0 served 15", "1 served 17"]);
    expect(bench.waits.get(1)).toBe(9);
  });

  it("shares its workers as before under processor sharing", () => {
    const bench = new ClusterBench([{ discipline: "processor-sharing" }]);
    bench.arrive({ atMs: 0, workMs: 10 }, { atMs: 6, workMs: 2 });
    bench.at(4, () => bench.cluster.pause(0)).at(9, () => bench.cluster.resume(0));
    // 6 and 2 are left at 9 ms: both are served at half speed until 13 ms.
    expect(bench.run().story).toEqual(["1 served 13", "0 served 17"]);
  });

  it("lays nothing down while it stands still, whatever the discipline", () => {
    const bench = new ClusterBench([{ discipline: "shortest-remaining-time" }]);
    bench.arrive({ atMs: 0, workMs: 10 }, { atMs: 6, workMs: 2 });
    bench.at(4, () => bench.cluster.pause(0)).at(9, () => bench.cluster.resume(0));
    expect(bench.run().story).toEqual(["1 served 11", "0 served 17"]);
  });

  it("takes in as many as it has room for", () => {
    const bench = new ClusterBench([{ queueCapacity: 1 }]);
    bench.at(0, () => bench.cluster.pause(0)).at(9, () => bench.cluster.resume(0));
    bench.arrive({ atMs: 1, workMs: 1 }, { atMs: 2, workMs: 1 }, { atMs: 3, workMs: 1 });
    expect(bench.run().story).toEqual(["2 rejected 3", "0 served 10", "1 served 11"]);
  });

  it("stands still until the last pause is over", () => {
    const bench = new ClusterBench([{}]).arrive({ atMs: 0, workMs: 10 });
    bench.at(2, () => bench.cluster.pause(0)).at(4, () => bench.cluster.pause(0));
    bench.at(5, () => bench.cluster.resume(0)).at(8, () => bench.cluster.resume(0));
    expect(bench.run().story).toEqual(["0 served 16"]);
  });

  it("goes on at the speed of then", () => {
    const bench = new ClusterBench([{}, { discipline: "processor-sharing" }]);
    bench.arrive({ atMs: 0, workMs: 10 }, { atMs: 0, workMs: 10, node: 1 });
    for (const node of [0, 1]) {
      bench.at(4, () => bench.cluster.pause(node)).at(6, () => bench.cluster.setSpeed(node, 0.5));
      bench.at(9, () => bench.cluster.resume(node));
    }
    expect(bench.run().story).toEqual(["0 served 21", "1 served 21"]);
  });

  it("is neither up nor busy", () => {
    const bench = new ClusterBench([{}]).arrive({ atMs: 0, workMs: 10 });
    bench
      .at(4, () => bench.cluster.pause(0))
      .at(9, () => bench.cluster.resume(0))
      .run();
    const { busyArea, upNs } = bench.cluster.nodes.totals(bench.loop.nowNs);
    expect([busyArea[0], upNs[0]]).toEqual([10e6, 10e6]);
  });

  it("wastes only what it did", () => {
    const bench = new ClusterBench([{}]).arrive({ atMs: 0, workMs: 10 }, { atMs: 5, workMs: 1 });
    bench.at(4, () => bench.cluster.pause(0)).at(9, () => bench.cluster.resume(0));
    bench.at(11, () => expect(bench.cancel(0)).toBe(true));
    expect(bench.run().story).toEqual(["0 cancelled 11", "1 served 12"]);
    expect(bench.cluster.nodes.totals(bench.loop.nowNs).wastedNs[0]).toBe(6e6);
  });

  it("is without what was cancelled meanwhile", () => {
    const bench = new ClusterBench([{}]).arrive(
      { atMs: 0, workMs: 10 },
      { atMs: 5, workMs: 1 },
      { atMs: 5, workMs: 1 },
    );
    bench.at(4, () => bench.cluster.pause(0)).at(9, () => bench.cluster.resume(0));
    bench.at(6, () => bench.cancel(0)).at(7, () => bench.cancel(1));
    expect(bench.run().story).toEqual(["0 cancelled 6", "1 cancelled 7", "2 served 10"]);
    expect(bench.cluster.nodes.totals(bench.loop.nowNs).wastedNs[0]).toBe(4e6);
  });
});

describe("a node that goes down while it is paused", () => {
  const story = (durable: boolean): string[] => {
    const bench = new ClusterBench([{ durable }]).arrive({ atMs: 0, workMs: 10 }, { atMs: 1, workMs: 1 });
    bench.at(2, () => bench.cluster.pause(0)).at(4, () => expect(bench.cluster.crash(0)).toBe(true));
    bench.arrive({ atMs: 5, workMs: 1 }).at(6, () => expect(bench.cluster.restart(0)).toBe(true));
    bench.arrive({ atMs: 7, workMs: 1 }).at(9, () => bench.cluster.resume(0));
    return bench.run().story;
  };

  it("loses what it held, and takes in but does not serve after the restart until the pause is over", () => {
    expect(story(false)).toEqual(["0 node-crash 4", "1 node-crash 4", "2 node-down 5", "3 served 10"]);
  });

  it("keeps it where it is durable, and serves it from the start", () => {
    expect(story(true)).toEqual(["2 node-down 5", "0 served 19", "1 served 20", "3 served 21"]);
  });
});

describe("a node that has to replay what it kept", () => {
  it("takes in what comes, and serves when it is done", () => {
    const bench = new ClusterBench([{ durable: true }]).arrive({ atMs: 0, workMs: 5 }, { atMs: 1, workMs: 5 });
    bench.at(2, () => bench.cluster.crash(0));
    bench.at(4, () => bench.cluster.restart(0, { baseNs: 3e6, perMessageNs: 1e6 }));
    bench.arrive({ atMs: 6, workMs: 1 });
    expect(bench.run().story).toEqual(["0 served 14", "1 served 19", "2 served 20"]);
  });

  it("begins anew after a crash on the way, and with what came since", () => {
    const bench = new ClusterBench([{ durable: true }]).arrive({ atMs: 0, workMs: 5 });
    const recovery = { baseNs: 3e6, perMessageNs: 1e6 };
    bench.at(2, () => bench.cluster.crash(0)).at(4, () => bench.cluster.restart(0, recovery));
    bench.arrive({ atMs: 5, workMs: 1 });
    bench.at(6, () => bench.cluster.crash(0)).at(7, () => bench.cluster.restart(0, recovery));
    expect(bench.run().story).toEqual(["0 served 17", "1 served 18"]);
  });

  it("serves its workers' messages all at once again under processor sharing", () => {
    const bench = new ClusterBench([{ durable: true, discipline: "processor-sharing" }]);
    bench.arrive({ atMs: 0, workMs: 4 }, { atMs: 0, workMs: 4 });
    bench.at(2, () => bench.cluster.crash(0));
    bench.at(4, () => bench.cluster.restart(0, { baseNs: 2e6, perMessageNs: 0 }));
    expect(bench.run().story).toEqual(["0 served 14", "1 served 14"]);
  });
});

describe("reasons to be down", () => {
  it("add up", () => {
    const bench = new ClusterBench([{}]);
    const changes = [
      bench.cluster.crash(0),
      bench.cluster.crash(0),
      bench.cluster.restart(0),
      bench.cluster.restart(0),
    ];
    expect(changes).toEqual([true, false, false, true]);
    expect(bench.cluster.isUp(0)).toBe(true);
  });
});

describe("a node that errs", () => {
  it("answers with an error in time, and neither counts nor serves the message", () => {
    const bench = new ClusterBench([{}]).arrive({ atMs: 1, workMs: 10 }, { atMs: 2, workMs: 10 });
    bench.at(0, () => bench.cluster.setErrors(0, 1, 3e6)).at(3, () => bench.cluster.setErrors(0, 0, 0));
    bench.arrive({ atMs: 4, workMs: 1 });
    expect(bench.run().story).toEqual(["0 error 4", "1 error 5", "2 served 5"]);
    const { errors } = bench.cluster.nodes.totals(bench.loop.nowNs).tally;
    expect([errors[0], bench.cluster.nodes.maxInSystem[0]]).toEqual([2, 1]);
  });

  it("errs on about the fraction that it is told", () => {
    const bench = new ClusterBench([{}]);
    bench.cluster.setErrors(0, 0.3, 0);
    for (let i = 0; i < 4000; i++) bench.arrive({ atMs: i, workMs: 0.5 });
    const errors = bench.run().endings.filter(({ how }) => how === "error").length;
    // Four standard deviations of a binomial count.
    expect(Math.abs(errors - 1200)).toBeLessThan(4 * Math.sqrt(4000 * 0.3 * 0.7));
  });

  it("answers after a pause what it should have answered within it, and never what it held at a crash", () => {
    const bench = new ClusterBench([{}]).arrive({ atMs: 1, workMs: 1 }, { atMs: 4, workMs: 1 }, { atMs: 9, workMs: 1 });
    bench.cluster.setErrors(0, 1, 3e6);
    bench.at(2, () => bench.cluster.pause(0)).at(6, () => bench.cluster.resume(0));
    bench.at(10, () => bench.cluster.crash(0));
    expect(bench.run().story).toEqual(["0 error 6", "1 error 7", "2 node-crash 10"]);
  });

  it("drops an answer that is cancelled", () => {
    const bench = new ClusterBench([{}]).arrive({ atMs: 1, workMs: 1 });
    bench.cluster.setErrors(0, 1, 3e6);
    bench.at(2, () => expect(bench.cancel(0)).toBe(true));
    expect(bench.run().story).toEqual(["0 cancelled 2"]);
  });
});
