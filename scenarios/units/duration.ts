/** Durations as people write them: `150ms`, `1.5s`, `1h30m`, `500us`. */
import { NUMBER, scaled, shifted } from "./decimal.ts";

interface DurationUnit {
  readonly exponent: number;
  readonly times: number;
}

/** A unit is `times` × 10^`exponent` nanoseconds. */
const UNITS: Readonly<Record<string, DurationUnit>> = {
  ns: { exponent: 0, times: 1 },
  us: { exponent: 3, times: 1 },
  µs: { exponent: 3, times: 1 },
  μs: { exponent: 3, times: 1 },
  ms: { exponent: 6, times: 1 },
  s: { exponent: 9, times: 1 },
  m: { exponent: 9, times: 60 },
  min: { exponent: 9, times: 60 },
  h: { exponent: 9, times: 3600 },
  d: { exponent: 9, times: 86_400 },
};

const PART = String.raw`(${NUMBER})\s*(ns|us|µs|μs|ms|min|s|m|h|d)`;
const WHOLE = new RegExp(`^(?:${PART}\\s*)+$`);
const PARTS = new RegExp(PART, "g");

/** For JSON Schema. */
export const DURATION_PATTERN: string = String.raw`^(${NUMBER}\s*(ns|us|µs|μs|ms|min|s|m|h|d)\s*)+$`;

/** Nanoseconds, not rounded; null where the text is no duration. Parts go from large units to small ones, each once. */
export function parseDuration(text: string): number | null {
  if (!WHOLE.test(text.trim())) return null;
  let [total, last] = [0, Infinity];
  for (const [, amount, name] of text.matchAll(PARTS)) {
    const unit = UNITS[name!]!;
    const size = unit.times * 10 ** unit.exponent;
    if (size >= last) return null;
    total += scaled(amount!, unit.exponent) * unit.times;
    last = size;
  }
  return total;
}

/** `90e9` is `1m30s`, `1.5e6` is `1.5ms`. Reads back as the same number of nanoseconds. */
export function formatDuration(ns: number): string {
  if (ns >= 60e9 && Number.isSafeInteger(ns)) return compound(ns);
  if (ns >= 1e9) return `${shifted(ns, -9)}s`;
  if (ns >= 1e6) return `${shifted(ns, -6)}ms`;
  if (ns >= 1e3) return `${shifted(ns, -3)}us`;
  return ns === 0 ? "0s" : `${shifted(ns, 0)}ns`;
}

/** The same for a duration in seconds, exactly. */
export function formatSeconds(seconds: number): string {
  const ns = Number(shifted(seconds, 9));
  return scaled(shifted(ns, 0), -9) === seconds && parseSeconds(formatDuration(ns)) === seconds
    ? formatDuration(ns)
    : `${shifted(seconds, 0)}s`;
}

/** Seconds; null where the text is no duration. */
export function parseSeconds(text: string): number | null {
  // Seconds alone are read without the way through nanoseconds, which could round twice.
  const seconds = new RegExp(`^(${NUMBER})\\s*s$`).exec(text.trim());
  if (seconds !== null) return Number(seconds[1]);
  const ns = parseDuration(text);
  return ns === null ? null : scaled(shifted(ns, 0), -9);
}

function compound(ns: number): string {
  let rest = ns;
  let text = "";
  for (const name of ["d", "h", "m"]) {
    const size = UNITS[name]!.times * 1e9;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${name}`;
  }
  return rest === 0 ? text : `${text}${shifted(rest, -9)}s`;
}
