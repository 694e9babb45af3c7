/** HAProxy's own way of writing times and numbers. */

/** In milliseconds. */
const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Seconds: `500`, `500ms`, `10s`; a number without a unit is in milliseconds. null where the text is no time. */
export function haproxySeconds(text: string): number | null {
  const match = /^(\d{1,12})(us|ms|s|m|h|d)?$/.exec(text);
  return match === null ? null : (Number(match[1]) * UNITS[match[2] ?? "ms"]!) / 1000;
}

/** A whole number within the range; null where the text is none. */
export function haproxyNumber(text: string, min: number, max: number = Number.MAX_SAFE_INTEGER): number | null {
  if (!/^-?\d{1,15}$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}
