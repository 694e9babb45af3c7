/** Copies of a message, case by case: who serves, who is cancelled when, what it costs, and what balancers are told. */
import { describe, expect, it } from "vitest";
import {
  catalogue,
  defineBalancer,
  immediateRetries,
  type NodeSpec,
  type RedundancySpec,
  type Scenario,
} from "../../../sim/index.ts";
import { recordsOf, runScenario } from "../../fixtures/run.ts";
import { aBalancer, aNode, aProducer, aScenario, nodes, once, SECOND } from "../../fixtures/scenario.ts";

const MS = 1e6;
const gateways = { count: 1, assign: "random" as const, zones: ["default"], detectionNs: Infinity, queueCapacity: 0 };
const UNEQUAL: readonly NodeSpec[] = [aNode("fast", { speed: 2 }), aNode("slow")];

function copies(changes: Partial<RedundancySpec> = {}): Scenario["gateways"] {
  return { ...gateways, redundancy: { copies: 2, cancel: "on-completion", work: "identical", ...changes } };
}

/** One message of 10 ms of work every 100 ms, `count` of them, each with two copies: at a fast node and at a slow one. */
function regular(count: number, changes: Partial<Scenario> = {}): Scenario {
  return aScenario({
    traffic: [
      aProducer({ arrivals: { kind: "regular", ratePerSecond: 10 }, work: { kind: "constant", value: 10 * MS } }),
    ],
    durationNs: (count + 0.5) * 100 * MS,
    drainNs: SECOND,
    nodes: UNEQUAL,
    gateways: copies(),
    ...changes,
  });
}

const latency = (ms: number): Scenario["network"] => ({
  rules: [{ link: "gateway-node", between: null, latency: { kind: "constant", value: ms * MS } }],
});

describe("copies of a message", () => {
  it("end with the first that is done; what the others' workers did is wasted", async () => {
    const run = await runScenario(regular(10));
    expect(run.messages.delivered).toBe(10);
    expect(run.responseTime.max).toBe(0.005);
    expect(run.nodes.map(({ arrivals }) => arrivals)).toEqual([10, 10]);
    expect(run.nodes.map(({ completed }) => completed)).toEqual([10, 0]);
    expect(run.wastedWork).toBeCloseTo(0.5, 12);
    expect(run.duplicates).toBe(0);
  });

  it.each(["lifo", "priority", "priority-preemptive", "processor-sharing", "shortest-remaining-time"] as const)(
    "leave a %s node as they leave a fifo one",
    async (discipline) => {
      const shared = UNEQUAL.map((node) => ({ ...node, discipline }));
      const [fifo, other] = await Promise.all([runScenario(regular(10)), runScenario(regular(10, { nodes: shared }))]);
      expect(other.wastedWork).toBeCloseTo(fifo.wastedWork!, 9);
      expect(other.nodes).toEqual(fifo.nodes);
    },
  );

  it("are all served where none is cancelled", async () => {
    const run = await runScenario(regular(10, { gateways: copies({ cancel: "never" }) }));
    expect(run.responseTime.max).toBe(0.005);
    expect(run.nodes.map(({ completed }) => completed)).toEqual([10, 10]);
    expect(run.duplicates).toBe(10);
    expect(run.wastedWork).toBeCloseTo(10 / 15, 12);
  });

  it("cancelled on start are served once, by who begins first", async () => {
    const run = await runScenario(regular(10, { gateways: copies({ cancel: "on-start" }) }));
    // Round robin names the fast node first, and then the slow one, whose copy is never sent.
    expect(run.nodes.map(({ arrivals, completed }) => [arrivals, completed])).toEqual([
      [10, 10],
      [0, 0],
    ]);
    expect(run.wastedWork).toBe(0);
  });

  it("take work of their own, the same under every balancer", async () => {
    const work = { kind: "uniform" as const, from: 1 * MS, to: 20 * MS };
    const traffic = [aProducer({ arrivals: { kind: "regular", ratePerSecond: 10 }, work })];
    const names = ["random", "round-robin", "least-connections", "join-shortest-queue"];
    const own = regular(200, {
      traffic,
      nodes: nodes(5),
      gateways: copies({ work: "independent", copies: 3 }),
      balancers: names.map((name) => aBalancer(name)),
    });
    const works = await Promise.all(
      names.map(async (_, index) => (await recordsOf(own, index)).map(({ workNs }) => workNs)),
    );
    for (const seen of works) expect(seen).toEqual(works[0]);
    // The least of three uniform draws, where nobody waits.
    const mean = works[0]!.reduce((sum, workNs) => sum + workNs, 0) / works[0]!.length / MS;
    expect(mean).toBeGreaterThan(1 + 19 / 4 - 1);
    expect(mean).toBeLessThan(1 + 19 / 4 + 1);
  });

  it("leave the queue without having been served", async () => {
    // Each message meets the former one at the slow node, whose queue would grow without end.
    const traffic = [
      aProducer({ arrivals: { kind: "regular", ratePerSecond: 150 }, work: { kind: "constant", value: 10 * MS } }),
    ];
    const run = await runScenario(regular(10, { traffic, durationNs: SECOND }));
    expect(run.nodes[1]!.maxQueue).toBe(1);
    expect(run.nodes[0]!.completed + run.nodes[1]!.completed).toBe(run.messages.delivered);
  });

  it("are cancelled over the link, and served in spite of it where the cancellation comes late", async () => {
    // At the nodes after 2 ms; the answer is back 9 ms after publication, the cancellation at the slow node after 11 ms.
    const early = await runScenario(regular(10, { network: latency(2) }));
    expect(early.responseTime.max).toBeCloseTo(0.009, 12);
    expect(early.nodes[1]!.completed).toBe(0);
    expect(early.wastedWork).toBeCloseTo(9 / 14, 12);
    // 4 ms each way: it would come after 17 ms, and the slow node is done after 14 ms.
    const late = await runScenario(regular(10, { network: latency(4) }));
    expect(late.responseTime.max).toBeCloseTo(0.013, 12);
    expect(late.nodes[1]!.completed).toBe(10);
    expect(late.duplicates).toBe(10);
  });

  it("may be fewer than asked for: there are no more nodes, or the balancer names none", async () => {
    const three = await runScenario(regular(4, { gateways: copies({ copies: 3 }) }));
    expect(three.nodes.map(({ arrivals }) => arrivals)).toEqual([4, 4]);
    const once = defineBalancer("once", () => ({ pick: (_, message) => (message.attempt === 0 ? 0 : -1) }));
    const scenario = regular(4, { balancers: [aBalancer("once")] });
    const alone = await runScenario(scenario, 0, { extra: [once] });
    expect(alone.nodes.map(({ arrivals }) => arrivals)).toEqual([4, 0]);
    expect(alone.messages.delivered).toBe(4);
  });
});

describe("copies that fail", () => {
  const crashed = (node: number): Scenario["faults"][number] => {
    return { kind: "crash", nodes: [node], timing: once(), label: `crash ${node}` };
  };

  it("lose their message only when all do, and all are sent again then", async () => {
    const one = await runScenario(regular(5, { faults: [crashed(0)] }));
    expect(one.messages.delivered).toBe(5);
    expect(one.responseTime.max).toBe(0.01);
    const both = await runScenario(
      regular(5, { faults: [crashed(0), crashed(1)], gateways: { ...copies(), retries: immediateRetries(2) } }),
    );
    expect(both.messages.lostByCause["node-down"]).toBe(5);
    expect(both.nodes.map(({ arrivals }) => arrivals)).toEqual([15, 15]);
  });

  it("are off a durable node when it comes back", async () => {
    const faults = [{ ...crashed(1), timing: once(101 * MS, 150 * MS) }];
    const run = await runScenario(regular(1, { nodes: [UNEQUAL[0]!, aNode("slow", { durable: true })], faults }));
    expect(run.messages.delivered).toBe(1);
    expect(run.nodes.map(({ completed }) => completed)).toEqual([1, 0]);
  });
});

describe("a durable node whose copy in service is cancelled while it is down", () => {
  it("begins with what waits when it comes back", async () => {
    // The fast node serves the first message from 1 to 6 ms, the slow one is down from 3 to 8 ms, and from 7 ms on only it
    // has the second message.
    const traffic = [
      aProducer({ arrivals: { kind: "regular", ratePerSecond: 1000 }, work: { kind: "constant", value: 10 * MS } }),
    ];
    const run = await runScenario(
      regular(0, {
        traffic,
        durationNs: 2.5 * MS,
        nodes: [UNEQUAL[0]!, aNode("slow", { durable: true })],
        faults: [
          { kind: "crash", nodes: [1], timing: once(3 * MS, 8 * MS), label: "crash slow" },
          { kind: "crash", nodes: [0], timing: once(7 * MS), label: "crash fast" },
        ],
      }),
    );
    expect(run.messages.delivered).toBe(2);
    expect(run.responseTime.max).toBeCloseTo(0.016, 12);
  });
});

describe("what a balancer is told of copies", () => {
  /** Names the nodes of `order` in turn, over and over, and writes down what it hears. */
  function listed(order: readonly number[], heard: string[]): ReturnType<typeof defineBalancer> {
    let next = 0;
    return defineBalancer("listed", () => ({
      pick(_view, { tries }) {
        const node = order[next++ % order.length]!;
        heard.push(`pick ${node} after ${tries.join()}`);
        return node;
      },
      onSettle(node, latencyNs, ok, view, { attempt, outcome }) {
        heard.push(`${node} ${outcome} ${ok} try ${attempt} ${latencyNs / MS} ms, ${view.inFlight.join()} left`);
      },
    }));
  }

  it("the nodes of the copies so far, a second pick of them taken back, and who was cancelled", async () => {
    const heard: string[] = [];
    const scenario = regular(1, { balancers: [aBalancer("listed")] });
    await runScenario(scenario, 0, { extra: [listed([0, 0, 1], heard)] });
    expect(heard).toEqual([
      "pick 0 after ",
      "pick 0 after 0",
      "pick 1 after 0",
      "0 cancelled false try 0 0 ms, 1,1 left",
      "0 ok true try 0 5 ms, 0,1 left",
      "1 cancelled false try 1 5 ms, 0,0 left",
    ]);
  });

  it("nothing of a copy that the gateway placed, since it would not name another node", async () => {
    const heard: string[] = [];
    const scenario = regular(3, { balancers: [aBalancer("listed")] });
    const run = await runScenario(scenario, 0, { extra: [listed([0], heard)] });
    expect(run.nodes.map(({ arrivals }) => arrivals)).toEqual([3, 3]);
    expect(heard.filter((line) => line.startsWith("pick 0"))).toHaveLength(3 * 33);
    expect(heard.filter((line) => line.startsWith("0 "))).toHaveLength(3 * 33);
    expect(heard.filter((line) => line.startsWith("1 "))).toEqual([]);
  });

  it.each(catalogue.map(({ name }) => name))(
    "%s: every copy that it named is settled, and none of another",
    async (name) => {
      const definition = catalogue.find((one) => one.name === name)!;
      const named = new Int32Array(6);
      const settled = new Int32Array(6);
      const spied = defineBalancer("spied", { ...definition.about }, (context) => {
        const balancer = definition.create(context as never);
        return {
          pick(view, message) {
            const node = balancer.pick(view, message);
            if (node >= 0) named[node]!++;
            return node;
          },
          onSettle(node, latencyNs, ok, view, reply) {
            settled[node]!++;
            balancer.onSettle?.(node, latencyNs, ok, view, reply);
          },
          onMembership: (view) => balancer.onMembership?.(view),
        };
      });
      const scenario = aScenario({
        traffic: [
          aProducer({ keys: { kind: "uniform", count: 50 }, arrivals: { kind: "poisson", ratePerSecond: 200 } }),
        ],
        durationNs: 2 * SECOND,
        drainNs: 100 * SECOND,
        nodes: nodes(6, { queueCapacity: 20 }),
        gateways: { ...copies({ work: "independent" }), detectionNs: 0.1 * SECOND, retries: immediateRetries(1) },
        network: latency(1),
        faults: [{ kind: "crash", nodes: [2], timing: once(0.5 * SECOND, SECOND), label: "crash n3" }],
        balancers: [aBalancer("spied")],
      });
      const run = await runScenario(scenario, 0, { extra: [spied] });
      expect(run.messages.delivered).toBeGreaterThan(0.6 * run.messages.offered);
      expect([...settled]).toEqual([...named]);
    },
  );
});
