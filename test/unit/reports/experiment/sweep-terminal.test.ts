import { describe, expect, it } from "vitest";
import { renderExperimentTerminal } from "../../../../reports/experiment-terminal.ts";
import { widthOf } from "../../../../reports/terminal/text.ts";
import type { TerminalStyle } from "../../../../reports/terminal.ts";
import { EXPERIMENTS } from "../../../fixtures/experiments/index.ts";
import { LIMITS, NODES, RATE, fabricateSweep } from "../../../fixtures/experiments/sweep-file.ts";

const plain: TerminalStyle = { columns: 80, colour: false, unicode: true };

describe("a sweep in the terminal", () => {
  it("has a row for each value of its axis and a column for each balancer", () => {
    const lines = renderExperimentTerminal(fabricateSweep(), plain).split("\n");
    const head = lines.findIndex((line) => line.startsWith("traffic.web"));
    expect(lines[head - 1]).toBe("p99, ms");
    expect(lines[head]).toMatch(/round-robin +power-of-two-choices +least-response-time$/);
    expect(lines.slice(head + 1, head + 10).map((line) => line.split(" ")[0])).toEqual(
      RATE.values.map(({ text }) => text),
    );
    expect(lines[head + 4]).toMatch(/^400\/s +– +– +–$/);
    expect(lines.join(" ")).toContain("1 point is no scenario, the first since queue.capacity");
  });

  it("has bounds that are no plain half width in brackets", () => {
    const file = fabricateSweep();
    const cells = file.cells.map((cell) => ({ ...cell, high: cell.estimate === null ? null : 2 * cell.estimate }));
    expect(renderExperimentTerminal({ ...file, cells }, plain)).toMatch(/^100\/s +[\d.]+ \[[\d.]+, [\d.]+\] /m);
  });

  it("says over several axes where each balancer is best", () => {
    const text = renderExperimentTerminal(fabricateSweep({ axes: [NODES, RATE] }), plain);
    expect(text).toContain("Where p99 is best, of 54 points");
    expect(text).toMatch(/^power-of-two-choices +76\.7 ±5\.8 ms +48$/m);
  });

  it("says how far each balancer goes", () => {
    const text = renderExperimentTerminal(fabricateSweep({ axes: [], limits: LIMITS }), plain);
    expect(text).toMatch(/^power-of-two-choices +up to 650\/s +600\/s to –$/m);
    expect(text).toMatch(/^least-response-time +everywhere in the range +–$/m);
  });

  it("puts balancers that do not fit beside the others into a table of their own", () => {
    const text = renderExperimentTerminal(fabricateSweep(), { ...plain, columns: 50 });
    for (const balancer of ["round-robin", "power-of-two-choices", "least-response-time"])
      expect(text).toMatch(new RegExp(`^traffic.*${balancer}`, "m"));
    expect(text.match(/^400\/s /gm)!.length).toBeGreaterThan(1);
  });

  it("has a grid of each balancer over two axes", () => {
    const text = renderExperimentTerminal(fabricateSweep({ axes: [RATE, NODES] }), plain);
    expect(text).toMatch(/^power-of-two-choices: p99, ms, by nodes/m);
    const grid = text.split("\n").filter((line) => line.startsWith("400/s "));
    expect(grid.length).toBeGreaterThanOrEqual(3);
  });

  it("says for each point how far each balancer goes", () => {
    const limits = [0, 1].flatMap((point) => LIMITS.map((limit) => ({ ...limit, point })));
    const text = renderExperimentTerminal(fabricateSweep({ limits }), plain);
    expect(text).toMatch(/^How far .* may go\ntraffic.*power-of-two-choices/m);
    expect(text).toMatch(/^100\/s .*up to 650\/s/m);
  });

  it("names what moves nothing", () => {
    const text = renderExperimentTerminal(fabricateSweep({ axes: [{ ...RATE, inert: true }] }), plain);
    expect(text.replaceAll("\n", " ")).toContain(`${RATE.path} moves nothing: no run changed with it.`);
  });
});

describe.each(Object.entries(EXPERIMENTS))("a %s in the terminal", (_, fabricate) => {
  it.each([40, 60, 80])("has no line wider than %i columns", (columns) => {
    for (const line of renderExperimentTerminal(fabricate(), { ...plain, columns }).split("\n")) {
      expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }
  });
});
