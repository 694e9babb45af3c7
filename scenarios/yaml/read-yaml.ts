/** YAML text to plain data with positions; everything that can be wrong with it is a problem with a place. */
import { parseDocument, type Document } from "yaml";
import { applyOverrides, type Override } from "../overrides.ts";
import { problemAt, type Place, type Problem } from "../problem.ts";
import { YAML_OPTIONS } from "./options.ts";
import { Places } from "./places.ts";
import { PlainReader } from "./plain.ts";
import { strangeCharacter } from "./source.ts";
import { syntaxMessage } from "./syntax.ts";

export interface YamlValue {
  /** Plain data; `undefined` where the file's syntax is broken and nothing can be said about what it holds. */
  readonly value: unknown;
  readonly places: Places;
  readonly problems: readonly Problem[];
}

/** Reads a file's text; `overrides` are laid over it before it becomes a value. */
export function readYaml(text: string, file: string, overrides: readonly Override[] = []): YamlValue {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const document = parseDocument(source, YAML_OPTIONS) as Document.Parsed;
  const origins = new WeakMap<object, Place>();
  const places = new Places(document, source, origins);
  const broken = syntaxProblems(document, source, places, file);
  const strange = strangeCharacter(source, file);
  if (strange !== null) return { value: undefined, places, problems: [strange] };
  if (document.errors.length > 0) return { value: undefined, places, problems: broken };
  const misplaced = applyOverrides(document, overrides, file, origins);
  const reader = new PlainReader(document);
  const value = reader.read(document.contents);
  const faults = reader.faults.map(({ node, message }) => problemAt(file, places.ofNode(node), "yaml", message));
  return { value, places, problems: [...broken, ...misplaced, ...faults] };
}

function syntaxProblems(document: Document.Parsed, source: string, places: Places, file: string): readonly Problem[] {
  const errors = [...document.errors, ...document.warnings];
  // Whoever runs out of levels loses count of the brackets too.
  const deep = errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  return (deep === undefined ? errors : [deep]).map((error) =>
    problemAt(file, places.at(error.pos[0]), "yaml", syntaxMessage(error, source)),
  );
}
