/** YAML's own faults, in the words of the other messages: what was expected at that place, and what stands there. */
import type { ErrorCode, YAMLError } from "yaml";
import { quoted } from "../wording.ts";

const EXPECTED: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias without an anchor or tag of its own",
  BAD_ALIAS: "an alias that names an anchor above it",
  BAD_COLLECTION_TYPE: "no tag",
  BAD_DIRECTIVE: "no directive but %YAML 1.2",
  BAD_DQ_ESCAPE: "an escape such as \\n or \\u00e9",
  BAD_INDENT: "the indentation of the lines around it, or deeper",
  BAD_PROP_ORDER: "anchor and tag before the value",
  BAD_SCALAR_START: "a value that does not start with a reserved character (put it in quotes)",
  BLOCK_AS_IMPLICIT_KEY: "one `key: value` on a line (put text that holds `: ` in quotes)",
  BLOCK_IN_FLOW: "no block inside brackets",
  KEY_OVER_1024_CHARS: "a key of at most 1024 characters",
  MULTILINE_IMPLICIT_KEY: "a key on one line, followed by a colon",
  MULTIPLE_ANCHORS: "at most one anchor",
  MULTIPLE_DOCS: "one document in the file",
  MULTIPLE_TAGS: "at most one tag",
  NON_STRING_KEY: "a plain key",
  RESOURCE_EXHAUSTION: "fewer levels of nesting",
  TAB_AS_INDENT: "spaces for indentation",
  TAG_RESOLVE_FAILED: "no tag",
};

/** `expected …, got …` for a fault that the YAML reader found in `source`. */
export function syntaxMessage(error: YAMLError, source: string): string {
  const expected = missing(error.message) ?? EXPECTED[error.code] ?? "YAML";
  return `expected ${expected}, got ${error.code === "RESOURCE_EXHAUSTION" ? "too many" : standing(source, error.pos[0])}`;
}

/** The character that would have helped, where the reader knows it. */
function missing(message: string): string | null {
  const bracket = /end with an? (\S)/.exec(message) ?? /Missing closing (["'])/.exec(message);
  if (bracket !== null) return `a closing ${bracket[1]}`;
  if (/Missing , /.test(message)) return "a comma between the items";
  return /^Missing/.test(message) ? "a colon, a comma or a space" : null;
}

function standing(source: string, offset: number): string {
  const line = source.slice(offset).split(/\r?\n/, 1)[0]!;
  if (line.trim() !== "") return line.startsWith("\t") ? "a tab" : quoted(line.trim());
  return offset >= source.trimEnd().length ? "the end of the file" : "the end of the line";
}
