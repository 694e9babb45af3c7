import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UserError } from "../../../cli/errors.ts";
import { loadBalancerModule, placeOf } from "../../../cli/user-balancers.ts";
import { BalancerFault } from "../../../sim/index.ts";
import type { BalancerContext, ResultFile } from "../../../sim/index.ts";
import { readProjectFile } from "../../support/source-files.ts";
import { userModulesFolder } from "../../support/user-modules.ts";
import { evenkeel } from "./fake-surroundings.ts";
import { SMALL_SCENARIO } from "./small-scenario.ts";

const folder = userModulesFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function problemOf(path: string): Promise<string> {
  const failure = await loadBalancerModule(path, folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  return (failure as UserError).problems.join("\n");
}

describe("a module of a user's balancers", () => {
  it("gives each definition once, exported by name or as default, with its declaration", async () => {
    const definitions = await loadBalancerModule("./best-of-three.ts", folder);
    expect(definitions.map(({ name }) => name).sort()).toEqual(["always-the-first", "best-of-three"]);
    expect(definitions.find(({ name }) => name === "always-the-first")!.about.parameters).toHaveProperty("skip");
  });

  it("may be JavaScript", async () => {
    expect((await loadBalancerModule("plain.js", folder)).map(({ name }) => name)).toEqual(["plain"]);
  });

  it.each([
    ["syntax-error.ts", /^syntax-error\.ts:5:15: expected a module that can be loaded, got Unexpected token$/],
    [
      "wrong-import.ts",
      /^wrong-import\.ts:3:\d+: expected a module that can be loaded, got defineBalancr is not a function$/,
    ],
    ["bad-name.js", /^bad-name\.js:3:\d+: .*lower-case words joined by hyphens.*"Not A Name"/],
    ["no-balancer.ts", /^no-balancer\.ts: expected an exported balancer, .* got exports answer$/],
    ["missing.ts", /^missing\.ts: expected a file that exports balancers, got no such file$/],
  ])("%s is refused with its place and no stack", async (path, expected) => {
    const problem = await problemOf(path);
    expect(problem).toMatch(expected);
    expect(problem).not.toContain("\n");
  });

  it("whose making fails is the user's fault, told with what happened", async () => {
    const definitions = await loadBalancerModule("misbehaving.ts", folder);
    const make = (name: string): unknown =>
      definitions.find((each) => each.name === name)!.create({} as BalancerContext);
    expect(() => make("throws-at-birth")).toThrow(BalancerFault);
    expect(() => make("throws-at-birth")).toThrow("create threw TypeError: no such thing");
    expect(() => make("has-no-pick")).toThrow("create gave nothing with a pick method");
  });

  it("may have no method that looks like a hook and is none", async () => {
    const stray = `export default { name: "x", about: {}, create: () => new (class { pick() {} onReply() {} })() };`;
    writeFileSync(join(folder, "stray.js"), stray);
    const [definition] = await loadBalancerModule("stray.js", folder);
    expect(() => definition!.create({} as BalancerContext)).toThrow(
      "has onReply, which nothing calls: there are onSettle, onMembership, onInFlight, onWithdraw",
    );
  });

  it("is explained by a document whose example runs, and is better than drawing", async () => {
    const [, example] = /^```ts mine\.ts\n([\s\S]*?)^```/m.exec(readProjectFile("docs/own-balancer.md"))!;
    writeFileSync(join(folder, "mine.ts"), example!);
    writeFileSync(join(folder, "small.yaml"), SMALL_SCENARIO);
    const words = ["run", "small.yaml", "--json", "--no-cache", "--balancer", "./mine.ts", "--balancer", "random"];
    const { code, err, out } = await evenkeel(words, { directory: folder });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [own, random] = (JSON.parse(out) as ResultFile).runs.map(({ responseTime }) => responseTime.mean!);
    expect(own!).toBeLessThan(0.9 * random!);
  });

  it("shows where an error was thrown", async () => {
    const definitions = await loadBalancerModule("misbehaving.ts", folder);
    const balancer = definitions.find((each) => each.name === "throws")!.create({} as BalancerContext);
    const view = { candidates: Int32Array.of(0) };
    const failure = ((): unknown => {
      try {
        for (;;) balancer.pick(view as never, {} as never);
      } catch (error) {
        return error;
      }
    })();
    expect(placeOf(failure)).toBe(" (misbehaving.ts:8:32)");
    expect(placeOf("no error")).toBe("");
  });
});
