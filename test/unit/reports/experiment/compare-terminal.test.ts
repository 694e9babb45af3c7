import { describe, expect, it } from "vitest";
import { renderCompareTerminal } from "../../../../reports/terminal/compare.ts";
import { widthOf } from "../../../../reports/terminal/text.ts";
import type { TerminalStyle } from "../../../../reports/terminal.ts";
import type { CompareFile } from "../../../../sim/index.ts";
import { fabricateCompare } from "../../../fixtures/experiments/compare-file.ts";

const plain: TerminalStyle = { columns: 80, colour: false, unicode: true };
const file = fabricateCompare();

/** The lines of one measure's table, its title first. */
function tableOf(measure: string, of: CompareFile = file, style: TerminalStyle = plain): readonly string[] {
  const lines = renderCompareTerminal(of, style).split("\n");
  const first = lines.findIndex((line) => line.startsWith(`${measure}, `));
  return lines.slice(first, lines.indexOf("", first));
}

describe("a comparison in the terminal", () => {
  it("begins with the verdict", () => {
    const lines = renderCompareTerminal(file, plain).split("\n");
    expect(lines.slice(0, lines.indexOf("")).join(" ")).toBe(file.verdict);
  });

  it("has a table per measure, best first, the first measure named as what decides", () => {
    const [title, head, ...rows] = tableOf("p99");
    expect(title).toBe("p99, lower is better · decides");
    expect(head).toMatch(/^balancer +ms +difference +verdict +P\(best\)$/);
    expect(rows.map((row) => row.split(" ")[0])).toEqual(
      file.rankings[0]!.places.map(({ balancer }) => (balancer === "join-shortest-queue" ? `${balancer}†` : balancer)),
    );
    expect(tableOf("throughput")[0]).toBe("throughput, higher is better");
  });

  it("writes each estimate with its half width and each difference with its bounds, the baseline as such", () => {
    const rows = tableOf("p99");
    const row = (name: string): string => rows.find((line) => line.startsWith(name))!;
    expect(row("round-robin")).toMatch(/850 ±\d+ +baseline/);
    expect(row("hash")).toMatch(/1,360 ±\d+ +\+[\d.]+% \[\+[\d.]+, \+[\d.]+\] +✗ worse/);
    expect(row("power-of-two")).toMatch(/114 ±5\.\d~ +−86\.6% \[−[\d.]+, −[\d.]+\] +✓ better/);
  });

  it("writes none seen as a bound, and never as a bare zero", () => {
    expect(tableOf("lost").find((line) => line.startsWith("power-of-two"))).toContain("0 ≤0.00031");
  });

  it("shows differences in the measure's unit where the baseline may be zero, and fractions in points", () => {
    const differences = file.differences.map((each) => ({
      ...each,
      ratio: { ...each.ratio, estimate: null, low: null, high: null },
    }));
    const lines = tableOf("lost", { ...file, differences });
    expect(lines[1]).toContain("difference, points");
    expect(lines.find((line) => line.startsWith("hash"))).toMatch(/\+3\.\d+ \[\+\d\.\d+, \+\d\.\d+\]/);
  });

  it("says how many more replications what is open would take", () => {
    const differences = file.differences.map((each, index) =>
      index === 0 ? { ...each, verdict: "cannot tell" as const, moreReplications: 31 } : each,
    );
    const text = renderCompareTerminal({ ...file, differences }, plain);
    expect(text).toContain("? cannot tell");
    expect(text).toContain("To decide what is open: about 31 more replications.");
    expect(renderCompareTerminal(file, plain)).not.toContain("more replications.");
  });

  it("says what pairing brought, and where it brought nothing", () => {
    const flat = (of: CompareFile): string => renderCompareTerminal(of, plain).replaceAll("\n", " ");
    expect(flat(file)).toContain("pairing runs by seed made the variance of differences 12.4 times smaller (median)");
    const differences = file.differences.map((each) => ({ ...each, varianceReduction: 0.98 }));
    expect(flat({ ...file, differences })).toContain("pairing runs by seed did not make differences more certain");
  });

  it("shows warnings above the tables, expectations with their shares, and failed runs with their replay", () => {
    const warned = fabricateCompare(
      {},
      {
        complete: false,
        warnings: [{ kind: "heavy-tail", balancer: "hash", text: "hash: the mean may not exist." }],
        failures: [{ balancer: "hash", seed: 17, message: "stood still", replay: "evenkeel run x.yaml --seed 17" }],
      },
    );
    const text = renderCompareTerminal(warned, plain);
    expect(text.indexOf("! hash: the mean may not exist.")).toBeLessThan(text.indexOf("p99, lower"));
    expect(text).toContain("! Interrupted");
    expect(text).toContain("✗ lost(hash) < 5%\n    held in 21 of 23 replications (72.0% to 99.0%), unknown in 1");
    expect(text).toContain(
      "1 of 120 runs failed and is left out:\nhash, seed 17: stood still\n  evenkeel run x.yaml --seed 17",
    );
  });

  it.each([40, 60, 80, 200])("has no line wider than %i columns", (columns) => {
    for (const line of renderCompareTerminal(file, { ...plain, columns }).split("\n")) {
      expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }
  });

  it("needs neither colour nor Unicode, and takes both", () => {
    expect(renderCompareTerminal(file, { ...plain, unicode: false })).toMatch(/^[\n\x20-\x7e]*$/);
    expect(renderCompareTerminal(file, { ...plain, colour: true })).toContain("\u001b[32m✓ better");
  });
});
