/** nginx's own way of writing numbers and times. */

/** In milliseconds, from the longest: a month has 30 days and a year 365, as `ngx_parse_time` counts. */
const UNITS: readonly (readonly [unit: string, milliseconds: number])[] = [
  ["y", 365 * 86_400_000],
  ["M", 30 * 86_400_000],
  ["w", 7 * 86_400_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

const TIME = /^(?:\d+(?:ms|[yMwdhms])\s*)*(?:\d+)?$/;
const PART = /(\d+)(ms|[yMwdhms])?/g;

/**
 * Seconds: `10s`, `1m30s`, `500ms`, `1h 30m`, units from long to short and each once; a number without a unit is in seconds. null
 * where the text is no time.
 */
export function nginxSeconds(text: string): number | null {
  if (text === "" || !TIME.test(text)) return null;
  let milliseconds = 0;
  let last = -1;
  for (const [, amount, unit = "s"] of text.matchAll(PART)) {
    const index = UNITS.findIndex(([name]) => name === unit);
    if (index <= last) return null;
    milliseconds += Number(amount) * UNITS[index]![1];
    last = index;
  }
  return milliseconds / 1000;
}

/** The same where nginx keeps whole seconds: milliseconds are no unit there. */
export function nginxWholeSeconds(text: string): number | null {
  return text.includes("ms") ? null : nginxSeconds(text);
}

/** A whole number of at least 0; null where the text is none. */
export function nginxNumber(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
