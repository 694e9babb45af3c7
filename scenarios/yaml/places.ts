/** From a path in the plain value back to the place in the file where it was written. */
import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type Pair, type Scalar } from "yaml";
import type { Place } from "../problem.ts";
import type { Path } from "../wording.ts";
import { isMergeKey, keyText } from "./plain.ts";

/** Where a message about a map's entry points: at its value, or at its key. */
export type Aspect = "value" | "key";

export class Places {
  readonly #document: Document.Parsed;
  readonly #text: string;
  /** Where each line begins. */
  readonly #starts: readonly number[];
  readonly #overrides: WeakMap<object, Place>;

  constructor(document: Document.Parsed, text: string, overrides: WeakMap<object, Place>) {
    this.#document = document;
    this.#text = text;
    this.#starts = lineStarts(text);
    this.#overrides = overrides;
  }

  /** The place of what `path` names, or of the nearest thing around it; `offset` is counted in the text it holds. */
  of(path: Path, aspect: Aspect = "value", offset = 0): Place {
    let place = this.ofNode(this.#document.contents);
    let node: unknown = this.#document.contents;
    for (const [depth, step] of path.entries()) {
      const found = this.#step(node, step);
      if (found === null) return place;
      const last = depth === path.length - 1;
      node = found.value;
      // An empty value has no place of its own: `duration:` is pointed at by its key.
      const target = (last && aspect === "key") || !this.#located(node) ? (found.key ?? node) : node;
      place = this.ofNode(target, last && target === node ? offset : 0);
    }
    return place;
  }

  /** The place of a node, or of a character in the text that a scalar holds. */
  ofNode(node: unknown, offset = 0): Place {
    const override = typeof node === "object" && node !== null ? this.#overrides.get(node) : undefined;
    if (override !== undefined) return override;
    if (!isNode(node) || !node.range) return { line: 1, column: 1 };
    const start = offset > 0 && isScalar(node) ? sourceOffset(node, this.#text, offset) : node.range[0];
    return this.at(start);
  }

  /** The place of an offset in the file. */
  at(offset: number): Place {
    const inside = Math.min(Math.max(offset, 0), this.#text.length);
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= inside) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: inside - this.#starts[low]! + 1 };
  }

  #located(node: unknown): boolean {
    if (!isNode(node)) return false;
    if (this.#overrides.has(node)) return true;
    return node.range != null && !(isScalar(node) && node.value === null && node.range[0] === node.range[1]);
  }

  #step(parent: unknown, step: string | number): { readonly key: unknown; readonly value: unknown } | null {
    const node = isAlias(parent) ? parent.resolve(this.#document) : parent;
    if (isSeq(node) && typeof step === "number") {
      return step < node.items.length ? { key: null, value: node.items[step] } : null;
    }
    if (!isMap(node)) return null;
    const own = node.items.find((pair) => !isMergeKey(pair) && keyText(pair) === String(step));
    if (own !== undefined) return { key: own.key, value: own.value };
    return this.#merged(node.items.filter(isMergeKey), step);
  }

  #merged(pairs: readonly Pair[], step: string | number): { readonly key: unknown; readonly value: unknown } | null {
    for (const { value } of pairs) {
      for (const source of isSeq(value) ? value.items : [value]) {
        const found = this.#step(source, step);
        if (found !== null) return found;
      }
    }
    return null;
  }
}

/**
 * Where in the file the character `index` of a scalar's text stands. Quotes, escapes, folding and indentation make the two
 * differ; text and source are walked side by side, white space against white space, and an escape counts as one character.
 */
function sourceOffset(scalar: Scalar, text: string, index: number): number {
  const [start, end] = scalar.range!;
  const value = String(scalar.value);
  const block = scalar.type === "BLOCK_FOLDED" || scalar.type === "BLOCK_LITERAL";
  let position = block ? text.indexOf("\n", start) + 1 : start + (scalar.type?.startsWith("QUOTE") === true ? 1 : 0);
  for (let i = 0; i <= Math.min(index, value.length - 1) && position < end; i++) {
    if (/\s/.test(text[position]!) && !/\s/.test(value[i]!)) while (/\s/.test(text[position] ?? "x")) position++;
    if (i === index) break;
    position += sourceLength(text, position, value[i]!, scalar.type === "QUOTE_SINGLE");
  }
  return Math.min(position, end);
}

function sourceLength(text: string, position: number, character: string, single: boolean): number {
  const written = text[position];
  if (written === character) return single && character === "'" ? 2 : 1;
  if (/\s/.test(character) && /\s/.test(written ?? "")) return 1;
  return /^\\(u[\da-f]{4}|U[\da-f]{8}|x[\da-f]{2}|.)/is.exec(text.slice(position, position + 10))?.[0].length ?? 1;
}

/** Counted here, as the YAML reader loses count of lines that it does not understand. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
