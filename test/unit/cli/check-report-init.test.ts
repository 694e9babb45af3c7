/** `check`, `report` and `init` in this process. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderJson } from "../../../reports/json.ts";
import { EXPERIMENTS } from "../../fixtures/experiments/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { evenkeel } from "./fake-surroundings.ts";
import { sampleResult, sampleRun } from "./sample-result.ts";
import { SMALL_SCENARIO } from "./small-scenario.ts";

const directory = temporaryFolder({
  "small.yaml": SMALL_SCENARIO,
  "bad.yaml": SMALL_SCENARIO.replace("warmup:", "warmpu:"),
  "result.json": renderJson(sampleResult([sampleRun("hash", 0.02), sampleRun("round-robin", 0.03)])),
});

describe("check", () => {
  const check = (...words: string[]): ReturnType<typeof evenkeel> => evenkeel(["check", ...words], { directory });

  it("says of a good file what is in it", async () => {
    const { code, out, err } = await check("small.yaml");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(
      [
        "small.yaml: ok",
        "  Small",
        "  100/s offered, 32.0% of what 3 nodes with 3 workers can do, 10 s",
        "  3 balancers: round-robin, hash, power-of-two-choices",
        "  1 expectation, 1 fault",
        "",
      ].join("\n"),
    );
  });

  it("says of a bad one where and why, and goes on with the others", async () => {
    const { code, out, err } = await check("bad.yaml", "small.yaml");
    expect(code).toBe(2);
    expect(err).toMatch(/^bad\.yaml:4:1: scenario: expected .*did you mean "warmup"\?, got "warmpu"\n$/);
    expect(out).toMatch(/^small\.yaml: ok$/m);
  });

  it("and run end with 2 where what is said cannot be meant together", async () => {
    const bad = `${SMALL_SCENARIO}\ngateways: {timeouts: {perTry: 1s}, hedging: {after: 2s}}\n`;
    writeFileSync(join(directory, "together.yaml"), bad);
    const line = bad.split("\n").length - 1;
    const err = `together.yaml:${line}:53: gateways.hedging.after: expected less than timeouts.perTry of 1s, got 2s\n`;
    expect(await check("together.yaml")).toMatchObject({ code: 2, err });
    expect(await evenkeel(["run", "together.yaml"], { directory })).toMatchObject({ code: 2, err });
  });

  it.each([
    ["traffic.web.arrivals.poisson=400/s", /more work is offered than the nodes can do \(1\.28 times\)/],
    ["traffic.web.work={pareto: {shape: 1.5, min: 1ms}}", /the work of web has a heavy tail .*infinite/],
    [
      "traffic.web.arrivals={bursty: {states: [{rate: 10/s, mean: 1s}, {rate: 500/s, mean: 50ms}]}}",
      /at its peak, 1\.60 times/,
    ],
    ["balancers=[central-queue]", /central-queue refuses what comes while no worker is free: it was made for a queue/],
  ])("warns of --set %s", async (set, expected) => {
    const { code, out } = await check("small.yaml", "--set", set);
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, " ")).toMatch(expected);
  });

  it("looks into the traces, which are files like the scenario", async () => {
    const scenario = `traffic: {arrivals: {trace: {file: FILE, work: {column: w, each: 1ms}}}}\nnodes: 2\nbalancers: [random]\n`;
    writeFileSync(join(directory, "t.csv"), "time,w\n1,2\nx,3\n");
    writeFileSync(join(directory, "broken-trace.yaml"), scenario.replace("FILE", "t.csv"));
    writeFileSync(join(directory, "no-trace.yaml"), scenario.replace("FILE", "none.csv"));
    expect(await check("broken-trace.yaml", "no-trace.yaml")).toMatchObject({
      code: 2,
      err: 't.csv:3:1: time: expected a time in seconds, got "x"\nnone.csv:1:1: file: expected a file, got none of that name\n',
    });
    const run = await evenkeel(["run", "broken-trace.yaml", "--balancer", "hash", "--balancer", "random"], {
      directory,
    });
    expect(run).toMatchObject({ code: 2, err: 't.csv:3:1: time: expected a time in seconds, got "x"\n' });
  });

  it("is data with --json, good and bad", async () => {
    const { code, out, err } = await check("small.yaml", "bad.yaml", "--json");
    expect({ code, err }).toEqual({ code: 2, err: "" });
    expect(JSON.parse(out)).toMatchObject([
      { file: "small.yaml", ok: true, problems: [], load: { nodes: 3, capacity: 2.5, utilisation: 0.32 } },
      { file: "bad.yaml", ok: false, problems: [{ file: "bad.yaml", line: 4, column: 1, path: "scenario" }] },
    ]);
  });
});

describe("report", () => {
  const report = (...words: string[]): ReturnType<typeof evenkeel> => evenkeel(["report", ...words], { directory });

  it("renders a result again: the table here, the report beside it", async () => {
    const { code, out } = await report("result.json");
    expect(code).toBe(0);
    expect(out).toMatch(/^hash +20\.0 ms\*/m);
    expect(out).toContain("Report: report.html\n");
    expect(readFileSync(join(directory, "report.html"), "utf8")).toContain("A sample");
  });

  it.each(["compare", "sweep", "tune"])("renders what %s saved just as well", async (kind) => {
    writeFileSync(join(directory, `${kind}.json`), renderJson(EXPERIMENTS[kind]!()));
    const { code, out, err } = await report(
      `${kind}.json`,
      "--out",
      kind,
      "--html",
      `${kind}/${kind}.html`,
      "--csv",
      "--svg",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`Report: ${kind}/${kind}.html`);
    const page = readFileSync(join(directory, kind, `${kind}.html`), "utf8");
    expect(page).toContain(
      `<span>One slow node · ${{ compare: "comparison", sweep: "sweep", tune: "tuning" }[kind]}</span>`,
    );
    expect(readdirSync(join(directory, kind)).filter((name) => name.endsWith(".csv")).length).toBeGreaterThan(0);
    expect(readdirSync(join(directory, kind, "charts")).length).toBeGreaterThan(0);
  });

  it("reads standard input for -, and then writes where run would", async () => {
    const input = readFileSync(join(directory, "result.json"), "utf8");
    const { code, out } = await evenkeel(["report", "-"], { directory, input });
    expect(code).toBe(0);
    expect(out).toContain("Report: evenkeel-report/report.html\n");
    const broken = await evenkeel(["report", "-"], { directory, input: "no" });
    expect(broken).toMatchObject({ code: 2, out: "" });
    expect(broken.err).toMatch(/^evenkeel: standard input: expected JSON, got unexpected token/);
  });

  it("writes where it is told, tables and charts too", async () => {
    await report("result.json", "--out", "out", "--csv", "--svg", "--quiet");
    expect(readdirSync(join(directory, "out")).sort()).toEqual([
      "charts",
      "faults.csv",
      "nodes.csv",
      "report.html",
      "series.csv",
      "summary.csv",
    ]);
  });

  it.each([
    ["missing.json", "evenkeel: missing.json: expected a result file, got no such file or folder\n"],
    ["small.yaml", /^evenkeel: small\.yaml: expected JSON, got unexpected token/],
    [".", /^evenkeel: \.: expected a result file, got a folder\n$/],
  ])("%s is refused in a sentence", async (file, expected) => {
    const { code, out, err } = await report(file);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    if (typeof expected === "string") expect(err).toBe(expected);
    else expect(err).toMatch(expected);
  });

  it("names every place where a file is no result", async () => {
    const file = JSON.parse(readFileSync(join(directory, "result.json"), "utf8"));
    file.runs[1].digest = "no digest";
    writeFileSync(join(directory, "damaged.json"), JSON.stringify(file));
    const { code, err } = await report("damaged.json");
    expect(code).toBe(2);
    expect(err).toMatch(/^evenkeel: damaged\.json: runs\[1\]\.digest: .*, got "no digest"\n$/);
  });
});

describe("init", () => {
  const init = (...words: string[]): ReturnType<typeof evenkeel> => evenkeel(["init", ...words], { directory });

  it("writes a scenario that checks, runs and meets its own expectations", async () => {
    expect((await init()).out).toBe("Wrote scenario.yaml. Next: evenkeel run scenario.yaml\n");
    expect((await evenkeel(["check", "scenario.yaml"], { directory })).code).toBe(0);
    expect((await evenkeel(["run", "scenario.yaml", "--quiet"], { directory })).code).toBe(0);
  });

  it("replaces no file unless it is told to", async () => {
    writeFileSync(join(directory, "mine.yaml"), "mine");
    const { code, err } = await init("mine.yaml");
    expect(code).toBe(2);
    expect(err).toBe("evenkeel: mine.yaml: expected a new file, got one that exists; --force replaces it\n");
    expect(readFileSync(join(directory, "mine.yaml"), "utf8")).toBe("mine");
    expect((await init("mine.yaml", "--force")).code).toBe(0);
    expect(readFileSync(join(directory, "mine.yaml"), "utf8")).toMatch(/^# yaml-language-server: /);
  });

  it("begins with the farm of a configuration that --from names", async () => {
    const conf = "include mime.types;\nupstream a { server a1; }\nupstream b { ip_hash; server b1; server b2; }\n";
    writeFileSync(join(directory, "nginx.conf"), conf);
    const { code, out, err } = await init("b.yaml", "--from", "nginx.conf#b");
    expect({ code, out }).toEqual({ code: 0, out: "Wrote b.yaml. Next: evenkeel run b.yaml\n" });
    expect(err).toBe("nginx.conf:1:1: nginx.include: is not followed: only this file is read\n");
    expect((await evenkeel(["check", "b.yaml"], { directory })).out).toContain("nginx-ip-hash, nginx-round-robin");
  });

  it.each([
    ["nginx.conf", "evenkeel: --from nginx.conf: expected one of a, b after a #\n"],
    ["nginx.conf#c", "evenkeel: --from nginx.conf#c: expected one of a, b after a #\n"],
    ["none.conf", "evenkeel: --from none.conf: expected an nginx.conf or a haproxy.cfg that can be read\n"],
    ["empty.conf", "evenkeel: --from empty.conf: expected an upstream or a backend with servers, got none\n"],
    ["broken.cfg", /^broken\.cfg:2:\d+: backend x\.balance: expected /],
  ])("says what is wrong with --from %s", async (from, expected) => {
    writeFileSync(join(directory, "nginx.conf"), "upstream a { server a1; }\nupstream b { server b1; }\n");
    writeFileSync(join(directory, "empty.conf"), "events {}\n");
    writeFileSync(join(directory, "broken.cfg"), "backend x\n  balance rondrobin\n  server a 1.2.3.4:80\n");
    const { code, err } = await init("never.yaml", "--from", from);
    expect(code).toBe(2);
    expect(err).toMatch(expected);
    expect(existsSync(join(directory, "never.yaml"))).toBe(false);
  });

  it("writes to standard output for -", async () => {
    const { code, out } = await init("-");
    expect(code).toBe(0);
    expect(out).toMatch(/^balancers:$/m);
    expect(existsSync(join(directory, "-"))).toBe(false);
  });
});
