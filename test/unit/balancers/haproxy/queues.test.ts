/** maxconn, minconn, maxqueue and fullconn: who waits where, for whom, and for how long. */
import { describe, expect, test } from "vitest";
import { nodes as sameNodes, aBalancer, aProducer, aScenario, once, SECOND } from "../../../fixtures/scenario.ts";
import { recordsOf, runScenario } from "../../../fixtures/run.ts";
import { LATER, NONE, REFUSE, type ParameterValue, type Scenario } from "../../../../sim/index.ts";
import { gatewayOf, Queue } from "./support.ts";

const MS = 1e6;
const ONE = { maxConnections: 1 };
/** Keys that haproxy-hash reads as numbers: modulo the servers. */
const to = (node: number) => ({ key: node + 1, keyText: String(node) });
const hashing = (servers: readonly object[], parameters: Readonly<Record<string, ParameterValue>> = {}) =>
  new Queue(gatewayOf("haproxy-hash", servers, { parameters: { function: "none", ...parameters } }));

describe("a server's own queue", () => {
  test("is served first come first served, whatever waits for others", () => {
    const queue = hashing([ONE, ONE]);
    queue.arrive("a0", to(0)).arrive("b0", to(1)).arrive("a1", to(0)).arrive("b1", to(1)).arrive("a2", to(0));
    queue.end(0).end(1).end(0);
    expect(queue.placed).toEqual(["a0>0", "b0>1", "a1>0", "a2>0", "b1>1"]);
  });

  test("takes no more than maxqueue: HAProxy answers 503", () => {
    const queue = hashing([{ ...ONE, maxQueue: 2 }, ONE]);
    for (const name of ["m0", "m1", "m2", "m3"]) queue.arrive(name, to(0));
    expect([queue.placed, queue.length, queue.refused]).toEqual([["m0>0"], 2, ["m3"]]);
  });

  test("with redispatch those that wait for a server that goes are placed anew", () => {
    const queue = hashing([ONE, {}], { redispatch: true });
    queue.arrive("m0", to(0)).arrive("m1", to(0)).arrive("m2", to(0));
    queue.gateway.leave(0);
    expect(queue.drain().placed).toEqual(["m0>0", "m1>1", "m2>1"]);
  });

  test("without it they wait until it is back", () => {
    const queue = hashing([ONE, {}]);
    queue.arrive("m0", to(0)).arrive("m1", to(0));
    queue.gateway.leave(0);
    queue.end();
    expect(queue.placed).toEqual(["m0>0"]);
    queue.gateway.join(0);
    expect(queue.drain().placed).toEqual(["m0>0", "m1>0"]);
  });

  test("who gives up makes room in it, and leaves what a server kept for it to the next", () => {
    const gateway = gatewayOf("haproxy-hash", [{ ...ONE, maxQueue: 2 }], { parameters: { function: "none" } });
    const ask = (ticket: number): number => gateway.ask({ ...to(0), ticket });
    expect([1, 2, 3, 4].map(ask)).toEqual([0, LATER, LATER, REFUSE]);
    gateway.withdraw(2);
    expect(ask(5)).toBe(LATER);
    gateway.settle();
    expect(gateway.resumed).toEqual([3]);
    gateway.withdraw(3);
    expect(gateway.resumed).toEqual([5]);
    expect(ask(5)).toBe(0);
  });

  test("or for timeout queue", () => {
    const queue = hashing([ONE, {}], { queueTimeout: 2 });
    queue.arrive("m0", to(0)).arrive("m1", to(0));
    queue.gateway.advance(1.9 * SECOND);
    expect(queue.drain().refused).toEqual([]);
    queue.gateway.advance(0.1 * SECOND);
    expect(queue.drain().refused).toEqual(["m1"]);
    // Its place is free, and nobody is let in for it.
    expect(queue.end().placed).toEqual(["m0>0"]);
  });
});

describe("the backend's queue and a server's", () => {
  test("a server that has room takes the older of both heads", () => {
    // Retries in place wait for their server, new messages for the backend.
    const retry = { attempt: 1, previous: 0, tries: [0], tried: (node: number) => node === 0 };
    for (const [first, second] of [
      ["new", "retry"],
      ["retry", "new"],
    ] as const) {
      const queue = new Queue(gatewayOf("haproxy-roundrobin", [ONE]));
      queue.arrive("m0");
      for (const name of [first, second]) queue.arrive(name, name === "retry" ? retry : {});
      queue.end().end();
      expect(queue.placed).toEqual(["m0>0", `${first}>0`, `${second}>0`]);
    }
  });

  test("leastconn lets a message wait at a server only where that has a maxqueue", () => {
    const without = new Queue(gatewayOf("haproxy-leastconn", [ONE, ONE]));
    for (const name of ["m0", "m1", "m2"]) without.arrive(name);
    // For the backend: who has room first takes it.
    expect(without.end(1).placed.at(-1)).toBe("m2>1");
    const bounded = new Queue(gatewayOf("haproxy-leastconn", [{ ...ONE, maxQueue: 1 }, ONE]));
    for (const name of ["m0", "m1", "m2"]) bounded.arrive(name);
    expect(bounded.end(1).placed).toEqual(["m0>0", "m1>1"]);
    expect(bounded.end(0).placed.at(-1)).toBe("m2>0");
  });

  test("roundrobin passes over a server for which somebody waits", () => {
    const retry = { attempt: 1, previous: 0, tries: [0], tried: (node: number) => node === 0 };
    const queue = new Queue(gatewayOf("haproxy-roundrobin", [ONE, {}]));
    queue.arrive("m0").arrive("retry", retry).arrive("m1").arrive("m2");
    expect(queue.placed).toEqual(["m0>0", "m1>1", "m2>1"]);
  });
});

describe("minconn and fullconn", () => {
  /** How many of so many messages have a place at once at servers that are the first's. */
  const placed = (messages: number, server: object, fullConnections: number): number => {
    const gateway = gatewayOf("haproxy-first", [server, {}], { parameters: { fullConnections } });
    return Array.from({ length: messages }, () => gateway.pick()).filter((node) => node === 0).length;
  };

  test("the limit is minconn in an idle backend, maxconn in a full one, and in between a share of maxconn", () => {
    const server = { minConnections: 2, maxConnections: 10 };
    // At the nth message the load is n: max(2, floor(n * 10 / 100)).
    expect([1, 2, 5, 29, 30, 50, 99].map((messages) => placed(messages, server, 100))).toEqual([1, 2, 2, 2, 3, 5, 9]);
    expect(placed(120, server, 100)).toBe(10);
  });

  test("without fullconn it is maxconn; with nothing but minconn that", () => {
    expect(placed(20, { minConnections: 2, maxConnections: 10 }, 0)).toBe(10);
    expect(placed(20, { minConnections: 3 }, 100)).toBe(3);
    expect(placed(20, { minConnections: 12, maxConnections: 10 }, 100)).toBe(12);
  });

  test("messages that wait count as load", () => {
    const parameters = { function: "none", fullConnections: 8 };
    const queue = new Queue(gatewayOf("haproxy-hash", [{ minConnections: 1, maxConnections: 4 }], { parameters }));
    for (let i = 0; i < 8; i++) queue.arrive(`m${i}`, to(0));
    // The limit was 1 until the fourth came; those that wait are let in when one ends.
    expect(queue.placed).toEqual(["m0>0"]);
    expect(queue.end().placed).toHaveLength(4);
  });
});

describe("in a whole run", () => {
  const hashed = (changes: Partial<Scenario> = {}, server: object = ONE, capacity = 1000): Scenario =>
    aScenario({
      traffic: [
        aProducer({
          arrivals: { kind: "regular", ratePerSecond: 150 },
          work: { kind: "constant", value: 10 * MS },
          keys: { kind: "zipf", count: 50, exponent: 1.5 },
        }),
      ],
      nodes: sameNodes(2, { server }),
      drainNs: 30 * SECOND,
      gateways: { ...aScenario().gateways, queueCapacity: capacity },
      balancers: [aBalancer("haproxy-hash")],
      ...changes,
    });

  test("nodes never have more than maxconn, every message keeps to the node of its key, and all are served", async () => {
    const scenario = hashed();
    const records = await recordsOf(scenario);
    const run = await runScenario(scenario);
    expect(Math.max(...run.nodes.map(({ maxQueue }) => maxQueue))).toBe(1);
    expect(run.messages.delivered).toBe(run.messages.offered);
    const homes = new Map<number, Set<number>>();
    for (const { key, node } of records) homes.set(key, (homes.get(key) ?? new Set()).add(node));
    for (const [key, nodes] of homes) expect(nodes.size, `key ${key}`).toBe(1);
  });

  test("a message whose node is idle does not wait behind those of another: only the hot node's wait", async () => {
    const busy = {
      arrivals: { kind: "regular", ratePerSecond: 150 },
      work: { kind: "constant", value: 10 * MS },
    } as const;
    const scenario = hashed({ traffic: [aProducer({ ...busy, keys: { kind: "zipf", count: 50, exponent: 2 } })] });
    const records = await recordsOf(scenario);
    const share = [0, 1].map((node) => records.filter((record) => record.node === node).length / records.length);
    const cold = share[0]! < share[1]! ? 0 : 1;
    // The cold node is far from full: alone in the line its messages wait for each other only.
    expect(share[cold]).toBeLessThan(0.5);
    const waits = (node: number): number[] =>
      records.filter((record) => record.node === node).map(({ startedNs, publishedNs }) => startedNs - publishedNs);
    expect(Math.max(...waits(cold))).toBeLessThan(0.2 * SECOND);
    expect(Math.max(...waits(1 - cold))).toBeGreaterThan(1 * SECOND);
  });

  /** Both nodes have more to do than they can; the first is away from 5 s to 8 s. */
  const crashed = (parameters: Readonly<Record<string, ParameterValue>>): Scenario =>
    hashed({
      traffic: [
        aProducer({
          arrivals: { kind: "regular", ratePerSecond: 250 },
          work: { kind: "constant", value: 10 * MS },
          keys: { kind: "uniform", count: 500 },
        }),
      ],
      durationNs: 6 * SECOND,
      // Without a way to go all that wait would be refused by the node at once, one after the other.
      network: { rules: [{ between: null, link: "gateway-node", latency: { kind: "constant", value: MS } }] },
      gateways: { ...aScenario().gateways, queueCapacity: 10_000, detectionNs: 1 },
      faults: [{ kind: "crash", nodes: [0], timing: once(5 * SECOND, 8 * SECOND), label: "crash n1" }],
      balancers: [aBalancer("haproxy-hash", parameters)],
    });

  test("messages wait for a node that is down until it is back, and with redispatch go elsewhere", async () => {
    const late = async (parameters: Readonly<Record<string, ParameterValue>>): Promise<number> =>
      (await recordsOf(crashed(parameters))).filter(({ node, startedNs }) => node === 0 && startedNs >= 8 * SECOND)
        .length;
    expect(await late({})).toBeGreaterThan(50);
    expect(await late({ redispatch: true })).toBe(0);
  });

  test("or for timeout queue, and are refused", async () => {
    const records = await recordsOf(crashed({ queueTimeout: 1.5 }));
    const refused = records.filter(({ fate }) => fate === "refused");
    expect(refused.length).toBeGreaterThan(50);
    for (const { publishedNs, settledNs } of refused) expect(settledNs - publishedNs).toBe(1.5 * SECOND);
    expect(records.filter(({ node, startedNs }) => node === 0 && startedNs >= 8 * SECOND)).toEqual([]);
  });

  test("what the gateway's queue has no room for is refused, set aside or not", async () => {
    const scenario = hashed({}, ONE, 3);
    const busy = {
      arrivals: { kind: "regular", ratePerSecond: 1000 },
      work: { kind: "constant", value: 10 * MS },
    } as const;
    const run = await runScenario({ ...scenario, traffic: [aProducer(busy)] });
    // Two workers serve 200 of 1000 a second.
    expect(run.messages.lostByCause.refused / run.messages.offered).toBeGreaterThan(0.7);
    expect(run.messages.delivered + run.messages.lostByCause.refused).toBe(run.messages.offered);
  });
});

test("without a queue a message whose server is full is refused", () => {
  const gateway = gatewayOf("haproxy-hash", [ONE], { parameters: { function: "none" } });
  expect([gateway.pick(to(0)), gateway.pick(to(0))]).toEqual([0, NONE]);
});
