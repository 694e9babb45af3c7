/** A comparison in the terminal: the decision, a table per measure, what may not be believed, expectations. */
import type { CompareFile, ExpectationShare } from "../../sim/index.ts";
import { formatCount, formatFraction } from "../format.ts";
import { chosenPercent } from "../experiment/values.ts";
import { pairingWords } from "../experiment/compare/words.ts";
import { comparedMeasures } from "../experiment/compare/standing.ts";
import type { ComparedMeasure } from "../experiment/compare/standing.ts";
import { againstLines } from "./compare-against.ts";
import { measureTable } from "./compare-table.ts";
import { block, confidenceWords, failureLines, joinBlocks, paragraph, warningLines } from "./experiment.ts";
import { emphasise } from "./text.ts";
import type { Emphasis, TerminalStyle } from "./text.ts";

/** Everything of a comparison but its name and question, which `renderTerminalHead` says before anything has run. */
export function renderCompareTerminal(file: CompareFile, style: TerminalStyle): string {
  const measures = comparedMeasures(file);
  return joinBlocks([
    block(paragraph(file.verdict, style)),
    block(warningLines(file, style)),
    ...measures.map((measure) => block(measureTable(measure, style))),
    block(notes(file, measures).flatMap((note) => paragraph(note, style, "", "dim"))),
    againstLines(file.against, style),
    block(file.expectations.flatMap((share) => expectationLines(share, style))),
    block(failureLines(file, style)),
  ]);
}

function notes(file: CompareFile, measures: readonly ComparedMeasure[]): readonly string[] {
  const cells = measures.flatMap((measure) => measure.cells);
  const standings = new Set(cells.map((cell) => cell.standing));
  const confidence = chosenPercent(file.confidence);
  const marks = [
    ...(standings.has("best") ? ["* best"] : []),
    ...(standings.has("tied") ? [`~ may be best as well (${confidence})`] : []),
  ];
  const open = cells.filter((cell) => cell.difference?.verdict === "cannot tell");
  const more = Math.max(0, ...open.map((cell) => cell.difference!.moreReplications ?? 0));
  return [
    ...(marks.length > 0 ? [marks.join(", ")] : []),
    ...(more > 0 ? [`To decide what is open: about ${formatCount(more)} more replications.`] : []),
    ...(file.contenders.some(({ truth }) => truth)
      ? ["† Knows the true state of every node, which no real balancer can: a bound."]
      : []),
    made(file),
  ];
}

function made(file: CompareFile): string {
  const pairs = `${formatCount(file.seeds.length)} ${file.seeds.length === 1 ? "replication" : "replications"} of each balancer under common random numbers`;
  const pairing = pairingWords(file.differences);
  return [
    pairs,
    confidenceWords(file),
    `differences within ${chosenPercent(file.precision)} count as equivalent`,
    ...(pairing === null ? [] : [pairing]),
  ].join(" · ");
}

/** `✓ 40 of 40  text`: held always, never, or sometimes. */
function expectationLines(
  { text, met, failed, unknown, share }: ExpectationShare,
  style: TerminalStyle,
): readonly string[] {
  const known = met + failed;
  const [unicode, ascii, emphasis]: readonly [string, string, Emphasis] =
    known === 0 ? ["?", "?", "dim"] : failed === 0 ? ["✓", "ok", "good"] : ["✗", "FAILED", "bad"];
  const sign = style.unicode ? unicode : ascii;
  const [first = "", ...rest] = paragraph(`${sign} ${text}`, style, "  ");
  const bounds =
    share.low === null || share.high === null ? "" : ` (${formatFraction(share.low)} to ${formatFraction(share.high)})`;
  const held =
    known === 0
      ? "known in no replication"
      : `held in ${formatCount(met)} of ${formatCount(known)} replications${bounds}`;
  const open = unknown > 0 && known > 0 ? `, unknown in ${formatCount(unknown)}` : "";
  return [
    emphasise(sign, emphasis, style) + first.slice(sign.length),
    ...rest,
    ...paragraph(`${held}${open}`, { ...style, columns: style.columns - 4 }).map((line) =>
      emphasise(`    ${line}`, "dim", style),
    ),
  ];
}
