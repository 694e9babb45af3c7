/** What the terminal shows of every kind of experiment: warnings, runs that failed, how it was made. */
import type { ExperimentHead } from "../../sim/index.ts";
import { chosenPercent } from "../experiment/values.ts";
import { formatCount } from "../format.ts";
import { emphasise, plainText, wrap } from "./text.ts";
import type { Emphasis, TerminalStyle } from "./text.ts";

/** Failed runs with the command that repeats each; the file has them all. */
const MOST_FAILURES = 5;

/** A text that came from a scenario, over as many lines as it takes. */
export function paragraph(
  text: string,
  style: TerminalStyle,
  hanging = "",
  emphasis: Emphasis | null = null,
): readonly string[] {
  return wrap(plainText(text), style, hanging).map((line) => emphasise(line, emphasis, style));
}

/** Lines as a block of text; nothing for none. */
export function block(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** The blocks with a blank line between them. */
export function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter((part) => part !== "").join("\n");
}

/** What to know before believing a figure. */
export function warningLines({ warnings, complete }: ExperimentHead, style: TerminalStyle): readonly string[] {
  const interrupted = complete ? [] : ["Interrupted: what follows holds only the runs that had finished."];
  const said = [...interrupted, ...warnings.map(({ text }) => text)];
  return said.flatMap((text) => paragraph(`! ${text}`, style, "  ", "bad"));
}

/** Runs that could not succeed, and how to see each fail again. */
export function failureLines({ failures, runs }: ExperimentHead, style: TerminalStyle): readonly string[] {
  if (failures.length === 0) return [];
  const count = `${formatCount(failures.length)} of ${formatCount(runs)} runs failed and ${failures.length === 1 ? "is" : "are"} left out:`;
  const more = failures.length - MOST_FAILURES;
  return [
    ...paragraph(count, style, "", "bad"),
    ...failures
      .slice(0, MOST_FAILURES)
      .flatMap(({ balancer, seed, message, replay }) => [
        ...paragraph(`${balancer}, seed ${seed}: ${message}`, style, "  "),
        ...paragraph(replay, style, "  ", "dim").map((line) => `  ${line}`),
      ]),
    ...(more > 0 ? paragraph(`  and ${formatCount(more)} more, in the result file`, style) : []),
  ];
}

/** `95% confidence`. */
export function confidenceWords({ confidence }: ExperimentHead): string {
  return `${chosenPercent(confidence)} confidence`;
}
