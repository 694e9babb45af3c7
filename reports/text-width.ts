/**
 * How wide text is where there is no screen to measure it on: vega's own guess (0.8 em for every character) leaves charts
 * with wide empty margins and cuts labels that would fit. Widths are rounded from Helvetica's published metrics.
 */
import * as vega from "vega";

const AVERAGE_EM = 0.53;
const WIDE_EM = 1;
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[iljI.,:;|!'`]/u, 0.25],
  [/[ftr()[\]/\\ -]/u, 0.32],
  [/[mwMW%@]/u, 0.86],
  [/[A-Z&]/u, 0.68],
  [/[\u1100-\uffdc\u{10000}-\u{3ffff}]/u, WIDE_EM],
];

/** The width of a text in pixels at a font size in pixels. */
export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const character of text) em += WIDTHS.find(([set]) => set.test(character))?.[1] ?? AVERAGE_EM;
  return em * fontSize;
}

/** Tells vega to measure text so. A browser has a canvas to measure with, and is left alone. */
export function measureTextByTable(): void {
  const { textMetrics } = vega as unknown as { textMetrics: TextMetrics };
  textMetrics.width = (item, text) => textWidth(String(text ?? item.text ?? ""), item.fontSize ?? 11);
}

/** What vega exports without declaring it. */
interface TextMetrics {
  width: (item: { readonly text?: unknown; readonly fontSize?: number }, text?: unknown) => number;
}
