/** The keys of the published scenario schema, and which of them a document's values stand under. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Json {
  readonly $ref?: string;
  readonly anyOf?: readonly Json[];
  readonly allOf?: readonly Json[];
  readonly properties?: Readonly<Record<string, Json>>;
  readonly items?: Json;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** A part of the schema, and what the names of its keys begin with: the section, or the definition that it refers to. */
interface Form {
  readonly schema: Json;
  readonly base: string;
}

export type Path = readonly (string | number)[];

/** A value of a document that is no map and no list. */
export interface Leaf {
  readonly path: Path;
  readonly value: unknown;
  /** The keys of the schema under which it stands, such as `producer.work` and `times.exponential.mean`: the last its own. */
  readonly keys: readonly string[];
  /** The words that the schema knows there. */
  readonly words: readonly unknown[];
}

const FILE = join(import.meta.dirname, "../../../scenarios/scenario.schema.json");
const ROOT = JSON.parse(readFileSync(FILE, "utf8")) as Json & { readonly definitions: Readonly<Record<string, Json>> };

/** A definition counts as a root of its own: `times.exponential` is one key, wherever times may stand. */
function formsOf({ schema, base }: Form): readonly Form[] {
  const name = schema.$ref?.split("/").at(-1);
  if (name !== undefined) return formsOf({ schema: ROOT.definitions[name]!, base: name });
  const others = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  return [{ schema, base }, ...others.flatMap((other) => formsOf({ schema: other, base }))];
}

function childrenOf(forms: readonly Form[], key: string): { readonly name: string | null; readonly forms: Form[] } {
  const found = forms.filter(({ schema }) => schema.properties?.[key] !== undefined);
  const nameOf = (base: string): string => (base === "" ? key : `${base}.${key}`);
  const children = found.flatMap(({ schema, base }) =>
    formsOf({ schema: schema.properties![key]!, base: nameOf(base) }),
  );
  return { name: found.length === 0 ? null : nameOf(found[0]!.base), forms: children };
}

/** Every key, by the name of its section or definition: `gateways.retries.limit`. */
export function schemaKeys(): ReadonlySet<string> {
  const keys = new Set<string>();
  const visit = (forms: readonly Form[]): void => {
    const items = forms.filter(({ schema }) => schema.items !== undefined);
    if (items.length > 0) visit(items.flatMap(({ schema, base }) => formsOf({ schema: schema.items!, base })));
    for (const key of new Set(forms.flatMap(({ schema }) => Object.keys(schema.properties ?? {})))) {
      const { name, forms: children } = childrenOf(forms, key);
      if (keys.has(name!)) continue;
      keys.add(name!);
      visit(children);
    }
  };
  visit(formsOf({ schema: ROOT, base: "" }));
  return keys;
}

/** Every leaf of a document, in its order. */
export function leavesOf(document: unknown): readonly Leaf[] {
  return [...visitLeaves(document, formsOf({ schema: ROOT, base: "" }), [], [])];
}

function* visitLeaves(
  value: unknown,
  forms: readonly Form[],
  path: Path,
  keys: readonly string[],
): Generator<Leaf, void, undefined> {
  if (Array.isArray(value)) {
    const items = forms.filter(({ schema }) => schema.items !== undefined);
    const inner = items.flatMap(({ schema, base }) => formsOf({ schema: schema.items!, base }));
    for (const [index, item] of value.entries()) yield* visitLeaves(item, inner, [...path, index], keys);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      const { name, forms: inner } = childrenOf(forms, key);
      yield* visitLeaves(part, inner, [...path, key], name === null ? keys : [...keys, name]);
    }
  } else {
    const words = forms.flatMap(({ schema }) => schema.enum ?? (schema.const === undefined ? [] : [schema.const]));
    yield { path, value, keys, words };
  }
}

/** The document with another value at `path`; undefined: with nothing there. */
export function withValue(document: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(document)) {
    const items = document.map((item: unknown, index) => (index === step ? withValue(item, rest, value) : item));
    return items.filter((item) => item !== undefined);
  }
  const { [step]: part, ...others } = document as Readonly<Record<string | number, unknown>>;
  const changed = withValue(part, rest, value);
  return changed === undefined ? others : { ...(document as object), [step]: changed };
}
