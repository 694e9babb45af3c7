/**
 * The value of a YAML tree as plain data. Aliases are followed, within a budget that an alias bomb exhausts; `<<` merges.
 * Maps have no prototype, so that no key of a file means anything to JavaScript.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";

/** Something in the tree that cannot be a value, found while reading. */
export interface PlainFault {
  readonly node: unknown;
  readonly message: string;
}

/** Values that aliases may stand for, in all. */
const ALIAS_BUDGET = 100_000;

/** A reader of one document's tree. */
export class PlainReader {
  readonly faults: PlainFault[] = [];
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #open: unknown[] = [];
  #aliasDepth = 0;
  #aliased = 0;

  constructor(document: Document.Parsed) {
    this.#targets = aliasTargets(document);
  }

  /** Strings, finite and other numbers, booleans, null, lists, and maps without a prototype. */
  read(node: unknown): unknown {
    if (this.#aliasDepth > 0 && ++this.#aliased > ALIAS_BUDGET) return null;
    if (isAlias(node)) return this.#alias(node);
    if (isMap(node)) return this.#nested(node, () => this.#map(node));
    if (isSeq(node)) return this.#nested(node, () => node.items.map((item) => this.read(item)));
    if (!isScalar(node)) return null;
    return typeof node.value === "bigint" ? Number(node.value) : node.value;
  }

  #alias(alias: Alias): unknown {
    if (this.#aliased > ALIAS_BUDGET) return null;
    const target = this.#targets.get(alias);
    if (target === undefined) {
      return this.#fault(alias, `expected an alias that names an anchor above it, got ${JSON.stringify(alias.source)}`);
    }
    if (this.#open.includes(target)) return this.#fault(alias, "expected an alias to something that ends, got itself");
    this.#aliasDepth++;
    const value = this.read(target);
    this.#aliasDepth--;
    if (this.#aliasDepth > 0 || this.#aliased <= ALIAS_BUDGET) return value;
    return this.#fault(alias, `expected aliases that stand for at most ${ALIAS_BUDGET} values, got more`);
  }

  #nested<T>(node: Node, read: () => T): T {
    this.#open.push(node);
    const value = read();
    this.#open.pop();
    return value;
  }

  #map(map: YAMLMap): unknown {
    const plain = Object.create(null) as Record<string, unknown>;
    const merged: unknown[] = [];
    for (const pair of map.items) {
      const key = keyText(pair);
      if (key === null) this.#fault(pair.key ?? map, "expected a plain key, got a list or a map");
      else if (isMergeKey(pair)) merged.push(...this.#mergeSources(pair));
      else if (key in plain) this.#fault(pair.key, `expected each key once, got ${JSON.stringify(key)} again`);
      else plain[key] = this.read(pair.value);
    }
    for (const source of merged) for (const key of Object.keys(source as object)) plain[key] ??= at(source, key);
    return plain;
  }

  #mergeSources(pair: Pair): readonly unknown[] {
    const value = this.read(pair.value);
    const sources = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    if (sources.every((source) => typeof source === "object" && source !== null && !Array.isArray(source)))
      return sources;
    this.#fault(pair.value ?? pair.key, "expected a map, or a list of maps, to merge");
    return [];
  }

  #fault(node: unknown, message: string): null {
    this.faults.push({ node, message });
    return null;
  }
}

/** A map's key as text: numbers, booleans and an empty key as they are written; null where it is a collection. */
export function keyText(pair: Pair): string | null {
  if (!isScalar(pair.key)) return pair.key === null ? "" : null;
  return pair.key.source ?? String(pair.key.value ?? "");
}

/** `<<` without quotes. */
export function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === "<<" && pair.key.type === "PLAIN";
}

function at(source: unknown, key: string): unknown {
  return (source as Record<string, unknown>)[key];
}

/** What each alias stands for: the last node above it with its anchor. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target !== undefined) targets.set(alias, target);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}
