/** Fall and rise: how many results in a row it takes. */
import { expect, test } from "vitest";
import { ActiveChecks } from "../../../../sim/gateway/guards/active-checks.ts";

const spec = { intervalNs: 2e9, timeoutNs: 1e9, fall: 3, rise: 2 };

/** `+` an answer, `-` none: the node's health after each. */
function play(results: string): string {
  const checks = new ActiveChecks(spec, 1);
  return [...results]
    .map((result) => {
      const probe = checks.begin(0);
      if (result === "+") checks.answered(0, probe, true);
      checks.timedOut(0);
      return checks.isHealthy(0) ? "+" : "-";
    })
    .join("");
}

test("three failures in a row take a node out, two successes bring it back", () => {
  expect(play("---++")).toBe("++--+");
  expect(play("--+--+--")).toBe("++++++++");
  expect(play("---+-+++")).toBe("++----++");
});

test("an answer that comes after its timeout, or to an earlier probe, is none", () => {
  const checks = new ActiveChecks({ ...spec, fall: 1, rise: 1 }, 2);
  const late = checks.begin(0);
  expect(checks.timedOut(0)).toBe(true);
  expect(checks.answered(0, late, true)).toBe(false);
  const next = checks.begin(0);
  expect(checks.answered(0, late, true)).toBe(false);
  expect(checks.answered(0, next, true)).toBe(true);
  expect(checks.timedOut(0)).toBe(false);
});

test("a refusal is a failure at once, and its timeout is no second one", () => {
  const checks = new ActiveChecks({ ...spec, fall: 2, rise: 1 }, 1);
  expect(checks.answered(0, checks.begin(0), false)).toBe(false);
  expect(checks.timedOut(0)).toBe(false);
  expect(checks.answered(0, checks.begin(0), false)).toBe(true);
  expect(checks.isHealthy(0)).toBe(false);
});
