/** A gateway with a queue and no node for a message: products that answer an error at once do so here. */
import { describe, expect, it } from "vitest";
import { catalogue, type GatewaysSpec, type MessageRecord, type NodeSpec, type Scenario } from "../../../sim/index.ts";
import { recordsOf } from "../../fixtures/run.ts";
import { aBalancer, aNode, aProducer, aScenario, once, SECOND } from "../../fixtures/scenario.ts";

const MS = 1e6;

/** 100 messages a second for three seconds; both nodes are down, as their gateway knows at once, in the second of them. */
function recordsUnder(
  algorithm: string,
  gateways: Partial<GatewaysSpec> = {},
  nodes: readonly NodeSpec[] = [aNode("n1"), aNode("n2")],
  changes: Partial<Scenario> = {},
): Promise<MessageRecord[]> {
  const arrivals = { kind: "regular", ratePerSecond: 100 } as const;
  const keys = { kind: "uniform", count: 100 } as const;
  const scenario = aScenario({
    durationNs: 3 * SECOND,
    drainNs: SECOND,
    traffic: [aProducer({ arrivals, keys, work: { kind: "constant", value: 5 * MS } })],
    nodes,
    gateways: { ...aScenario().gateways, detectionNs: 0, queueCapacity: Infinity, ...gateways },
    faults: [{ kind: "crash", nodes: [0, 1], timing: once(SECOND - MS, 2 * SECOND - MS), label: "both" }],
    balancers: [aBalancer(algorithm)],
    ...changes,
  });
  return recordsOf(scenario);
}

/** Of the messages published while nobody is there: what becomes of them, and after how long. */
function endsOf(records: readonly MessageRecord[]): readonly (readonly [fate: string, afterNs: number])[] {
  const meanwhile = records.filter(({ publishedNs }) => publishedNs >= SECOND && publishedNs < 2 * SECOND);
  return meanwhile.map(({ fate, publishedNs, settledNs }) => [fate, settledNs - publishedNs] as const);
}

const REFUSED_AT_ONCE = Array.from({ length: 100 }, () => ["refused", 0]);
const fates = (records: readonly MessageRecord[]): readonly string[] => [
  ...new Set(endsOf(records).map(([fate]) => fate)),
];

const refusing = catalogue.filter(({ about }) => about.withoutNode === "refuse").map(({ name }) => name);

describe("while no node is up", () => {
  it("is of nginx's, HAProxy's, Envoy's, gRPC's and Finagle's balancers that they refuse", () => {
    const systems = new Set(refusing.map((name) => name.split("-")[0]));
    expect([...systems].sort()).toEqual(["envoy", "finagle", "grpc", "haproxy", "nginx"]);
    const others = catalogue.filter(({ name }) => !refusing.includes(name));
    expect(others.filter(({ name }) => systems.has(name.split("-")[0]))).toEqual([]);
  });

  it.each(refusing)("%s refuses messages at once, queue or not", async (name) => {
    expect(endsOf(await recordsUnder(name))).toEqual(REFUSED_AT_ONCE);
  });

  it.each(["round-robin", "linkerd-peak-ewma"])("under %s they wait for the first that comes back", async (name) => {
    expect(fates(await recordsUnder(name))).toEqual(["delivered"]);
  });

  it("a scenario may say otherwise: nginx as NGINX Plus with its queue, and a textbook's balancer without patience", async () => {
    expect(fates(await recordsUnder("nginx-round-robin", { withoutNode: "wait" }))).toEqual(["delivered"]);
    expect(endsOf(await recordsUnder("round-robin", { withoutNode: "refuse" }))).toEqual(REFUSED_AT_ONCE);
  });
});

/** On links that take no time a node that is down would refuse all that wait before its gateway hears of it. */
const network = { rules: [{ between: null, link: "gateway-node", latency: { kind: "constant", value: MS } }] } as const;
const server = { maxConnections: 1 };
/** Two servers of which each takes 20 messages a second, one at a time. */
const slow = [aNode("n1", { server, speed: 0.1 }), aNode("n2", { server, speed: 0.1 })];

describe("while nodes are up, and none is to be had", () => {
  it("nginx has no live upstreams either: all failed, or all at max_conns", async () => {
    // Nobody tells: the first failure of each hides it for ten seconds.
    const failed = await recordsUnder("nginx-round-robin", { detectionNs: Infinity });
    expect(endsOf(failed).filter(([fate]) => fate === "refused")).toHaveLength(98);
    const full = [aNode("n1", { server: { maxConnections: 1 }, speed: 0.1 }), aNode("n2", { server: { down: true } })];
    const ends = (await recordsUnder("nginx-round-robin", {}, full)).filter(({ publishedNs }) => publishedNs < SECOND);
    expect(ends.filter(({ fate }) => fate === "delivered").length).toBeLessThan(25);
    expect(ends.filter(({ fate }) => fate === "refused").length).toBeGreaterThan(75);
  });

  it("HAProxy's messages that were waiting for a full backend wait on, for a server or for timeout queue", async () => {
    const records = await recordsUnder("haproxy-roundrobin", { detectionNs: 1 }, slow, { network });
    expect(endsOf(records)).toEqual(REFUSED_AT_ONCE);
    const waited = records.filter(({ publishedNs, startedNs }) => publishedNs < SECOND && startedNs >= 2 * SECOND);
    // Two at 20 a second were served or lost in the first second, and as they came the others are served from the third on.
    expect(waited.length).toBeGreaterThan(20);
    expect(records.filter(({ fate, publishedNs }) => fate === "refused" && publishedNs < SECOND)).toEqual([]);
  });

  it("with redispatch those that waited for one of its servers are assigned anew, and refused: there is none", async () => {
    const balancers = [aBalancer("haproxy-hash", { redispatch: true })];
    const records = await recordsUnder("haproxy-hash", { detectionNs: 1 }, slow, {
      network,
      balancers,
      drainNs: 60 * SECOND,
    });
    expect(endsOf(records)).toEqual(REFUSED_AT_ONCE);
    const refused = records.filter(({ fate, publishedNs }) => fate === "refused" && publishedNs < SECOND);
    expect(refused.length).toBeGreaterThan(20);
    for (const { settledNs } of refused) expect(settledNs).toBe(SECOND - MS + 1);
    // Who comes later has its own server, whatever row of whose it lies in.
    const later = records.filter(({ publishedNs }) => publishedNs >= 2 * SECOND);
    expect([later.length, later.filter(({ fate }) => fate !== "delivered")]).toEqual([100, []]);
  });

  it("what waits for room under the gateway's own limit waits on while a node is up", async () => {
    const aimd = { kind: "aimd", initial: 1, minimum: 1, maximum: 1, decrease: 0.9, latencyNs: SECOND } as const;
    const records = await recordsUnder("nginx-round-robin", { concurrency: aimd }, [
      aNode("n1", { speed: 0.1 }),
      aNode("n2"),
    ]);
    const early = records.filter(({ publishedNs }) => publishedNs < SECOND - MS);
    expect(early.filter(({ fate, settledNs }) => fate === "refused" && settledNs < SECOND - MS)).toEqual([]);
    expect(early.filter(({ startedNs, publishedNs }) => startedNs - publishedNs > SECOND / 10).length).toBeGreaterThan(
      20,
    );
  });
});
