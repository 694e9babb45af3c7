/** Numbers as people read them: three significant digits, SI-prefixed units, a dash for what does not apply. */

/** Stands where a measure does not apply or nothing was observed. Never 0. */
export const NOT_APPLICABLE = "–";

/** Significant digits of every measured figure in a report. */
export const SIGNIFICANT_DIGITS = 3;

/** A unit of time: its symbol, and how many seconds one of it is. */
export interface TimeUnit {
  readonly symbol: "ns" | "µs" | "ms" | "s";
  readonly seconds: number;
}

const NANOSECOND: TimeUnit = { symbol: "ns", seconds: 1e-9 };
const MICROSECOND: TimeUnit = { symbol: "µs", seconds: 1e-6 };
const MILLISECOND: TimeUnit = { symbol: "ms", seconds: 1e-3 };
const SECOND: TimeUnit = { symbol: "s", seconds: 1 };
const TIME_UNITS = [SECOND, MILLISECOND, MICROSECOND, NANOSECOND] as const;

type Maybe = number | null | undefined;

/** A plain number to three significant digits: `0.0124`, `12.4`, `1,240`; `2.50e+9` only beyond a million times either way. */
export function formatNumber(value: Maybe, digits: number = SIGNIFICANT_DIGITS): string {
  if (!isNumber(value)) return NOT_APPLICABLE;
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)));
  if (magnitude < -6 || magnitude > 11) return withMinus(rounded.toExponential(digits - 1));
  return group(rounded, Math.max(0, digits - 1 - magnitude));
}

/** A count, exact: `48,000`. */
export function formatCount(value: Maybe): string {
  return isNumber(value) ? group(Math.round(value), 0) : NOT_APPLICABLE;
}

/** A time given in seconds, in the unit that suits it: `12.4 ms`, `1.24 s`, `870 µs`. */
export function formatSeconds(seconds: Maybe): string {
  if (!isNumber(seconds)) return NOT_APPLICABLE;
  const unit = timeUnitFor(seconds);
  return `${formatInUnit(seconds, unit)} ${unit.symbol}`;
}

/** A time given in seconds as a bare number of `unit`, for a column whose head names the unit. */
export function formatInUnit(seconds: Maybe, unit: TimeUnit): string {
  return isNumber(seconds) ? formatNumber(seconds / unit.seconds) : NOT_APPLICABLE;
}

/** The largest unit in which the smallest of these times (in seconds; 0 and null left out) is still at least a tenth. */
export function sharedTimeUnit(times: readonly Maybe[]): TimeUnit {
  const observed = times.filter(isNumber).map(Math.abs);
  const smallest = Math.min(...observed.filter((seconds) => seconds > 0));
  return Number.isFinite(smallest) ? timeUnitFor(smallest * 10) : MILLISECOND;
}

/** A span of simulated time given in seconds, as one says it: `2 min`, `1 h 30 min`, `12.5 s`. */
export function formatDuration(seconds: Maybe): string {
  if (!isNumber(seconds)) return NOT_APPLICABLE;
  if (seconds < 60)
    return formatSeconds(seconds)
      .replace(/(\.\d*?)0+ /, "$1 ")
      .replace(". ", " ");
  const whole = Math.round(seconds);
  const parts = [
    { symbol: "d", amount: Math.floor(whole / 86_400) },
    { symbol: "h", amount: Math.floor(whole / 3600) % 24 },
    { symbol: "min", amount: Math.floor(whole / 60) % 60 },
    { symbol: "s", amount: whole % 60 },
  ];
  const said = parts.filter(({ amount }) => amount > 0);
  return said.map(({ amount, symbol }) => `${amount} ${symbol}`).join(" ");
}

/** A rate per second: `399/s`, `1.24 k/s`, `2.40 M/s`. */
export function formatPerSecond(rate: Maybe): string {
  if (!isNumber(rate)) return NOT_APPLICABLE;
  const rounded = Math.abs(Number(rate.toPrecision(SIGNIFICANT_DIGITS)));
  if (rounded >= 1e9) return `${formatNumber(rate / 1e9)} G/s`;
  if (rounded >= 1e6) return `${formatNumber(rate / 1e6)} M/s`;
  if (rounded >= 1e4) return `${formatNumber(rate / 1e3)} k/s`;
  return `${formatNumber(rate)}/s`;
}

/**
 * A fraction in percent: `4.10%`, `0.0213%`. Only 0 is `0%` and only 1 is `100%`: what is almost all keeps as many nines
 * as it needs (`99.998%`), since the little that is missing is what the reader looks for.
 */
export function formatFraction(fraction: Maybe): string {
  if (!isNumber(fraction)) return NOT_APPLICABLE;
  if (fraction === 0) return "0%";
  if (fraction === 1) return "100%";
  const missing = 1 - fraction;
  if (missing > 0 && missing < 0.001) return `${almostAll(missing)}%`;
  return `${formatNumber(fraction * 100)}%`;
}

/** How many times as much: `6.73×`. */
export function formatRatio(ratio: Maybe): string {
  return isNumber(ratio) ? `${formatNumber(ratio)}×` : NOT_APPLICABLE;
}

/** A relative difference with its sign: `+12.3%`, `−4.00%`, `0%`. */
export function formatDifference(relative: Maybe): string {
  if (!isNumber(relative)) return NOT_APPLICABLE;
  return `${relative > 0 ? "+" : ""}${formatNumber(relative * 100)}%`;
}

function timeUnitFor(seconds: number): TimeUnit {
  const rounded = Math.abs(Number(seconds.toPrecision(SIGNIFICANT_DIGITS)));
  if (rounded === 0) return SECOND;
  return TIME_UNITS.find((unit) => rounded >= unit.seconds) ?? NANOSECOND;
}

/** Digits until the first that shows something missing; a double carries about thirteen of them. */
function almostAll(missing: number): string {
  const decimals = Math.min(13, Math.ceil(-Math.log10(missing * 100)));
  return (100 - missing * 100).toFixed(decimals);
}

function group(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".") as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && Number(text.replaceAll(",", "")) !== 0 ? `−${text}` : text;
}

function withMinus(text: string): string {
  return text.startsWith("-") ? `−${text.slice(1)}` : text;
}

function isNumber(value: Maybe): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
