import { describe, expect, it } from "vitest";
import { readConstraint, readFigure } from "../../../../scenarios/index.ts";
import type { ExperimentConstraint, ExperimentMeasure } from "../../../../sim/index.ts";
import { runResult } from "./results.ts";

const NAMES = { nodes: ["n1", "n2"], producers: ["web", "api"] };
const run = runResult("hash");

function figure(text: string): ExperimentMeasure {
  const read = readFigure(text, NAMES);
  if ("offset" in read) throw new Error(`${read.offset}: ${read.message}`);
  return read;
}

function constraint(text: string): ExperimentConstraint {
  const read = readConstraint(text, NAMES);
  if ("offset" in read) throw new Error(`${read.offset}: ${read.message}`);
  return read;
}

describe("a figure", () => {
  it.each<[string, string, string, number]>([
    ["p99", "seconds", "lower", 0.05],
    ["mean(waitingTime)", "seconds", "lower", 0.012],
    ["throughput", "perSecond", "higher", run.throughputPerSecond],
    ["lostFraction", "fraction", "lower", run.messages.lost / run.messages.offered],
    ["offered", "number", "neither", run.messages.offered],
    ["nodes * 0.2 + p99 / 1ms", "number", "lower", run.nodes.length * 0.2 + 50],
    ["p99 * offered * p99", "other", "lower", 0.05 * run.messages.offered * 0.05],
  ])("%s is in %s, better %s", (text, unit, better, value) => {
    const { read, ...rest } = figure(text);
    expect(rest).toMatchObject({ text, unit, better });
    expect(read(run)).toBeCloseTo(value, 12);
  });

  it("knows of how many messages it is a fraction", () => {
    expect(figure("lostFraction").trials!(run)).toBe(run.messages.offered);
    expect(figure("lostFraction(*, web)").trials!(run)).toBe(run.producers.find(({ name }) => name === "web")!.offered);
    expect(figure("lostFraction(*, rejected)").trials!(run)).toBe(run.messages.offered);
    expect(figure("waitedFraction").trials!(run)).toBe(run.waitingTime.count);
    expect(figure("outOfOrderFraction").trials!(run)).toBe(run.messages.delivered);
    expect(figure("utilisation").trials).toBeNull();
    expect(figure("lostFraction * 2").trials).toBeNull();
  });

  it("knows which quantile of which times it is", () => {
    const times = { buckets: new Uint16Array([1]), upTo: new Uint32Array([9]), maxNs: 1 };
    const [responseTime, waitingTime, web, api] = [{ ...times }, { ...times }, { ...times }, { ...times }];
    const all = { responseTime, waitingTime, endToEndTime: times, serviceTime: times, producers: [web, api] };
    const known = { ...run, distributions: all };
    const ofRun = (text: string): unknown => figure(text).quantile!.of(known);
    expect([figure("p50").quantile!.q, figure("p999(waitingTime)").quantile!.q]).toEqual([0.5, 0.999]);
    expect(ofRun("p99")).toBe(responseTime);
    expect(ofRun("p99(waitingTime)")).toBe(waitingTime);
    const named = ["web", "api"].map((name) => ofRun(`p99(responseTime, *, ${name})`));
    const places = ["web", "api"].map((name) => run.producers.findIndex((each) => each.name === name));
    expect(named).toEqual(places.map((place) => [web, api][place]));
    expect(figure("p99").quantile!.of(run)).toBeUndefined();
    expect([figure("mean").quantile, figure("p99 * 2").quantile]).toEqual([null, null]);
  });

  it("names no balancer, and is a value", () => {
    expect(readFigure("p99(responseTime, hash)", NAMES)).toEqual({
      offset: 18,
      message: "expected no balancer, since each is meant, got hash",
    });
    expect(readFigure("p99 < 1s", NAMES)).toEqual({ offset: 0, message: "expected a value, got a comparison" });
    expect(readFigure("p99 p50", NAMES)).toMatchObject({ offset: 4 });
  });
});

describe("a constraint", () => {
  it.each<[string, boolean, number]>([
    ["p99 < 60ms", true, 0],
    ["p99 < 50ms", false, Number.EPSILON],
    ["p99 <= 50ms", true, 0],
    ["p99 < 25ms", false, 0.5],
    ["p99 > 100ms", false, 0.5],
    ["p99 < 25ms and p50 < 20ms", false, 0.5],
    ["p99 < 25ms or p50 < 20ms", true, 0],
    ["not p99 < 60ms", false, 1],
  ])("%s: %s, missed by %d", (text, holds, violation) => {
    expect(constraint(text).holds(run)).toBe(holds);
    expect(constraint(text).violation(run)).toBeCloseTo(violation, 12);
  });
});
