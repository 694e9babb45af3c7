/** The command line's manners: help, versions, and words that make no sense. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evenkeel } from "./fake-surroundings.ts";

const COMMANDS = ["run", "compare", "sweep", "tune", "check", "balancers", "report", "replay", "init", "doctor"];

describe("help", () => {
  it.each([[], ...COMMANDS.map((command) => [command])])("of %s has examples and fits 80 columns", async (...words) => {
    const { code, out, err } = await evenkeel([...words, "--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Examples:\n");
    expect(out).toContain(`$ evenkeel ${words.length === 0 ? "run" : words[0]}`);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("comes for no words at all, as a complaint", async () => {
    const { code, out, err } = await evenkeel([]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Usage: evenkeel");
  });

  it("names every command", async () => {
    const { out } = await evenkeel(["help"]);
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^  ${command} .*\\S`, "m"));
  });
});

describe("the version", () => {
  it("is the package's", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
    expect(await evenkeel(["--version"])).toMatchObject({ code: 0, out: `${version}\n` });
  });
});

describe("words that make no sense", () => {
  it.each([
    [["rum"], /unknown command 'rum'\n\(Did you mean run\?\)/],
    [["run", "--ballancer", "hash"], /unknown option '--ballancer'\n\(Did you mean --balancer\?\)/],
    [["run"], /run: expected at least one scenario file, got none/],
    [["run", "a.yaml", "--seed", "x"], /expected a whole number from 0 to \d+, got "x"/],
    [["run", "a.yaml", "--seed", "-1"], /expected a whole number from 0 to \d+, got "-1"/],
    [["run", "a.yaml", "--seed", "1.5"], /got "1.5"/],
    [["run", "a.yaml", "b.yaml", "--html", "one.html"], /--html one.html: expected one scenario for one report, got 2/],
    [["check"], /missing required argument 'files'/],
    [["report"], /missing required argument 'result'/],
    [["report", "a", "b"], /too many arguments/],
    [["balancers", "power-of-too-choices"], /got "power-of-too-choices"; did you mean power-of-two-choices\?/],
    [["balancers", "zzzz"], /expected a name that evenkeel balancers lists, got "zzzz"$/m],
  ])("%o: exit code 2 and a sentence", async (words, expected) => {
    const { code, out, err } = await evenkeel(words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(expected);
    expect(err).toMatch(/^evenkeel: /);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe("the catalogue", () => {
  it("lists every balancer within the terminal's width", async () => {
    const { code, out } = await evenkeel(["balancers"], { columns: 60 });
    expect(code).toBe(0);
    for (const name of ["hash", "round-robin", "least-response-time", "power-of-two-choices", "join-shortest-queue"]) {
      expect(out).toMatch(new RegExp(`^${name} `, "m"));
    }
    expect(out.split("\n").filter((line) => line.length > 60)).toEqual([]);
  });

  it("explains one: how it picks, its parameters, its source, when it fails", async () => {
    const { out } = await evenkeel(["balancers", "power-of-two-choices"]);
    for (const title of [
      "Knows",
      "How it picks",
      "Where it comes from",
      "While no node is up",
      "When it fails",
      "Parameters",
      "In a scenario",
    ]) {
      expect(out).toContain(`\n${title}\n`);
    }
    expect(out).toMatch(/^ {2}choices .*a whole number from 1 to 100/m);
    expect(out).toContain("Messages wait in the gateway's queue");
    expect((await evenkeel(["balancers", "haproxy-first"])).out).toContain("Messages are refused at once");
  });

  it("is data with --json, an entry where one is named by any of its names", async () => {
    const all = JSON.parse((await evenkeel(["balancers", "--json"])).out) as { name: string; truth: boolean }[];
    expect(all.length).toBeGreaterThanOrEqual(8);
    expect(all.find(({ name }) => name === "join-shortest-queue")!.truth).toBe(true);
    const one = JSON.parse((await evenkeel(["balancers", "least-time", "--json"])).out) as { name: string };
    expect(one.name).toBe("least-response-time");
  });
});
