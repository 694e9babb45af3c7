import { describe, expect, it } from "vitest";
import { valueAtPath } from "../../../../cli/work/tune/document-path.ts";
import { tuneSpace } from "../../../../cli/work/tune/space.ts";
import { setsOf, Variants } from "../../../../cli/work/tune/variants.ts";
import type { Dimension } from "../../../../sim/index.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { SMALL_SCENARIO } from "../small-scenario.ts";
import { loadSmall } from "./support.ts";

const folder = temporaryFolder({ "small.yaml": SMALL_SCENARIO });

async function dimensions(balancer: string, ...varies: readonly string[]): Promise<readonly Dimension[]> {
  return tuneSpace(await loadSmall(folder, [balancer]), varies, [balancer])[0]!.dimensions;
}

describe("the space of a balancer", () => {
  it("is what it declares, with what is written as its start", async () => {
    const found = await dimensions("power-of-two-choices:choices=5");
    expect(found).toMatchObject([
      { path: "choices", type: "integer", low: 1, high: 100, initial: 5 },
      { path: "replacement", type: "boolean", levels: [false, true], initial: false },
      { path: "ties", type: "choice", levels: ["random", "first"], initial: "random" },
    ]);
  });

  it("leaves alone what is chance or a version, unless it is named", async () => {
    const paths = async (...varies: string[]): Promise<readonly string[]> =>
      (await dimensions("haproxy-leastconn", ...varies)).map(({ path }) => path);
    expect(await paths()).not.toContain("version");
    expect(await paths("haproxy-leastconn.version=2.6,3.2")).toContain("version");
    expect((await dimensions("envoy-round-robin")).map(({ path }) => path)).not.toContain("seed");
  });

  it.each([
    ["power-of-two-choices.choices=2..8", { low: 2, high: 8, levels: null, logarithmic: false }],
    ["power-of-two-choices.choices=2..8:log", { low: 2, high: 8, logarithmic: true }],
    ["power-of-two-choices.choices=2..8:4", { levels: [2, 4, 6, 8] }],
    ["power-of-two-choices.choices=8,1,3", { low: 1, high: 8, levels: [1, 3, 8] }],
    ["power-of-two-choices.choices=3", { levels: [3] }],
  ])("is narrowed by %s", async (vary, expected) => {
    const [choices] = await dimensions("power-of-two-choices", vary);
    expect(choices).toMatchObject(expected);
  });

  it.each([
    ["traffic.web.arrivals.poisson=50/s..200/s", { type: "number", low: 50, high: 200, unit: "/s", initial: 100 }],
    ["traffic.web.work.exponential=1ms..0.02s:log", { low: 1, high: 20, unit: "ms", initial: 8, logarithmic: true }],
    ["nodes.n.count=2..9", { type: "integer", low: 2, high: 9, unit: null, initial: 2 }],
    ["nodes.slow.speed=0.25,0.5,1", { type: "number", levels: [0.25, 0.5, 1], initial: 0.5 }],
    ["nodes.n.queue.discipline=fifo,lifo", { type: "choice", levels: ["fifo", "lifo"], initial: "fifo" }],
    ["gateways.count=1..4", { type: "integer", initial: 1 }],
  ])("takes in the scenario's %s", async (vary, expected) => {
    const found = await dimensions("round-robin", vary);
    expect(found[found.length - 1]).toMatchObject({ ...expected, balancer: null });
  });

  it("begins with the balancer that the user names first", async () => {
    const words = ["nginx-least-conn", "haproxy-first"];
    const labels = tuneSpace(await loadSmall(folder, words), [], words).map(({ balancer }) => balancer);
    expect(labels).toEqual(words);
  });
});

describe("a variant of the scenario", () => {
  it("runs with the values, and as it is with its own", async () => {
    const loaded = await loadSmall(folder, ["power-of-two-choices"]);
    const space = tuneSpace(loaded, ["traffic.web.arrivals.poisson=50/s..200/s", "nodes.slow.speed=0.25..2"], []);
    const changes = { seed: null, sets: [], balancers: ["power-of-two-choices"] };
    const variants = new Variants({ loaded, belongs() {} }, space, changes, folder);
    const own = { choices: 3, replacement: false, ties: "random" };
    const at = (poisson: number, speed: number): ReturnType<Variants["setupOf"]> =>
      variants.setupOf({
        balancer: "power-of-two-choices",
        values: { ...own, "traffic.web.arrivals.poisson": poisson, "nodes.slow.speed": speed },
      });
    expect(await at(100, 0.5)).toMatchObject({ scenario: loaded.scenario, balancer: { parameters: own } });
    const setup = await at(150, 2);
    expect(setup).toMatchObject({ scenario: { traffic: [{ arrivals: { ratePerSecond: 150 } }] } });
    expect(setup).toMatchObject({ scenario: { nodes: [{ speed: 1 }, { speed: 1 }, { speed: 2 }] } });
    // The same values are the same object, which is shipped to the workers once.
    expect((await at(150, 2)) as { scenario: unknown }).toHaveProperty(
      "scenario",
      (setup as { scenario: unknown }).scenario,
    );
  });

  it("names only what differs from the scenario", async () => {
    const [dimension] = (await dimensions("round-robin", "nodes.n.count=1..9")).slice(-1);
    expect(setsOf([dimension!], { "nodes.n.count": 4 })).toEqual(["nodes.n.count=4"]);
    expect(setsOf([dimension!], { "nodes.n.count": 2 })).toEqual([]);
  });
});

describe("a path in a document", () => {
  const document = {
    nodes: [
      { name: "a", speed: 2 },
      { name: "b", queue: { capacity: "unbounded" } },
    ],
    seed: 4,
  };

  it.each([
    ["seed", "4"],
    ["nodes.a.speed", "2"],
    ["nodes.1.queue.capacity", "unbounded"],
    ["nodes[0].name", "a"],
    ["nodes.b.queue", '{"capacity":"unbounded"}'],
    ["nodes.c.speed", undefined],
    ["seed.deeper", undefined],
  ])("%s is %j", (path, expected) => {
    expect(valueAtPath(document, path)).toBe(expected);
  });
});
