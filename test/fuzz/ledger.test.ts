/** The ledger under scenarios at random: `npm run fuzz` runs more of them, for longer. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Section } from "./dice.ts";
import { checkDocument } from "./check.ts";
import { describeFailure, keepFailure } from "./failure.ts";
import { randomDocument } from "./scenario.ts";
import { shrink } from "./shrink.ts";

const SEED = 20_261_128;
const RUNS = 80;
const LONGEST_MS = 300_000;

describe(`the ledger under random scenarios (seeds from ${SEED})`, () => {
  it(
    "gives every message one fate, tells its producer one thing, and leaves no row behind",
    async () => {
      const failures: string[] = [];
      let accepted = 0;
      let messages = 0;
      for (let seed = SEED; seed < SEED + RUNS; seed++) {
        const outcome = await checkDocument(randomDocument(seed));
        if (outcome.refused === null) accepted++;
        messages += outcome.messages;
        if (outcome.violation === null) continue;
        failures.push(describeFailure(await keepFailure(seed, outcome.violation, join(tmpdir(), "evenkeel-fuzz"))));
        if (failures.length === 3) break;
      }
      expect(failures.join("\n")).toBe("");
      // What refuses nearly everything, or publishes nothing, would find nothing.
      expect(accepted).toBeGreaterThan(0.8 * RUNS);
      expect(messages).toBeGreaterThan(100 * RUNS);
    },
    LONGEST_MS,
  );

  it("throws the same scenario for the same seed", () => {
    expect(randomDocument(7)).toEqual(randomDocument(7));
    expect(randomDocument(7)).not.toEqual(randomDocument(8));
  });
});

describe("shrinking", () => {
  it("leaves only what a violation needs", async () => {
    const document = {
      name: "x",
      seed: 1,
      gateways: { count: 3, detection: "never" },
      faults: [{ at: "800ms" }, { at: "1s" }],
    };
    const judge = (tried: Section): Promise<string | null> => {
      const { gateways } = tried as { gateways?: { count?: number } };
      return Promise.resolve((gateways?.count ?? 0) > 1 ? "more than one gateway" : null);
    };
    const small = await shrink(document, judge);
    expect(small).toEqual({ name: "x", seed: 1, gateways: { count: 3 } });
  });
});
