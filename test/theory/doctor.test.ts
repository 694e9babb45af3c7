/** The doctor end to end: shipped cases pass, a wrong figure fails with a replay line, the unknown is not covered. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCases, type OracleCase } from "../../cli/doctor/case-file.ts";
import { agendaOf } from "../../cli/doctor/agenda.ts";
import { families } from "../../cli/doctor/families/index.ts";
import { shippedCasesPath } from "../../cli/doctor/shipped-cases.ts";
import type { DoctorOptions } from "../../cli/doctor/selection.ts";
import { doctor } from "../../cli/doctor/work.ts";
import { UserError } from "../../cli/errors.ts";
import type { Surroundings } from "../../cli/surroundings.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-doctor-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Visit {
  readonly code: number;
  readonly out: string;
}

/** With `interruptAt`, Ctrl-C comes as soon as that has been written. */
async function visit(options: Partial<DoctorOptions>, interruptAt: string | null = null): Promise<Visit> {
  let out = "";
  let interrupt = (): void => {};
  const outlet = {
    write(text: string): void {
      out += text;
      if (interruptAt !== null && text.includes(interruptAt)) interrupt();
    },
    isTerminal: false,
    columns: 80,
    colour: false,
    unicode: true,
  };
  const surroundings: Surroundings = {
    out: outlet,
    err: { ...outlet, write: () => {} },
    read: () => Promise.resolve(""),
    environment: {},
    platform: "linux",
    directory: folder,
    onInterrupt(handler) {
      interrupt = handler;
      return () => (interrupt = () => {});
    },
    exitNow: () => {},
    launch: () => {},
  };
  const code = await doctor(surroundings, { tier: 3, seed: 1, seeds: 20, ...options });
  return { code, out };
}

async function fileOf(cases: readonly Partial<OracleCase>[]): Promise<string> {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.json`);
  await writeFile(path, JSON.stringify(cases));
  return path;
}

const quick: OracleCase = {
  id: "mm1-half",
  family: "M/M/1",
  tier: 1,
  setup: { lambda: 0.5, mu: 1 },
  measure: "mean response time",
  value: 2,
  tolerance: { type: "rel", value: 0.03, suggested_jobs: 300_000 },
};

describe("the shipped cases", () => {
  it("are all covered, and have some of every family", async () => {
    const cases = await readCases(shippedCasesPath());
    expect(agendaOf(cases).notCovered.size).toBe(0);
    const named = new Set(cases.map(({ family }) => family));
    expect(families.filter(({ name }) => !named.has(name)).map(({ name }) => name)).toEqual([]);
  });

  /** The cheapest of each kind of model; all of them run with `evenkeel doctor`. */
  it("pass, a quick one of each kind", async () => {
    const chosen = [
      "mm1-rho0.5.R",
      "mg1-erlang2-rho0.5.p50",
      "dm1-lam0.5.R",
      "rr-erlang4-lam0.5.R",
      "exact-pod_rep-n4-0.5",
      "exact-pod_norep-n4-0.5",
      "exact-jsq-n2-0.5",
      "het21-1.5-jsq_ties_to_fast",
      "het21-1.5-jsq_ties_to_fast.share",
      "het21-1.0-swrr",
      "central-5-1-0.5-threshold3",
      "tbl10-D-identity",
      "retry-0.5-4",
      "backoff-FullJitter-100.calls",
      "reorder-exp-meanm-10-g-5",
      "erlangA-c-1-lam-0-9-theta-0-1",
      "jepsen-total-queue-sane",
    ];
    const { code, out } = await visit({ case: chosen });
    expect(out).toContain(`${chosen.length} passed, 0 failed, 0 not covered`);
    expect(code).toBe(0);
  }, 180_000);
});

describe("verdicts and exit codes", () => {
  it("a wrong figure fails: exit 3, what was accepted, and the command that repeats it", async () => {
    const cases = await fileOf([quick, { ...quick, id: "mm1 wrong", value: 2.2 }]);
    const { code, out } = await visit({ cases });
    expect(code).toBe(3);
    expect(out).toMatch(/^pass {2}mm1-half /m);
    expect(out).toMatch(/^FAIL {2}mm1 wrong /m);
    expect(out).toContain("accepted: 2.134 to 2.266");
    expect(out).toContain(`to repeat it: evenkeel doctor --cases ${cases} --case 'mm1 wrong' --seed 1 --seeds 20`);
    expect(out).toContain("1 passed, 1 failed, 0 not covered");
  });

  it("the replay meets exactly the runs of the whole file", async () => {
    const cases = await fileOf([quick, { ...quick, id: "wrong", measure: "response time p99", value: 9.9 }]);
    const findings = async (options: Partial<DoctorOptions>): Promise<{ id: string; measured: unknown }[]> =>
      (
        JSON.parse((await visit({ cases, json: true, ...options })).out) as {
          cases: { id: string; measured: unknown }[];
        }
      ).cases;
    const [, among] = await findings({});
    const [alone] = await findings({ case: ["wrong"] });
    expect(alone).toMatchObject({ id: "wrong", outcome: "fail", measured: among!.measured });
  });

  it("what cannot be simulated is not covered, never passed", async () => {
    const cases = await fileOf([quick, { ...quick, id: "odd", family: "quantum queue" }]);
    const { code, out } = await visit({ cases });
    expect(code).toBe(0);
    expect(out).toContain('not covered  family "quantum queue" cannot be simulated yet  (odd)');
    expect(out).toContain("1 passed, 0 failed, 1 not covered");
    expect((await visit({ cases, case: ["odd"] })).code).toBe(4);
  });

  it("a figure that no run can give is not covered either", async () => {
    const cases = await fileOf([{ ...quick, id: "list", value: [1, 2] }]);
    const { out } = await visit({ cases });
    expect(out).toContain("value: expected 1 figures, got 2");
    expect(out).toContain("0 passed, 0 failed, 1 not covered");
  });

  it("a figure that a run lacks leaves the others of the run alone", async () => {
    const cases = await fileOf([quick, { ...quick, id: "nobody", measure: "fraction of jobs sent to server 7" }]);
    const { code, out } = await visit({ cases });
    expect(out).toContain("not covered  no such server, or too few messages for this figure  (nobody)");
    expect(out).toContain("1 passed, 0 failed, 1 not covered");
    expect(code).toBe(0);
  });

  it("tiers and families choose; a choice that fits nothing is the user's fault", async () => {
    const cases = await fileOf([quick, { ...quick, id: "later", tier: 3 }]);
    expect((await visit({ cases, tier: 1 })).out).toContain("1 passed, 0 failed, 0 not covered");
    await expect(visit({ cases, family: ["M/M/2"] })).rejects.toThrow("--family: expected one of M/M/1, got M/M/2");
    await expect(visit({ cases, case: ["later"], tier: 1 })).rejects.toThrow(UserError);
    await expect(visit({ cases: "missing.json" })).rejects.toThrow("missing.json: expected a file of oracle cases");
  });

  it("Ctrl-C keeps what has finished", async () => {
    const slow = {
      ...quick,
      id: "slow",
      setup: { lambda: 0.9, mu: 1 },
      tolerance: { type: "rel", value: 0.01, suggested_jobs: 1e9 },
    } as const;
    const { code, out } = await visit({ cases: await fileOf([quick, slow]) }, "mm1-half");
    expect(code).toBe(130);
    expect(out).toContain("1 passed, 0 failed, 0 not covered, 1 not reached");
  });
});

describe("measures that results do not carry", () => {
  it("come from the messages themselves", async () => {
    const tolerance = { type: "rel", value: 0.05, suggested_jobs: 600_000 } as const;
    const exponential = (q: number): number => -Math.log(1 - q) / 0.5;
    const cases = await fileOf([
      { ...quick, id: "p75", measure: "response time p75", value: exponential(0.75), tolerance },
      { ...quick, id: "w97", measure: "waiting time p97", value: Math.log(0.5 / 0.03) / 0.5, tolerance },
      { ...quick, id: "L", measure: "mean number in system", value: 1, tolerance },
      { ...quick, id: "Lq", measure: "mean number in queue", value: 0.5, tolerance },
      { ...quick, id: "W", measure: "mean waiting time", value: 1, tolerance },
    ]);
    expect((await visit({ cases })).out).toContain("5 passed, 0 failed, 0 not covered");
  });

  it("and waiting at a shared queue counts from publication", async () => {
    const setup = { mu: [1, 1], lam_total: 1.6, queue: "one shared FCFS queue", rule: "if both idle choose at random" };
    const shared = { ...quick, family: "heterogeneous shared queue", setup };
    const tolerance = { type: "rel", value: 0.06, suggested_jobs: 600_000 } as const;
    const cases = await fileOf([
      { ...shared, id: "mean", measure: "mean waiting time", value: 1.7778, tolerance },
      { ...shared, id: "p90", measure: "waiting time p90", value: Math.log(0.71111 / 0.1) / 0.4, tolerance },
    ]);
    expect((await visit({ cases })).out).toContain("2 passed, 0 failed, 0 not covered");
  });
});
