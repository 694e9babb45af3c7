/** Names as a scenario gives them, made fit for display: they may hold anything, and sentences must stay sentences. */

/** Longest name in a sentence or beside a line; the comparison table shows up to twice as much. */
const LONGEST_NAME = 36;

/** Control and bidirectional-override characters, which could reorder or hide the text around them. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A name or text with its invisible characters replaced by a visible one. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, "\ufffd");
}

/** A name for a sentence or a label: visible, and no longer than `longest` characters. */
export function shortName(name: string, longest: number = LONGEST_NAME): string {
  const characters = Array.from(visibleText(name));
  return characters.length <= longest ? characters.join("") : `${characters.slice(0, longest - 1).join("")}…`;
}

/** `a`, `a and b`, `a, b and c`; beyond `most`, `a, b and 3 more`. */
export function listNames(names: readonly string[], most = 4): string {
  return listPhrases(
    names.map((name) => shortName(name)),
    most,
  );
}

/** The same of phrases that are as short as they may be. */
export function listPhrases(phrases: readonly string[], most: number): string {
  const shown = phrases.slice(0, most);
  const left = phrases.length - shown.length;
  const all = left > 0 ? [...shown, `${left} more`] : shown;
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}
