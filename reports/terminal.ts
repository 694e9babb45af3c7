/** The result in a terminal, in the report's order: question, verdict, table, expectations. No line is wider than the terminal. */
import type { ExpectationResult, ResultFile, RunResult, ScenarioDocument } from "../sim/index.ts";
import { withoutQueueNotes } from "./findings/without-queue.ts";
import { formatCount, formatDuration, formatPerSecond } from "./format.ts";
import { compareInTable } from "./terminal/comparison.ts";
import { sparklineLines } from "./terminal/sparkline.ts";
import { verdict } from "./verdict.ts";
import { emphasise, plainText, wrap } from "./terminal/text.ts";
import type { Emphasis, TerminalStyle } from "./terminal/text.ts";

export type { TerminalStyle } from "./terminal/text.ts";

/** What can be said before anything has run: the scenario's name and its question. */
export function renderTerminalHead(document: ScenarioDocument, style: TerminalStyle): string {
  const lines = [
    ...paragraph(document.name, style).map((line) => emphasise(line, "bold", style)),
    ...paragraph(document.question ?? "", style),
  ];
  return block(lines);
}

/** The verdict, the comparison table, what was simulated, the sparklines and the expectations with both sides' values. */
export function renderTerminal(result: ResultFile, style: TerminalStyle): string {
  if (result.runs.length === 0) return block(["No run finished."]);
  const { lines, notes } = compareInTable(result.runs, style);
  const small = [...notes, factsOf(result.runs[0]!)].flatMap((note) => paragraph(note, style));
  return [
    block(paragraph(verdict(result).sentence, style)),
    block([...lines, ...small.map((line) => emphasise(line, "dim", style)), ...warningLines(result, style)]),
    block(sparklineLines(result.runs, result.faults, style)),
    block(result.expectations.flatMap((expectation) => expectationLines(expectation, style))),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function warningLines(result: ResultFile, style: TerminalStyle): readonly string[] {
  const lines = withoutQueueNotes(result).flatMap((note) => paragraph(`beware: ${note}`, style));
  return lines.map((line) => emphasise(line, "bad", style));
}

function factsOf(run: RunResult): string {
  return [
    `${formatCount(run.nodes.length)} ${run.nodes.length === 1 ? "node" : "nodes"}`,
    `${formatCount(run.messages.offered)} messages measured, ${formatPerSecond(run.offeredPerSecond)}`,
    `${formatDuration(run.simulatedSeconds)} simulated` +
      (run.warmupSeconds > 0 ? `, the first ${formatDuration(run.warmupSeconds)} not measured` : ""),
    `one run per balancer with seed ${run.seed}: small differences may be chance`,
  ].join(" · ");
}

const SIGNS = {
  met: { unicode: "✓", ascii: "ok", emphasis: "good" },
  failed: { unicode: "✗", ascii: "FAILED", emphasis: "bad" },
  unknown: { unicode: "?", ascii: "?", emphasis: "dim" },
} as const satisfies Record<ExpectationResult["outcome"], { unicode: string; ascii: string; emphasis: Emphasis }>;

function expectationLines(expectation: ExpectationResult, style: TerminalStyle): readonly string[] {
  const sign = SIGNS[expectation.outcome];
  const mark = style.unicode ? sign.unicode : sign.ascii;
  const [first = "", ...rest] = paragraph(`${mark} ${expectation.text}`, style, "  ");
  return [
    emphasise(mark, sign.emphasis, style) + first.slice(mark.length),
    ...rest,
    ...wrap(plainText(expectation.detail), { ...style, columns: style.columns - 4 }).map((line) =>
      emphasise(`    ${line}`, "dim", style),
    ),
  ];
}

function paragraph(text: string, style: TerminalStyle, hanging = ""): readonly string[] {
  return wrap(plainText(text), style, hanging);
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
