/** The words of messages: how a value is shown, how alternatives are listed, which known name was probably meant. */

/** A place in a scenario: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

const SHOWN_CHARACTERS = 48;
const LISTED_NAMES = 24;

/** `traffic[0].arrivals.poisson`; `scenario` for the root. */
export function pathText(path: Path): string {
  if (path.length === 0) return "scenario";
  return path
    .map((step) =>
      typeof step === "number" ? `[${step}]` : /^[^\s.[\]"]+$/.test(step) ? `.${step}` : `.${quoted(step)}`,
    )
    .join("")
    .replace(/^\./, "");
}

/** A value as a message names it: text in quotes and cut where it is long, numbers as they are, collections by kind. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return Object.keys(value).length === 0 ? "an empty map" : "a map";
  return typeof value === "string" ? quoted(value) : String(value);
}

/** In double quotes, on one line, cut where it is long. */
export function quoted(text: string): string {
  const cut = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text;
  return JSON.stringify(cut);
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(items: readonly string[], word: "or" | "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}

/** `one of a, b, c`, long lists cut, followed by `; did you mean "b"?` where one is near to what was written. */
export function oneOf(known: readonly string[], written: unknown): string {
  if (known.length === 0) return "nothing here";
  const cut = known.length > LISTED_NAMES ? [...known.slice(0, LISTED_NAMES), "…"] : known;
  const names = cut.map((name) => (name === "" ? '""' : name)).join(", ");
  const near = typeof written === "string" ? nearest(written, known) : null;
  return (known.length === 1 ? names : `one of ${names}`) + (near === null ? "" : `; did you mean ${quoted(near)}?`);
}

/**
 * The known name with the smallest edit distance to `written`; null where none is near enough to have been meant.
 * Capitals, hyphens, underscores and spaces do not count: `queueCapacity` is near `queue-capacity`.
 */
export function nearest(written: string, known: readonly string[]): string | null {
  const bare = plain(written);
  if (bare.length > 64) return null;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(bare.length / 3)) + 0.5;
  for (const name of known) {
    // Whoever stopped early meant it too: `prio` is near `priority`.
    const begun = bare.length >= 3 && plain(name).startsWith(bare);
    const distance = begun ? Math.min(1, name.length - bare.length) : editDistance(bare, plain(name));
    if (distance < bestDistance && distance < name.length) [best, bestDistance] = [name, distance];
  }
  return best;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, "");
}

/** Insertions, deletions, replacements and swaps of neighbours (Damerau-Levenshtein, optimal string alignment). */
function editDistance(from: string, to: string): number {
  let [before, last] = [[] as number[], Array.from({ length: to.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[to.length]!;
}
