/** Faults in whole runs: what they do to messages, and that every balancer meets the same ones. */
import { describe, expect, it } from "vitest";
import type { FaultSpec, LinkSet, RunResult, Scenario } from "../../../sim/index.ts";
import { runScenario } from "../../fixtures/run.ts";
import { aBalancer, aProducer, aScenario, nodes, SECOND } from "../../fixtures/scenario.ts";
import { atRandom, between } from "./support.ts";

const MS = 1e6;
const NONE = { producers: [], gateways: [], nodes: [] };
const gateways = { count: 1, assign: "round-robin" as const, zones: ["default"], detectionNs: 0, queueCapacity: 0 };

/** 100 messages a second for ten seconds, 10 ms of work each, with time to finish. */
function steady(faults: readonly FaultSpec[], changes: Partial<Scenario> = {}): Scenario {
  const traffic = [
    aProducer({ arrivals: { kind: "regular", ratePerSecond: 100 }, work: { kind: "constant", value: 10 * MS } }),
  ];
  const timing = { durationNs: 10 * SECOND, drainNs: 10 * SECOND };
  return aScenario({ ...timing, traffic, nodes: nodes(2), gateways, faults, ...changes });
}

function rolling(drainNs: number): Promise<RunResult> {
  const times = { drainNs, downNs: 500 * MS, gapNs: 500 * MS, batch: 1 };
  const restart = {
    kind: "rolling-restart",
    nodes: [0, 1],
    ...times,
    timing: between(2, 8),
    label: "restart",
  } as const;
  return runScenario(steady([restart], { gateways: { ...gateways, detectionNs: 100 * MS } }));
}

describe("a rolling restart", () => {
  it("loses messages, unless nodes are drained first", async () => {
    const [broken, drained] = [await rolling(0), await rolling(SECOND)];
    expect(broken.messages.lost).toBeGreaterThan(0);
    expect(drained.messages).toMatchObject({ lost: 0, delivered: drained.messages.offered });
  });
});

describe("a pause", () => {
  it("freezes the node, and all that has waited comes out in a burst", async () => {
    const pause = { kind: "pause", nodes: [0], timing: between(2, 4), label: "pause n1" } as const;
    const run = await runScenario(steady([pause], { nodes: nodes(1, { workers: 4 }) }));
    expect(run.messages).toMatchObject({ lost: 0, delivered: run.messages.offered });
    // The message that came first during the pause waited for nearly all of it.
    expect(run.responseTime.max).toBeGreaterThan(1.98);
    expect(run.responseTime.max).toBeLessThan(2.02);
    expect(run.faults).toMatchObject([{ label: "pause n1", secondsInForce: 2 }]);
  });
});

describe("errors", () => {
  it("answer their part of the messages, and no others", async () => {
    const timing = between(0, 10);
    const errors = { kind: "errors", nodes: [0, 1], probability: 0.3, latencyNs: MS, timing, label: "errors" } as const;
    const { messages } = await runScenario(steady([errors]));
    expect(messages.lost).toBe(messages.lostByCause.error);
    // Binomial of 999 with 0.3: five standard deviations are 72.
    expect(Math.abs(messages.lost - 300)).toBeLessThan(72);
  });
});

/** Two gateways in turn, two nodes; everything comes back at once or never. */
function cut(direction: LinkSet["direction"], links: Partial<LinkSet>): Promise<RunResult> {
  const set = { from: { ...NONE, gateways: [0, 1] }, to: { ...NONE, nodes: [0, 1] }, ...links, direction };
  const partition = { kind: "partition", nodes: [], links: [set], timing: between(2, 4), label: "cut" } as const;
  return runScenario(steady([partition], { gateways: { ...gateways, count: 2 } }));
}

describe("a partition", () => {
  it("loses all that is sent over it while it lasts, and heals", async () => {
    const { messages } = await cut("both", {});
    expect(messages.lost).toBe(messages.lostByCause.network);
    expect(Math.abs(messages.lost - 200)).toBeLessThanOrEqual(1);
  });

  it("of the answers alone lets messages be served, and tells nobody", async () => {
    const { messages } = await cut("back", {});
    expect(messages).toMatchObject({ lost: 0, delivered: messages.offered });
    expect(Math.abs(messages.told.delivered.unknown - 200)).toBeLessThanOrEqual(2);
  });

  it("may be partial: one gateway does not see one node", async () => {
    const links = { from: { ...NONE, gateways: [0] }, to: { ...NONE, nodes: [0] } };
    const { messages } = await cut("forward", links);
    expect(messages.lost).toBe(messages.lostByCause.network);
    // Half of what comes meets the gateway, and it sends half of that there, or all, whichever is its turn.
    expect(messages.lost).toBeGreaterThan(0);
    expect(messages.lost).toBeLessThanOrEqual(101);
  });
});

describe("loss on links", () => {
  it("takes its part of what is sent while it lasts", async () => {
    const links = [
      { from: { ...NONE, producers: [0] }, to: { ...NONE, gateways: [0] }, direction: "forward" },
    ] as const;
    const loss = { kind: "independent", probability: 0.5 } as const;
    const fault = { kind: "loss", nodes: [], links, loss, timing: between(2, 8), label: "loss" } as const;
    const { messages } = await runScenario(steady([fault]));
    expect(messages.lost).toBe(messages.lostByCause.network);
    // Binomial of 600 with 0.5: five standard deviations are 61.
    expect(Math.abs(messages.lost - 300)).toBeLessThan(61);
  });
});

describe("a gateway that crashes", () => {
  const crash = { kind: "crash", nodes: [], gateways: [1], timing: between(2, 4), label: "crash gateway2" } as const;

  it("loses what it gets until producers are directed elsewhere", async () => {
    const { messages } = await runScenario(
      steady([crash], { gateways: { ...gateways, count: 2, detectionNs: 500 * MS } }),
    );
    expect(messages.lost).toBe(messages.lostByCause["gateway-crash"]);
    // Half of the messages for half a second, and what it had.
    expect(Math.abs(messages.lost - 25)).toBeLessThanOrEqual(2);
  });

  it("loses them for as long as it is down where nobody hears of it", async () => {
    const { messages } = await runScenario(
      steady([crash], { gateways: { ...gateways, count: 2, detectionNs: Infinity } }),
    );
    expect(Math.abs(messages.lost - 100)).toBeLessThanOrEqual(2);
  });
});

describe("faults at random", () => {
  it("are the same for every balancer", async () => {
    const links = [{ from: { ...NONE, gateways: [0] }, to: { ...NONE, nodes: [0] }, direction: "both" }] as const;
    const faults: FaultSpec[] = [
      { kind: "crash", nodes: [0, 1], timing: atRandom(2, 0.5), label: "crash" },
      { kind: "pause", nodes: [0, 1], fraction: 0.5, timing: atRandom(1, 0.2, { together: true }), label: "pause" },
      { kind: "partition", nodes: [], links, timing: atRandom(3, 0.5, { together: true }), label: "cut" },
    ];
    const names = ["round-robin", "random", "least-connections"];
    const runs = await Promise.all(names.map((name) => runScenario(steady(faults, { balancers: [aBalancer(name)] }))));
    expect(runs[0]!.faults.map(({ kind }) => kind).sort()).toEqual(["crash", "partition", "pause"]);
    for (const { faults: other } of runs) expect(other).toEqual(runs[0]!.faults);
  });
});
