/** The scheduler against hand-worked sequences, a plain model of itself, and its own picks made one by one. */
import { describe, expect, test } from "vitest";
import { EdfScheduler } from "../../../../sim/balancers/shared/edf.ts";
import { Stream } from "../../../../sim/core/random.ts";

function letters(scheduler: EdfScheduler, weights: readonly number[], count: number): string {
  const one = (): string => String.fromCharCode(97 + scheduler.pick((entry) => weights[entry]!));
  return Array.from({ length: count }, one).join("");
}

function fresh(weights: readonly number[]): EdfScheduler {
  const scheduler = new EdfScheduler(weights.length);
  for (const [entry, weight] of weights.entries()) scheduler.add(entry, weight);
  return scheduler;
}

/** The same rule by looking at every entry. */
function scanned(weights: readonly number[], count: number): string {
  let inserted = 0;
  const entries = weights.map((weight, entry) => ({ entry, deadline: 1 / weight, order: inserted++ }));
  let text = "";
  for (let i = 0; i < count; i++) {
    const first = [...entries].sort((a, b) => a.deadline - b.deadline || a.order - b.order)[0]!;
    text += String.fromCharCode(97 + first.entry);
    first.deadline += 1 / weights[first.entry]!;
    first.order = inserted++;
  }
  return text;
}

describe("earliest deadline first", () => {
  test("weights 5, 1, 1: in bursts, and b and c before a's fifth turn at time 1", () => {
    expect(letters(fresh([5, 1, 1]), [5, 1, 1], 7)).toBe("aaaabca");
    const scheduler = EdfScheduler.after(0, 3, (entry) => [5, 1, 1][entry]!);
    expect(letters(scheduler, [5, 1, 1], 7)).toBe("aaaabca");
  });

  test("equal weights take turns in the order of insertion", () => {
    expect(letters(fresh([1, 1, 1]), [1, 1, 1], 6)).toBe("abcabc");
  });

  test("picks are those of a scan over all entries, for unequal weights of every kind", () => {
    const chance = new Stream(11, "edf weights");
    for (let round = 0; round < 20; round++) {
      const weights = Array.from({ length: 1 + chance.below(20) }, () => 1 + chance.below(9) / (1 + chance.below(3)));
      expect(letters(fresh(weights), weights, 200)).toBe(scanned(weights, 200));
    }
  });

  test("a weight that changes counts from the entry's next turn on", () => {
    const scheduler = fresh([1, 1]);
    expect(scheduler.pick(() => 4)).toBe(0);
    // a is due again at 1.25, 1.5, 1.75 …; b at 1.
    expect(letters(scheduler, [4, 1], 5)).toBe("baaab");
  });

  test("a head start is the picks made one by one, where no deadlines are equal", () => {
    const weights = [Math.PI, Math.SQRT2, Math.LN2, Math.E];
    const weightOf = (entry: number): number => weights[entry]!;
    for (const picks of [1, 2, 7, 100, 1001]) {
      const slow = fresh(weights);
      letters(slow, weights, picks);
      expect(letters(EdfScheduler.after(picks, 4, weightOf), weights, 50)).toBe(letters(slow, weights, 50));
    }
  });

  test("nobody in the schedule, nobody picked", () => {
    expect(new EdfScheduler(3).pick(() => 1)).toBe(-1);
    expect(EdfScheduler.after(10, 0, () => 1).pick(() => 1)).toBe(-1);
  });
});
