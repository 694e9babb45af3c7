/**
 * Recorded sequences of real balancers, reproduced item for item. Reads every file of a directory: `EVENKEEL_RECORDED`, or the
 * copy in `test/fixtures/recorded`.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { players } from "./players/index.ts";
import { listRecordings, payloadOf, readRecording, type IndexEntry, type Player } from "./recording.ts";

const directory = process.env["EVENKEEL_RECORDED"] ?? join(import.meta.dirname, "../../fixtures/recorded");
const entries = listRecordings(directory);

/** The player of an entry's system; "nginx stream" is nginx's. */
function playerOf(entry: IndexEntry): Player | undefined {
  return players[entry.system.split(" ")[0]!];
}

describe("recorded sequences", () => {
  test("the directory has some", () => {
    expect(entries.filter((entry) => entry.reproducible).length).toBeGreaterThan(0);
  });

  test.each(entries)("$file is there", ({ file }) => {
    expect(existsSync(join(directory, file))).toBe(true);
  });

  for (const entry of entries.filter((one) => one.reproducible)) {
    test(entry.file, () => reproduces(entry));
  }
});

const facts = entries.filter((one) => !one.reproducible);

// A directory may have none, and a suite without tests is an error.
describe.runIf(facts.length > 0)("recorded facts that no rule reproduces", () => {
  for (const { file, ...entry } of facts) {
    const behaviour =
      playerOf({ file, ...entry })?.behaviour?.(readRecording(directory, file)) ??
      "nobody has put its note into a test";
    if (typeof behaviour === "string") test.skip(`${file}: ${behaviour}`, () => undefined);
    else test(file, behaviour);
  }
});

/** One item after the other, so that a failure names the first that differs. */
function reproduces(entry: IndexEntry): void {
  const { file, system } = entry;
  const player = playerOf(entry);
  if (player === undefined) throw new Error(`${file}: expected a player for ${system} in players/, got none`);
  const recording = readRecording(directory, file);
  const { expected, actual } = player.play(recording);
  expect(expected.length, "items compared").toBe(payloadOf(recording).length);
  expect(actual.length, "items played").toBe(expected.length);
  for (const [item, value] of expected.entries()) {
    expect(actual[item], `${file}: item ${item} of ${expected.length}`).toEqual(value);
  }
}
