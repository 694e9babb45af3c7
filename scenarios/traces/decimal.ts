/**
 * Numbers from their decimal text, without the rounding that a double would bring: an epoch time in nanoseconds has 19
 * digits, and a double carries 15. The value is kept as whole seconds and nanoseconds.
 */

/** A point in time since any origin: `seconds * 10^9 + nanos`, both whole numbers. Reused as a cursor. */
export interface Instant {
  seconds: number;
  nanos: number;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const SHORT_INTEGER = /^\d{1,15}$/;
const NANO_DIGITS = 9;

/** True where the text is a plain decimal number, as `Number` would read it. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/**
 * Reads a decimal number of units of 10^-`scale` seconds (0: seconds, 9: nanoseconds), rounded half up to whole
 * nanoseconds. False, and `into` meaningless, where the text is no such number or not within 2^53 seconds.
 */
export function readDecimal(text: string, scale: number, into: Instant): boolean {
  if (SHORT_INTEGER.test(text)) return readInteger(Number(text), scale, into);
  const match = DECIMAL.exec(text);
  if (match === null) return false;
  const [, sign, whole, fraction = "", exponent = "0"] = match;
  const digits = whole! + fraction;
  const point = whole!.length + Number(exponent) - scale;
  const seconds = point > 0 ? Number(digits.slice(0, point).padEnd(point, "0")) : 0;
  if (!Number.isSafeInteger(seconds)) return false;
  const rest = point >= 0 ? digits.slice(point) : "0".repeat(Math.min(-point, NANO_DIGITS + 1)) + digits;
  const nanos = roundedNanos(rest);
  into.seconds = sign === "-" ? -seconds : seconds;
  into.nanos = sign === "-" ? -nanos : nanos;
  return true;
}

function readInteger(value: number, scale: number, into: Instant): boolean {
  const perSecond = 10 ** scale;
  into.seconds = Math.floor(value / perSecond);
  into.nanos = (value % perSecond) * 10 ** (NANO_DIGITS - scale);
  return true;
}

/** The digits after a decimal point of seconds, as nanoseconds rounded half up; 10^9 where they round to a second. */
export function roundedNanos(fraction: string): number {
  const missing = NANO_DIGITS - fraction.length;
  if (missing >= 0) return Number(fraction) * 10 ** missing;
  const nanos = Number(fraction.slice(0, NANO_DIGITS));
  return fraction.charCodeAt(NANO_DIGITS) >= "5".charCodeAt(0) ? nanos + 1 : nanos;
}
