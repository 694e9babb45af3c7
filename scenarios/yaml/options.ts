/** How YAML is read, everywhere in the project. */
import type { DocumentOptions, ParseOptions, SchemaOptions } from "yaml";

/** YAML 1.2, whatever the file's directive says, and no types beyond JSON's. Duplicate keys are found while reading. */
export const YAML_OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  version: "1.2",
  schema: "core",
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  stringKeys: false,
  prettyErrors: false,
  // Below this level the reader would pass over a second document without a word.
  logLevel: "error",
};
