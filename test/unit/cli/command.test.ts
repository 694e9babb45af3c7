/** What becomes of failures: a user's in sentences, ours owned up to. */
import { describe, expect, it } from "vitest";
import { inSentences, tellOurFault } from "../../../cli/command.ts";
import { UserError } from "../../../cli/errors.ts";
import { chooseBalancers } from "../../../cli/work/balancer-words.ts";
import { commandLine } from "../../../cli/work/command-words.ts";
import { parseScenario } from "../../../scenarios/index.ts";
import { catalogue } from "../../../sim/index.ts";
import { FakeSurroundings } from "./fake-surroundings.ts";
import { SMALL_SCENARIO } from "./small-scenario.ts";

describe("a failure", () => {
  it("of the user's is its sentences, a place first on its line", async () => {
    const surroundings = new FakeSurroundings();
    const code = await inSentences(surroundings, async () => {
      throw new UserError(["a.yaml:1:2: path: expected x, got y", "--seed: expected a number"]);
    });
    expect(code).toBe(2);
    expect(surroundings.errText).toBe("a.yaml:1:2: path: expected x, got y\nevenkeel: --seed: expected a number\n");
  });

  it("of ours is short, asks for a report, and shows its stack only when asked", async () => {
    const fail = async (): Promise<never> => {
      throw new TypeError("undefined is not a function");
    };
    const surroundings = new FakeSurroundings();
    expect(await inSentences(surroundings, fail)).toBe(1);
    expect(surroundings.errText).toMatch(/^evenkeel: a fault in evenkeel itself: undefined is not a function\n/);
    expect(surroundings.errText).toContain("Please report it");
    expect(surroundings.errText).not.toMatch(/^\s+at /m);
    const debugged = new FakeSurroundings({ environment: { EVENKEEL_DEBUG: "1" } });
    await inSentences(debugged, fail);
    expect(debugged.errText).toMatch(/^TypeError: undefined is not a function\n\s+at /m);
  });

  it("of ours carries the command that repeats it, where there is one", () => {
    const surroundings = new FakeSurroundings();
    tellOurFault(surroundings, new Error("x"), "evenkeel run a.yaml --seed 1 --balancer hash");
    expect(surroundings.errText).toContain("\n  to repeat it: evenkeel run a.yaml --seed 1 --balancer hash\n");
  });
});

describe("a command that repeats a run", () => {
  it("is quoted where a shell needs it", () => {
    const words = {
      file: "my file.yaml",
      seed: 3,
      sets: ["name=it's", "duration=5s"],
      balancers: ["p2c(choices=3)", "a:b=1"],
    };
    expect(commandLine(words)).toBe(
      "evenkeel run 'my file.yaml' --seed 3 --set 'name=it'\\''s' --set duration=5s --balancer 'p2c(choices=3)' --balancer a:b=1",
    );
  });
});

describe("--balancer", () => {
  const parsed = parseScenario(SMALL_SCENARIO, { file: "small.yaml" });
  if (!parsed.ok) throw new Error("the small scenario is broken");
  const choose = (...words: string[]): ReturnType<typeof chooseBalancers> =>
    chooseBalancers(words, parsed, "/home/me", "/home/me/scenarios");

  it("takes the scenario's own first, in its order, each once, with label and parameters", () => {
    expect(choose("random", "power-of-two-choices", "hash", "random")).toEqual({
      entries: ["hash", { "power-of-two-choices": { choices: 2, as: "power-of-two-choices" } }, "random"],
      words: ["hash", "power-of-two-choices", "random"],
      canonical: ["hash", "power-of-two-choices", "random"],
    });
  });

  it("all is the whole catalogue: the scenario's own first, as they are, and whoever else is named", () => {
    const { entries, words, canonical } = choose("./mine.ts", "all", "random:weighted=true", "hash");
    expect(words).toHaveLength(catalogue.length + 2);
    expect(new Set(words)).toEqual(
      new Set([...catalogue.map(({ name }) => name), "./mine.ts", "random:weighted=true"]),
    );
    expect(entries.slice(0, 3)).toEqual(choose("power-of-two-choices", "hash", "round-robin").entries);
    expect(canonical).toEqual(["all", "./mine.ts", "random:weighted=true"]);
    expect(choose(...canonical).entries).toEqual(entries);
  });

  it("reads parameters as numbers, truth values and text", () => {
    expect(choose("least-response-time:smoothing=0.1,weighted=false,halveAfter=5s").entries).toEqual([
      { "least-response-time": { smoothing: 0.1, weighted: false, halveAfter: "5s" } },
    ]);
  });

  it("names a file from the scenario's folder in the entry and from ours in the word, never absolutely", () => {
    expect(choose("./mine.ts#best:x=1")).toEqual({
      entries: [{ "../mine.ts#best": { x: 1 } }],
      words: ["./mine.ts#best:x=1"],
      canonical: ["./mine.ts#best:x=1"],
    });
    expect(choose("/home/me/scenarios/mine.ts")).toMatchObject({
      entries: ["./mine.ts"],
      words: ["./scenarios/mine.ts"],
    });
  });
});
