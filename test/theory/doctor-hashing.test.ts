/** The doctor's families of hashing: other figures than the shipped ones, and words that are not understood. */
import { describe, expect, it } from "vitest";
import { agendaOf } from "../../cli/doctor/agenda.ts";
import type { OracleCase } from "../../cli/doctor/case-file.ts";
import { computed } from "./mapping.ts";

type Parts = Pick<OracleCase, "family" | "setup" | "measure"> & { readonly value?: unknown };

function agenda({ family, setup, measure, value = 1 }: Parts): ReturnType<typeof agendaOf> {
  const tolerance = { type: "rel", value: 0.1 } as const;
  return agendaOf([{ id: "x", family, tier: 2, setup, measure, value, tolerance }]);
}

/** The figures of the first `seeds` runs, averaged one by one. */
function figures(parts: Parts, seeds = 1): readonly number[] {
  const { calculated, notCovered } = agenda(parts);
  if (calculated.length === 0) throw new Error(notCovered.get("x"));
  const runs = Array.from({ length: seeds }, (_, seed) => computed(calculated[0], seed + 1));
  return runs[0]!.map((_, place) => runs.reduce((sum, run) => sum + run[place]!, 0) / seeds);
}

function reason(parts: Parts): string {
  return agenda(parts).notCovered.get("x") ?? "covered";
}

describe("consistent hashing ring", () => {
  const family = "consistent hashing ring";

  it("has the deviation of Dirichlet's distribution, and the peak H(n) with one point", () => {
    const deviation = { family, setup: { nodes: 20, vnodes: 5 }, measure: "relative std dev of node load" };
    expect(figures(deviation)[0]).toBeCloseTo(Math.sqrt(19 / 101), 1);
    const largest = { family, setup: { nodes: 4, vnodes: 1 }, measure: "mean over rings of max/average load" };
    expect(Math.abs(figures(largest, 4)[0]! - (1 + 1 / 2 + 1 / 3 + 1 / 4))).toBeLessThan(0.05);
  });

  it("the interval widens with its percentage", () => {
    const interval = (percent: number): readonly number[] =>
      figures({ family, setup: { nodes: 50, vnodes: 100 }, measure: `${percent}% interval of node load / average` });
    const [narrow, wide] = [interval(50), interval(99)];
    expect(wide[0]).toBeLessThan(narrow[0]!);
    expect(wide[1]).toBeGreaterThan(narrow[1]!);
  });

  it("other hashes and measures are not covered", () => {
    const measure = "relative std dev";
    expect(reason({ family, setup: { vnodes: 10, hash: "md5" }, measure })).toContain("md5");
    expect(reason({ family, setup: { vnodes: 10, nodes: "some" }, measure })).toContain("some");
    expect(reason({ family, setup: { vnodes: 10, weights: "equal" }, measure })).toContain("weights");
    expect(reason({ family, setup: { vnodes: 10 }, measure: "kurtosis" })).toContain("kurtosis");
  });
});

describe("bounded-load hashing", () => {
  const family = "bounded-load hashing";

  it("fills to the capacity, and displaces less with more room or more points", () => {
    expect(figures({ family, setup: { nodes: 20, keys: 500, eps: 0.5 }, measure: "maximum load" })).toEqual([38]);
    const displaced = (eps: number, vnodes: number): number =>
      figures({
        family,
        setup: { nodes: 20, keys: 500, eps, vnodes },
        measure: "fraction of keys not placed on first choice",
      })[0]!;
    expect(displaced(0.1, 1)).toBeGreaterThan(displaced(0.5, 1));
    expect(displaced(0.1, 1)).toBeGreaterThan(displaced(0.1, 50));
  });

  it("other schemes are not covered", () => {
    const setup = { nodes: 20, keys: 500, eps: 0.5, scheme: "two random choices" };
    expect(reason({ family, setup, measure: "maximum load" })).toContain("two random choices");
  });
});

describe("key movement", () => {
  const family = "key movement";
  const measure = "fraction of keys that move";

  it("one figure per scheme: all but the common part by modulo, the new node's share by the others", () => {
    const [modulo] = figures({ family, setup: { scheme: "hash mod N", change: "6->4" }, measure });
    // 6 and 4 agree on 4 of 12 remainders.
    expect(modulo).toBeCloseTo(1 - 4 / 12, 2);
    const moved = figures({ family, setup: { scheme: "rendezvous, jump or multi-probe", change: "4->5" }, measure });
    expect(moved).toHaveLength(3);
    for (const fraction of moved.slice(0, 2)) expect(fraction).toBeCloseTo(1 / 5, 2);
  });

  it("counts moves between nodes that stay, which Maglev has and the ring has not", () => {
    const old = "keys that move between two OLD nodes";
    const [ring, table] = figures({ family, setup: { scheme: "ring, maglev", change: "10->9" }, measure: old });
    expect(ring).toBe(0);
    expect(table).toBeGreaterThan(0);
  });

  it("a change may be said as a step", () => {
    const of = (change: string): number => figures({ family, setup: { scheme: "jump", change }, measure })[0]!;
    expect(of("add 1 node to 4")).toBe(of("4->5"));
    expect(of("remove 2 of 10 nodes")).toBe(of("10->8"));
  });

  it("unknown schemes, changes and values are not covered", () => {
    expect(reason({ family, setup: { scheme: "ring, dice", change: "4->5" }, measure })).toContain("dice");
    expect(reason({ family, setup: { scheme: "ring", change: "double" }, measure })).toContain("double");
    expect(reason({ family, setup: { scheme: "ring", change: "4->5" }, measure, value: [1] })).toContain("a number");
  });
});

describe("Maglev hashing", () => {
  const family = "Maglev hashing";

  it("shares entries by weight, in the order of the set-up", () => {
    const setup = { table_size: 101, weights: { A: 1, B: 1, C: 2 } };
    const [a, b, c] = figures({ family, setup, measure: "table entries A,B,C" });
    expect(a! + b! + c!).toBe(101);
    expect([Math.abs(a! - b!) <= 1, Math.abs(c! - 50.5) <= 2]).toEqual([true, true]);
  });

  it("gives a ring's and rendezvous hashing's entries to backends, less evenly than its own, more so in a larger table", () => {
    const measure = "over-provision needed: Karger small/large, Rendezvous small/large";
    const setup = { backends: 20, table_sizes: [1009, 100_003] };
    const [ringSmall, ringLarge, bidsSmall, bidsLarge] = figures({ family, setup, measure });
    // Of twenty the fullest is about two standard deviations above: 14% each by chance in the small table, 3% by arcs in the large.
    for (const small of [ringSmall!, bidsSmall!]) expect([small > 0.1, small < 0.6]).toEqual([true, true]);
    for (const large of [ringLarge!, bidsLarge!]) expect([large > 0.005, large < 0.12]).toEqual([true, true]);
    expect(reason({ family, setup: { backends: 20, table_sizes: [1009] }, measure })).toContain("not understood");
  });

  it("moves at least what was removed", () => {
    const setup = { backends: 50, table_size: 5003, weights: "equal", change: "remove 5 backends, rebuild" };
    const [changed] = figures({ family, setup, measure: "fraction of table entries that change" });
    expect(changed).toBeGreaterThan(0.0999);
    expect(changed).toBeLessThan(0.2);
  });

  it("moves what is added, and a percentage of the backends", () => {
    const of = (change: string): number => {
      const setup = { backends: 50, table_size: 5003, weights: "equal", change: `${change}, rebuild` };
      return figures({ family, setup, measure: "fraction of table entries that change" })[0]!;
    };
    expect(of("remove 10% of backends")).toBe(of("remove 5 backends"));
    expect(of("add 10 backends")).toBeGreaterThan(10 / 60 - 0.001);
    expect(of("add 10 backends")).toBeLessThan(0.3);
  });

  it("the smallest share lies below the largest", () => {
    const share = (which: string): number =>
      figures({ family, setup: { backends: 50, table_size: 5003 }, measure: `${which} table share / average` })[0]!;
    expect(share("min")).toBeLessThan(1);
    expect(share("max")).toBeGreaterThan(1);
  });

  it("tables must be prime, and weights those that the measure names", () => {
    const measure = "max table share / average";
    expect(reason({ family, setup: { backends: 5, table_size: 100 }, measure })).toContain("no prime");
    const setup = { table_size: 101, weights: { A: 1, B: 2 } };
    expect(reason({ family, setup, measure: "table entries A,C" })).toContain("A,C");
    const all = { backends: 5, table_size: 101, change: "remove 5 backends, rebuild" };
    expect(reason({ family, setup: all, measure: "fraction of table entries that change" })).toContain("remove 5");
  });
});

describe("spread of keys", () => {
  it("more probes are more even, and many keys more even than few", () => {
    const probes = (count: number): number =>
      figures({ family: "multi-probe hashing", setup: { nodes: 10, probes: count }, measure: "peak/average load" })[0]!;
    expect(probes(2)).toBeGreaterThan(probes(10) + 0.1);
    const keys = (count: number): number =>
      figures({
        family: "rendezvous hashing",
        setup: { nodes: 20, keys: count, hash: "ideal" },
        measure: "mean of max/average keys per node",
      })[0]!;
    expect(keys(1000)).toBeGreaterThan(keys(100_000) + 0.1);
  });
});

describe("hash test vectors", () => {
  const family = "hash test vectors";

  it("jump: a range, a list or one count of buckets", () => {
    const jumps = (buckets: unknown): readonly number[] =>
      figures({
        family,
        setup: { algorithm: "jump consistent hash (Lamping & Veach)", key_uint64: "0xdeadbeef", buckets },
        measure: "bucket",
      });
    expect(jumps("4..7")).toEqual([3, 3, 5, 5]);
    expect(jumps([17, 2])).toEqual([16, 1]);
    expect(jumps(6)).toEqual([5]);
  });

  it("murmur3 with its seed, Redis slots", () => {
    const setup = { algorithm: "murmur3 x86 32-bit (seed 0x9747b28c)", key: "Hello, world!" };
    expect(figures({ family, setup, measure: "unsigned 32-bit hash" })).toEqual([0x24884cba]);
    const slot = { algorithm: "Redis Cluster key slot", key: "foo" };
    expect(figures({ family, setup: slot, measure: "hash slot" })).toEqual([12182]);
  });

  it.each([
    ["xxHash64 (seed 0)", "abc", "64-bit hash (hex)", "44bc2cf5ad770999"],
    ["XXH64", "a", "unsigned 64-bit hash", "0xd24ec4f1a98c6e5b"],
    ["CRC-32 (IEEE)", "123456789", "unsigned 32-bit hash", "cbf43926"],
    ["CRC16/XMODEM", "123456789", "checksum (hex)", "31c3"],
    ["CRC16/XMODEM", "123456789", "16-bit hash", "12739"],
    ["murmur3_32 seed 0", "", "unsigned 32-bit hash", "0"],
    ["Java String.hashCode", "hello", "signed 32-bit hash", "99162322"],
  ])("%s of %j, %s: a published value, written as a text", (algorithm, key, measure, value) => {
    const parts = { family, setup: { algorithm, key }, measure, value };
    const [task] = agenda(parts).calculated;
    expect(computed(task)).toEqual(task!.target.expected);
    const other = { ...parts, value: value.replace(/.$/, (last) => (last === "1" ? "2" : "1")) };
    expect(agenda(other).calculated[0]!.target.expected).not.toEqual(computed(task));
  });

  it("Kafka's hash is signed, and negative values say so themselves", () => {
    const setup = { algorithm: "Kafka murmur2 (seed 0x9747b28c)", key: "21" };
    expect(figures({ family, setup, measure: "signed 32-bit hash" })).toEqual([-973932308]);
    expect(figures({ family, setup, measure: "hash", value: -973932308 })).toEqual([-973932308]);
    expect(figures({ family, setup, measure: "unsigned 32-bit hash" })).toEqual([-973932308 + 2 ** 32]);
  });

  it("a seed is said once, of functions that have one, and bits are those of the function", () => {
    const measure = "unsigned 32-bit hash";
    const said = { algorithm: "murmur3 (seed 1)", key: "a", seed: 2 };
    expect(reason({ family, setup: said, measure })).toContain("contradicts");
    expect(reason({ family, setup: { algorithm: "crc32", key: "a", seed: 2 }, measure })).toContain("no seed");
    expect(reason({ family, setup: { algorithm: "xxh64", key: "a" }, measure })).toContain("64 bits");
  });

  it("partitions of streams and of Pulsar's default", () => {
    const stream = {
      rule: "RabbitMQ super stream: murmur3_32(key, seed 104729) mod partitions",
      key: "a",
      partitions: 7,
    };
    expect(figures({ family, setup: stream, measure: "partition" })[0]).toBeLessThan(7);
    const pulsar = { rule: "Pulsar: JavaStringHash mod partitions", key: "hello", partitions: [10, 7] };
    expect(figures({ family, setup: pulsar, measure: "partition" })).toEqual([2, 99162322 % 7]);
  });

  it("unknown functions are not covered", () => {
    expect(reason({ family, setup: { algorithm: "md5", key: "a" }, measure: "hash" })).toContain("md5");
  });
});

describe("balls into bins", () => {
  const family = "balls into bins";

  it("two balls in two bins: one each in half of the trials, in three quarters with two choices", () => {
    const percents = (d: number): readonly number[] =>
      figures({
        family,
        setup: { bins: 2, balls: 2, d },
        measure: "distribution of maximum load, percent of trials",
        value: { 1: 50, 2: 50 },
      });
    for (const [d, one] of [
      [1, 50],
      [2, 75],
    ] as const) {
      expect(Math.abs(percents(d)[0]! - one)).toBeLessThan(6);
      expect(percents(d)[0]! + percents(d)[1]!).toBeCloseTo(100);
    }
  });

  it("other choices and values are not covered", () => {
    const measure = "distribution of maximum load, percent of trials";
    const setup = { bins: 2, balls: 2, d: 2, choice: "d distinct bins" };
    expect(reason({ family, setup, measure })).toContain("distinct");
    expect(reason({ family, setup: { bins: 2, balls: 2, d: 2 }, measure, value: 3 })).toContain("percents");
  });
});
