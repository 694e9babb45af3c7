/** Rates as people write them: `900/s`, `12/min`, `0.5/ms`. */
import { NUMBER, scaled, shifted } from "./decimal.ts";

const RATE = new RegExp(String.raw`^(${NUMBER})\s*/\s*(ns|us|µs|μs|ms|s|sec|second|m|min|minute|h|hour|d|day)$`);

/** For JSON Schema. */
export const RATE_PATTERN: string = RATE.source;

const EXPONENTS: Readonly<Record<string, number>> = { ns: 9, us: 6, µs: 6, μs: 6, ms: 3 };
const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
};

/** Per second; null where the text is no rate. */
export function parseRate(text: string): number | null {
  const match = RATE.exec(text.trim());
  if (match === null) return null;
  const [, amount, unit] = match as unknown as [string, string, string];
  return scaled(amount, EXPONENTS[unit] ?? 0) / (SECONDS[unit] ?? 1);
}

/** `900/s`; per minute, hour or day where that is shorter. Reads back as the same number per second. */
export function formatRate(perSecond: number): string {
  let best = `${shifted(perSecond, 0)}/s`;
  for (const unit of ["min", "h", "d"]) {
    const text = `${shifted(perSecond * SECONDS[unit]!, 0)}/${unit}`;
    if (text.length < best.length && parseRate(text) === perSecond) best = text;
  }
  return best;
}
