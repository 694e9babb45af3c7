/** `evenkeel run` in this process, from words to files. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { parseResultFile } from "../../../reports/json.ts";
import type { ResultFile } from "../../../sim/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userModulesFolder } from "../../support/user-modules.ts";
import { evenkeel, FakeSurroundings } from "./fake-surroundings.ts";
import { SMALL_SCENARIO } from "./small-scenario.ts";
import { runCommandLine } from "../../../cli/program.ts";

const directory = temporaryFolder({ "small.yaml": SMALL_SCENARIO });
const modules = userModulesFolder();
cpSync(modules, directory, { recursive: true });
rmSync(modules, { recursive: true });

const reports = join(directory, "evenkeel-report");
beforeEach(() => rmSync(reports, { recursive: true, force: true }));

const run = (...words: string[]): ReturnType<typeof evenkeel> => evenkeel(["run", ...words], { directory });
const resultOf = (folder = "small"): ResultFile =>
  parseResultFile(readFileSync(join(reports, folder, "result.json"), "utf8"));

describe("one scenario", () => {
  it("prints question, table, expectations and where the report is, and writes it", async () => {
    const { code, out, err } = await run("small.yaml");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const places = ["Who is quicker?", "\nbalancer ", "\nround-robin ", "✓ p50", "Report: "].map((part) =>
      out.indexOf(part),
    );
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(out.trimEnd().split("\n").at(-1)).toBe("Report: evenkeel-report/small/report.html");
    expect(readdirSync(join(reports, "small")).sort()).toEqual(["report.html", "result.json"]);
    expect(readFileSync(join(reports, "small", "report.html"), "utf8")).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(resultOf()).toMatchObject({
      complete: true,
      command: "evenkeel run small.yaml --seed 1",
      runs: [{ balancer: "round-robin" }, { balancer: "hash" }, { balancer: "power-of-two-choices" }],
      faults: [{ label: "crash n2", targets: ["n2"], startSeconds: 5, endSeconds: 6 }],
      expectations: [{ outcome: "met" }],
    });
  });

  it("gives the same bytes twice, and does not name this machine", async () => {
    const first = await run("small.yaml", "--json");
    const second = await run("./small.yaml", "--json");
    expect(second.out).toBe(first.out);
    expect(first.out).not.toContain(directory);
  });

  it("gives the same bytes in any order of --balancer, and each run the bytes that it has among all", async () => {
    const all = JSON.parse((await run("small.yaml", "--json")).out) as ResultFile;
    const words = ["--balancer", "power-of-two-choices", "--balancer", "random", "--balancer", "round-robin"];
    const forwards = await run("small.yaml", "--json", ...words);
    const backwards = await run("small.yaml", "--json", ...words.slice(4), ...words.slice(2, 4), ...words.slice(0, 2));
    expect(backwards.out).toBe(forwards.out);
    const chosen = JSON.parse(forwards.out) as ResultFile;
    expect(chosen.runs.map(({ balancer }) => balancer)).toEqual(["round-robin", "power-of-two-choices", "random"]);
    expect(JSON.stringify(chosen.runs[1])).toBe(JSON.stringify(all.runs[2]));
    expect(chosen.command).toBe(
      "evenkeel run small.yaml --seed 1 --balancer round-robin --balancer power-of-two-choices --balancer random",
    );
  });

  it("meets another world with another seed, and says so", async () => {
    const { out } = await run("small.yaml", "--json", "--seed", "7");
    const result = JSON.parse(out) as ResultFile;
    expect(result.command).toBe("evenkeel run small.yaml --seed 7");
    expect(result.runs.every(({ seed }) => seed === 7)).toBe(true);
    expect(result.scenario["seed"]).toBe(7);
    const usual = JSON.parse((await run("small.yaml", "--json")).out) as ResultFile;
    expect(result.runs[0]!.digest).not.toBe(usual.runs[0]!.digest);
  });

  it("is changed by --set, in its course and in its document", async () => {
    const { out } = await run(
      "small.yaml",
      "--json",
      "--set",
      "traffic.web.arrivals.poisson=50/s",
      "--set",
      "duration=5s",
    );
    const result = JSON.parse(out) as ResultFile;
    expect(result.runs[0]!.simulatedSeconds).toBeLessThan(6);
    expect(result.runs[0]!.offeredPerSecond).toBeLessThan(65);
    expect(result.command).toContain("--set traffic.web.arrivals.poisson=50/s --set duration=5s");
  });

  it("keeps a label's parameters and takes others", async () => {
    const words = ["--balancer", "power-of-two-choices:choices=3,ties=first", "--balancer", "power-of-two-choices"];
    const { runs } = JSON.parse((await run("small.yaml", "--json", ...words)).out) as ResultFile;
    expect(runs.map(({ balancer, parameters }) => [balancer, parameters["choices"], parameters["ties"]])).toEqual([
      ["power-of-two-choices", 2, "random"],
      ["power-of-two-choices(choices=3, ties=first)", 3, "first"],
    ]);
  });
});

describe("what is known", () => {
  it("is not run again and gives the same bytes; --no-cache makes it anew", async () => {
    const cached = { directory, environment: { EVENKEEL_CACHE: join(directory, "known") } };
    const words = ["run", "small.yaml", "--json"];
    const first = await evenkeel(words, cached);
    const results = join(directory, "known", "results");
    const names = readdirSync(results, { recursive: true, encoding: "utf8" }).filter((name) => name.length > 60);
    expect(names).toHaveLength(3);
    const long = new Date(2001, 1);
    /** How many of the remembered results were used, which their times tell. */
    const used = async (...more: string[]): Promise<number> => {
      for (const name of names) utimesSync(join(results, name), long, long);
      expect((await evenkeel([...words, ...more], cached)).out).toBe(first.out);
      return names.filter((name) => statSync(join(results, name)).mtime > long).length;
    };
    expect([await used(), await used("--no-cache")]).toEqual([3, 0]);
    expect((await run("small.yaml", "--json")).out).toBe(first.out);
  });
});

describe("expectations", () => {
  it("that fail give exit code 3 and both sides' values", async () => {
    const { code, out } = await run("small.yaml", "--set", 'expect="p50(responseTime, hash) < 1ms"');
    expect(code).toBe(3);
    expect(out).toMatch(/✗ p50\(responseTime, hash\) < 1ms\n {4}p50\(responseTime, hash\) = [\d.]+ ms/);
  });

  it("that cannot be decided give exit code 4, unless --balancer left their balancer out", async () => {
    const rare = ["--set", 'expect="p999(responseTime, hash) < 1s"', "--json"];
    expect((await run("small.yaml", ...rare)).code).toBe(4);
    expect((await run("small.yaml", "--balancer", "random", "--json")).code).toBe(0);
  });
});

describe("what is written where", () => {
  it("--json leaves standard output to the result, and writes only what is asked for", async () => {
    const { code, out, err } = await run("small.yaml", "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(parseResultFile(out).runs).toHaveLength(3);
    expect(existsSync(reports)).toBe(false);
    await run("small.yaml", "--json", "--html");
    expect(readdirSync(join(reports, "small"))).toEqual(["report.html"]);
  });

  it("--out, --csv, --svg and --png", async () => {
    const { out } = await run("small.yaml", "--out", "evenkeel-report/else", "--csv", "--svg", "--png");
    const folder = join(reports, "else", "small");
    expect(readdirSync(folder).sort()).toEqual([
      "charts",
      "faults.csv",
      "nodes.csv",
      "report.html",
      "result.json",
      "series.csv",
      "summary.csv",
    ]);
    const charts = readdirSync(join(folder, "charts"));
    expect(charts.filter((name) => name.endsWith(".svg")).length).toBeGreaterThanOrEqual(5);
    expect(charts.filter((name) => name.endsWith(".png")).length).toBe(charts.length / 2);
    expect(out).toContain(`Wrote ${charts.length} charts in evenkeel-report/else/small/charts\n`);
  });

  it("--html names the report; a scenario after a bare --html is a scenario", async () => {
    const named = await run("small.yaml", "--html", "evenkeel-report/decision.html");
    expect(named.out.trimEnd().split("\n").at(-1)).toBe("Report: evenkeel-report/decision.html");
    expect(readdirSync(reports).sort()).toEqual(["decision.html", "small"]);
    expect((await run("--html", "small.yaml")).out).toContain("Report: evenkeel-report/small/report.html");
  });

  it("--quiet prints nothing", async () => {
    expect(await run("small.yaml", "--quiet")).toMatchObject({ code: 0, out: "", err: "" });
    expect(existsSync(join(reports, "small", "report.html"))).toBe(true);
  });

  it("a place that cannot be written costs the files and not the table", async () => {
    writeFileSync(join(directory, "in-the-way"), "");
    const { code, out, err } = await run("small.yaml", "--out", "in-the-way");
    expect(code).toBe(2);
    expect(out).toMatch(/^round-robin +[\d.]+ ms/m);
    expect(err).toMatch(
      /^evenkeel: in-the-way\/small\/result.json: expected a place to write to, got a file where a folder/,
    );
  });

  it("the report is shown once, to somebody who sits there", async () => {
    const seated = { directory, outIsTerminal: true, environment: { DISPLAY: ":0" } };
    const shown = await evenkeel(["run", "small.yaml"], seated);
    expect(shown.surroundings.launched).toEqual([["xdg-open", "evenkeel-report/small/report.html"]]);
    const unwanted = await evenkeel(["run", "small.yaml", "--no-open"], seated);
    expect(unwanted.surroundings.launched).toEqual([]);
  });
});

describe("several scenarios", () => {
  it("have a report each, and what is wrong with one does not keep the others back", async () => {
    mkdirSync(join(directory, "b"), { recursive: true });
    writeFileSync(join(directory, "b", "small.yaml"), SMALL_SCENARIO);
    const { code, out, err } = await run("small.yaml", "missing.yaml", "b/small.yaml");
    expect(code).toBe(2);
    expect(err).toBe("missing.yaml:1:1: scenario: expected a scenario file, got no such file\n");
    expect(out.match(/^Report: .*/gm)).toEqual([
      "Report: evenkeel-report/small/report.html",
      "Report: evenkeel-report/small-2/report.html",
    ]);
  });

  it("are a list with --json", async () => {
    const { out } = await run("small.yaml", "small.yaml", "missing.yaml", "--json");
    expect((JSON.parse(out) as ResultFile[]).map(({ runs }) => runs.length)).toEqual([3, 3]);
  });
});

describe("files that are no scenario", () => {
  it.each([
    ["duration: 10s", "duratoin: 10s", /^bad\.yaml:3:1: .*did you mean "duration"\?.*got "duratoin"$/m],
    [
      "poisson: 100/s",
      "poisson: -100/s",
      /^bad\.yaml:7:25: traffic\[0\]\.arrivals\.poisson: expected .*, got "-100\/s"$/m,
    ],
    ["hash,", "hush,", /^bad\.yaml:\d+:\d+: balancers\[1\]: expected .*, got "hush"$/m],
    ["name: Small", "name: [", /^bad\.yaml:\d+:\d+: yaml: /m],
  ])("%s written as %s: a place and a sentence, no stack", async (right, wrong, expected) => {
    writeFileSync(join(directory, "bad.yaml"), SMALL_SCENARIO.replace(right, wrong));
    const { code, out, err } = await run("bad.yaml");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(expected);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it.each([
    ["--balancer", "nonsense", /^evenkeel: --balancer nonsense: expected one of hash, /],
    [
      "--balancer",
      "power-of-two-choices:choices=0",
      /: power-of-two-choices\.choices: expected .* from 1 to 100, got 0$/m,
    ],
    ["--balancer", "power-of-two-choices:chioces=3", /did you mean "choices"\?, got "chioces"$/m],
    [
      "--balancer",
      "./missing.ts",
      /\.\/missing\.ts: expected a file that exports balancers \(missing\.ts: no such file\)$/m,
    ],
    ["--balancer", "syntax-error.ts", /\(syntax-error\.ts:5:15: Unexpected token\)$/m],
    ["--set", "duration", /--set: expected path=value, got "duration"$/m],
    ["--set", "nodes.9.speed=2", /--set nodes\.9/],
  ])("%s %s", async (option, value, expected) => {
    const { code, out, err } = await run("small.yaml", option, value);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(expected);
  });
});

describe("a user's balancers", () => {
  it("run beside the others, named by file or by file and name", async () => {
    const { code, out } = await run("small.yaml", "--json", "--balancer", "./best-of-three.ts", "--balancer", "hash");
    expect(code).toBe(0);
    const result = JSON.parse(out) as ResultFile;
    expect(result.runs.map(({ balancer }) => balancer).sort()).toEqual(["always-the-first", "best-of-three", "hash"]);
    const one = JSON.parse((await run("small.yaml", "--json", "--balancer", "best-of-three.ts#best-of-three")).out);
    expect(one.runs[0].digest).toBe(result.runs.find(({ balancer }) => balancer === "best-of-three")!.digest);
  });

  it("may stand in the scenario", async () => {
    const text = SMALL_SCENARIO.replace("balancers: [", "balancers: [./best-of-three.ts#best-of-three, ");
    writeFileSync(join(directory, "own.yaml"), text);
    const { out } = await run("own.yaml", "--json");
    expect((JSON.parse(out) as ResultFile).runs[0]!.balancer).toBe("best-of-three");
  });

  it("that break the contract are told with name, simulated time and replay line; the others go on", async () => {
    const { code, out, err } = await run("small.yaml", "--balancer", "misbehaving.ts", "--balancer", "hash");
    expect(code).toBe(2);
    expect(out).toMatch(/^hash +[\d.]+ ms/m);
    expect(err).toMatch(
      /balancer throws threw Error: had enough \(at [\d.]+ s of simulated time\) \(misbehaving\.ts:8:32\)\n/,
    );
    expect(err).toMatch(/balancer picks-nowhere picked 9999, which is no candidate \(at /);
    expect(err).toMatch(/balancer throws-at-birth create threw TypeError: no such thing/);
    expect(err).toMatch(/balancer has-no-pick create gave nothing with a pick method/);
    const [, words] =
      /^ {2}to repeat it: evenkeel (replay small\.yaml --seed 1 --balancer misbehaving\.ts#throws --until \S+)\n/m.exec(
        err,
      )!;
    const again = await evenkeel(words!.split(" "), { directory });
    expect(again.code).toBe(2);
    expect(err).toContain(again.err);
    expect(again.out).toMatch(/^Stopped at [\d.]+ s: \d+ messages published/m);
    expect(again.err).not.toMatch(/^\s+at /m);
  });
});

describe("Ctrl-C", () => {
  it("keeps what has finished, says so, and gives 130", async () => {
    const surroundings = new FakeSurroundings({ directory, errIsTerminal: true });
    const { write } = surroundings.err;
    // The progress line speaks of the second balancer once the first has finished.
    surroundings.err.write = (text: string): void => {
      write(text);
      if (text.includes("hash 2/3")) surroundings.interrupt();
    };
    const code = await runCommandLine(["run", "small.yaml", "--set", "duration=30m", "--workers", "1"], surroundings);
    expect(code).toBe(130);
    expect(surroundings.errText).toContain("Interrupted: 1 of 3 had finished; the result holds those.");
    expect(surroundings.isWatched).toBe(false);
    expect(resultOf()).toMatchObject({ complete: false, runs: [{ balancer: "round-robin" }] });
    expect(surroundings.outText).toContain("Report: evenkeel-report/small/report.html");
  });
});

describe("--workers", () => {
  const killer = `import { defineBalancer } from "evenkeel";
    export const dies = defineBalancer("dies", () => ({ pick: () => process.exit(3) }));`;
  const words = ["--balancer", "hash", "--balancer", "random"];

  it.each(["2", "3"])("%s gives the bytes that one gives", async (workers) => {
    const one = await run("small.yaml", "--json", "--workers", "1");
    const several = await run("small.yaml", "--json", "--workers", workers);
    expect(several).toMatchObject({ code: one.code, out: one.out, err: "" });
  });

  it("a balancer that ends its thread is told with what repeats it; the others go on", async () => {
    writeFileSync(join(directory, "killer.mjs"), killer);
    const { code, err } = await run("small.yaml", ...words, "--balancer", "./killer.mjs", "--workers", "2");
    expect(code).toBe(2);
    expect(err).toBe(
      "evenkeel: small.yaml: balancer dies: the thread that ran it died 3 times: worker exited with code: 3\n" +
        "  to repeat it: evenkeel replay small.yaml --seed 1 --balancer killer.mjs#dies\n",
    );
    expect(resultOf().runs.map(({ balancer }) => balancer)).toEqual(["hash", "random"]);
  });

  it("Ctrl-C keeps what has finished", async () => {
    const surroundings = new FakeSurroundings({ directory, errIsTerminal: true });
    const { write } = surroundings.err;
    // The third of them begins once one has finished.
    surroundings.err.write = (text: string): void => {
      write(text);
      if (text.includes(" 3/3")) surroundings.interrupt();
    };
    const files = ["small.yaml", "--set", "duration=3h", "--workers", "2"];
    expect(await runCommandLine(["run", ...files], surroundings)).toBe(130);
    const { complete, runs } = resultOf();
    expect(complete).toBe(false);
    expect([1, 2]).toContain(runs.length);
    expect(surroundings.errText).toContain(`Interrupted: ${runs.length} of 3 had finished; the result holds those.`);
  });

  it("is a whole number > 0", async () => {
    const { code, err } = await run("small.yaml", "--workers", "0");
    expect(code).toBe(2);
    expect(err).toContain('expected a whole number > 0, got "0"');
  });
});
