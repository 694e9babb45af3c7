/** Domains, ticks and tick labels: chosen here, once, so that they do not jump when a balancer is hidden. */

/** Steps of simulated time that people count in, in seconds. */
const TIME_STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];
const WANTED_TICKS = 6;

/** Tick label of a time given in seconds, with an SI-prefixed unit. A constant: nothing of a scenario is in it. */
export const SECONDS_LABEL: string =
  "datum.value == 0 ? '0' : datum.value >= 1 ? format(datum.value, '~r') + ' s'" +
  " : datum.value >= 1e-3 ? format(datum.value * 1e3, '~r') + ' ms'" +
  " : datum.value >= 1e-6 ? format(datum.value * 1e6, '~r') + ' µs' : format(datum.value * 1e9, '~r') + ' ns'";

/** Ticks of a simulated-time axis, and the expression that labels them. */
export interface TimeTicks {
  readonly values: number[];
  readonly labelExpr: string;
}

export function timeTicks(endSeconds: number): TimeTicks {
  const step = timeStep(endSeconds / WANTED_TICKS);
  const count = Math.floor(endSeconds / step + 1e-9);
  const values = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
  return { values, labelExpr: timeLabel(endSeconds) };
}

function timeStep(atLeast: number): number {
  if (atLeast <= 0) return 1;
  if (atLeast < 1 || atLeast > TIME_STEPS.at(-1)!) return roundUp(atLeast);
  return TIME_STEPS.find((step) => step >= atLeast)!;
}

function timeLabel(endSeconds: number): string {
  if (endSeconds >= 2 * 86_400) return "datum.value == 0 ? '0' : format(datum.value / 86400, '~r') + ' d'";
  if (endSeconds >= 2 * 3600) return "datum.value == 0 ? '0' : format(datum.value / 3600, '~r') + ' h'";
  if (endSeconds >= 300) return "datum.value == 0 ? '0' : format(datum.value / 60, '~r') + ' min'";
  return SECONDS_LABEL;
}

/** The domain and ticks of a logarithmic axis around positive values; ticks at 1, 2, 5 where few decades leave room. */
export function logAxis(values: Iterable<number | null>): { domain: [number, number]; ticks: number[] } {
  let low = Infinity;
  let high = 0;
  for (const value of values) {
    if (value === null || value <= 0) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === 0) return { domain: [1e-3, 1], ticks: [1e-3, 1e-2, 1e-1, 1] };
  const domain: [number, number] = [roundDown(low), roundUp(high)];
  if (domain[0] === domain[1]) domain[1] = roundUp(domain[1] * 1.5);
  return { domain, ticks: logTicks(domain) };
}

function logTicks([low, high]: readonly [number, number]): number[] {
  const mantissas = high / low > 2e3 ? [1] : [1, 2, 5];
  const first = Math.floor(Math.log10(low));
  const decades = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, index) => first + index);
  const ticks = decades.flatMap((decade) => mantissas.map((mantissa) => Number(`${mantissa}e${decade}`)));
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** The top of an axis that starts at zero, a little above the largest value; 1 where there is none. */
export function zeroBasedTop(values: Iterable<number | null>): number {
  let high = 0;
  for (const value of values) high = Math.max(high, value ?? 0);
  return high === 0 ? 1 : high * 1.05;
}

/** The next 1, 2 or 5 times a power of ten, at or above a positive value. */
export function roundUp(value: number): number {
  return oneTwoFive(value).find((step) => step >= value * (1 - 1e-9))!;
}

/** The last 1, 2 or 5 times a power of ten, at or below a positive value. */
export function roundDown(value: number): number {
  return oneTwoFive(value)
    .filter((step) => step <= value * (1 + 1e-9))
    .at(-1)!;
}

function oneTwoFive(value: number): readonly number[] {
  const decade = Math.floor(Math.log10(value));
  return [-1, 0, 1].flatMap((shift) => [1, 2, 5].map((mantissa) => Number(`${mantissa}e${decade + shift}`)));
}
