/** `evenkeel replay` in this process. */
import { describe, expect, it } from "vitest";
import type { MessageLife, RunState } from "../../../sim/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { evenkeel } from "./fake-surroundings.ts";
import { SMALL_SCENARIO } from "./small-scenario.ts";

const directory = temporaryFolder({
  "small.yaml": SMALL_SCENARIO,
  "guarded.yaml": `${SMALL_SCENARIO}network: {latency: 1ms}\ngateways: {count: 2, retries: 2, detection: 100ms}\n`,
});
const replay = (...words: string[]): ReturnType<typeof evenkeel> => evenkeel(["replay", ...words], { directory });
const HASH = ["small.yaml", "--balancer", "hash"];

const SOON = ["--set", "gateways.detection=100ms"];

interface ReplayData {
  readonly balancer: string;
  readonly seed: number;
  readonly state: RunState;
  readonly decisions: readonly { readonly message: number; readonly node: string; readonly atSeconds: number }[];
  readonly life?: MessageLife;
}

async function dataOf(...words: string[]): Promise<ReplayData> {
  const { code, out, err } = await replay(...words, "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as ReplayData;
}

describe("a run that is stopped", () => {
  it("shows its nodes, its gateways, the faults in force and the last decisions, in 80 columns", async () => {
    const { code, out, err } = await replay(...HASH, "--until", "5.5s", ...SOON);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Small: hash, seed 1\n\nStopped at 5\.500000 s: [\d,]+ messages published, \d+ in flight\.\n/);
    expect(out).toMatch(/^n2 +down +1\.00 +0\/1 +0$/m);
    expect(out).toMatch(/^gateway1: 2 of 3 nodes are candidates, 0 waiting here$/m);
    expect(out).toMatch(/^n2 +0 +1\.00 +0 +no: down$/m);
    expect(out).toMatch(/^crash n2 \(n2\): since 5\.000000 s, until 6\.000000 s$/m);
    expect(out.match(/^\d\.\d{6} s +\d+ +(n1|slow) +\S+ \d+→\d+/gm)).toHaveLength(10);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("keeps to narrow terminals and to ASCII", async () => {
    const { out } = await evenkeel(["replay", ...HASH, "--until", "5.5s"], { directory, columns: 60, unicode: false });
    expect(out.split("\n").filter((line) => line.length > 60)).toEqual([]);
    expect(out).not.toMatch(/[^\x20-\x7e\n]/);
    expect(out).toMatch(/n1 \d+->\d+/);
  });

  it("is the run at that time: messages in the system are those the gateways wait for, where links take no time", async () => {
    const { balancer, seed, state, decisions } = await dataOf(...HASH, "--until", "4s", "--seed", "3");
    expect({ balancer, seed, at: state.atSeconds, ended: state.ended }).toEqual({
      balancer: "hash",
      seed: 3,
      at: 4,
      ended: false,
    });
    const there = state.nodes.map(({ inService, waiting }) => inService + waiting);
    expect(there.reduce((sum, count) => sum + count)).toBe(state.inFlight);
    expect(state.gateways[0]!.nodes.map(({ inFlight }) => inFlight)).toEqual(there);
    expect(decisions.map(({ message }) => message)).toEqual(
      Array.from({ length: 10 }, (_, index) => state.published - 10 + index),
    );
    expect(decisions.every(({ atSeconds }) => atSeconds <= 4)).toBe(true);
  });

  it("goes on to its end where no time is given", async () => {
    const { state } = await dataOf(...HASH, "--decisions", "1");
    expect(state.ended).toBe(true);
    expect(state.faults).toEqual([]);
  });

  it("of the same words is the same, and --set changes it", async () => {
    const words = [...HASH, "--until", "2s", "--json"];
    const { out } = await replay(...words);
    expect((await replay(...words)).out).toBe(out);
    expect((await replay(...words, "--set", "nodes.slow.speed=0.25")).out).not.toBe(out);
  });
});

describe("a message's life", () => {
  it("is a timeline from its publication to what its producer is told", async () => {
    const { out, code } = await replay(...HASH, "--message", "0");
    expect(code).toBe(0);
    expect(out).toMatch(/^\d\.\d{6} s +published by web$/m);
    expect(out).toMatch(/its balancer picks (n1|n2|slow), one of 3\. Believed in flight:/);
    expect(out).toMatch(/^In the end: delivered; its producer told: confirmed\.$/m);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("holds every try, in order of time, and each decision beside its belief and the truth", async () => {
    const words = ["guarded.yaml", "--balancer", "round-robin", "--until", "5.05s"];
    const crashed = (await dataOf(...words, "--decisions", "40")).decisions.find(
      ({ node, atSeconds }) => node === "n2" && atSeconds > 5,
    )!;
    const { life } = await dataOf("guarded.yaml", "--balancer", "round-robin", "--message", String(crashed.message));
    const steps = life!.steps.map(({ step }) => step);
    expect(steps.slice(0, 7)).toEqual(["published", "at-gateway", "picked", "sent", "at-node", "failed", "answered"]);
    expect(steps.filter((step) => step === "sent")).toHaveLength(2);
    const times = life!.steps.map(({ atSeconds }) => atSeconds);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    const [first, second] = life!.steps.flatMap((step) => (step.step === "picked" ? [step.decision] : []));
    expect(first).toMatchObject({ node: "n2", attempt: 0, byBalancer: true });
    expect(first!.considered[0]).toMatchObject({ node: "n2", inSystem: 0, state: "down" });
    expect(second!.attempt).toBe(1);
    expect(life!.steps).toContainEqual(expect.objectContaining({ step: "sent", origin: "retry" }));
    expect({ fate: life!.fate, told: life!.told }).toEqual({ fate: "delivered", told: "confirmed" });
  });

  it("may not be over", async () => {
    const { decisions, state } = await dataOf(...HASH, "--until", "3s");
    expect(state.inFlight).toBeGreaterThan(0);
    const { out } = await replay(
      ...HASH,
      "--until",
      `${decisions.at(-1)!.atSeconds}s`,
      "--message",
      `${decisions.at(-1)!.message}`,
    );
    expect(out).toMatch(/^So far: still in flight, its producer told nothing yet\.$/m);
  });
});

describe("words that make no sense", () => {
  it.each([
    [[...HASH, "--message", "99999"], /--message: expected one of 0 to \d+, published in all, got 99999/],
    [[...HASH, "--message", "900", "--until", "1s"], /expected one of 0 to \d+, published by 1s, got 900/],
    [[...HASH, "--message", "-1"], /expected a message's number, counted from 0, got "-1"/],
    [[...HASH, "--until", "11s"], /--until: expected a time up to the run's end, 10s, got 11s/],
    [[...HASH, "--until", "5"], /--until: expected a time with its unit, as 12s, got "5"/],
    [["small.yaml"], /--balancer: expected one balancer, got 3: round-robin, hash, power-of-two-choices/],
    [["small.yaml", "--balancer", "hsh"], /--balancer hsh: /],
    [["none.yaml"], /none\.yaml/],
  ])("%o: exit code 2 and a sentence", async (words, expected) => {
    const { code, out, err } = await replay(...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(expected);
  });
});
