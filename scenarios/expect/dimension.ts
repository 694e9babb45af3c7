/** What a value of an expectation measures, so that seconds are never compared with messages. */

/** Powers of the base units. Counts, fractions and ratios are plain numbers. */
export interface Dimension {
  readonly seconds: number;
  readonly bytes: number;
}

export const NUMBER: Dimension = { seconds: 0, bytes: 0 };
export const TIME: Dimension = { seconds: 1, bytes: 0 };
export const RATE: Dimension = { seconds: -1, bytes: 0 };
export const SIZE: Dimension = { seconds: 0, bytes: 1 };

export function sameDimension(a: Dimension, b: Dimension): boolean {
  return a.seconds === b.seconds && a.bytes === b.bytes;
}

/** Of a product; with `power` -1, of a quotient. */
export function times(a: Dimension, b: Dimension, power: 1 | -1): Dimension {
  return { seconds: a.seconds + power * b.seconds, bytes: a.bytes + power * b.bytes };
}

/** In words: `a time`. */
export function dimensionWords(dimension: Dimension): string {
  if (sameDimension(dimension, NUMBER)) return "a number";
  if (sameDimension(dimension, TIME)) return "a time";
  if (sameDimension(dimension, RATE)) return "a rate";
  if (sameDimension(dimension, SIZE)) return "a size";
  const powers = Object.entries(dimension).filter(([, power]) => power !== 0);
  return `a value in ${powers.map(([unit, power]) => (power === 1 ? unit : `${unit}^${power}`)).join(" ")}`;
}
