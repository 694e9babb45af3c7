/** From a file's text to a scenario, or to everything that is wrong with it, each with its place. */
import { basename, dirname } from "node:path";
import type { BalancerDefinition, Scenario, ScenarioDocument } from "../sim/index.ts";
import { balancerBook, type BalancerModule } from "./balancer-book.ts";
import { toDocument } from "./document/index.ts";
import type { Override } from "./overrides.ts";
import { problemAt, sortProblems, type Problem } from "./problem.ts";
import { readSections, type ReadSections } from "./read-sections.ts";
import { resolveBalancers } from "./resolve/balancers.ts";
import { Report } from "./resolve/report.ts";
import { resolveScenario } from "./resolve/scenario.ts";
import type { Finding } from "./schema/issues.ts";
import type { TraceSpec } from "./traces/spec.ts";
import { userBalancersOf, type UserBalancers } from "./user-balancers.ts";
import { pathText } from "./wording.ts";
import { readYaml, type YamlValue } from "./yaml/read-yaml.ts";

export interface ParseOptions {
  /** As messages name it. */
  readonly file: string;
  /** What the paths of traces are relative to; the directory of `file` by default. */
  readonly baseDir?: string;
  /** Values laid over the file, in this order. */
  readonly overrides?: readonly Override[];
  /** Balancers beside the catalogue's, by their names. */
  readonly definitions?: readonly BalancerDefinition[];
  /** The files that `balancers` names, as written there, already loaded: see `loadScenario`. */
  readonly modules?: ReadonlyMap<string, BalancerModule>;
}

export interface ParsedScenario {
  readonly scenario: Scenario;
  /** By the name that the scenario's producers give. */
  readonly traces: Readonly<Record<string, TraceSpec>>;
  /** The scenario in its own language, every default filled in. */
  readonly document: ScenarioDocument;
  /** By algorithm: the balancers among those used that are not the catalogue's. */
  readonly userBalancers: UserBalancers;
}

export type ParseResult =
  | ({ readonly ok: true } & ParsedScenario)
  /** Sorted by position; never empty. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a scenario. Never throws on what a file may hold. */
export function parseScenario(text: string, options: ParseOptions): ParseResult {
  const yaml = readYaml(text, options.file, options.overrides);
  if (yaml.value === undefined) return { ok: false, problems: sortProblems(yaml.problems) };
  const read = readSections(yaml.value, balancerBook(options.definitions, options.modules));
  const report = new Report(yaml.value);
  const context = {
    defaultName: basename(options.file).replace(/\.(ya?ml|json)$/i, "") || "scenario",
    baseDir: options.baseDir ?? dirname(options.file),
    otherLabels: replacedLabels(text, options),
  };
  const { scenario, traces } = resolveScenario(read.parts, context, report);
  const found = [...read.findings, ...report.findings].map((finding) => toProblem(finding, yaml, options.file));
  const problems = sortProblems([...yaml.problems, ...found.filter((problem) => !yaml.problems.some(sameAs(problem)))]);
  if (problems.length > 0) return { ok: false, problems };
  const userBalancers = userBalancersOf(read.parts.balancers ?? []);
  const document = { ...toDocument(scenario, traces, userBalancers), ...remarks(read) };
  return { ok: true, scenario, traces, document, userBalancers };
}

function toProblem({ path, message, pointAt, aspect, offset }: Finding, yaml: YamlValue, file: string): Problem {
  const place = yaml.places.of(pointAt ?? path, aspect, offset);
  // An unknown key is named by the map that it stands in, as the key itself is no part of the language.
  const unknown = aspect === "key" && pointAt === undefined;
  return problemAt(file, place, pathText(unknown ? path.slice(0, -1) : path), message);
}

/** What could not be read at a place is no further news about it. */
function sameAs(problem: Problem): (other: Problem) => boolean {
  return ({ line, column, override }) =>
    line === problem.line && column === problem.column && override === problem.override;
}

/** Where `--balancer` replaces the list, expectations may still speak of the balancers that the file names. */
function replacedLabels(text: string, { file, overrides = [], definitions, modules }: ParseOptions): readonly string[] {
  const kept = overrides.filter(({ path }) => path !== "balancers");
  if (kept.length === overrides.length) return [];
  const { value } = readYaml(text, file, kept);
  const { parts } = readSections(value, balancerBook(definitions, modules));
  return resolveBalancers(parts.balancers ?? [], new Report(value)).map(({ label }) => label);
}

/** What the file says that no simulation needs. */
function remarks({ parts: { description, notes } }: ReadSections): { description?: string; notes?: string } {
  return { ...(description === undefined ? {} : { description }), ...(notes === undefined ? {} : { notes }) };
}
