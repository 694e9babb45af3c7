/** How the words after an option become its value. */
import { InvalidArgumentError } from "commander";

/** An option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** A seed: a whole number from 0 to 2^53 - 1. */
export function seedNumber(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) {
    throw new InvalidArgumentError(
      `expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, got ${JSON.stringify(text)}`,
    );
  }
  return seed;
}

/** A message's place in the order of publication: a whole number from 0 on. */
export function sequenceNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`expected a message's number, counted from 0, got ${JSON.stringify(text)}`);
  }
  return value;
}

/** A count of something: a whole number from 1 on. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError(`expected a whole number > 0, got ${JSON.stringify(text)}`);
  }
  return value;
}
