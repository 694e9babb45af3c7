/** The program as a process of its own: pipes that close, signals, exit codes. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../support/source-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { SMALL_SCENARIO } from "./small-scenario.ts";

const directory = temporaryFolder({ "small.yaml": SMALL_SCENARIO });

const PROGRAM: readonly string[] = ["--import", import.meta.resolve("jiti/register"), join(ROOT, "cli/main.ts")];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the program from its sources; `onText` may act on it when something was written. */
function start(words: readonly string[], onText: (child: ChildProcess, out: string) => void): Promise<Ended> {
  const child = spawn(process.execPath, [...PROGRAM, ...words], { cwd: directory });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => onText(child, (out += text)));
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (err += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

describe("a closed pipe", () => {
  it("ends quietly", async () => {
    const ended = await start(["balancers", "--json"], (child) => child.stdout!.destroy());
    expect(ended).toMatchObject({ code: 0, err: "" });
  });

  it("does not keep the files from being written", async () => {
    const ended = await start(["run", "small.yaml", "--json", "--csv"], (child) => child.stdout!.destroy());
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(existsSync(join(directory, "evenkeel-report", "small", "summary.csv"))).toBe(true);
  });
});

describe("signals", () => {
  const long = ["small.yaml", "--set", "duration=2000h", "--out", "stopped"];

  it("one asks to stop, and is answered with 130", async () => {
    const ended = await start(["run", ...long], (child) => child.kill("SIGINT"));
    expect(ended.code).toBe(130);
    expect(ended.err).toContain("Interrupted: 0 of 3 had finished; nothing is written.");
    expect(existsSync(join(directory, "stopped"))).toBe(false);
  });
});
