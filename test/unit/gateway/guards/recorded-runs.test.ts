/**
 * Sequences recorded from real balancers, driven end to end: the requests come from a trace at the recorded times, nodes crash and
 * come back as the recorded backends did, and nobody but the gateway's active checks tells of it.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  immediateRetries,
  type BalancerSpec,
  type GatewaysSpec,
  type NodeSpec,
  type Scenario,
} from "../../../../sim/index.ts";
import { recordsOf, traceOf } from "../../../fixtures/run.ts";
import { aBalancer, aNode, aProducer, aScenario, once, SECOND } from "../../../fixtures/scenario.ts";

const MS = 1e6;

interface Recorded {
  readonly t0EpochMs?: number;
  readonly rows: readonly (readonly [tMs: number, picks: string, ...rest: unknown[]])[];
  readonly controlEvents: readonly [{ readonly t: number }, { readonly t: number }];
}

function recorded(file: string): Recorded {
  return JSON.parse(
    readFileSync(new URL(`../../../fixtures/recorded/${file}.json`, import.meta.url), "utf8"),
  ) as Recorded;
}

/** The node that answered each request of the recording, under `down` being down between its two control events; 0: the first. */
async function replay(
  recording: Recorded,
  down: number,
  balancer: BalancerSpec,
  nodes: readonly NodeSpec[],
  gateways: Partial<GatewaysSpec>,
): Promise<readonly number[]> {
  // Products look at whole calendar seconds, and simulated time begins with one.
  const offsetMs = (recording.t0EpochMs ?? 0) % 1000;
  const [from, until] = recording.controlEvents.map(({ t }) => (t + offsetMs) * MS - 1);
  const scenario: Scenario = aScenario({
    durationNs: 120 * SECOND,
    traffic: [aProducer({ arrivals: { kind: "trace", trace: "rows" }, work: { kind: "constant", value: 1000 } })],
    nodes,
    gateways: { ...aScenario().gateways, detectionNs: Infinity, ...gateways },
    faults: [{ kind: "crash", nodes: [down], timing: once(from, until), label: "down" }],
    balancers: [balancer],
  });
  const openTrace = (): ReturnType<typeof traceOf> =>
    traceOf(recording.rows.map(([t]) => ({ timeNs: (t + offsetMs) * MS })));
  const records = await recordsOf(scenario, 0, { openTrace });
  return records.sort((a, b) => a.sequence - b.sequence).map(({ node }) => node);
}

/** `18001,18003`: the last one answered; 0 for 18001. */
function answered(picks: string): number {
  return Number(picks.split(",").at(-1)) - 18_001;
}

describe("HAProxy", () => {
  test("checks take a server out and bring it back, and slowstart lets it in as slowly as recorded", async () => {
    const recording = recorded("haproxy_slowstart_check");
    const nodes = [1, 2, 3].map((i) => aNode(`s${i}`, { weight: 10, server: { slowStartSeconds: 10 } }));
    // A refused check fails at once; here it goes unanswered, for as short a time.
    const active = { intervalNs: 200 * MS, timeoutNs: MS, fall: 2, rise: 2 };
    const balancer = aBalancer("haproxy-roundrobin", { redispatch: true });
    const health = { active, panicThreshold: 0 };
    const picks = await replay(recording, 1, balancer, nodes, { health, retries: immediateRetries(3) });
    const real = recording.rows.map(([, pick]) => answered(pick));
    const returnOf = (of: readonly number[]): number =>
      of.findIndex((node, i) => recording.rows[i]![0] > 3006 && node === 1);
    // Until it comes back pick for pick, the retries of what it refused among them.
    const back = Math.min(returnOf(picks), returnOf(real));
    expect(picks.slice(0, back)).toEqual(real.slice(0, back));
    // When a check of every 200 ms falls is not recorded.
    const backMs = (of: readonly number[]): number => recording.rows[returnOf(of)]![0];
    expect(Math.abs(backMs(picks) - backMs(real))).toBeLessThanOrEqual(400);
    // Its share of each second after that.
    const inSecond = (of: readonly number[], second: number): number =>
      of.filter((node, i) => node === 1 && Math.floor((recording.rows[i]![0] - 3406) / 1000) === second).length;
    for (let second = 0; second < 9; second++)
      expect(Math.abs(inSecond(picks, second) - inSecond(real, second))).toBeLessThanOrEqual(2);
  });
});
