import { describe, expect, it } from "vitest";
import { ProgressLine } from "../../../cli/progress.ts";
import type { Progress } from "../../../sim/index.ts";
import { FakeSurroundings } from "./fake-surroundings.ts";

const half: Progress = { nowSeconds: 60, endSeconds: 120, events: 2_000_000, messages: 48_000, pilot: false };

function lineAfter(milliseconds: number, progress: Progress, columns = 120): string {
  const surroundings = new FakeSurroundings({ errIsTerminal: true, columns });
  let now = 0;
  const line = new ProgressLine(surroundings.err, 4, false, () => now);
  line.start(0, "hash");
  now = milliseconds;
  line.update(0, progress);
  return surroundings.errText;
}

describe("the progress line", () => {
  it("tells balancer, simulated time, speed, messages and time left", () => {
    expect(lineAfter(2000, half)).toBe(
      "\r\u001b[Khash 1/4 · 1 min of 2 min · 14 s left · 48,000 messages · 1.00 M events/s",
    );
  });

  it("guesses no end where none is known or too little was seen", () => {
    expect(lineAfter(2000, { ...half, endSeconds: null })).toMatch(/ 1 min · 48,000 messages · 1.00 M events\/s$/);
    expect(lineAfter(500, half)).not.toContain("left");
    expect(lineAfter(2000, { ...half, pilot: true })).toContain("warm-up pilot 1 min of 2 min");
  });

  it("tells of the run that began first, and how many others are under way", () => {
    const surroundings = new FakeSurroundings({ errIsTerminal: true, columns: 120 });
    let now = 0;
    const line = new ProgressLine(surroundings.err, 4, false, () => now);
    line.start(0, "hash");
    line.start(1, "random");
    now = 1000;
    line.update(1, half);
    expect(surroundings.errText).toContain("random and 1 more 2/4 · 1 min of 2 min · 7 s left");
    now = 2000;
    line.update(0, half);
    expect(surroundings.errText).toContain("hash and 1 more 2/4 · 1 min of 2 min · 6 s left");
    line.end(0);
    now = 3000;
    line.update(1, half);
    expect(surroundings.errText).toContain("random 2/4 · 1 min of 2 min · 5 s left");
  });

  it("is never wider than the terminal, and drops what matters least", () => {
    expect(lineAfter(2000, half, 60)).toBe("\r\u001b[Khash 1/4 · 1 min of 2 min · 14 s left · 48,000 messages");
    expect(lineAfter(2000, half, 40)).toBe("\r\u001b[Khash 1/4 · 1 min of 2 min · 14 s left");
    expect(lineAfter(2000, half, 7)).toBe("\r\u001b[Khash …");
  });

  it("is rewritten ten times a second at most, and taken away", () => {
    const surroundings = new FakeSurroundings({ errIsTerminal: true });
    let now = 0;
    const line = new ProgressLine(surroundings.err, 1, false, () => now);
    line.start(0, "hash");
    for (now = 0; now < 1000; now += 5) line.update(0, half);
    expect(surroundings.errText.split("\r").length - 1).toBe(10);
    line.clear();
    expect(surroundings.errText.endsWith("\r\u001b[K")).toBe(true);
  });

  it.each([
    { errIsTerminal: false, quiet: false },
    { errIsTerminal: true, quiet: true },
  ])("is silent with %o", ({ errIsTerminal, quiet }) => {
    const surroundings = new FakeSurroundings({ errIsTerminal });
    const line = new ProgressLine(surroundings.err, 1, quiet, () => 5000);
    line.start(0, "hash");
    line.update(0, half);
    line.clear();
    expect(surroundings.errText).toBe("");
  });
});
