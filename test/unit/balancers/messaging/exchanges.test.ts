/** RabbitMQ's exchanges and super streams, and Redis' slots: bindings that come and go, and partitions that are away. */
import { describe, expect, it } from "vitest";
import { evenSlots, redisSlots } from "../../../../sim/balancers/messaging/redis-slots.ts";
import { rabbitmqConsistentHash } from "../../../../sim/balancers/messaging/rabbitmq/consistent-hash-exchange.ts";
import { rabbitmqModulusHash } from "../../../../sim/balancers/messaging/rabbitmq/modulus-hash-exchange.ts";
import { rabbitmqSuperStream } from "../../../../sim/balancers/messaging/rabbitmq/super-stream.ts";
import { erlangJump } from "../../../../sim/balancers/shared/hash/erlang-jump.ts";
import { murmur3 } from "../../../../sim/balancers/shared/hash/murmur3.ts";
import { phash2 } from "../../../../sim/balancers/shared/hash/phash2.ts";
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import { NONE, type NodeId } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";

const KEYS = Array.from({ length: 500 }, (_, i) => i + 1);

function homes(gateway: FakeGateway): NodeId[] {
  return KEYS.map((key) => gateway.pick({ key }));
}

const hashOf = (key: number): number => phash2(utf8(`key-${key}`));

describe("rabbitmq-consistent-hash", () => {
  it("has as many buckets as weights say, in binding order; weight 0 is not bound", () => {
    const gateway = new FakeGateway(rabbitmqConsistentHash, { nodes: 4, weights: [1, 2, 0, 3] });
    const buckets = [0, 1, 1, 3, 3, 3];
    expect(homes(gateway)).toEqual(KEYS.map((key) => buckets[erlangJump(hashOf(key), 6)]));
  });

  it("binds a queue that comes back at the end", () => {
    const gateway = new FakeGateway(rabbitmqConsistentHash, { nodes: 4 });
    gateway.leave(1);
    expect(homes(gateway)).toEqual(KEYS.map((key) => [0, 2, 3][erlangJump(hashOf(key), 3)]));
    gateway.join(1);
    expect(homes(gateway)).toEqual(KEYS.map((key) => [0, 2, 3, 1][erlangJump(hashOf(key), 4)]));
  });

  it("with absent refuse keeps the bindings, and refuses the absent queue's messages", () => {
    const gateway = new FakeGateway(rabbitmqConsistentHash, { nodes: 4, parameters: { absent: "refuse" } });
    const before = homes(gateway);
    gateway.leave(1);
    expect(homes(gateway)).toEqual(before.map((queue) => (queue === 1 ? NONE : queue)));
    gateway.join(1);
    expect(homes(gateway)).toEqual(before);
  });

  it("hashes a header of 3.x together with its type", () => {
    const gateway = new FakeGateway(rabbitmqConsistentHash, { nodes: 5, parameters: { hashOn: "header-before-4" } });
    const term = (key: number) => ({ tuple: [{ atom: "longstr" }, utf8(`key-${key}`)] });
    expect(homes(gateway)).toEqual(KEYS.map((key) => erlangJump(phash2(term(key)), 5)));
  });

  it("sends everything without a key to one queue", () => {
    const gateway = new FakeGateway(rabbitmqConsistentHash, { nodes: 5 });
    const picks = KEYS.map(() => gateway.pick({ key: 0, keyText: "" }));
    expect(new Set(picks).size).toBe(1);
  });
});

describe("rabbitmq-modulus-hash", () => {
  it("counts queues in the order of their names", () => {
    const servers = ["c", "a", "b"].map((name) => ({ name }));
    const gateway = new FakeGateway(rabbitmqModulusHash, { nodes: 3, servers });
    const hash = (key: number): number => phash2({ list: [utf8(`key-${key}`)] });
    expect(homes(gateway)).toEqual(KEYS.map((key) => [1, 2, 0][hash(key) % 3]));
    gateway.leave(1);
    expect(homes(gateway)).toEqual(KEYS.map((key) => [2, 0][hash(key) % 2]));
  });

  it("binding keys come before names, as texts", () => {
    const servers = ["9", "10", "9"].map((bindingKey, id) => ({ name: "cab"[id]!, metadata: { bindingKey } }));
    const gateway = new FakeGateway(rabbitmqModulusHash, { nodes: 3, servers });
    expect(homes(gateway)).toEqual(KEYS.map((key) => [1, 2, 0][phash2({ list: [utf8(`key-${key}`)] }) % 3]));
  });

  it("with absent refuse keeps the absent queue's place", () => {
    const gateway = new FakeGateway(rabbitmqModulusHash, { nodes: 3, parameters: { absent: "refuse" } });
    const before = homes(gateway);
    gateway.leave(0);
    expect(homes(gateway)).toEqual(before.map((queue) => (queue === 0 ? NONE : queue)));
  });
});

describe("rabbitmq-super-stream", () => {
  it("hashes with murmur3, seed 104729, over all partitions, and refuses the absent one's keys", () => {
    const gateway = new FakeGateway(rabbitmqSuperStream, { nodes: 3 });
    const expected = KEYS.map((key) => murmur3(utf8(`key-${key}`), 104729) % 3);
    expect(homes(gateway)).toEqual(expected);
    gateway.leave(2);
    expect(homes(gateway)).toEqual(expected.map((partition) => (partition === 2 ? NONE : partition)));
  });
});

describe("redis-slots", () => {
  it("deals slots out as redis-cli does", () => {
    const ranges = (masters: number): number[] => {
      const owners = evenSlots(masters);
      return [...owners.keys()].filter((slot) => slot === 0 || owners[slot - 1] !== owners[slot]);
    };
    // redis-cli --cluster create with three and six masters: 0-5460, 5461-10922, 10923-16383; 0-2730, 2731-5460, …
    expect(ranges(3)).toEqual([0, 5461, 10923]);
    expect(ranges(6)).toEqual([0, 2731, 5461, 8192, 10923, 13653]);
    expect(new Set(evenSlots(16384)).size).toBe(16384);
  });

  it("sends a key to its slot's master, and keys of one tag together", () => {
    const gateway = new FakeGateway(redisSlots, { nodes: 3 });
    // Slots 12182, 5061, 4813 by CLUSTER KEYSLOT.
    expect(["foo", "bar", "hello"].map((keyText) => gateway.pick({ key: 0, keyText }))).toEqual([2, 0, 0]);
    const tagged = Array.from({ length: 50 }, (_, i) => gateway.pick({ key: 0, keyText: `{order-7}.line-${i}` }));
    expect(new Set(tagged).size).toBe(1);
  });

  it("refuses everything while a master is away, or only its keys", () => {
    const picks = (requireFullCoverage: boolean): NodeId[] => {
      const gateway = new FakeGateway(redisSlots, { nodes: 3, parameters: { requireFullCoverage } });
      gateway.leave(0);
      return homes(gateway);
    };
    expect(new Set(picks(true))).toEqual(new Set([NONE]));
    expect(new Set(picks(false))).toEqual(new Set([NONE, 1, 2]));
  });
});
