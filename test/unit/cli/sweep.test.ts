/** `evenkeel sweep` in this process, from words to files. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { SweepFile } from "../../../sim/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { evenkeel } from "./fake-surroundings.ts";

/** One kind of nodes, no faults: any count will do. */
const SHOP = `\
name: Shop
duration: 20s
warmup: 2s
traffic: {name: web, arrivals: {poisson: 100/s}, work: {exponential: 10ms}}
nodes: {name: n, count: 3}
balancers: [round-robin, {power-of-two-choices: {choices: 2}}]
expect: mean(responseTime) < 40ms
`;
/** A queue with one server and a known answer. */
const QUEUE = `\
duration: 400s
warmup: 10s
traffic: {name: web, arrivals: {poisson: 50/s}, work: {exponential: 10ms}}
nodes: 1
balancers: round-robin
expect: mean(responseTime) < 40ms
`;
const TWO_KINDS = `${SHOP.replace("{name: n, count: 3}", "[{name: n, count: 3}, {name: old, speed: 0.5}]")}\
faults: [{crash: n2, at: 5s, for: 1s}]
`;
const TRACE = `\
traffic: {name: web, arrivals: {trace: {file: trace.csv}}, work: {exponential: 10ms}}
nodes: 2
balancers: round-robin
`;
const RECORDS = `time\n${Array.from({ length: 400 }, (_, index) => index / 50).join("\n")}\n`;

const directory = temporaryFolder({
  "shop.yaml": SHOP,
  "queue.yaml": QUEUE,
  "two.yaml": TWO_KINDS,
  "traced.yaml": TRACE.replace("{file: trace.csv}", "{file: trace.csv, time: {unit: s}}"),
  "trace.csv": RECORDS,
});
beforeEach(() => rmSync(join(directory, "evenkeel-report"), { recursive: true, force: true }));

const sweep = (file: string, ...words: string[]): ReturnType<typeof evenkeel> =>
  evenkeel(["sweep", file, "--workers", "1", "--no-cache", ...words], { directory });

async function json(file: string, ...words: string[]): Promise<SweepFile> {
  const { out, err } = await sweep(file, "--json", ...words);
  if (out === "") throw new Error(err);
  return JSON.parse(out) as SweepFile;
}

describe("sweep", () => {
  it("runs every value with every balancer, shows it and writes it", async () => {
    const { code, out, err } = await sweep("shop.yaml", "--vary", "nodes=2..4", "--replications", "2", "--csv");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("mean(responseTime), ms\nnodes  round-robin  power-of-two-choices\n2  ");
    const read = (name: string): string => readFileSync(join(directory, "evenkeel-report/shop", name), "utf8");
    expect(JSON.parse(read("sweep.json"))).toMatchObject({
      kind: "sweep",
      design: "grid",
      complete: true,
      runs: 12,
      seeds: [1, 2],
      axes: [{ path: "nodes", balancer: null, numeric: true, unit: "number", inert: false }],
    });
    expect(read("sweep.csv")).toMatch(/^nodes,point,balancer,measure,estimate,low,high,count,met\r\n2,0,round-robin,/);
    expect(read("report.html")).toContain("<!doctype html>");
  });

  it("means the count of the one kind of nodes by nodes, however it is written", async () => {
    const counts = async (...words: string[]): Promise<readonly number[]> => {
      const words2 = ["--vary", "nodes=2,5", "--measure", "nodes", "--replications", "1", ...words];
      return (await json("shop.yaml", ...words2)).cells.map(({ estimate }) => estimate!);
    };
    expect(await counts()).toEqual([2, 2, 5, 5]);
    expect(await counts("--set", "nodes=9")).toEqual([2, 2, 5, 5]);
    expect(await counts("--set", "nodes=[{name: x, workers: 2}]")).toEqual([2, 2, 5, 5]);
  });

  it("varies a balancer's parameter for that balancer alone, and runs the other once", async () => {
    const file = await json("shop.yaml", "--vary", "power-of-two-choices.choices=1..3", "--replications", "2");
    expect(file.runs).toBe(2 * (1 + 3));
    expect(file.axes).toMatchObject([{ balancer: "power-of-two-choices", values: [{}, {}, {}] }]);
    const means = (balancer: string): Set<number | null> =>
      new Set(file.cells.filter((cell) => cell.balancer === balancer && /^mean/.test(cell.measure)).map((cell) => cell.estimate)); // prettier-ignore
    expect([means("round-robin").size, means("power-of-two-choices").size]).toEqual([1, 3]);
  });

  it("repeats itself by its own command, byte for byte, with any number of workers", async () => {
    const first = await sweep(
      ...([
        "shop.yaml",
        "--json",
        "--vary",
        "nodes=2..3",
        "--vary",
        "traffic.web.arrivals.poisson=50/s..150/s:2",
      ] as const),
      ...["--find-limit", "nodes.n.speed=0.25..2", "--replications", "2", "--measure", "p90", "--seed", "4"],
    );
    const { command } = JSON.parse(first.out) as SweepFile;
    expect(command).toBe(
      "evenkeel sweep shop.yaml --seed 4 --vary nodes=2..3 --vary traffic.web.arrivals.poisson=50/s..150/s:2 " +
        "--find-limit nodes.n.speed=0.25..2 --design grid --replications 2 --measure p90 --confidence 95%",
    );
    for (const workers of ["1", "2"]) {
      const words = [...command.split(" ").slice(1), "--json", "--no-cache", "--workers", workers];
      expect((await evenkeel(words, { directory })).out).toBe(first.out);
    }
  }, 60_000);

  it("names a path that moves nothing", async () => {
    const file = await json("shop.yaml", "--vary", "nodes.n.weight=1,2,4", "--replications", "1");
    expect(file.axes[0]!.inert).toBe(true);
    expect(file.warnings).toMatchObject([{ kind: "inert", balancer: null }]);
    const { out } = await sweep("shop.yaml", "--vary", "nodes.n.weight=1,2", "--replications", "1");
    expect(out.match(/nodes\.n\.weight moves nothing/g)).toHaveLength(1);
  });

  it("finds what moves nothing in designs whose points differ in everything, too", async () => {
    const axes = ["--vary", "nodes.n.weight=1..4", "--vary", "traffic.web.arrivals.poisson=50/s..150/s"];
    const file = await json("shop.yaml", ...axes, "--design", "sobol:4", "--replications", "1");
    expect(file.points.map(({ values }) => values.map(({ text }) => text))).toEqual([
      ["1", "50/s"],
      ["2.5", "100/s"],
      ["3.25", "75/s"],
      ["1.75", "125/s"],
    ]);
    expect(file.axes.map(({ inert }) => inert)).toEqual([true, false]);
  });

  it("keeps whole numbers whole where the path takes no others", async () => {
    const texts = async (vary: string): Promise<readonly string[]> =>
      (await json("shop.yaml", "--vary", vary, "--replications", "1")).points.map(({ values }) => values[0]!.text);
    expect(await texts("nodes=2..5:3")).toEqual(["2", "4", "5"]);
    expect(await texts("nodes.n.speed=1..2:3")).toEqual(["1", "1.5", "2"]);
    expect(await texts("balancers.power-of-two-choices.choices=1..4:3")).toEqual(["1", "3", "4"]);
  });

  it("goes on past values that make no scenario", async () => {
    const file = await json("two.yaml", "--vary", "nodes.n.count=1..2", "--replications", "1");
    expect(file.points.map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/^two\.yaml:\d+:\d+: faults\[?0?\]?\.?crash: expected one of .*got "n2"$/),
      null,
    ]);
    expect(file.runs).toBe(2);
  });

  it("reads the traces of each point", async () => {
    const file = await json("traced.yaml", "--vary", "traffic.web.arrivals.trace.speedup=1,2", "--measure", "throughput", "--replications", "1"); // prettier-ignore
    const [slow, fast] = file.cells.map(({ estimate }) => estimate!);
    expect(fast! / slow!).toBeGreaterThan(1.8);
    expect(file.warnings).toEqual([]);
  });

  it("takes the first values together in a list", async () => {
    const axes = ["--vary", "nodes=2,3", "--vary", "traffic.web.arrivals.poisson=50/s,80/s", "--design", "list"];
    const file = await json("shop.yaml", ...axes, "--replications", "1");
    expect(file.points.map(({ values }) => values.map(({ text }) => text))).toEqual([
      ["2", "50/s"],
      ["3", "80/s"],
    ]);
  });

  it("keeps what has finished when it is interrupted", async () => {
    const { FakeSurroundings } = await import("./fake-surroundings.ts");
    const { runCommandLine } = await import("../../../cli/program.ts");
    const surroundings = new FakeSurroundings({ directory });
    const words = [
      "sweep",
      "shop.yaml",
      "--vary",
      "nodes=2..40",
      "--set",
      "duration=60s",
      "--workers",
      "1",
      "--no-cache",
    ];
    const running = runCommandLine(words, surroundings);
    while (!surroundings.isWatched) await new Promise((resolve) => setTimeout(resolve, 5));
    setTimeout(() => surroundings.interrupt(), 300);
    expect(await running).toBe(130);
    const file = JSON.parse(readFileSync(join(directory, "evenkeel-report/shop/sweep.json"), "utf8")) as SweepFile;
    expect(file.complete).toBe(false);
    expect(file.runs).toBeLessThan(39 * 10);
  }, 20_000);
});

describe("--find-limit", () => {
  it("finds the load at which an M/M/1 queue becomes too slow: 1 / (100/s - load) = 40 ms at 75/s", async () => {
    const file = await json("queue.yaml", "--find-limit", "traffic.web.arrivals.poisson=20/s..95/s");
    const [limit] = file.limits!;
    expect(limit).toMatchObject({ kind: "largest", unit: "perSecond", balancer: "round-robin" });
    expect(limit!.limit!.number).toBeGreaterThanOrEqual(73);
    expect(limit!.limit!.number).toBeLessThanOrEqual(77);
    expect(limit!.sureLow!.number!).toBeLessThanOrEqual(75);
    expect(limit!.sureHigh!.number!).toBeGreaterThanOrEqual(75);
  }, 60_000);

  it("finds how many nodes it takes, and says so at every point of a sweep", async () => {
    const words = ["--vary", "traffic.web.arrivals.poisson=50/s,250/s", "--find-limit", "nodes=1..6"];
    const file = await json("shop.yaml", ...words, "--replications", "3", "--balancer", "round-robin");
    expect(file.limits).toMatchObject([
      { point: 0, kind: "always" },
      { point: 1, kind: "smallest", limit: { text: "4" } },
    ]);
  });

  it("leaves out what compares with a balancer that does not take part, and says so", async () => {
    const { out, err } = await sweep("shop.yaml", "--json", "--find-limit", "nodes=1..4", "--balancer", "round-robin", "--set", 'expect=["mean(responseTime) < 40ms", "p50(responseTime, round-robin) < p50(responseTime, power-of-two-choices)"]'); // prettier-ignore
    expect(err).toBe("");
    const { limits, warnings } = JSON.parse(out) as SweepFile;
    expect(limits![0]!.kind).toBe("smallest");
    expect(warnings.map(({ text }) => text).join("\n")).toContain("as power-of-two-choices does not take part");
  });
});

describe("what is wrong", () => {
  it.each<[readonly string[], RegExp]>([
    [[], /^evenkeel: sweep: expected something to vary, such as --vary nodes=2\.\.20, or --find-limit, got neither/],
    [["--vary", "nodes"], /^evenkeel: --vary: expected PATH=VALUES, such as nodes=2\.\.20, got "nodes"/],
    [["--vary", "nodes=9..2"], /^evenkeel: --vary nodes: expected a low end below the high end, got "9\.\.2"/],
    [["--vary", "nodes=0..3"], /^evenkeel: --vary nodes: expected a whole number of nodes of at least 1, got 0/],
    [
      ["--vary", "nodes.n.cuont=2,3"],
      /^evenkeel: --vary nodes\.n\.cuont: expected one of name, count, .*did you mean "count"/,
    ],
    [["--vary", "nodes.m.count=2,3"], /^evenkeel: --vary nodes\.m\.count: expected .*got "m"/],
    [["--vary", "duration=1,2"], /^evenkeel: --vary duration: expected a duration such as 2m, got 1/],
    [
      ["--vary", "nodes.n.speed=0.5..2"],
      /^evenkeel: --vary nodes\.n\.speed: expected how many values, such as 0\.5\.\.2:9/,
    ],
    [["--vary", "seed=1,2"], /^evenkeel: --vary seed: expected a path other than the seed/],
    [["--vary", "balancers=hash,random"], /^evenkeel: --vary balancers: expected the parameter of a balancer/],
    [
      ["--vary", "balancers.hash.x=1,2"],
      /^evenkeel: --vary balancers\.hash\.x: expected one of round-robin, .* after balancers, got "hash"/,
    ],
    [
      ["--vary", "power-of-two.choices=1,2"],
      /^evenkeel: --vary power-of-two\.choices: expected a path of the scenario, .*did you mean "power-of-two-choices"/,
    ],
    [
      ["--vary", "power-of-two-choices.choice=1,2"],
      /: expected one of choices, .*did you mean "choices"\?, got "choice"/,
    ],
    [
      ["--balancer", "join-idle-queue", "--vary", "join-idle-queue.x=1,2"],
      /^evenkeel: --vary join-idle-queue\.x: expected another path, as join-idle-queue has no parameters/,
    ],
    [["--vary", "power-of-two-choices.choices=0,2"], /: expected a whole number from 1 to \d+, got 0/],
    [["--vary", "power-of-two-choices.choices=a,b"], /: expected a whole number from 1 to \d+, got "a"/],
    [["--vary", "nodes=2,3", "--vary", "nodes=4,5"], /^evenkeel: --vary nodes: expected each path once, got it twice/],
    [
      ["--vary", "nodes=1..200", "--vary", "nodes.n.speed=1..2:100"],
      /expected at most 10000 points, or --design sobol:64, got 20000/,
    ],
    [
      ["--vary", "nodes=2..4", "--vary", "nodes.n.speed=1,2", "--design", "list"],
      /^evenkeel: --design list: expected as many values of each path, got 3, 2/,
    ],
    [
      ["--vary", "nodes=2..4", "--design", "sobol"],
      /^evenkeel: --design: expected grid, list, or sobol, .*got "sobol"/,
    ],
    [["--vary", "nodes=2..4", "--design", "sobol:0"], /^evenkeel: --design: expected .*got "sobol:0"/],
    [["--find-limit", "nodes=1..9", "--set", "expect=[]"], /^evenkeel: (--set expect|--find-limit): expected/],
    [
      ["--find-limit", "power-of-two-choices.choices=1..3"],
      /expected a path of the scenario, got the parameter of a balancer/,
    ],
    [
      ["--find-limit", "nodes.n.queue.discipline=fifo,lifo"],
      /expected a range of numbers, such as 100\/s\.\.900\/s, got "fifo,lifo"/,
    ],
    [
      ["--vary", "nodes=1..3", "--find-limit", "nodes=1..9"],
      /^evenkeel: --find-limit nodes: expected a path that is not varied/,
    ],
    [
      ["--find-limit", "nodes=1..20000"],
      /^evenkeel: --find-limit nodes: expected at most 10000 values, such as 1\.\.20000:100, got 20000/,
    ],
    [["--vary", "nodes=2,3", "--measure", "p9"], /^evenkeel: --measure p9: expected/],
    [["--vary", "nodes=2,3", "--confidence", "2"], /^evenkeel: --confidence: expected a fraction such as 95%/],
  ])("%j", async (words, message) => {
    const { code, out, err } = await sweep("shop.yaml", ...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(existsSync(join(directory, "evenkeel-report"))).toBe(false);
  });

  it("names the counts where there are several kinds of nodes", async () => {
    const { code, err } = await sweep("two.yaml", "--vary", "nodes=2..4");
    expect({ code, err }).toEqual({
      code: 2,
      err: 'evenkeel: --vary nodes: expected one of nodes.n.count, nodes.old.count, as there are several kinds of nodes, got "nodes"\n',
    });
  });

  it("is told of the scenario where no point makes one", async () => {
    const { code, err } = await sweep("two.yaml", "--vary", "duration=3s,4s");
    expect(code).toBe(2);
    expect(err).toMatch(/^two\.yaml:\d+:\d+: faults.*expected at most the duration of 3s, got "5s"/);
  });
});
