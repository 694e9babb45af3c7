/** Fractions as people write them: `2%` or `0.02`. */
import { NUMBER, scaled, shifted } from "./decimal.ts";

const PERCENT = new RegExp(String.raw`^(${NUMBER})\s*%$`);

/** For JSON Schema. */
export const PERCENT_PATTERN: string = PERCENT.source;

/** `2%` is 0.02; null where the text is no percentage. */
export function parsePercent(text: string): number | null {
  const match = PERCENT.exec(text.trim());
  return match === null ? null : scaled(match[1]!, -2);
}

/** `0.02` is `2%`. Reads back as the same number. */
export function formatPercent(fraction: number): string {
  return `${shifted(fraction, 2)}%`;
}
