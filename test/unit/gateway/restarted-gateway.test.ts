/** A gateway that crashes is a process that ends: the one that is started in its place knows nothing of what it knew. */
import { describe, expect, it } from "vitest";
import { NONE } from "../../../sim/balancers/contract.ts";
import { RandomStreams } from "../../../sim/core/random.ts";
import { IdleQueues } from "../../../sim/balancers/client/idle-queues.ts";
import { defineBalancer, type BalancerDefinition, type FaultSpec, type Scenario } from "../../../sim/index.ts";
import { recordsOf, runScenario } from "../../fixtures/run.ts";
import { aBalancer, aProducer, aScenario, once, SECOND } from "../../fixtures/scenario.ts";

const MS = 1e6;

function crash(gateway: number, fromSeconds: number, toSeconds: number): FaultSpec {
  const timing = once(fromSeconds * SECOND, toSeconds * SECOND);
  return { kind: "crash", nodes: [], gateways: [gateway], timing, label: "crash" };
}

function scenario(changes: Partial<Scenario["gateways"]>, others: Partial<Scenario> = {}): Scenario {
  const regular = {
    arrivals: { kind: "regular", ratePerSecond: 10 },
    work: { kind: "constant", value: 10 * MS },
  } as const;
  return aScenario({
    durationNs: 6 * SECOND,
    traffic: [aProducer(regular)],
    gateways: { ...aScenario().gateways, detectionNs: Infinity, ...changes },
    ...others,
  });
}

/** Notes what each of its instances does, and when. */
function noting(said: { instance: number; what: string; atSeconds: number; inFlight: string }[]): BalancerDefinition {
  let instances = 0;
  return defineBalancer("noting", ({ signals, gateway }) => {
    const instance = instances++;
    let picks = 0;
    const say = (what: string, atNs: number, inFlight = ""): void =>
      void said.push({ instance, what: `${what} ${gateway}`, atSeconds: atNs / SECOND, inFlight });
    return {
      pick(view) {
        say("pick", view.nowNs, view.inFlight.join());
        if (picks === 0) signals.after(10 * MS, () => signals.probe(0, ({ atNs }) => say("report", atNs)));
        signals.after(500 * MS, () => say("timer", view.nowNs));
        return picks++ % view.count;
      },
    };
  });
}

describe("a gateway that is started again", () => {
  const latency = [{ link: "gateway-node", between: null, latency: { kind: "constant", value: 20 * MS } }] as const;

  it("has another balancer, which begins with nothing in flight, and hears of nothing that the former one asked", async () => {
    const said: Parameters<typeof noting>[0] = [];
    const busy = aProducer({ ...scenario({}).traffic[0]!, work: { kind: "constant", value: 3 * SECOND } });
    const faults = [crash(0, 2, 4)];
    const changes = { traffic: [busy], faults, network: { rules: latency }, balancers: [aBalancer("noting")] };
    await runScenario(scenario({}, changes), 0, { extra: [noting(said)] });
    const of = (instance: number, what: string): typeof said =>
      said.filter((one) => one.instance === instance && one.what === `${what} 0`);
    expect(Math.max(...of(0, "pick").map(({ atSeconds }) => atSeconds))).toBeLessThan(2);
    expect(Math.max(...of(0, "timer").map(({ atSeconds }) => atSeconds))).toBeLessThan(2);
    expect(of(1, "pick")[0]!.atSeconds).toBeGreaterThanOrEqual(4);
    expect([of(0, "pick").at(-1)!.inFlight, of(1, "pick")[0]!.inFlight]).toEqual(["9,9", "0,0"]);
    expect([of(0, "report").length, of(1, "report").length, of(1, "timer").length > 0]).toEqual([1, 1, true]);
  });

  it("still counts what other gateways tell of", async () => {
    const said: Parameters<typeof noting>[0] = [];
    const knowledge = { sharedInFlight: { delayNs: MS } };
    const busy = aProducer({ ...scenario({}).traffic[0]!, work: { kind: "constant", value: 10 * SECOND } });
    const changes = { traffic: [busy], faults: [crash(1, 2, 4)], balancers: [aBalancer("noting")] };
    await runScenario(scenario({ count: 2, assign: "round-robin", knowledge }, changes), 0, { extra: [noting(said)] });
    const again = said.filter(({ instance, what }) => instance === 2 && what === "pick 1");
    // By 4.1 s the other gateway has been given 20 or 21 of 41 messages, half of them to each node.
    const counts = again[0]!.inFlight.split(",").map(Number);
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(20);
    expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(21);
  });

  const errs = { kind: "errors", nodes: [0], probability: 1, latencyNs: 0, timing: once(), label: "n1 errs" } as const;
  const breaker = { failureFraction: 0.5, window: 4, minimumCalls: 2, openNs: 2 * SECOND, halfOpenCalls: 1 };

  it("has closed breakers, whose time is not that of the former ones", async () => {
    const records = await recordsOf(scenario({ breaker }, { faults: [errs, crash(0, 1, 1.5)] }));
    const toFirst = records.filter(({ node }) => node === 0).map(({ publishedNs }) => publishedNs / SECOND);
    const within = (from: number, to: number): number => toFirst.filter((at) => at >= from && at < to).length;
    // The first breaker opens by 0.3 s for two seconds, the second one by 1.9 s: it lets nothing through at 2.3 s.
    expect([within(0.4, 1), within(1.5, 2) > 0, within(2.05, 3.4)]).toEqual([0, true, 0]);
    expect(within(3.5, 4.2)).toBeGreaterThan(0);
  });

  it("checks nodes again as if the run had begun, and not while it is down", async () => {
    const active = { intervalNs: SECOND, timeoutNs: 500 * MS, fall: 2, rise: 3 };
    const faults = [crash(0, 2.2, 4.2)];
    const { guards } = await runScenario(scenario({ health: { active, panicThreshold: 0 } }, { faults }));
    // At 0, 1, 2, 4.2 and 5.2 s, and of the second node half a second later.
    expect(guards!.nodes.map(({ probes }) => probes)).toEqual([5, 4]);
  });
});

it("nodes that had told a dispatcher that they are idle, tell the next one when they have been busy", () => {
  const queues = new IdleQueues(1, 3, 1, new RandomStreams(1).stream("idle"));
  for (const node of [0, 1]) queues.report(node);
  expect(queues.take(0)).toBe(0);
  queues.begin(0);
  expect(queues.take(0)).toBe(NONE);
  for (const node of [2, 0, 1]) queues.report(node);
  expect([queues.take(0), queues.take(0), queues.take(0), queues.take(0)]).toEqual([2, 0, 1, NONE]);
});
