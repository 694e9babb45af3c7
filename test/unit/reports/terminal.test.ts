import { describe, expect, it } from "vitest";
import { renderTerminal, renderTerminalHead } from "../../../reports/terminal.ts";
import { sparkline, squeeze } from "../../../reports/terminal/sparkline.ts";
import { shorten, widthOf, wrap } from "../../../reports/terminal/text.ts";
import { verdict } from "../../../reports/verdict.ts";
import type { ResultFile, RunResult } from "../../../sim/index.ts";
import type { TerminalStyle } from "../../../reports/terminal.ts";
import { sampleResult, sampleRun } from "../cli/sample-result.ts";

const plain: TerminalStyle = { columns: 80, colour: false, unicode: true };
const losing = sampleRun("round-robin", 0.0313);
const result = sampleResult(
  [
    { ...losing, messages: { ...losing.messages, offered: 1000, lost: 41 } },
    sampleRun("least-response-time", 0.0124),
    sampleRun("join-shortest-queue", 0.0124, { truth: true }),
  ],
  {
    expectations: [
      { text: "lost(hash) == 0", outcome: "met", detail: "lost(hash) = 0" },
      {
        text: "p99(responseTime, hash) < 2ms",
        outcome: "failed",
        detail: "p99(responseTime, hash) = 3 ms; 2ms = 2 ms",
      },
      { text: "mean(responseTime, x) < 1s", outcome: "unknown", detail: "no run of x" },
    ],
  },
);

/** The table and what follows, without the verdict above it. */
function tableLines(file: ResultFile, style: TerminalStyle): readonly string[] {
  const lines = renderTerminal(file, style).split("\n");
  return lines.slice(lines.indexOf("") + 1);
}

describe("the comparison table", () => {
  it("stands under the verdict", () => {
    expect(renderTerminal(result, plain)).toContain(verdict(result).sentence.split(" ").slice(0, 8).join(" "));
  });

  it("says beneath it what a balancer does without the queue that it was made for", () => {
    const lonely = sampleResult([sampleRun("central-queue", 0.02)]);
    expect(renderTerminal(lonely, plain).replaceAll(/\s+/g, " ")).toContain(
      "beware: central-queue refuses what comes while no worker is free: it was made for a queue",
    );
    expect(renderTerminal(result, plain)).not.toContain("beware");
  });

  it("has columns of tries and duplicates only where there are some", () => {
    const sentOnce = { attempts: { mean: 1, max: 1, histogram: [0, 100] }, duplicates: 0 };
    const retried = { attempts: { mean: 1.25, max: 4, histogram: [0, 80, 15, 5] }, duplicates: 7 };
    const wide = { ...plain, columns: 160 };
    const headOf = (change: Partial<RunResult>): string =>
      tableLines(sampleResult([sampleRun("random", 0.02, change), sampleRun("hash", 0.02, sentOnce)]), wide)[0]!;
    expect(headOf(retried)).toMatch(/tries +twice/);
    expect(headOf(sentOnce)).not.toMatch(/tries|twice/);
  });

  it("shows who was misled beside what was lost, and who misled nobody as the best", () => {
    const told = { ...sampleRun("hash", 0.02).messages.told, delivered: { confirmed: 0, failed: 7, unknown: 0 } };
    const misleading = sampleRun("misleading", 0.02);
    const runs = [{ ...misleading, messages: { ...misleading.messages, told } }, sampleRun("true", 0.02)];
    const lines = tableLines(sampleResult(runs), { ...plain, columns: 50 }).join("\n");
    expect(lines).toMatch(/^balancer .*lost .*misled/);
    expect(lines).toMatch(/^misleading .* 7$/m);
    expect(lines).toMatch(/^true .* 0\*$/m);
  });

  it("has a column of wasted work only where there is some", () => {
    const wasteful = sampleResult([sampleRun("random", 0.02, { wastedWork: 0.4785 }), sampleRun("hash", 0.02)]);
    const wide = { ...plain, columns: 120 };
    expect(tableLines(wasteful, wide)[0]).toContain("wasted");
    expect(tableLines(wasteful, wide)[1]).toContain("47.9%");
    expect(renderTerminal(result, wide)).not.toContain("wasted");
  });

  const lines = tableLines(result, plain);
  const words = lines.join(" ");

  it("has a row per balancer with three significant digits, units, and the best of each column marked, the omniscient left out", () => {
    expect(lines.slice(0, 4)).toEqual([
      "balancer                 mean       p50       p99    p99.9    lost   imbalance",
      "round-robin           31.3 ms   21.9 ms    157 ms   282 ms   4.10%       1.25×",
      "least-response-time   12.4 ms*  8.68 ms*  62.0 ms*  112 ms*     0%*      1.25×",
      "join-shortest-queue†  12.4 ms   8.68 ms   62.0 ms   112 ms      0%       1.25×",
    ]);
  });

  it("says what its marks mean, who cheats, and what was simulated", () => {
    expect(words).toContain("* best");
    expect(words).toContain("imbalance: Messages that reached the busiest node over the mean");
    expect(words).toContain("† Knows the true state of every node");
    expect(words).toContain("2 nodes · 1,000 messages measured, 398/s · 2 min simulated, the first 20 s not measured");
  });

  it("marks a tie as a tie", () => {
    const three = [sampleRun("a", 0.01), sampleRun("b", 0.01001), sampleRun("c", 0.02)];
    const [, a, b, c] = tableLines(sampleResult(three), plain);
    expect(a).toMatch(/^a +10\.0 ms= /);
    expect(b).toMatch(/^b +10\.0 ms= /);
    expect(c).toMatch(/^c +20\.0 ms /);
  });

  it("marks nothing where all are alike", () => {
    const alike = sampleResult([sampleRun("a", 0.01), sampleRun("b", 0.01)]);
    expect(renderTerminal(alike, plain)).not.toMatch(/[s%×][*=]/);
  });

  it.each([200, 80, 60, 50, 40, 30, 20])("never has a line wider than %i columns", (columns) => {
    const text =
      renderTerminalHead(result.scenario, { ...plain, columns }) + renderTerminal(result, { ...plain, columns });
    const widest = Math.max(...text.split("\n").map(widthOf));
    expect(widest).toBeLessThanOrEqual(columns);
  });

  it("keeps p99 and losses when it drops columns", () => {
    const head = tableLines(result, { ...plain, columns: 44 })[0]!;
    expect(head.split(/\s+/)).toEqual(["balancer", "p99", "lost"]);
  });

  it("shows wide names without breaking the columns", () => {
    const wide = sampleResult([sampleRun("负载均衡", 0.02), sampleRun("x", 0.01)]);
    const [, first, second] = tableLines(wide, plain);
    expect(widthOf(first!.slice(0, first!.indexOf("ms")))).toBe(widthOf(second!.slice(0, second!.indexOf("ms"))));
  });
});

describe("expectations", () => {
  it("carry a sign, the text and both sides' values", () => {
    const text = renderTerminal(result, plain);
    expect(text).toContain("✓ lost(hash) == 0\n    lost(hash) = 0\n");
    expect(text).toContain("✗ p99(responseTime, hash) < 2ms\n    p99(responseTime, hash) = 3 ms; 2ms = 2 ms\n");
    expect(text).toContain("? mean(responseTime, x) < 1s\n    no run of x\n");
  });
});

describe("a terminal of lesser means", () => {
  it.each([80, 24])("gets ASCII only where it has no Unicode, %i columns wide", (columns) => {
    const text = renderTerminal(result, { ...plain, columns, unicode: false });

    expect(text).toMatch(/^[\x00-\x7f]*$/);
    expect(text).toContain("FAILED p99(responseTime,");
  });

  it("gets no escape sequences without colour, and ends each one it gets with it", () => {
    expect(renderTerminal(result, plain)).not.toContain("\u001b");
    const coloured = renderTerminal(result, { ...plain, colour: true });
    expect(coloured.split("\u001b[0m").length).toBe(coloured.split(/\u001b\[[1-9]/).length);

    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(renderTerminal(result, plain));
  });

  it("is not controlled by a scenario's names", () => {
    const head = renderTerminalHead({ name: "a\u001b[2Jb", question: "c\u0007\r\nd" }, plain);
    expect(head).toBe("a\ufffd[2Jb\nc\ufffd d\n");
  });
});

describe("sparklines", () => {
  it("use the whole scale, logarithmically, and leave blanks where nothing was seen", () => {
    expect(sparkline([1, 10, null, 100], 1, 100, plain)).toBe("▁▅ █");
    expect(sparkline([1, 10, null, 100], 1, 100, { unicode: false })).toBe("_+ @");
    expect(sparkline([5, 5], 5, 5, plain)).toBe("▁▁");
  });

  it("keep every peak when squeezed", () => {
    const values = Array.from({ length: 100 }, (_, index) => (index === 73 ? 9 : 1));
    expect(squeeze(values, 10)).toEqual([1, 1, 1, 1, 1, 1, 1, 9, 1, 1]);
    expect(squeeze([1, null], 10)).toEqual([1, null]);
  });

  it("stand above the time of each fault", () => {
    const lines = renderTerminal(result, plain).split("\n");
    const fault = lines.find((line) => line.includes("▔"))!;
    expect(fault.indexOf("▔")).toBe(lines.find((line) => line.includes("█"))!.indexOf("▅") + 1);
    expect(fault.trim()).toBe("▔ crash n2");
  });
});

describe("words", () => {
  it("wrap between words and hang", () => {
    expect(wrap("one two three four", { ...plain, columns: 9 }, "  ")).toEqual(["one two", "  three", "  four"]);
    expect(wrap("", plain)).toEqual([]);
    expect(wrap("unbreakable", { ...plain, columns: 5 })).toEqual(["unbr…"]);
  });

  it("are cut by cells, not by characters", () => {
    expect(shorten("负载均衡", 5, plain)).toBe("负载…");
    expect(widthOf("e\u0301")).toBe(1);
  });
});
