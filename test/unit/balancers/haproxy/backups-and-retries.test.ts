import { describe, expect, test } from "vitest";
import { haproxyBalancers } from "../../../../sim/balancers/haproxy/index.ts";
import { NONE, type ParameterValue } from "../../../../sim/index.ts";
import { again, gatewayOf, Queue } from "./support.ts";

const NAMES = haproxyBalancers.map(({ name }) => name);
const SERVERS = [{}, {}, { backup: true }, { backup: true, weight: 3 }];

describe.each(NAMES)("%s and backups", (name) => {
  const counts = (allBackups: boolean): readonly number[] => {
    const gateway = gatewayOf(name, SERVERS, { parameters: { allBackups } });
    for (let key = 1; key <= 100; key++) {
      gateway.pick({ key });
      gateway.settle();
    }
    expect(gateway.counts[2]! + gateway.counts[3]!).toBe(0);
    gateway.leave(0);
    gateway.leave(1);
    for (let key = 1; key <= 100; key++) {
      gateway.pick({ key });
      gateway.settle();
    }
    return [gateway.counts[2]!, gateway.counts[3]!];
  };

  test("only the first one that is usable, and only while no active server is", () => {
    expect(counts(false)).toEqual([100, 0]);
    const gateway = gatewayOf(name, SERVERS);
    for (const node of [0, 1, 2]) gateway.leave(node);
    expect(gateway.pick({ key: 1 })).toBe(3);
    gateway.join(1);
    expect(gateway.pick({ key: 1 })).toBe(1);
  });

  // Which first does not: it is told below.
  if (name === "haproxy-first") return;
  test("with allbackups all of them, by the algorithm", () => {
    const [light, heavy] = counts(true);
    expect(light! + heavy!).toBe(100);
    expect(Math.min(light!, heavy!)).toBeGreaterThan(5);
  });
});

test("haproxy-first with allbackups fills one backup after the other", () => {
  const servers = [{}, { backup: true, maxConnections: 1 }, { backup: true }];
  const picks = [false, true].map((allBackups) => {
    const gateway = gatewayOf("haproxy-first", servers, { parameters: { allBackups } });
    gateway.leave(0);
    return [gateway.pick(), gateway.pick()];
  });
  expect(picks).toEqual([
    [1, NONE],
    [1, 2],
  ]);
});

test("a backup that has room does not take what waits for active servers", () => {
  const servers = [{ maxConnections: 1 }, { backup: true, maxConnections: 1 }];
  const queue = new Queue(gatewayOf("haproxy-roundrobin", servers));
  queue.gateway.leave(0);
  queue.arrive("m0");
  queue.gateway.join(0);
  queue.arrive("m1").arrive("m2");
  expect(queue.placed).toEqual(["m0>1", "m1>0"]);
  queue.end(0);
  expect(queue.length).toBe(1);
  expect(queue.end(0).placed.at(-1)).toBe("m2>0");
});

describe("retries", () => {
  const gateway = (name: string, parameters: Readonly<Record<string, ParameterValue>>, retries = 3, nodes = 4) =>
    gatewayOf(name, Array<object>(nodes).fill({}), { parameters, retries });

  test.each(NAMES)("%s: without redispatch each retry goes where the first try went", (name) => {
    const one = gateway(name, {});
    const first = one.pick({ key: 5 });
    expect([again(one, first), again(one, first, first)]).toEqual([first, first]);
  });

  test.each(["haproxy-roundrobin", "haproxy-static-rr", "haproxy-random"])(
    "%s: the first retry is already redispatched, and never to the server it comes from",
    (name) => {
      const one = gateway(name, { redispatch: true });
      for (let i = 0; i < 20; i++) expect(again(one, 1)).not.toBe(1);
    },
  );

  test("a redispatch takes a turn", () => {
    const one = gateway("haproxy-roundrobin", { redispatch: true });
    expect([one.pick(), one.pick(), again(one, 1), one.pick()]).toEqual([0, 1, 2, 3]);
  });

  test.each([
    [{ redispatchInterval: -1 }, [1, 1, 0]],
    [{ redispatchInterval: 1 }, [0, 1, 0]],
    [{ redispatchInterval: 2 }, [1, 0, 0]],
    [{ redispatchInterval: -2 }, [1, 0, 0]],
    [{ redispatchInterval: 0 }, [1, 1, 1]],
  ])("leastconn, %j: where three retries of a message go whose first try went to 1", (parameters, expected) => {
    const one = gateway("haproxy-leastconn", { redispatch: true, ...parameters }, 3, 2);
    const tries = [1];
    for (const node of expected) {
      expect(again(one, ...tries)).toBe(node);
      tries.push(node);
      one.settle();
    }
  });

  test("with only one active server a retry stays there", () => {
    expect(again(gateway("haproxy-roundrobin", { redispatch: true }, 3, 1), 0)).toBe(0);
  });

  test("a server that is down is left at the first retry, with redispatch; without it the message is refused", () => {
    for (const redispatch of [true, false]) {
      const one = gateway("haproxy-leastconn", { redispatch }, 3, 2);
      one.leave(1);
      expect(again(one, 1)).toBe(redispatch ? 0 : NONE);
    }
  });

  test.each([
    [true, ["m0>0"], []],
    [false, [], ["m0"]],
  ])("with a queue it is the same: redispatch %j", (redispatch, placed, refused) => {
    const queue = new Queue(gateway("haproxy-leastconn", { redispatch }, 3, 2));
    queue.gateway.leave(1);
    queue.arrive("m0", { attempt: 1, previous: 1, tries: [1], tried: (node) => node === 1 });
    expect([queue.placed, queue.refused, queue.length]).toEqual([placed, refused, 0]);
  });
});
