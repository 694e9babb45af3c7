/** The key of a job: everything that its result depends on, and nothing else. */
import { describe, expect, it } from "vitest";
import { canonical, jobKey, type Fingerprints } from "../../../runners/cache/job-key.ts";
import { findBalancer, runJob, type AnyJob, type Job, type Scenario } from "../../../sim/index.ts";
import { aBalancer, aNode, aProducer, aScenario } from "../../fixtures/scenario.ts";

const scenario = aScenario({ traffic: [aProducer({ arrivals: { kind: "trace", trace: "web" } })] });
const job: Job = { scenario, balancer: aBalancer("hash", { choices: 2 }), seed: 1 };
const prints: Fingerprints = { version: "1", traces: { web: "aa", other: "bb" }, balancers: {} };

const key = (changes: Partial<Job> = {}, print: Partial<Fingerprints> = {}): string | null =>
  jobKey({ ...job, ...changes } as AnyJob, { ...prints, ...print });

describe("a job's key", () => {
  it("is 64 hex digits, the same for the same job wherever it is made", () => {
    expect(key()).toBe("2c7fdca8a01b26382cb0c1f917ddd4bae9663c777e1a53e9e99fbb9985e052cb");
    expect(key({ scenario: structuredClone(scenario), keep: "all" })).toBe(key());
  });

  it.each<[string, Partial<Scenario>]>([
    ["name", { name: "another" }],
    ["question and claim", { question: "Which?", claim: "This." }],
    ["own seed", { seed: 99 }],
    ["other balancers", { balancers: [aBalancer("random")] }],
    ["expectations", { expect: ["lost == 0"] }],
  ])("does not depend on the scenario's %s", (_, changes) => {
    expect(key({ scenario: { ...scenario, ...changes } })).toBe(key());
  });

  it.each<[string, string | null]>([
    ["seed", key({ seed: 2 })],
    ["balancer", key({ balancer: aBalancer("random") })],
    ["parameters", key({ balancer: aBalancer("hash", { choices: 3 }) })],
    ["label", key({ balancer: { ...job.balancer, label: "mine" } })],
    ["duration", key({ scenario: { ...scenario, durationNs: Infinity } })],
    ["nodes", key({ scenario: { ...scenario, nodes: [aNode("one")] } })],
    ["trace's content", key({}, { traces: { web: "ab" } })],
    ["own balancer's text", key({}, { balancers: { hash: "text" } })],
    ["simulator's version", key({}, { version: "2" })],
    ["what is kept", jobKey({ ...job, keep: "figures" }, prints)],
  ])("depends on the %s", (_, other) => {
    expect(other).toMatch(/^[0-9a-f]{64}$/);
    expect(other).not.toBe(key());
  });

  it("does not depend on traces that the scenario does not use", () => {
    expect(key({}, { traces: { web: "aa" } })).toBe(key());
  });

  it("is none where it is not certain what the balancer does", () => {
    expect(key({}, { balancers: { hash: null } })).toBeNull();
    expect(key({}, { balancers: { another: null } })).toBe(key());
  });
});

describe("a run", () => {
  it("looks at none of what its key leaves out", async () => {
    const secrets = ["name", "question", "claim", "seed", "balancers", "expect"];
    const guarded = aScenario({ faults: [] });
    for (const secret of secrets) {
      Object.defineProperty(guarded, secret, {
        get() {
          throw new Error(`looked at ${secret}`);
        },
      });
    }
    const definition = (name: string): NonNullable<ReturnType<typeof findBalancer>> => findBalancer(name)!;
    const openTrace = (): never => {
      throw new Error("no trace");
    };
    const result = await runJob(
      { scenario: guarded, balancer: aBalancer("round-robin"), seed: 1 },
      { definition, openTrace },
    );
    expect(result.events).toBeGreaterThan(100);
    expect(() => guarded.name).toThrow("looked at name");
  });
});

describe("canonical JSON", () => {
  it("has its keys in order, and tells apart what JSON does not", () => {
    expect(canonical({ b: [1, "x", null], a: { d: true, c: undefined } })).toBe('{"a":{"d":true},"b":[1,"x",null]}');
    expect(canonical([Infinity, -Infinity, NaN])).toBe("[Infinity,-Infinity,NaN]");
    expect(canonical(Infinity)).not.toBe(canonical("Infinity"));
    expect(canonical(null)).not.toBe(canonical(NaN));
  });
});
