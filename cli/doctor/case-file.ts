/** Files of oracle cases: what a case says, and reading a file of them with the position of every fault. */
import { readFile } from "node:fs/promises";
import { LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { fileProblem, UserError } from "../errors.ts";

/** What every tolerance may say about the runs it wants. */
interface Plan {
  /** Messages to complete after the warm-up; the typical error is then a third of the tolerance. */
  readonly suggested_jobs?: number | undefined;
  /** How runs are made one figure, where it is not their mean: `median of >= 11 seeds`. */
  readonly aggregate?: string | undefined;
}

export type Tolerance = Plan &
  (
    | { readonly type: "rel" | "abs"; readonly value: number }
    | { readonly type: "range"; readonly value: readonly unknown[] }
    | { readonly type: "exact" | "relation" | "calibration"; readonly value?: unknown }
  );

/** One thing that a correct simulator must reproduce. */
export interface OracleCase {
  readonly id: string;
  readonly family: string;
  /** 1 must pass, 2 should pass, 3 shows direction or calibrates only. */
  readonly tier: 1 | 2 | 3;
  readonly setup: Readonly<Record<string, unknown>>;
  readonly measure: string;
  readonly value?: unknown;
  readonly tolerance: Tolerance;
  readonly source?: string | undefined;
  readonly notes?: string | undefined;
}

const plan = { suggested_jobs: z.number().positive().optional(), aggregate: z.string().optional() };

const toleranceSchema: z.ZodType<Tolerance> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["rel", "abs"]), value: z.number().nonnegative(), ...plan }),
  z.strictObject({ type: z.literal("range"), value: z.array(z.unknown()).length(2), ...plan }),
  z.strictObject({ type: z.enum(["exact", "relation", "calibration"]), value: z.unknown().optional(), ...plan }),
]);

const caseSchema: z.ZodType<OracleCase> = z.looseObject({
  id: z.string().min(1),
  family: z.string().min(1),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  setup: z.record(z.string(), z.unknown()),
  measure: z.string().min(1),
  value: z.unknown(),
  tolerance: toleranceSchema,
  source: z.string().optional(),
  notes: z.string().optional(),
});

const MOST_PROBLEMS = 20;

/** Reads a file of cases. Throws a `UserError` with a position for everything that is wrong with it. */
export async function readCases(path: string, displayed: string = path): Promise<OracleCase[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new UserError(fileProblem(displayed, "a file of oracle cases", error));
  });
  return parseCases(text, displayed);
}

/** The cases in `text`; `name` is what its faults are told under. */
export function parseCases(text: string, name: string): OracleCase[] {
  const data = parseJson(text, name);
  const parsed = z.array(caseSchema).min(1).safeParse(data);
  const problems = parsed.success ? repeatedIds(parsed.data) : parsed.error.issues.map(describe);
  if (problems.length === 0) return parsed.data!;
  // Positions cost a second reading, so only a faulty file pays for them.
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const sentences = problems.map(({ path, message }) => `${name}${position(document, lines, path)}${message}`);
  const more = sentences.length - MOST_PROBLEMS;
  throw new UserError(more > 0 ? [...sentences.slice(0, MOST_PROBLEMS), `${name}: and ${more} more`] : sentences);
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const lines = new LineCounter();
    const fault = parseDocument(text, { lineCounter: lines }).errors[0];
    const at = fault?.linePos?.[0];
    const where = at === undefined ? "" : `:${at.line}:${at.col}`;
    throw new UserError(
      `${name}${where}: expected a JSON list of oracle cases, got ${firstLine((error as Error).message)}`,
    );
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0]!;
}

function describe(issue: z.core.$ZodIssue): Problem {
  const path = issue.path;
  const where = pathText(path);
  if (issue.code === "unrecognized_keys") {
    return { path: [...path, issue.keys[0]!], message: `${where}: unknown key ${issue.keys.join(", ")}` };
  }
  return { path, message: `${where}: ${issue.message.replace(/^Invalid \w+: /, "").replace(", received", ", got")}` };
}

function repeatedIds(cases: readonly OracleCase[]): Problem[] {
  const seen = new Set<string>();
  return cases.flatMap(({ id }, index) => {
    const repeated = seen.has(id);
    seen.add(id);
    return repeated
      ? [{ path: [index, "id"], message: `[${index}].id: expected one case per id, got ${id} again` }]
      : [];
  });
}

/** `[3].tolerance.value`; the file itself for an empty path. */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return text === "" ? "file" : text;
}

/** `:line:column: ` of the nearest enclosing thing that the file does have. */
function position(document: Document, lines: LineCounter, path: readonly PropertyKey[]): string {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth) as unknown[], true);
    const range = (node as { range?: readonly number[] | null } | undefined)?.range;
    if (!range) continue;
    const { line, col } = lines.linePos(range[0]!);
    return `:${line}:${col}: `;
  }
  return ": ";
}
