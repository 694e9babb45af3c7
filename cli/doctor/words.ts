/** How figures stand in the texts of set-ups and measures. */

/** A number that is not negative, as one group of a regular expression. */
export const NUMBER = "(\\d*\\.?\\d+(?:e[+-]?\\d+)?)";

const SMALL_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const WORD = new RegExp(`\\b(?:${SMALL_NUMBERS.join("|")})\\b`, "gi");

/** The text with small numbers in figures: `power of two choices` is `power of 2 choices`, `no retries` is `0 retries`. */
export function inFigures(text: string): string {
  return text.replace(WORD, (word) => String(SMALL_NUMBERS.indexOf(word.toLowerCase())));
}
