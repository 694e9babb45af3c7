/** From what zod found to what a person reads: `expected …, got …`, at the place in the file. */
import type { z } from "zod";
import { oneOf, quoted, shown, type Path } from "../wording.ts";
import type { IssueParameters } from "./leaf.ts";

/** One thing that is wrong, by its path in the value. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** Where to point; by default at what `path` names. */
  readonly pointAt?: Path;
  readonly aspect?: "key" | "value";
  /** A character in the text at `path`. */
  readonly offset?: number;
}

type Issue = z.core.$ZodIssue;

/** The findings of a schema that did not take `value`, which stands at `base` in the file. */
export function findingsOf(issues: readonly Issue[], value: unknown, base: Path): readonly Finding[] {
  return issues.flatMap((issue) => {
    const inner = issue.path as Path;
    return findingsIn(issue, valueAt(value, inner), [...base, ...inner], issues);
  });
}

function findingsIn(issue: Issue, value: unknown, path: Path, beside: readonly Issue[]): readonly Finding[] {
  const [expected = "", ...known] = issue.message.split("\n");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, known, path));
    case "invalid_union":
      return unionFindings(issue.errors, expected, value, path);
    case "custom":
      return customFindings(issue.params as unknown as IssueParameters, value, path, issue, beside);
    default:
      return [{ path, message: `expected ${expected}, got ${shown(value)}` }];
  }
}

function unknownKey(key: string, known: readonly string[], path: Path): Finding {
  return { path: [...path, key], aspect: "key", message: `expected ${oneOf(known, key)}, got ${quoted(key)}` };
}

function customFindings(
  { expected, got, key }: IssueParameters,
  value: unknown,
  path: Path,
  issue: Issue,
  beside: readonly Issue[],
): readonly Finding[] {
  // "exactly one of them" says nothing new about a map whose only key is unknown.
  const told = beside.some((other) => other.code === "unrecognized_keys" && samePath(other.path, issue.path));
  if (told && got !== undefined) return [];
  const message = `expected ${expected}, got ${got ?? shown(value)}`;
  return [key === undefined ? { path, message } : { path, message, pointAt: [...path, key], aspect: "key" }];
}

/** Only one form is of the value's YAML type: its findings are the ones that help. */
function unionFindings(
  forms: readonly (readonly Issue[])[],
  expected: string,
  value: unknown,
  path: Path,
): readonly Finding[] {
  const fitting = fittingForm(forms);
  if (fitting === undefined || isGeneric(fitting))
    return [{ path, message: `expected ${expected}, got ${shown(value)}` }];
  return findingsOf(fitting, value, path);
}

function fittingForm(forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return forms.find((issues) => !issues.some(isMistype));
}

/** The form says no more than that the value is nothing of its kind. */
function isGeneric(issues: readonly Issue[]): boolean {
  const [only] = issues;
  if (issues.length !== 1 || only!.path.length > 0) return false;
  if (only!.code === "invalid_union") {
    const fitting = fittingForm(only!.errors);
    return fitting === undefined || isGeneric(fitting);
  }
  return only!.code === "custom" && only!.params?.generic === true;
}

function isMistype(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_union") return issue.errors.every((form) => form.some(isMistype));
  return issue.code === "invalid_type" || (issue.code === "custom" && issue.params?.mistype === true);
}

function samePath(a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** What stands at `path` below `root`. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Readonly<Record<string | number, unknown>>)[step];
  }, root);
}
