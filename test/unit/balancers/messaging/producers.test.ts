/** The producers of Kafka, Pulsar and RocketMQ, worked by hand. */
import { describe, expect, it } from "vitest";
import { Accumulator } from "../../../../sim/balancers/messaging/kafka/accumulator.ts";
import { kafkaAdaptive } from "../../../../sim/balancers/messaging/kafka/adaptive.ts";
import { kafkaKeyed } from "../../../../sim/balancers/messaging/kafka/keyed.ts";
import { kafkaRoundRobin } from "../../../../sim/balancers/messaging/kafka/round-robin.ts";
import { kafkaSticky } from "../../../../sim/balancers/messaging/kafka/sticky.ts";
import { pulsarKey } from "../../../../sim/balancers/messaging/pulsar/key.ts";
import { pulsarRoundRobin } from "../../../../sim/balancers/messaging/pulsar/round-robin.ts";
import { rocketmqKey } from "../../../../sim/balancers/messaging/rocketmq/key.ts";
import { rocketmqRoundRobin } from "../../../../sim/balancers/messaging/rocketmq/round-robin.ts";
import { NONE } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";

describe("kafka-keyed", () => {
  it("is murmur2 without its sign over all partitions, the absent one's refused", () => {
    // foobar: -790332482 & 0x7fffffff = 1357151166; abc: 479470107.
    for (const [partitions, foobar, abc] of [
      [3, 0, 0],
      [6, 0, 3],
      [10, 6, 7],
      [12, 6, 3],
    ] as const) {
      const gateway = new FakeGateway(kafkaKeyed, { nodes: partitions });
      expect(gateway.pick({ key: 0, keyText: "foobar" })).toBe(foobar);
      expect(gateway.pick({ key: 0, keyText: "abc" })).toBe(abc);
      gateway.leave(foobar);
      expect(gateway.pick({ key: 0, keyText: "foobar" })).toBe(NONE);
    }
  });

  it("sticks to a partition for records without a key", () => {
    const gateway = new FakeGateway(kafkaKeyed, { nodes: 10 });
    const picks = Array.from({ length: 12 }, () => gateway.pick({ key: 0, keyText: "", sizeBytes: 1000 }));
    expect(new Set(picks).size).toBe(1);
  });
});

describe("an accumulator", () => {
  const MS = 1e6;

  it("opens a batch for the first record, when the next does not fit, and when linger is over", () => {
    const accumulator = new Accumulator(1, 300, 5 * MS);
    expect(accumulator.append(0, 92, 0)).toBe(61 + 100);
    expect(accumulator.append(0, 92, MS)).toBe(100);
    // 261 bytes are in the batch: 100 more do not fit.
    expect(accumulator.append(0, 92, 2 * MS)).toBe(161);
    expect(accumulator.opensBatch(0, 92, 6 * MS)).toBe(false);
    expect(accumulator.opensBatch(0, 92, 7 * MS)).toBe(true);
  });

  it("lets batches wait beyond five in flight, and go on filling", () => {
    const accumulator = new Accumulator(1, 100_000, 0);
    for (let i = 0; i < 5; i++) accumulator.append(0, 1000, i);
    expect([accumulator.waiting(0), accumulator.stalledNs(0, 10)]).toEqual([0, 0]);
    accumulator.append(0, 1000, 5);
    expect([accumulator.waiting(0), accumulator.stalledNs(0, 10)]).toEqual([1, 6]);
    // The sixth batch cannot be sent, so it takes further records.
    expect(accumulator.append(0, 1000, 6)).toBe(1008);
    accumulator.answer(0, 20);
    expect(accumulator.waiting(0)).toBe(0);
  });
});

describe("kafka-sticky", () => {
  it("changes after batch.size bytes where the batch is complete, after twice as many in any case", () => {
    const run = (lingerSeconds: number): number[] => {
      const parameters = { batchSizeBytes: 1000, lingerSeconds };
      const gateway = new FakeGateway(kafkaSticky, { nodes: 1000, parameters });
      const picks = Array.from({ length: 70 }, () => {
        const partition = gateway.pick({ sizeBytes: 92 });
        gateway.settle();
        return partition;
      });
      const changes = picks.flatMap((node, i) => (i > 0 && node !== picks[i - 1] ? [i] : []));
      return changes.slice(0, 3).map((place, i) => place - [0, ...changes][i]!);
    };
    // Every record is a batch of 161 bytes: seven make 1,127.
    expect(run(0)).toEqual([7, 7, 7]);
    // A batch takes nine records, 961 bytes, and the tenth opens the next one: 1,122 bytes, but the batch is not complete. Nine more
    // fill it (961), and the nineteenth record opens a third: 2,083 bytes, twice the size.
    expect(run(60)).toEqual([19, 19, 19]);
  });

  it("draws anew at once where the partition goes", () => {
    const gateway = new FakeGateway(kafkaSticky, { nodes: 3 });
    const first = gateway.pick();
    gateway.leave(first);
    expect(gateway.pick()).not.toBe(first);
  });

  it("is uniform over many batches", () => {
    const gateway = new FakeGateway(kafkaSticky, { nodes: 5, parameters: { batchSizeBytes: 1, lingerSeconds: 0 } });
    for (let i = 0; i < 5000; i++) {
      gateway.pick();
      gateway.settle();
    }
    for (const count of gateway.counts) expect(Math.abs(count - 1000)).toBeLessThan(6 * Math.sqrt(800));
  });
});

describe("kafka-adaptive", () => {
  const parameters = { batchSizeBytes: 1, lingerSeconds: 0 };

  /** Uses every partition; then 10 batches of partition 0 wait and nothing else is in flight. */
  function loaded(more: Readonly<Record<string, number>> = {}): FakeGateway {
    const gateway = new FakeGateway(kafkaAdaptive, { nodes: 3, parameters: { ...parameters, ...more } });
    while (gateway.counts.some((count) => count === 0) || gateway.view.inFlight[0]! < 15) {
      const node = gateway.pick();
      if (node !== 0) gateway.settle(1e6, true, gateway.held.lastIndexOf(node));
    }
    return gateway;
  }

  it("draws with the weights longest + 1 - own", () => {
    const gateway = loaded();
    const before = [...gateway.counts];
    let draws = 0;
    for (; draws < 6900; draws++) {
      const node = gateway.pick();
      gateway.settle(1e6, true, gateway.held.lastIndexOf(node));
    }
    const [zero, one] = gateway.counts.map((count, node) => count - before[node]!);
    // Ten batches wait for partition 0, none for the others: weights 1, 11, 11.
    expect(Math.abs(zero! - draws / 23)).toBeLessThan(6 * Math.sqrt(draws / 23));
    expect(Math.abs(one! - (draws * 11) / 23)).toBeLessThan(6 * Math.sqrt(draws / 4));
  });

  it("passes over partitions that could send nothing for longer than the timeout", () => {
    const picks = (availabilityTimeoutSeconds: number, afterNs: number): number => {
      const gateway = loaded({ availabilityTimeoutSeconds });
      gateway.advance(afterNs);
      // The next partition was drawn with the last record; one more draws after the pause.
      gateway.settle(1e6, true, gateway.held.lastIndexOf(gateway.pick()));
      const before = gateway.counts[0]!;
      for (let i = 0; i < 500; i++) gateway.settle(1e6, true, gateway.held.lastIndexOf(gateway.pick()));
      return gateway.counts[0]! - before;
    };
    expect(picks(0, 100e9)).toBeGreaterThan(0);
    expect(picks(60, 59e9)).toBeGreaterThan(0);
    expect(picks(60, 61e9)).toBe(0);
  });
});

describe("kafka-round-robin", () => {
  it("up to 3.9 skips a partition at every new batch", () => {
    const picks = (version: string): string => {
      const gateway = new FakeGateway(kafkaRoundRobin, { nodes: 4, parameters: { version, lingerSeconds: 0 } });
      return gateway.letters(8);
    };
    expect(picks("2.4")).toBe("bdbdbdbd");
    expect(picks("4.0")).toBe("abcdabcd");
  });

  it("takes turns while batches have room", () => {
    const picks = (batchSizeBytes: number): string => {
      const parameters = { version: "2.4", batchSizeBytes, lingerSeconds: 60 };
      return new FakeGateway(kafkaRoundRobin, { nodes: 3, parameters }).letters(7);
    };
    // a would open a batch, so b does; c would, so a does; b has room; c would again, so a, …: c is never reached.
    expect(picks(1e6)).toBe("bababab");
    // Three records of 1,008 bytes fill b; its next one would open a batch, and goes to c.
    expect(picks(3100)).toBe("bababac");
  });
});

describe("pulsar", () => {
  it("hashes keys as Java does, or with murmur3, without the sign", () => {
    const place = (hashingScheme: string, keyText: string): number =>
      new FakeGateway(pulsarKey, { nodes: 10, parameters: { hashingScheme } }).pick({ key: 0, keyText });
    // "hello".hashCode() is 99162322; "polygenelubricants".hashCode() is -2^31, without its sign 0.
    expect(place("java-string-hash", "hello")).toBe(2);
    expect(place("java-string-hash", "polygenelubricants")).toBe(0);
    // murmur3("hello") is 0x248bfa47 = 613153351.
    expect(place("murmur3-32", "hello")).toBe(1);
  });

  it("keeps a partition for one publish delay of calendar time, or takes turns", () => {
    const parameters = { publishDelaySeconds: 0.01 };
    const gateway = new FakeGateway(pulsarRoundRobin, { nodes: 4, parameters });
    const first = gateway.pick();
    gateway.advance(9e6);
    expect(gateway.pick()).toBe(first);
    gateway.advance(1e6);
    expect(gateway.pick()).toBe((first + 1) % 4);
    const unbatched = new FakeGateway(pulsarRoundRobin, { nodes: 4, parameters: { batching: false } });
    const start = unbatched.pick();
    expect([1, 2, 3, 4].map(() => unbatched.pick())).toEqual([1, 2, 3, 4].map((turn) => (start + turn) % 4));
  });

  it("takes turns for messages without a key, whatever the scheme", () => {
    const gateway = new FakeGateway(pulsarKey, { nodes: 4 });
    const first = gateway.pick({ key: 0, keyText: "" });
    gateway.advance(1e6);
    expect(gateway.pick({ key: 0, keyText: "" })).toBe((first + 1) % 4);
  });
});

describe("rocketmq", () => {
  it("takes the absolute value after the remainder", () => {
    const gateway = new FakeGateway(rocketmqKey, { nodes: 10 });
    // -2147483648 % 10 is -8 in Java and here.
    expect(gateway.pick({ key: 0, keyText: "polygenelubricants" })).toBe(8);
    expect(gateway.pick({ key: 0, keyText: "hello" })).toBe(2);
    gateway.leave(2);
    expect(gateway.pick({ key: 0, keyText: "hello" })).toBe(NONE);
  });

  it("takes turns, and a retry passes over the broker that failed", () => {
    const gateway = new FakeGateway(rocketmqRoundRobin, { nodes: 3 });
    const first = gateway.pick();
    const next = (first + 1) % 3;
    expect(gateway.pick({ attempt: 1, previous: next })).toBe((first + 2) % 3);
    expect(gateway.pick()).toBe(first);
    const alone = new FakeGateway(rocketmqRoundRobin, { nodes: 1 });
    expect(alone.pick({ attempt: 1, previous: 0 })).toBe(0);
  });

  it("avoids a slow broker for as long as its table says", () => {
    const slow = (latencyMs: number, ok: boolean): FakeGateway => {
      const gateway = new FakeGateway(rocketmqRoundRobin, { nodes: 2, parameters: { sendLatencyFault: true } });
      while (gateway.pick() !== 0) gateway.settle(1e6);
      gateway.settle(latencyMs * 1e6, ok);
      return gateway;
    };
    const isAvoided = (gateway: FakeGateway, seconds: number): boolean => {
      gateway.advance(seconds * 1e9);
      return ![0, 1, 2, 3].map(() => gateway.pick()).includes(0);
    };
    expect(isAvoided(slow(549, true), 0)).toBe(false);
    expect([isAvoided(slow(550, true), 1.9), isAvoided(slow(550, true), 2)]).toEqual([true, false]);
    expect([isAvoided(slow(3000, true), 5.9), isAvoided(slow(3000, true), 6)]).toEqual([true, false]);
    // A failure counts as ten seconds, whatever it took.
    expect([isAvoided(slow(1, false), 9.9), isAvoided(slow(1, false), 10)]).toEqual([true, false]);
  });
});
