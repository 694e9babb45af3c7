import { describe, expect, it } from "vitest";
import { CoDel } from "../../../sim/cluster/shedding/codel.ts";
import { TokenBucket } from "../../../sim/cluster/shedding/token-bucket.ts";
import { ClusterBench, MS } from "../../fixtures/cluster.ts";

describe("messages whose deadline has passed", () => {
  const arrivals = [
    { atMs: 0, workMs: 10 },
    { atMs: 1, workMs: 1, deadlineMs: 4 },
    { atMs: 2, workMs: 1, deadlineMs: 20 },
  ];

  it("are served all the same by default", () => {
    expect(new ClusterBench([{}]).arrive(...arrivals).run().story).toEqual([
      "0 served 10",
      "1 served 11",
      "2 served 12",
    ]);
  });

  it("are dropped as a worker would take them", () => {
    const bench = new ClusterBench([{ shedding: { expired: "on-start" } }]).arrive(...arrivals).run();
    expect(bench.story).toEqual(["1 expired 10", "0 served 10", "2 served 11"]);
    expect(bench.cluster.nodes.tally.expired[0]).toBe(1);
  });

  it("leave at once where they are allowed to", () => {
    const bench = new ClusterBench([{ shedding: { expired: "at-once" } }]).arrive(...arrivals).run();
    expect(bench.story).toEqual(["1 expired 5", "0 served 10", "2 served 11"]);
    expect(bench.cluster.nodes.tally.expired[0]).toBe(1);
  });

  it("make room by leaving", () => {
    const bench = new ClusterBench([{ queueCapacity: 1, shedding: { expired: "at-once" } }]);
    bench.arrive({ atMs: 0, workMs: 10 }, { atMs: 1, workMs: 1, deadlineMs: 4 });
    bench.arrive({ atMs: 4, workMs: 1 }, { atMs: 6, workMs: 1 });
    expect(bench.run().story).toEqual(["2 rejected 4", "1 expired 5", "0 served 10", "3 served 11"]);
  });

  it("are not served when they come too late for a free worker", () => {
    for (const expired of ["on-start", "at-once"] as const) {
      const bench = new ClusterBench([{ shedding: { expired } }]).arrive({ atMs: 3, workMs: 1, deadlineMs: 0 });
      expect(bench.run().story).toEqual(["0 expired 3"]);
    }
  });

  it("wait through a pause, and leave when it is over", () => {
    const bench = new ClusterBench([{ shedding: { expired: "at-once" } }]).arrive(...arrivals);
    bench.at(3, () => bench.cluster.pause(0)).at(8, () => bench.cluster.resume(0));
    expect(bench.run().story).toEqual(["1 expired 8", "0 served 15", "2 served 16"]);
  });

  it("leave no trace behind when they were cancelled, pushed out or lost before", () => {
    const spec = { queueCapacity: 1, overflow: "drop-oldest", shedding: { expired: "at-once" } } as const;
    const bench = new ClusterBench([spec]).arrive({ atMs: 0, workMs: 10 }, { atMs: 1, workMs: 1, deadlineMs: 4 });
    bench
      .at(2, () => bench.cancel(1))
      .arrive({ atMs: 3, workMs: 1, deadlineMs: 4 }, { atMs: 4, workMs: 1, deadlineMs: 4 });
    bench.at(6, () => bench.cluster.crash(0)).at(7, () => bench.cluster.restart(0));
    const story = ["1 cancelled 2", "2 dropped 4", "0 node-crash 6", "3 node-crash 6"];
    expect(bench.run().story).toEqual(story);
  });

  it("all gone leave their worker free", () => {
    const bench = new ClusterBench([{ shedding: { expired: "on-start" } }]);
    bench.arrive({ atMs: 0, workMs: 10 }, { atMs: 1, workMs: 1, deadlineMs: 1 }, { atMs: 1, workMs: 1, deadlineMs: 1 });
    bench.arrive({ atMs: 12, workMs: 1 });
    expect(bench.run().story).toEqual(["1 expired 10", "2 expired 10", "0 served 10", "3 served 13"]);
  });

  it("may be followed at once by what their loss brings about", () => {
    const onEnd = (bench: ClusterBench, message: number): void => {
      if (message === 1) bench.come({ workMs: 1 });
    };
    const bench = new ClusterBench([{ shedding: { expired: "on-start" } }], { onEnd });
    bench.arrive({ atMs: 0, workMs: 10 }, { atMs: 1, workMs: 1, deadlineMs: 1 }, { atMs: 2, workMs: 5 });
    expect(bench.run().story).toEqual(["1 expired 10", "0 served 10", "2 served 15", "3 served 16"]);
  });
});

/** CoDel as its authors wrote it down (RFC 8289, section 5.8), on a queue of arrival times. */
class Rfc8289 {
  readonly dropped: number[] = [];
  #firstAbove = 0;
  #dropNext = 0;
  #count = 0;
  #lastCount = 0;
  #dropping = false;
  #okToDrop = false;

  readonly queue: number[] = [];
  readonly target: number;
  readonly interval: number;

  constructor(target: number, interval: number) {
    this.target = target;
    this.interval = interval;
  }

  dequeue(now: number): number | undefined {
    let message = this.#next(now);
    if (message === undefined) {
      this.#dropping = false;
      return undefined;
    }
    if (this.#dropping) {
      if (!this.#okToDrop) this.#dropping = false;
      while (now >= this.#dropNext && this.#dropping) {
        this.dropped.push(message!);
        this.#count++;
        message = this.#next(now);
        if (!this.#okToDrop) this.#dropping = false;
        else this.#dropNext = this.#controlLaw(this.#dropNext);
      }
    } else if (this.#okToDrop) {
      this.dropped.push(message);
      message = this.#next(now);
      this.#dropping = true;
      const delta = this.#count - this.#lastCount;
      this.#count = delta > 1 && now - this.#dropNext < 16 * this.interval ? delta : 1;
      this.#lastCount = this.#count;
      this.#dropNext = this.#controlLaw(now);
    }
    return message;
  }

  #next(now: number): number | undefined {
    const message = this.queue.shift();
    this.#okToDrop = false;
    if (message === undefined || now - message < this.target || this.queue.length === 0) this.#firstAbove = 0;
    else if (this.#firstAbove === 0) this.#firstAbove = now + this.interval;
    else if (now >= this.#firstAbove) this.#okToDrop = true;
    return message;
  }

  #controlLaw(time: number): number {
    return time + Math.round(this.interval / Math.sqrt(this.#count));
  }
}

describe("controlled delay", () => {
  it("drops exactly what its standard drops", () => {
    let state = 1;
    const next = (bound: number): number => (state = (state * 48271) % 2147483647) % bound;
    const [target, interval] = [5 * MS, 100 * MS];
    const ours = new CoDel(target, interval);
    const theirs = new Rfc8289(target, interval);
    const queue: number[] = [];
    const dropped: number[] = [];
    let arrival = 0;
    for (let now = 1; now < 60_000 * MS; now += 1 + next(10 * MS)) {
      // Bursts, and rests in which the queue empties.
      const gap = (now / MS) % 9000 < 5000 ? 8 * MS : 14 * MS;
      for (; arrival <= now; arrival += 1 + next(gap)) {
        queue.push(arrival);
        theirs.queue.push(arrival);
      }
      const expected = theirs.dequeue(now);
      let taken: number | undefined;
      for (taken = queue.shift(); taken !== undefined; taken = queue.shift()) {
        if (!ours.drops(now, now - taken, queue.length > 0)) break;
        dropped.push(taken);
      }
      if (taken === undefined) ours.emptied();
      expect(taken).toBe(expected);
    }
    expect(dropped).toEqual(theirs.dropped);
    expect(dropped.length).toBeGreaterThan(100);
  });

  /** Times of drops, in ms, where a message that has waited so long is taken every millisecond, and more wait behind it. */
  const dropsOf = (codel: CoDel, fromMs: number, toMs: number, waitedMs: (ms: number) => number): number[] => {
    const drops: number[] = [];
    for (let ms = fromMs; ms < toMs; ms++) while (codel.drops(ms * MS, waitedMs(ms) * MS, true)) drops.push(ms);
    return drops;
  };

  it("drops interval / sqrt(count) after the last drop was due: the control law", () => {
    const codel = new CoDel(5 * MS, 100 * MS);
    // Above target from 1 ms on: the first drop an interval later, and then 100, 100 / sqrt(2), 100 / sqrt(3), … further on.
    const due = [101, 201];
    for (let count = 2; count < 8; count++) due.push(due.at(-1)! + 100 / Math.sqrt(count));
    expect(dropsOf(codel, 1, 480, () => 6)).toEqual(due.map((ms) => Math.ceil(ms)).filter((ms) => ms < 480));
    expect(due.filter((ms) => ms < 480).length).toBeGreaterThan(6);
  });

  it("goes on with its rate where dropping begins again soon, and anew where it does not", () => {
    // Below target for a millisecond, after `count` has come to 8; above again, and an interval later dropping begins.
    const afterRest = (restMs: number): number[] => {
      const codel = new CoDel(5 * MS, 100 * MS);
      const before = dropsOf(codel, 1, 520, () => 6);
      expect(before).toHaveLength(8);
      dropsOf(codel, 520, 520 + restMs, () => 1);
      return dropsOf(codel, 520 + restMs, 720 + restMs, () => 6).map((ms) => ms - 520 - restMs);
    };
    // 8 less the 1 that it began with is 7: 100 / sqrt(7) = 37.8, then 100 / sqrt(8) = 35.4 …
    const [seven, eight] = [100 + 100 / Math.sqrt(7), 100 + 100 / Math.sqrt(7) + 100 / Math.sqrt(8)];
    expect(afterRest(1).slice(0, 3)).toEqual([100, Math.ceil(seven), Math.ceil(eight)]);
    // Sixteen intervals after the next drop was due.
    expect(afterRest(1600)).toEqual([100]);
  });

  it("drops as a node's worker takes, and never the last that waits", () => {
    const bench = new ClusterBench([{ shedding: { codel: { targetNs: 5 * MS, intervalNs: 20 * MS } } }]);
    // Above target from 10 ms on, for an interval at 30 ms: the first is dropped then.
    for (let i = 0; i < 6; i++) bench.arrive({ atMs: 0, workMs: 10 });
    expect(bench.run().story).toEqual([
      "0 served 10",
      "1 served 20",
      "3 shed 30",
      "2 served 30",
      "4 served 40",
      "5 served 50",
    ]);
    expect(bench.cluster.nodes.tally.shed[0]).toBe(1);
  });

  it("holds the wait near its target where more comes than can be served", () => {
    const codel = { targetNs: 5 * MS, intervalNs: 100 * MS };
    const waitsAfter = (shedding: object): number[] => {
      const bench = new ClusterBench([{ shedding }]);
      for (let i = 0; i < 40_000; i++) bench.arrive({ atMs: i * 0.9, workMs: 1 });
      bench.run();
      return [...bench.waits.values()].slice(-5000);
    };
    expect(Math.min(...waitsAfter({}))).toBeGreaterThan(1000);
    const waits = waitsAfter({ codel }).sort((x, y) => x - y);
    // It promises that the wait comes back to the target, not that it stays there: nobody here publishes less for it.
    expect(waits[2500]).toBeLessThan(50);
    expect(waits[0]).toBeLessThan(5);
  });
});

describe("adaptive LIFO", () => {
  it("serves the newest first while more wait than its threshold, and then the oldest", () => {
    const bench = new ClusterBench([{ shedding: { adaptiveLifo: { threshold: 2 } } }]);
    for (let i = 0; i < 6; i++) bench.arrive({ atMs: i, workMs: 10 });
    expect(bench.run().endings.map(({ message }) => message)).toEqual([0, 5, 4, 3, 1, 2]);
  });
});

describe("a token bucket", () => {
  it("begins full, and refills at its rate up to its burst", () => {
    const bucket = new TokenBucket(100, 3);
    const at = (ms: number): boolean => bucket.takes(ms * MS);
    expect([at(0), at(0), at(0), at(0)]).toEqual([true, true, true, false]);
    expect([at(9), at(10), at(10)]).toEqual([false, true, false]);
    expect([at(1000), at(1000), at(1000), at(1000)]).toEqual([true, true, true, false]);
  });

  it("lets in its rate of what comes to a node, whatever the discipline", () => {
    for (const discipline of ["fifo", "processor-sharing"] as const) {
      const bench = new ClusterBench([{ discipline, shedding: { tokenBucket: { ratePerSecond: 100, burst: 5 } } }]);
      for (let i = 0; i < 5000; i++) bench.arrive({ atMs: i * 2, workMs: 0.1 });
      const { tally } = bench.run().cluster.nodes;
      // 10 seconds at 100 a second, and the burst.
      expect(bench.waits.size).toBe(1004);
      expect(tally.shed[0]).toBe(5000 - 1004);
    }
  });
});
