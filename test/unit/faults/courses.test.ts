import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FaultSpec } from "../../../sim/index.ts";
import { nodes, SECOND } from "../../fixtures/scenario.ts";
import { atRandom, between, play } from "./support.ts";

const crash = (changes: Partial<FaultSpec> = {}): FaultSpec =>
  ({ kind: "crash", nodes: [0, 1, 2], timing: atRandom(10, 1), label: "crash", ...changes }) as FaultSpec;

describe("a recurring fault", () => {
  it("leaves each node available for MTBF / (MTBF + MTTR) of the time", () => {
    const seconds = 100_000;
    const played = play([crash()]);
    played.until(seconds);
    const down = [0, 0, 0];
    const since = [0, 0, 0];
    for (const line of played.control.said) {
      const [time, what, node] = line.split(/:? /) as [string, string, string];
      if (what === "crash") since[Number(node)] = Number(time);
      else down[Number(node)]! += Number(time) - since[Number(node)]!;
    }
    // The down time of an alternating renewal process has the asymptotic variance (b² var(a) + a² var(b)) / (a + b)³ per
    // time (Takács, 1957); a = 10, b = 1, both exponential.
    const deviation = Math.sqrt((1 * 100 + 100 * 1) / 11 ** 3 / seconds);
    for (const each of down) expect(Math.abs(each / seconds - 1 / 11)).toBeLessThan(5 * deviation);
    expect(new Set(down).size).toBe(3);
  });

  it("has times that depend on the seed and the target's name only", () => {
    const of = (node: number, said: readonly string[]): readonly string[] =>
      said.filter((line) => line.endsWith(` ${node}`));
    const both = play([crash()]).until(500);
    expect(of(1, play([crash({ nodes: [1] })]).until(500))).toEqual(of(1, both));
    expect(of(1, play([crash()], { seed: 2 }).until(500))).not.toEqual(of(1, both));
  });

  it("hits all of its targets together where it says so", () => {
    const said = play([crash({ timing: atRandom(10, 1, { together: true }) })]).until(500);
    for (let at = 0; at < said.length; at += 3) {
      const times = said.slice(at, at + 3).map((line) => line.split(":")[0]);
      expect(new Set(times).size).toBe(1);
    }
    expect(said.length).toBeGreaterThan(100);
  });

  it("begins after its beginning and is over by its end", () => {
    const window = { startNs: 100 * SECOND, untilNs: 200 * SECOND };
    const played = play([crash({ timing: atRandom(3, 30, window) })]);
    const times = played.until(1e9).map((line) => Number(line.split(":")[0]));
    expect(Math.min(...times)).toBeGreaterThan(100);
    expect(Math.max(...times)).toBe(200);
    expect([...played.control.counts.values()]).toEqual([0, 0, 0]);
    expect(played.loop.next()).toBe(false);
  });

  it("begins no more when a run without duration only waits for what is in flight", () => {
    let goesOn = true;
    const played = play([crash()], { goesOn: () => goesOn });
    played.until(100);
    goesOn = false;
    played.until(1e9);
    expect(played.loop.next()).toBe(false);
    expect([...played.control.counts.values()]).toEqual([0, 0, 0]);
  });
});

describe("a fraction of the targets", () => {
  it("is drawn anew for each occurrence, every target equally likely", () => {
    const timing = atRandom(1, 1, { together: true });
    const played = play([crash({ nodes: [0, 1, 2, 3, 4], fraction: 0.4, timing })], { nodes: nodes(5) });
    const times = played.until(20_000).filter((line) => line.includes("crash"));
    const hits = [0, 0, 0, 0, 0];
    for (const line of times) hits[Number(line.at(-1))]!++;
    const occurrences = times.length / 2;
    expect(played.history()[0]!.occurrences).toBe(occurrences);
    for (const { targets } of played.history()[0]!.times) expect(targets).toHaveLength(2);
    // Binomial(occurrences, 2/5) each.
    const deviation = Math.sqrt(occurrences * 0.4 * 0.6);
    for (const hit of hits) expect(Math.abs(hit - 0.4 * occurrences)).toBeLessThan(5 * deviation);
  });

  it("is one target at least", () => {
    const said = play([crash({ fraction: 0.01, timing: between(1, 2) })]).until(9);
    expect(said).toHaveLength(2);
  });
});

describe("correlated failures", () => {
  it("follow another one later, each of the other targets with its probability", () => {
    const cascade = { probability: 0.3, delayNs: 0.001 * SECOND };
    const timing = atRandom(1000, 0.0001);
    const played = play([crash({ cascade, timing })]);
    const crashes = played.until(3_000_000).filter((line) => line.includes("crash"));
    const times = crashes.map((line) => Number(line.split(":")[0]));
    const followers = times.filter((time, index) => index > 0 && time - times[index - 1]! < 0.0011).length;
    const first = times.length - followers;
    // Each of the first ones is followed by Binomial(2, 0.3) others.
    const deviation = Math.sqrt(2 * first * 0.3 * 0.7);
    expect(first).toBeGreaterThan(5000);
    expect(Math.abs(followers - 0.6 * first)).toBeLessThan(5 * deviation);
  });

  it("of a fault that happens once last as long as it does", () => {
    const cascade = { probability: 1, delayNs: 3 * SECOND };
    const played = play([crash({ fraction: 1 / 3, cascade, timing: between(1, 5) })]);
    const said = played.until(99);
    const [hit] = said[0]!.match(/\d$/)!;
    const others = ["0", "1", "2"].filter((node) => node !== hit);
    expect(said).toEqual([
      `1: crash ${hit}`,
      ...others.map((node) => `4: crash ${node}`),
      `5: restart ${hit}`,
      ...others.map((node) => `8: restart ${node}`),
    ]);
  });
});

describe("after all faults have ended", () => {
  const timing = fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }))
      .map(([from, lasts]) => between(from, from + lasts)),
    fc.boolean().map((together) => atRandom(5, 3, { untilNs: 90 * SECOND, together })),
  );
  const targets = fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 4 });
  const kind = fc.oneof(
    fc.constant({ kind: "crash" }),
    fc.record({
      kind: fc.constant("slow"),
      factor: fc.constantFrom(0.3, 3, 7),
      shape: fc.constantFrom("step", "ramp"),
    }),
    fc.constant({ kind: "flap", downNs: 0.7 * SECOND, upNs: 1.1 * SECOND }),
    fc.constant({ kind: "zone-outage", zone: "a" }),
    fc.record({
      kind: fc.constant("rolling-restart"),
      drainNs: fc.constantFrom(0, 2 * SECOND),
      downNs: fc.constant(SECOND),
      gapNs: fc.constantFrom(0, SECOND),
      batch: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ kind: fc.constant("scale-in"), drainNs: fc.constantFrom(0, 2 * SECOND) }),
  );
  const fault = fc
    .tuple(
      kind,
      timing,
      targets,
      fc.constantFrom(1, 0.5),
      fc.option(fc.constant({ probability: 0.5, delayNs: SECOND })),
    )
    .map(([what, when, hit, fraction, cascade]) => {
      const more = { timing: when, nodes: hit, fraction, label: "it", ...(cascade === null ? {} : { cascade }) };
      return { ...what, ...more } as unknown as FaultSpec;
    });

  it("the cluster is as it was: all up, all members, every speed exact", () => {
    fc.assert(
      fc.property(fc.array(fault, { minLength: 1, maxLength: 5 }), fc.nat(1000), (faults, seed) => {
        const own = nodes(4, { speed: 0.7 });
        const played = play(faults, { nodes: own, seed });
        played.control.awaited.add(1);
        played.until(1e9);
        expect([...played.control.counts.values()].filter((count) => count !== 0)).toEqual([]);
        for (const speed of played.control.speeds.values()) expect(speed).toBe(0.7);
      }),
      { seed: 20_261_128, numRuns: 300 },
    );
  });
});
