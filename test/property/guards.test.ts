/** What guards promise, whatever happens: random clusters, crashes and guards; every event is looked at. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { EJECTED, FAILED_CHECK, GuardedMembership } from "../../sim/gateway/guards/guarded-membership.ts";
import { NodeLimits, Whereabouts } from "../../sim/gateway/guards/node-limits.ts";
import { OutlierDetection } from "../../sim/gateway/guards/outlier-detection.ts";
import { DOWN, Membership } from "../../sim/gateway/membership.ts";
import type { GatewaysSpec } from "../../sim/index.ts";
import { MessageTable, NO_MESSAGE } from "../../sim/traffic/message-table.ts";
import { runScenario } from "../fixtures/run.ts";
import { aBalancer, aProducer, aScenario, nodes, once, SECOND } from "../fixtures/scenario.ts";

const MS = 1e6;

test("nobody is routed to a node that is out, unless the gateway panics; then to every member", () => {
  const marks = fc.array(fc.tuple(fc.nat(5), fc.constantFrom(DOWN, FAILED_CHECK, EJECTED), fc.boolean()), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(marks, fc.constantFrom(0, 0.3, 0.5, 1), (changes, threshold) => {
      const told = new Membership(6);
      const own = new GuardedMembership(told, threshold, null);
      for (const [node, reason, holds] of changes) {
        if (reason === DOWN) {
          told.mark(node, reason, holds);
          own.refresh();
        } else own.mark(node, reason, holds);
        const healthy = [...own.reasons].filter((reasons) => reasons === 0).length;
        expect(own.panics).toBe(healthy < threshold * 6);
        expect(own.count).toBe(own.panics ? 6 : healthy);
        own.routable.forEach((yes, id) => expect(yes).toBe(own.panics || own.reasons[id] === 0 ? 1 : 0));
      }
    }),
    { seed: 5, numRuns: 200 },
  );
});

test("never more ejected than allowed, and everybody comes back once nothing fails", () => {
  const steps = fc.array(fc.tuple(fc.nat(7), fc.nat(6)), { minLength: 50, maxLength: 300 });
  fc.assert(
    fc.property(steps, fc.constantFrom(0.1, 0.3, 0.5), (tries, maxEjectedFraction) => {
      const out = new Set<number>();
      const spec = {
        consecutiveFailures: 3,
        intervalNs: SECOND,
        baseEjectionNs: 3 * SECOND,
        maxEjectionNs: 20 * SECOND,
      };
      const detection = new OutlierDetection({ ...spec, maxEjectedFraction }, 8, {
        isMember: () => true,
        ejected: (node, isOut) => void (isOut ? out.add(node) : out.delete(node)),
      });
      let now = 0;
      for (const [node, kind] of tries) {
        if (kind === 0) detection.sweep((now += SECOND));
        else detection.observe(node, kind > 4, now);
        expect(out.size).toBeLessThanOrEqual(Math.max(1, Math.floor(8 * maxEjectedFraction)));
      }
      for (let i = 0; i < 21; i++) detection.sweep((now += SECOND));
      expect(out.size).toBe(0);
    }),
    { seed: 6, numRuns: 200 },
  );
});

test("a limit is never exceeded, nobody is forgotten, and who waited longest goes first", () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(1), fc.nat(40)), { minLength: 20, maxLength: 200 });
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 6 }),
      (moves, perNode, queuePerNode) => {
        const messages = new MessageTable();
        const limits = new NodeLimits(
          { perNode, queuePerNode, queueTimeoutNs: Infinity },
          2,
          messages,
          new Whereabouts(),
        );
        const inside: number[][] = [[], []];
        const waiting: number[][] = [[], []];
        for (const [enters, node, which] of moves) {
          if (enters) {
            const id = messages.add();
            const place = limits.enter(node, id);
            if (place === "goes") inside[node]!.push(id);
            else if (place !== "full") waiting[node]!.push(id);
          } else {
            const all = [...inside[node]!, ...waiting[node]!];
            if (all.length === 0) continue;
            const id = all[which % all.length]!;
            expect(limits.leave(node, id)).toBe(inside[node]!.includes(id));
            inside[node] = inside[node]!.filter((each) => each !== id);
            waiting[node] = waiting[node]!.filter((each) => each !== id);
            for (let next = limits.next(node); next !== NO_MESSAGE; next = limits.next(node)) {
              expect(next).toBe(waiting[node]!.shift());
              inside[node]!.push(next);
            }
          }
          expect([limits.atNode(node), limits.waiting(node)]).toEqual([inside[node]!.length, waiting[node]!.length]);
          expect(limits.atNode(node)).toBeLessThanOrEqual(perNode);
          expect(limits.waiting(node)).toBeLessThanOrEqual(queuePerNode);
        }
      },
    ),
    { seed: 7, numRuns: 200 },
  );
});

/** Some of each guard, or none of it. */
const guards: fc.Arbitrary<Partial<GatewaysSpec>> = fc.record(
  {
    health: fc.record({
      active: fc.constant({ intervalNs: 500 * MS, timeoutNs: 200 * MS, fall: 2, rise: 2 }),
      outliers: fc.constant({
        consecutiveFailures: 3,
        intervalNs: 300 * MS,
        baseEjectionNs: SECOND,
        maxEjectionNs: 5 * SECOND,
        maxEjectedFraction: 0.5,
      }),
      panicThreshold: fc.constantFrom(0, 0.5, 1),
      slowStart: fc.constant({ windowNs: 2 * SECOND, aggression: 1, minimum: 0.1 }),
    }),
    breaker: fc.constant({ failureFraction: 0.5, window: 5, minimumCalls: 3, openNs: 400 * MS, halfOpenCalls: 2 }),
    limits: fc.record({
      perNode: fc.integer({ min: 1, max: 4 }),
      queuePerNode: fc.constantFrom(0, 3, Infinity),
      queueTimeoutNs: fc.constantFrom(20 * MS, Infinity),
    }),
    concurrency: fc.constant({
      ...({ kind: "aimd" } as const),
      initial: 10,
      minimum: 2,
      maximum: 40,
      decrease: 0.9,
      latencyNs: 100 * MS,
    }),
    throttling: fc.constant({ k: 1.5, windowNs: 2 * SECOND }),
    knowledge: fc.constant({ sharedInFlight: { delayNs: 3 * MS } }),
    queueCapacity: fc.constantFrom(5, Infinity),
  },
  { requiredKeys: [] },
);

test("every message of a guarded run has one fate, the sums add up, and the same seed gives the same run", async () => {
  await fc.assert(
    fc.asyncProperty(
      guards,
      fc.nat(1000),
      fc.constantFrom("least-connections", "random", "weighted-round-robin"),
      async (some, seed, balancer) => {
        const { limits } = some;
        const scenario = aScenario({
          durationNs: 6 * SECOND,
          drainNs: 2 * SECOND,
          traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 350 } })],
          nodes: nodes(4, { queueCapacity: 8 }),
          gateways: {
            count: 3,
            assign: "random",
            zones: ["default"],
            detectionNs: 700 * MS,
            queueCapacity: 0,
            ...some,
          },
          faults: [
            { kind: "crash", nodes: [0], timing: once(SECOND, 3 * SECOND), label: "crash" },
            { kind: "crash", nodes: [1, 2], timing: once(2 * SECOND, 2.5 * SECOND), label: "crash" },
          ],
          balancers: [aBalancer(balancer)],
        });
        const run = await runScenario(scenario, 0, { seed });
        const { offered, delivered, lost, inFlight, lostByCause } = run.messages;
        expect(delivered + lost + inFlight).toBe(offered);
        if (limits !== undefined)
          for (const { maxQueue } of run.nodes) expect(maxQueue).toBeLessThanOrEqual(3 * limits.perNode);
        if (run.guards !== null) {
          const refused = Object.values(run.guards.refused).reduce((sum, count) => sum + count, 0);
          expect(lostByCause.throttled).toBe(refused);
        }
        expect((await runScenario(scenario, 0, { seed })).digest).toBe(run.digest);
      },
    ),
    { seed: 8, numRuns: 25 },
  );
});
