/** Reads each section of a scenario by itself, so that a fault in one hides nothing in another. */
import { isBalancerFile, splitBalancerFile, type BalancerBook } from "./balancer-book.ts";
import { findingsOf, type Finding } from "./schema/issues.ts";
import { REQUIRED_SECTIONS, sections, type ScenarioSyntax } from "./schema/scenario.ts";
import { oneOf, quoted, shown } from "./wording.ts";

export interface ReadSections {
  /** Sections that are wrong are missing here, as are those that the file leaves out. */
  readonly parts: Partial<ScenarioSyntax>;
  readonly findings: readonly Finding[];
}

/** Keys that belong to editors and to authors: `$schema`, and `x-…` for what anchors are made from. */
const FREE_KEY = /^(\$schema$|x-)/;

export function readSections(value: unknown, book: BalancerBook): ReadSections {
  if (!isMap(value)) {
    const got = value === null || value === undefined ? "an empty file" : shown(value);
    return {
      parts: {},
      findings: [{ path: [], message: `expected a map with traffic, nodes and balancers, got ${got}` }],
    };
  }
  const parts: Record<string, unknown> = {};
  const findings: Finding[] = [];
  const known = sections(book, balancersNamed(value));
  for (const [key, schema] of Object.entries(known)) {
    if (!(key in value) && !REQUIRED_SECTIONS.includes(key as keyof ScenarioSyntax)) continue;
    const read = schema.safeParse(value[key]);
    if (read.success) parts[key] = read.data;
    else findings.push(...findingsOf(read.error.issues, value[key], [key]));
  }
  return {
    parts: parts as Partial<ScenarioSyntax>,
    findings: [...findings, ...unknownSections(value, Object.keys(known))],
  };
}

/** The files of balancers that a scenario's value names, each once, without the name after `#`. */
export function balancerFiles(value: unknown): readonly string[] {
  return [...new Set(balancersNamed(value).map((written) => splitBalancerFile(written).file))];
}

function unknownSections(value: Readonly<Record<string, unknown>>, known: readonly string[]): readonly Finding[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key) && !FREE_KEY.test(key))
    .map((key) => ({ path: [key], aspect: "key", message: `expected ${oneOf(known, key)}, got ${quoted(key)}` }));
}

function balancersNamed(value: unknown): readonly string[] {
  if (!isMap(value)) return [];
  const entries = Array.isArray(value.balancers) ? (value.balancers as readonly unknown[]) : [value.balancers];
  const names = entries.flatMap((entry) =>
    typeof entry === "string" ? [entry] : isMap(entry) ? Object.keys(entry) : [],
  );
  return [...new Set(names.filter(isBalancerFile))];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
