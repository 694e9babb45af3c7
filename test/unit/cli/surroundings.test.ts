import { describe, expect, it } from "vitest";
import { gravest } from "../../../cli/exit-codes.ts";
import { watchInterruption } from "../../../cli/interrupt.ts";
import { openReport } from "../../../cli/open-report.ts";
import { showsUnicode, wantsColour } from "../../../cli/surroundings.ts";
import { FakeSurroundings } from "./fake-surroundings.ts";

describe("colour", () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { TERM: "dumb" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("terminal %s with %o: %s", (isTerminal, environment, expected) => {
    expect(wantsColour(isTerminal, environment)).toBe(expected);
  });
});

describe("signs beyond ASCII", () => {
  it.each([
    [{ LANG: "en_GB.UTF-8" }, "linux", true],
    [{ LANG: "C.utf8" }, "linux", true],
    [{ LANG: "en_GB.UTF-8", LC_ALL: "C" }, "linux", false],
    [{}, "linux", false],
    [{}, "darwin", true],
    [{}, "win32", true],
  ])("with %o on %s: %s", (environment, platform, expected) => {
    expect(showsUnicode(environment, platform)).toBe(expected);
  });
});

describe("Ctrl-C", () => {
  it("asks to stop the first time and leaves the second", () => {
    const surroundings = new FakeSurroundings();
    const interruption = watchInterruption(surroundings);
    expect(interruption.stopped()).toBe(false);
    surroundings.interrupt();
    expect(interruption.stopped()).toBe(true);
    expect(surroundings.errText).toContain("what has finished is kept");
    expect(surroundings.exits).toEqual([]);
    surroundings.interrupt();
    expect(surroundings.exits).toEqual([130]);
    interruption.end();
    expect(surroundings.isWatched).toBe(false);
  });
});

describe("opening the report", () => {
  const seated = { outIsTerminal: true, environment: { DISPLAY: ":0" } };

  it.each([
    ["linux with a display", seated, [["xdg-open", "r.html"]]],
    ["macOS", { outIsTerminal: true, platform: "darwin" }, [["open", "r.html"]]],
    ["Windows", { outIsTerminal: true, platform: "win32" }, [["cmd", "/c", "start", "", "r.html"]]],
    ["a pipe", { ...seated, outIsTerminal: false }, []],
    ["no display", { outIsTerminal: true }, []],
    ["a build server", { ...seated, environment: { DISPLAY: ":0", CI: "true" } }, []],
    ["a remote shell", { ...seated, environment: { DISPLAY: ":0", SSH_CONNECTION: "x" } }, []],
  ])("on %s", (_, options, expected) => {
    const surroundings = new FakeSurroundings(options);
    openReport("r.html", surroundings);
    expect(surroundings.launched).toEqual(expected);
  });
});

describe("several exit codes", () => {
  it("become the gravest", () => {
    expect(gravest([])).toBe(0);
    expect(gravest([0, 4, 3])).toBe(3);
    expect(gravest([3, 2, 0])).toBe(2);
    expect(gravest([2, 1])).toBe(1);
    expect(gravest([1, 130, 0])).toBe(130);
  });
});
