import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Stream } from "../../../../sim/core/random.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { SMALL_SCENARIO } from "../small-scenario.ts";
import { fakeExecute, memoryJournal, studyAt, studyText } from "./support.ts";

const folder = temporaryFolder({ "small.yaml": SMALL_SCENARIO });
const at = (name: string): string => join(folder, name);

/** What is left of a journal of which only the first bytes reached the disk. */
function wholeRuns(bytes: Buffer): number {
  return Math.max(0, bytes.filter((byte) => byte === 0x0a).length - 1);
}

describe("a study", () => {
  it("ends alike with a journal and without", async () => {
    expect(await studyAt(folder, at("kept.jsonl"), false)).toBe(await studyText(folder, memoryJournal()));
  });

  it("killed at a hundred random points resumes to the same bytes, and runs only what was lost", async () => {
    const undisturbed = await studyAt(folder, at("whole.jsonl"), false);
    const journal = readFileSync(at("whole.jsonl"));
    const runs = wholeRuns(journal);
    expect(runs).toBeGreaterThan(20);
    const random = new Stream(7, "kills");
    for (let kill = 0; kill < 100; kill++) {
      const left = journal.subarray(0, random.below(journal.length + 1));
      writeFileSync(at("killed.jsonl"), left);
      const { execute, count } = fakeExecute();
      expect(await studyAt(folder, at("killed.jsonl"), true, { execute })).toBe(undisturbed);
      expect(count()).toBe(runs - wholeRuns(left));
    }
    // Whatever was cut, the journal is whole again.
    expect(wholeRuns(readFileSync(at("killed.jsonl")))).toBe(runs);
  }, 60_000);

  it("killed again and again comes to its end", async () => {
    const undisturbed = await studyText(folder, memoryJournal());
    let last = "";
    for (let kill = 1; last !== undisturbed; kill++) {
      let left = 3;
      const { execute } = fakeExecute();
      const dying = studyAt(folder, at("often.jsonl"), kill > 1, {
        execute: async (jobs, onOutcome) => {
          const outcomes = await execute(jobs, (outcome, index) => {
            if (left-- <= 0) throw new Error("killed");
            onOutcome?.(outcome, index);
          });
          return outcomes;
        },
      });
      last = await dying.catch((error: Error) => error.message);
      expect(["killed", undisturbed]).toContain(last);
      expect(kill).toBeLessThan(40);
    }
  }, 30_000);

  it("is extended to what the larger one would have been", async () => {
    const large = await studyText(folder, memoryJournal(), { budget: 80 });
    await studyAt(folder, at("extended.jsonl"), false, { budget: 40 });
    const { execute, count } = fakeExecute();
    expect(await studyAt(folder, at("extended.jsonl"), true, { budget: 80, execute })).toBe(large);
    expect(count()).toBeLessThan((JSON.parse(large) as { runs: number }).runs);
  });

  it("runs nothing where all is known", async () => {
    await studyAt(folder, at("done.jsonl"), false);
    const { execute, count } = fakeExecute();
    await studyAt(folder, at("done.jsonl"), true, { execute });
    expect(count()).toBe(0);
  });
});
