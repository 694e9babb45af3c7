/** What is wrong with a file of cases, told with its place: `file:line:column: path: expected …, got …`. */
import { LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { valueAt } from "../../scenarios/schema/issues.ts";
import { quoted, shown, type Path } from "../../scenarios/wording.ts";
import { UserError } from "../errors.ts";

export interface Problem {
  readonly path: Path;
  readonly message: string;
}

const MOST_PROBLEMS = 20;

/** The data in a JSON text. Throws a `UserError` at the character from which on it is no JSON. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const fault = faultIn(text);
    const lines = text.slice(0, fault).split("\n");
    const got = fault === text.length ? "the end of the file" : quoted(text.slice(fault).split("\n")[0]!);
    const place = `${lines.length}:${lines.at(-1)!.length + 1}`;
    throw new UserError(`${name}:${place}: expected a JSON list of oracle cases, got ${got}`);
  }
}

/** Where the longest beginning ends that could still become JSON: not all of the parser's messages name a position. */
function faultIn(text: string): number {
  let [good, bad] = [0, text.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBroken(text.slice(0, middle))) bad = middle;
    else good = middle;
  }
  return good;
}

/** Whether nothing that may follow makes JSON of it. */
function isBroken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const { message } = error as Error;
    if (/end of JSON|Unterminated/.test(message)) return false;
    return Number(/at position (\d+)/.exec(message)?.[1] ?? -1) < text.length;
  }
}

/** Every problem at its place in the text. */
export function faulty(text: string, name: string, problems: readonly Problem[]): UserError {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const sentences = problems.map(({ path, message }) => `${name}${position(document, lines, path)}${message}`);
  const more = sentences.length - MOST_PROBLEMS;
  return new UserError(more > 0 ? [...sentences.slice(0, MOST_PROBLEMS), `${name}: and ${more} more`] : sentences);
}

/** What the schema has against the data: its messages are what it expects. */
export function describeIssue(issue: z.core.$ZodIssue, data: unknown): Problem {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    return { path: [...path, issue.keys[0]!], message: `${pathText(path)}: unknown key ${issue.keys.join(", ")}` };
  }
  return { path, message: `${pathText(path)}: expected ${issue.message}, got ${shown(valueAt(data, path))}` };
}

/** `[3].tolerance.value`; the file itself for an empty path. */
function pathText(path: Path): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  return text === "" ? "file" : text;
}

/** `:line:column: ` of the nearest enclosing thing that the file does have. */
function position(document: Document, lines: LineCounter, path: Path): string {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth) as unknown[], true);
    const range = (node as { range?: readonly number[] | null } | undefined)?.range;
    if (!range) continue;
    const { line, col } = lines.linePos(range[0]!);
    return `:${line}:${col}: `;
  }
  return ": ";
}
