/** Walks a YAML tree to the place that an override names, and makes the maps that are missing on the way. */
import { isAlias, isMap, isScalar, isSeq, visit, type Document, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import { oneOf, quoted, shown } from "../wording.ts";

/** A place in the tree that holds a node, or will. */
export interface Holder {
  get(): unknown;
  set(node: unknown): void;
}

/** Called with each node that did not stand in the file. */
type Mark = (node: object) => void;

export function rootHolder(document: Document): Holder {
  return {
    get: () => document.contents,
    set: (node) => void (document.contents = node as typeof document.contents),
  };
}

/** The place that `steps` lead to, or why there is none (`expected …, got …`). */
export function descend(document: Document, root: Holder, steps: readonly string[], mark: Mark): Holder | string {
  let holder = root;
  for (const [depth, step] of steps.entries()) {
    const where = depth === 0 ? "the scenario" : steps.slice(0, depth).join(".");
    const node = openNode(document, holder, mark);
    const next = isMap(node)
      ? mapHolder(document, holder, node, step, mark)
      : isSeq(node)
        ? itemHolder(document, node, step, where, mark)
        : `expected ${where} to be a map or a list, got ${shown(isScalar(node) ? node.value : null)}`;
    if (typeof next === "string") return next;
    holder = next;
  }
  return holder;
}

/** What the holder holds, fit to be changed: a new map where there was nothing, a copy where there was an alias. */
function openNode(document: Document, holder: Holder, mark: Mark): unknown {
  const node = holder.get();
  if (isAlias(node)) return copyOf(node.resolve(document), holder);
  if (node !== null && node !== undefined && !(isScalar(node) && node.value === null)) return node;
  const made = document.createNode({});
  mark(made);
  holder.set(made);
  return made;
}

/** Changing what an alias stands for would change it everywhere; this place gets a copy, without the anchors. */
function copyOf(target: Node | undefined, holder: Holder): unknown {
  const copy = target?.clone() as Node | undefined;
  if (copy === undefined) return null;
  visit(copy, { Node: (_, node) => void ("anchor" in node && delete node.anchor) });
  holder.set(copy);
  return copy;
}

function mapHolder(document: Document, holder: Holder, map: YAMLMap, step: string, mark: Mark): Holder {
  // `traffic.web` and `traffic.0` where traffic is a single map, not a list of one.
  if (!map.has(step) && (map.get("name") === step || step === "0")) return holder;
  return {
    get: () => map.get(step, true),
    set: (node) => {
      const found = map.items.find(({ key }) => isScalar(key) && String(key.source ?? key.value) === step);
      if (found !== undefined) return void (found.value = node);
      const pair = document.createPair(step, node);
      mark(pair.key as object);
      map.items.push(pair);
    },
  };
}

function itemHolder(document: Document, list: YAMLSeq, step: string, where: string, mark: Mark): Holder | string {
  const names = list.items.map((item) => itemName(isAlias(item) ? item.resolve(document) : item));
  const index = names.includes(step) ? names.indexOf(step) : /^\d{1,9}$/.test(step) ? Number(step) : -1;
  if (index < 0 || index > list.items.length) {
    const known = names.filter((name) => name !== null);
    const choice = known.length === 0 ? "" : `${oneOf(known, step)} or `;
    return `expected ${choice}an index from 0 to ${list.items.length} in ${where}, got ${quoted(step)}`;
  }
  const holder = { get: () => list.items[index], set: (node: unknown) => void (list.items[index] = node) };
  const item = holder.get();
  if (names[index] !== step) return holder;
  // `balancers.hash.seed`: an item that is `hash` or `{hash: {…}}` is entered through its only key.
  if (isMap(item) && !item.has("name")) return mapHolder(document, holder, item, step, mark);
  return isScalar(item) ? newKeyHolder(document, holder, step, mark) : holder;
}

function newKeyHolder(document: Document, holder: Holder, step: string, mark: Mark): Holder {
  const set = (node: unknown): void => {
    const map = document.createNode({});
    mark(map);
    holder.set(map);
    mapHolder(document, holder, map as YAMLMap, step, mark).set(node);
  };
  return { get: () => null, set };
}

function itemName(item: unknown): string | null {
  if (isScalar(item)) return typeof item.value === "string" ? item.value : null;
  if (!isMap(item)) return null;
  const name = item.get("name");
  if (typeof name === "string") return name;
  const only = item.items.length === 1 ? item.items[0]!.key : null;
  return isScalar(only) ? String(only.value) : null;
}
