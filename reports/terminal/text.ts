/** Text in a terminal: how wide it is, where it breaks, and what stands for a sign that the terminal lacks. */

import { visibleText } from "../names.ts";

/** How a terminal shows text. */
export interface TerminalStyle {
  /** No line is longer. */
  readonly columns: number;
  /** ANSI colours and bold. */
  readonly colour: boolean;
  /** Signs beyond ASCII. */
  readonly unicode: boolean;
}

const MARKS = /\p{Mark}|\u200b|\u200c|\u200d|\ufe0f/u;
/** East Asian wide and fullwidth blocks and emoji, which take two cells (Unicode Standard Annex 11, in outline). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many cells the text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += MARKS.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** In signs that the terminal has, cut to so many cells, with an ellipsis where something was cut. */
export function shorten(text: string, cells: number, style: Pick<TerminalStyle, "unicode">): string {
  const shown = fit(text, style);
  if (widthOf(shown) <= cells) return shown;
  let kept = "";
  for (const character of shown) {
    if (widthOf(kept + character) > cells - 1) break;
    kept += character;
  }
  return cells > 0 ? kept + fit("…", style) : "";
}

/** Filled with spaces on the right. */
export function padEnd(text: string, cells: number): string {
  return text + " ".repeat(Math.max(0, cells - widthOf(text)));
}

/** Filled with spaces on the left. */
export function padStart(text: string, cells: number): string {
  return " ".repeat(Math.max(0, cells - widthOf(text))) + text;
}

/** Lines no wider than the terminal, in signs that it has, broken between words; later lines begin with `hanging`. */
export function wrap(text: string, style: TerminalStyle, hanging = ""): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of fit(text, style).split(/\s+/)) {
    const room = style.columns - (lines.length > 0 ? widthOf(hanging) : 0);
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = shorten(word, style.columns - widthOf(hanging), style);
  }
  if (line !== "") lines.push(line);
  return lines.map((each, index) => (index === 0 ? each : hanging + each));
}

/** On one line and without control characters: a name from a file must not move the cursor or colour the screen. */
export function plainText(text: string): string {
  return visibleText(text.replace(/\s+/g, " "));
}

const ASCII: Readonly<Record<string, string>> = {
  "–": "-",
  "−": "-",
  "—": "-",
  "…": ".",
  "·": "|",
  "×": "x",
  µ: "u",
  "†": "^",
  "≥": ">=",
  "≤": "<=",
  "“": '"',
  "”": '"',
  "’": "'",
  "→": "->",
  "±": "+-",
  "\ufffd": "?",
};

/** The text as the terminal can show it: our own typographic signs in ASCII where it has no Unicode. */
export function fit(text: string, style: Pick<TerminalStyle, "unicode">): string {
  return style.unicode ? text : text.replace(/[–−—…·×µ†≥≤“”’→±\ufffd]/g, (sign) => ASCII[sign]!);
}

export type Emphasis = "bold" | "dim" | "good" | "bad";

const CODES: Readonly<Record<Emphasis, string>> = { bold: "1", dim: "2", good: "32", bad: "31" };

/** The text with emphasis, where the terminal has colour. */
export function emphasise(text: string, emphasis: Emphasis | null, style: TerminalStyle): string {
  return style.colour && emphasis !== null ? `\u001b[${CODES[emphasis]}m${text}\u001b[0m` : text;
}
