/** The tables of messages say only what happened, and mark what should not. */
import { describe, expect, it } from "vitest";
import { fatesTable, messageTables } from "../../../../reports/page/message-tables.ts";
import type { RunResult } from "../../../../sim/index.ts";
import { sampleResult, sampleRun } from "../../cli/sample-result.ts";

function textOf(change: (run: RunResult) => Partial<RunResult>): string {
  const run = sampleRun("hash", 0.02);
  return messageTables(sampleResult([{ ...run, ...change(run) }])).join("\n");
}

/** A run in which nothing is worth a table. */
const CALM: Partial<RunResult> = {
  ordering: null,
  duplicates: 0,
  suppressedDuplicates: 0,
  attempts: { mean: 1, max: 1, histogram: [0, 100] },
};

function calm({ messages }: RunResult): Partial<RunResult> {
  const told = {
    delivered: { confirmed: 90, failed: 0, unknown: 0 },
    lost: { confirmed: 0, failed: 10, unknown: 0 },
    inFlight: { confirmed: 0, failed: 0, unknown: 0 },
  };
  const lostByCause = Object.fromEntries(Object.keys(messages.lostByCause).map((cause) => [cause, 0]));
  return {
    ...CALM,
    messages: { ...messages, told, lostByCause: lostByCause as typeof messages.lostByCause },
  };
}

describe("the tables of messages", () => {
  it("are none where each message was sent once and its producer told the truth", () => {
    expect(textOf(calm)).toBe("");
  });

  it("mark what a producer was told and is not so", () => {
    const text = textOf((run) => {
      const quiet = calm(run);
      const delivered = { confirmed: 80, failed: 1234, unknown: 0 };
      return { ...quiet, messages: { ...quiet.messages!, told: { ...quiet.messages!.told, delivered } } };
    });
    expect(text).toContain("Fate against what the producer was told");
    expect(text).toContain('<span class="failed">! 1,234</span>');
    expect(text).toContain("delivered, told: failed");
    expect(text).not.toContain("lost, told: confirmed");
  });

  it("show what operators fear and what they forget, marked where it happened", () => {
    const fates = (change: (run: RunResult) => Partial<RunResult>): string => {
      const run = sampleRun("hash", 0.02);
      return fatesTable(sampleResult([{ ...run, ...change(run) }])).toString();
    };
    for (const head of ["confirmed but lost", "failed but delivered"]) expect(fates(calm)).toContain(head);
    expect(fates(calm)).not.toContain('class="failed"');
    const misled = fates((run) => {
      const quiet = calm(run);
      const lost = { confirmed: 3, failed: 7, unknown: 0 };
      const delivered = { confirmed: 80, failed: 21, unknown: 0 };
      return { ...quiet, messages: { ...quiet.messages!, told: { ...quiet.messages!.told, delivered, lost } } };
    });
    for (const figure of ["3", "21"]) expect(misled).toContain(`<span class="failed">! ${figure}</span>`);
  });

  it("show how often messages were sent, as shares that add up to all", () => {
    const attempts = { mean: 1.5, max: 6, histogram: [0, 60, 30, 0, 5, 3, 2] };
    const text = textOf((run) => ({ ...calm(run), attempts }));
    expect(text).toContain("Attempts per message");
    for (const cell of ["1.50", "60.0%", "30.0%", "10.0%"]) expect(text).toContain(`<td class="number">${cell}</td>`);
    expect(text).toContain("4 or more");
    expect(text).not.toContain("never sent");
    expect(text).not.toContain("3 times");
  });

  it("show duplicates by where they arose, and order per key", () => {
    const text = textOf((run) => ({
      ...calm(run),
      duplicates: 7,
      duplicatesFrom: { first: 0, retry: 5, hedge: 0, network: 2, copy: 0 },
      ordering: { outOfOrder: 12, outOfOrderFraction: 0.12, inversions: 9, largestDisplacement: 4 },
    }));
    expect(text).toContain("by retries");
    expect(text).toContain("by the network");
    expect(text).not.toContain("by hedges");
    expect(text).toContain("largest displacement");
  });
});
