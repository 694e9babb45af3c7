import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderTuneTerminal } from "../../../../reports/index.ts";
import { readHaproxy } from "../../../../scenarios/index.ts";
import type { TuneFile } from "../../../../sim/index.ts";
import { ROOT, readProjectFile } from "../../../support/source-files.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { evenkeel } from "../fake-surroundings.ts";
import type { Done } from "../fake-surroundings.ts";
import { SMALL_SCENARIO } from "../small-scenario.ts";

const SHORT = SMALL_SCENARIO.replace("duration: 10s", "duration: 3s").replace("at: 5s", "at: 2s");

const directory = temporaryFolder({
  "small.yaml": SHORT,
  "unequal-nodes.yaml": readProjectFile("scenarios/library/unequal-nodes.yaml"),
  "shop.yaml": SHORT,
  "traced.yaml": `
traffic: {name: web, arrivals: {trace: {file: trace.csv, time: {unit: s}}}, work: 10ms}
nodes: 2
balancers: round-robin
`,
  "trace.csv": `time\n${Array.from({ length: 400 }, (_, index) => index / 50).join("\n")}\n`,
  // Fails for one of its parameter's values.
  "broken.ts": `
    import { defineBalancer } from "evenkeel";
    const parameters = { limit: { type: "integer", min: 1, max: 4, default: 1, help: "which" } };
    export const broken = defineBalancer("broken", { parameters }, ({ parameters }) => ({
      pick: (view) => (parameters.limit === 2 ? 99 : view.candidates[0]),
    }));
  `,
});

const QUICK = ["--budget", "24", "--no-cache", "--no-open", "--workers", "1"];
const tune = (...words: readonly string[]): Promise<Done> => evenkeel(["tune", ...words], { directory });
const read = (folder: string, scenario = "small"): TuneFile =>
  JSON.parse(readFileSync(join(directory, folder, scenario, "tune.json"), "utf8")) as TuneFile;

/** The examples of the help, each as the words that a shell would make of it. */
async function examples(): Promise<readonly (readonly string[])[]> {
  const { out } = await evenkeel(["tune", "--help"]);
  const joined = out.replaceAll(/\\\n\s+/g, "");
  const lines = [...joined.matchAll(/^ +\$ evenkeel tune (.*)$/gm)].map(([, line]) => line!);
  return lines.map((line) => (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", "")));
}

describe("evenkeel tune", () => {
  it("runs each configuration with its own traces", async () => {
    const words = ["--vary", "traffic.web.arrivals.trace.speedup=1,2", "--maximise", "throughput"];
    await tune("traced.yaml", ...words, ...QUICK, "--out", "traced");
    const { configurations, winner } = read("traced", "traced");
    expect(configurations[winner!]!.values).toMatchObject({ "traffic.web.arrivals.trace.speedup": 2 });
  });

  it("does what each example of its help says", async () => {
    const all = await examples();
    expect(all.length).toBeGreaterThanOrEqual(3);
    for (const [index, words] of all.entries()) {
      const isResumed = words.includes("--resume");
      // The last one goes on with the study of the one before; here each has a folder of its own.
      const own = words.filter((word) => word !== "--resume" || isResumed === false);
      const shorter = own[0] === "unequal-nodes.yaml" ? ["--set", "duration=4s", "--set", "warmup=1s"] : [];
      const done = await tune(...own, ...shorter, "--out", `example-${index}`, ...QUICK);
      expect([0, 4], `${words.join(" ")}\n${done.err}`).toContain(done.code);
      expect(done.out).toContain("racing:");
    }
  }, 60_000);

  it("answers on one screen, with what to configure", async () => {
    const words = [
      "small.yaml",
      "--balancer",
      "haproxy-random",
      "--vary",
      "haproxy-random.draws=1..3",
      "--out",
      "screen",
    ];
    const done = await tune(...words, "--minimise", "p50(responseTime)", "--subject-to", "lost < 1000", ...QUICK);
    expect(done.err).toBe("");
    expect(done.code).toBe(0);
    expect(done.out.split("\n").length).toBeLessThan(45);
    expect(Math.max(...done.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const file = read("screen");
    expect(done.out).toContain(file.verdict.slice(0, 40));
    const configured = readHaproxy(readFileSync(join(directory, "screen/small/haproxy.cfg"), "utf8"), "haproxy.cfg");
    expect(configured.problems).toEqual([]);
    const values = file.configurations[file.winner!]!.values;
    expect(configured.backends[0]!.balance).toMatchObject({
      algorithm: "haproxy-random",
      parameters: { draws: values["draws"] },
    });
  });

  it("gives a patch that makes the same runs", async () => {
    const words = ["small.yaml", "--balancer", "power-of-two-choices", "--vary", "nodes.n.weight=1..5"];
    await tune(...words, "--vary", "power-of-two-choices.choices=3", "--minimise", "p50", "--out", "patch", ...QUICK);
    const { recommendation } = read("patch");
    const [line = "", , ...yaml] = recommendation!.patch.trimEnd().split("\n");
    const again = await evenkeel(["run", "small.yaml", ...line.split(" "), "--json"], {
      directory,
      environment: { EVENKEEL_CACHE: join(directory, "cache") },
    });
    expect(again.err).toBe("");
    const written = parse(yaml.join("\n")) as { readonly balancers: readonly unknown[] };
    expect(written.balancers).toHaveLength(1);
    expect(recommendation!.configuration).toBeNull();
  });

  it("writes the same bytes for one worker and for two, with a journal and resumed", async () => {
    const words = [
      "small.yaml",
      "--balancer",
      "power-of-two-choices",
      "--minimise",
      "p50",
      "--budget",
      "24",
      "--no-cache",
    ];
    await tune(...words, "--out", "one", "--workers", "1", "--quiet");
    await tune(...words, "--out", "two", "--workers", "2", "--quiet");
    const one = readFileSync(join(directory, "one/small/tune.json"), "utf8");
    expect(readFileSync(join(directory, "two/small/tune.json"), "utf8")).toBe(one);
    const before = readFileSync(join(directory, "two/small/study.jsonl"), "utf8");
    const done = await tune(...words, "--out", "two", "--resume", "--quiet");
    expect(done.code).toBe(0);
    expect(readFileSync(join(directory, "two/small/study.jsonl"), "utf8")).toBe(before);
    expect(readFileSync(join(directory, "two/small/tune.json"), "utf8")).toBe(one);
  }, 30_000);

  it("varies the number of nodes, at a cost", async () => {
    const words = ["small.yaml", "--balancer", "round-robin", "--vary", "nodes.n.count=2..6"];
    const done = await tune(...words, "--minimise", "nodes * 100 + p50 / 1ms", "--out", "cost", ...QUICK);
    expect(done.err).toBe("");
    const { space, configurations, objectives } = read("cost");
    expect(space).toMatchObject([
      { path: "start", balancer: "round-robin" },
      { path: "nodes.n.count", balancer: null, type: "integer", low: 2, high: 6 },
    ]);
    expect(configurations[0]!.values).toEqual({ start: "first", "nodes.n.count": 2 });
    expect(objectives[0]!.goal).toBe("minimise");
    expect(new Set(configurations.map(({ values }) => values["nodes.n.count"])).size).toBeGreaterThan(2);
  });

  it("says that nothing meets what nothing can meet, and exits with 4", async () => {
    const done = await tune(
      "small.yaml",
      "--balancer",
      "power-of-two-choices",
      "--minimise",
      "p50",
      "--subject-to",
      "p50 < 1us",
      "--out",
      "none",
      ...QUICK,
    );
    expect(done.code).toBe(4);
    expect(done.out).toMatch(/^None of \d+ configurations met p50 < 1us in all of its runs\.$/m);
  });

  it("says that no run gave a figure, where it is too short for that", async () => {
    const words = ["small.yaml", "--balancer", "power-of-two-choices", "--minimise", "p999", "--out", "short"];
    const done = await tune(...words, ...QUICK);
    expect(done.code).toBe(4);
    expect(done.out).toMatch(/^Nothing can be recommended: no run of \d+ configurations gave a figure for p999\.$/m);
  });

  it("prints a Pareto front of several objectives", async () => {
    const words = ["small.yaml", "--balancer", "power-of-two-choices", "--vary", "nodes.n.count=2..6"];
    const done = await tune(...words, "--minimise", "p50", "--minimise", "nodes", "--out", "front", ...QUICK);
    expect(done.out).toMatch(/Pareto front \(\d+\)/);
    expect(read("front").front.length).toBeGreaterThan(1);
  });

  it("keeps no file where only JSON is asked for", async () => {
    const done = await tune(
      "small.yaml",
      "--balancer",
      "power-of-two-choices",
      "--minimise",
      "p99",
      "--json",
      ...QUICK,
    );
    const file = JSON.parse(done.out) as TuneFile;
    expect(file).toMatchObject({ kind: "tune", complete: true, budget: 24 });
    expect(existsSync(join(directory, "evenkeel-report"))).toBe(false);
    expect(renderTuneTerminal(file, { columns: 60, colour: false, unicode: false })).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it.each([
    [[], "evenkeel: tune: expected an objective, such as --minimise 'p99(responseTime)', got none"],
    [["--minimise", "p98"], /^evenkeel: --minimise p98: expected /],
    [["--minimise", "p99", "--subject-to", "lost"], /^evenkeel: --subject-to lost: /],
    [
      ["--minimise", "p99", "--searcher", "best"],
      'evenkeel: --searcher: expected one of racing, random, grid, cma-es, got "best"',
    ],
    [["--minimise", "p99", "--budget", "5"], "evenkeel: --budget: expected at least 12 runs, got 5"],
    [["--minimise", "p99", "--vary", "nodes"], /^evenkeel: --vary: expected PATH=VALUES/],
    [
      ["--minimise", "p99", "--vary", "nodes.n.size=1..2"],
      /^evenkeel: --vary nodes\.n\.size: expected a path that small\.yaml has a value for/,
    ],
    [
      ["--minimise", "p99", "--vary", "power-of-two-choices.draws=1..2"],
      /^evenkeel: --vary power-of-two-choices\.draws: expected one of power-of-two-choices\.choices, /,
    ],
    [
      ["--minimise", "p99", "--vary", "power-of-two-choices.choices=0..2"],
      "evenkeel: --vary power-of-two-choices.choices: expected values from 1 to 100, got 0..2",
    ],
    [
      ["--minimise", "p99", "--vary", "nodes.n.count=0..2"],
      /^evenkeel: --vary nodes\.n\.count: expected a whole number of nodes of at least 1, got 0/,
    ],
    [
      ["--minimise", "p99", "--searcher", "cma-es"],
      /^evenkeel: --searcher cma-es: expected numbers only, got replacement, which is a boolean/,
    ],
    [
      [
        "--minimise",
        "p99",
        "--searcher",
        "grid",
        "--vary",
        "power-of-two-choices.choices=1..100:100",
        "--budget",
        "60",
      ],
      "evenkeel: --searcher grid: expected at least 402 runs besides the confirmation, or fewer values by --vary, got a --budget of 60",
    ],
    [
      ["--minimise", "p99", "--resume", "--json"],
      "evenkeel: --resume: expected --study or --out beside --json, got neither",
    ],
  ])("refuses %j in a sentence", async (words, message) => {
    const done = await tune("small.yaml", "--balancer", "power-of-two-choices", ...words);
    expect(done.code).toBe(2);
    expect(done.err.trim()).toMatch(message);
    expect(done.out).toBe("");
  });

  it("tells of runs that fail with the command that repeats each, and goes on with the others", async () => {
    const words = ["small.yaml", "--balancer", "./broken.ts", "--vary", "broken.limit=1..4", "--minimise", "p50"];
    const done = await tune(...words, "--out", "broken", ...QUICK);
    expect(done.code).toBe(2);
    const { failures, configurations, winner } = read("broken");
    expect(failures.length).toBeGreaterThan(0);
    expect(configurations.filter(({ state }) => state === "failed").map(({ values }) => values["limit"])).toEqual([2]);
    expect(configurations[winner!]!.values["limit"]).not.toBe(2);
    const { replay } = failures[0]!;
    expect(replay).toMatch(/^evenkeel replay small\.yaml --seed \d+ --balancer \S*broken\.ts:limit=2$/);
    expect(done.err).toContain(`to repeat it: ${replay}`);
    const again = await evenkeel(replay.split(" ").slice(1), { directory });
    expect(again.err).toContain("broken");
    expect(again.code).toBe(2);
  });

  it("keeps what had finished where it is interrupted", async () => {
    const words = ["tune", "small.yaml", "--balancer", "power-of-two-choices", "--minimise", "p50"];
    const { FakeSurroundings } = await import("../fake-surroundings.ts");
    const { runCommandLine } = await import("../../../../cli/program.ts");
    const surroundings = new FakeSurroundings({ directory });
    const running = runCommandLine(
      [...words, "--out", "stopped", "--budget", "400", "--no-cache", "--no-open", "--workers", "1"],
      surroundings,
    );
    const study = join(directory, "stopped/small/study.jsonl");
    while (!existsSync(study) || readFileSync(study, "utf8").split("\n").length < 10) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    surroundings.interrupt();
    expect(await running).toBe(130);
    expect(read("stopped").complete).toBe(false);
    expect(readFileSync(study, "utf8").split("\n").length).toBeGreaterThan(9);
  }, 30_000);
});

describe("a study whose process is killed", () => {
  const PROGRAM = ["--import", import.meta.resolve("jiti/register"), join(ROOT, "cli/main.ts")];
  const words = ["tune", "small.yaml", "--balancer", "power-of-two-choices", "--minimise", "p50"];
  const rest = ["--budget", "100", "--no-cache", "--no-open", "--workers", "1", "--quiet"];

  /** Kills it as soon as its journal has so many lines; true where it had ended by itself. */
  function runAndKill(folder: string, lines: number, more: readonly string[]): Promise<boolean> {
    const study = join(directory, folder, "small/study.jsonl");
    const child = spawn(process.execPath, [...PROGRAM, ...words, "--out", folder, ...rest, ...more], {
      cwd: directory,
    });
    const timer = setInterval(() => {
      if (existsSync(study) && readFileSync(study, "utf8").split("\n").length > lines) child.kill("SIGKILL");
    }, 1);
    return new Promise((resolve) =>
      child.on("close", (code) => {
        clearInterval(timer);
        resolve(code === 0);
      }),
    );
  }

  it("goes on where it was, to the same bytes, and its lock holds nothing", async () => {
    rmSync(join(directory, "killed"), { recursive: true, force: true });
    let ended = await runAndKill("killed", 5, []);
    for (let lines = 60; !ended; lines += 60) {
      ended = await runAndKill("killed", lines, ["--resume"]);
      expect(lines).toBeLessThan(200);
    }
    await tune(...words.slice(1), "--out", "undisturbed", ...rest);
    const bytes = (folder: string): string => readFileSync(join(directory, folder, "small/tune.json"), "utf8");
    expect(bytes("killed")).toBe(bytes("undisturbed"));
  }, 180_000);
});
