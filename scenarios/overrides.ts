/** `--set traffic.web.arrivals.poisson=900/s`: values laid over a scenario before it is checked. */
import { parseDocument, visit, type Document, type Node } from "yaml";
import { problemAt, type Place, type Problem } from "./problem.ts";
import { quoted } from "./wording.ts";
import { descend, rootHolder } from "./yaml/holders.ts";
import { YAML_OPTIONS } from "./yaml/options.ts";
import { syntaxMessage } from "./yaml/syntax.ts";

export interface Override {
  /** Keys of maps, names or indices of list items, joined by dots: `nodes.slow.speed`, `faults.0.at`, `nodes[1].speed`. */
  readonly path: string;
  /** YAML: `900/s`, `{count: 3}`, `[hash, random]`. */
  readonly value: string;
  /** What messages call it; `--set` and the path by default. */
  readonly option?: string;
}

/** Splits `path=value`; null where there is no path or no `=`. */
export function parseOverride(text: string): Override | null {
  const match = /^\s*([^=\s][^=]*?)\s*=([\s\S]*)$/.exec(text);
  return match === null ? null : { path: match[1]!, value: match[2]!.trim() };
}

/**
 * Changes `document` in place, in the order given. Maps that are missing on the way are made; an item of a list is found
 * by its `name`, its only key, its text or its index, and the index after the last one appends.
 *
 * @param origins receives, for every node that comes from an override, what messages call its place.
 */
export function applyOverrides(
  document: Document,
  overrides: readonly Override[],
  file: string,
  origins: WeakMap<object, Place>,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const override of overrides) {
    const place = { override: override.option ?? `--set ${override.path}` };
    const message = applyOne(document, override, place, origins);
    if (message !== null) problems.push(problemAt(file, place, override.path, message));
  }
  return problems;
}

function applyOne(
  document: Document,
  { path, value }: Override,
  place: { readonly override: string },
  origins: WeakMap<object, Place>,
): string | null {
  const steps = splitPath(path);
  if (steps === null) return `expected keys joined by dots, such as nodes.slow.speed, got ${quoted(path)}`;
  const parsed = parseDocument(value, YAML_OPTIONS);
  const broken = parsed.errors[0] ?? parsed.warnings[0];
  if (broken !== undefined) return syntaxMessage(broken, value);
  const own = { ...place, path };
  const mark = (node: object): void => void origins.set(node, own);
  const holder = descend(document, rootHolder(document), steps, mark);
  if (typeof holder === "string") return holder;
  const node = (parsed.contents ?? document.createNode(null)) as Node;
  visit(node, { Node: (_, child) => void origins.set(child, child === node ? own : place) });
  holder.set(node);
  return null;
}

/** `a."b.c"[0]` is a, b.c, 0; null where the path is no path. */
function splitPath(path: string): readonly string[] | null {
  const step = /(?:^|\.)(?:"([^"]+)"|([^.[\]"]+))|\[(\d+|"[^"]+")\]/y;
  const steps: string[] = [];
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (match === null) return null;
    steps.push((match[1] ?? match[2] ?? match[3])!.replace(/"/g, "").trim());
  }
  return steps.length === 0 ? null : steps;
}
