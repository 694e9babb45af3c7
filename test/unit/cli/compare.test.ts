/** `evenkeel compare` in this process, from words to files. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { CompareFile } from "../../../sim/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { evenkeel } from "./fake-surroundings.ts";
import { SMALL_SCENARIO } from "./small-scenario.ts";

const directory = temporaryFolder({ "small.yaml": SMALL_SCENARIO });
beforeEach(() => rmSync(join(directory, "evenkeel-report"), { recursive: true, force: true }));

const QUICK = ["--max-replications", "4", "--workers", "1", "--no-cache"];
const compare = (...words: string[]): ReturnType<typeof evenkeel> =>
  evenkeel(["compare", "small.yaml", ...QUICK, ...words], { directory });
const json = async (...words: string[]): Promise<CompareFile> =>
  JSON.parse((await compare("--json", ...words)).out) as CompareFile;

describe("compare", () => {
  it("decides, shows it and writes it; what cannot be told is exit code 4", async () => {
    const { code, out, err } = await compare();
    expect({ code, err }).toEqual({ code: 4, err: "" });
    expect(out).toContain("p99(responseTime), lower is better");
    expect(out).toMatch(/^round-robin +.*baseline/m);
    const file = JSON.parse(readFileSync(join(directory, "evenkeel-report/small/compare.json"), "utf8")) as CompareFile;
    expect(file).toMatchObject({
      kind: "compare",
      complete: true,
      baseline: "round-robin",
      runs: 12,
      seeds: [1, 2, 3, 4],
      measures: [{ text: "mean(responseTime)" }, { text: "p99(responseTime)" }, { text: "lostFraction" }],
      expectations: [{ met: 4 }],
    });
  });

  it("says of the best that it loses more than others, if it does", async () => {
    const file = await json("--balancer", "round-robin", "--balancer", "central-queue", "--measure", "mean");
    expect(file.verdict).toMatch(/^central-queue is best in mean.*; but it loses more messages than others\.$/);
    expect(file.warnings).toContainEqual({
      kind: "losses",
      balancer: "central-queue",
      text: expect.stringMatching(/^central-queue loses [\d.]+% of its messages, where round-robin loses /) as string,
    });
    const quiet = await json("--measure", "mean", "--set", "faults=[]");
    expect(quiet.warnings.filter(({ kind }) => kind === "losses")).toEqual([]);
    expect(quiet.verdict).not.toContain("loses");
  });

  it("repeats itself by its own command, byte for byte, with any number of workers", async () => {
    const first = await compare("--json", "--measure", "p99,waitedFraction", "--precision", "5%", "--seed", "3");
    const { command } = JSON.parse(first.out) as CompareFile;
    expect(command).toBe(
      "evenkeel compare small.yaml --seed 3 --baseline round-robin --measure p99 --measure waitedFraction " +
        "--precision 5% --confidence 95% --max-replications 4",
    );
    const words = command.replaceAll("'", "").split(" ").slice(1);
    const second = await evenkeel([...words, "--json", "--workers", "1"], { directory });
    expect(second.out).toBe(first.out);
  });

  it("tells a pull request and a CI system", async () => {
    await compare("--markdown", "pr.md", "--junit", "ci/compare.xml");
    expect(readFileSync(join(directory, "pr.md"), "utf8")).toMatch(
      /^### Small\n[\s\S]*\| balancer \| mean\(responseTime\)/,
    );
    const xml = readFileSync(join(directory, "ci/compare.xml"), "utf8");
    expect(xml).toMatch(/<testsuite name="p99\(responseTime\)" tests="2" failures="0" errors="\d">/);
    expect(xml).toContain('<testcase classname="expect" name="p50(responseTime, round-robin) &lt; 10s"/>');
  });

  it.each([
    [["--measure", "p9"], /^evenkeel: --measure p9: expected one of mean, .*did you mean/],
    [["--measure", "utilisation"], /^evenkeel: --measure utilisation: expected a measure that is better when lower/],
    [["--measure", "p99(responseTime, hash)"], /^evenkeel: --measure .*: at character 19: expected no balancer/],
    [["--baseline", "hsah"], /^evenkeel: --baseline: expected one of round-robin, hash, .*got "hsah"/],
    [["--precision", "200%"], /^evenkeel: --precision: expected a fraction such as 2%, got "200%"/],
    [["--confidence", "often"], /^evenkeel: --confidence: expected a fraction such as 95%, got "often"/],
    [["--max-replications", "0"], /expected a whole number > 0, got "0"/],
    [["--balancer", "hash"], /^evenkeel: compare: expected at least two balancers, got hash alone/],
    [["--against", "none.json"], /^evenkeel: none.json: expected a saved result of compare, got no such file/],
    [["--against", "small.yaml"], /^evenkeel: small.yaml: expected JSON, got /],
  ])("refuses %s", async (words, message) => {
    const { code, out, err } = await compare(...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
  });
});

describe("--against", () => {
  const save = async (change: (file: CompareFile) => CompareFile): Promise<void> =>
    writeFileSync(join(directory, "saved.json"), JSON.stringify(change(await json("--measure", "mean"))));
  const scaled = (factor: number) => (file: CompareFile) => ({
    ...file,
    intervals: file.intervals.map((each) => ({ ...each, values: each.values.map((value) => value! * factor) })),
  });
  const codeAgainst = async (...words: string[]): Promise<number> =>
    (await evenkeel(["compare", "small.yaml", "--measure", "mean", "--against", "saved.json", ...words], { directory }))
      .code;
  const enough = ["--max-replications", "12", "--workers", "1", "--no-cache", "--precision", "50%"];

  it("is 3 where something has become worse, and names it", async () => {
    await save(scaled(1));
    const saved = JSON.parse(
      (await evenkeel(["compare", "small.yaml", "--measure", "mean", "--json", ...enough], { directory })).out,
    ) as CompareFile;
    writeFileSync(join(directory, "saved.json"), JSON.stringify(scaled(0.25)(saved)));
    expect(await codeAgainst(...enough)).toBe(3);
  });

  it("is 4 where a balancer has no counterpart: a missing baseline is no pass", async () => {
    await save((file) => ({ ...file, intervals: file.intervals.filter(({ balancer }) => balancer !== "hash") }));
    expect(await codeAgainst(...enough)).toBe(4);
    expect(existsSync(join(directory, "evenkeel-report/small/compare.json"))).toBe(true);
  });
});
