/** What is wrong with a scenario file, and where: every fault of a reader's making is one of these, never an exception. */

export interface Problem {
  /** As it was given to the reader. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
  /** `traffic[0].arrivals.poisson`; `scenario` for the file as a whole, `yaml` where it is not YAML. */
  readonly path: string;
  /** `expected …, got …` */
  readonly message: string;
  /** The option that the value came from, `--set seed`; it has no place in the file, and line and column are 1. */
  readonly override?: string;
}

/** Where something is: in the file, or in an override, which may know its own path better. */
export type Place =
  { readonly line: number; readonly column: number } | { readonly override: string; readonly path?: string };

/** `file:line:column: path: expected …, got …`; for an override, `--set path: expected …, got …`. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, path, message, override } = problem;
  if (override === undefined) return `${file}:${line}:${column}: ${path}: ${message}`;
  return override.endsWith(` ${path}`) ? `${override}: ${message}` : `${override}: ${path}: ${message}`;
}

/** In the order of the file, those of overrides last; of equal ones the first is kept. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return [...problems]
    .sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column)
    .filter((problem) => {
      const text = formatProblem(problem);
      return seen.has(text) ? false : seen.add(text);
    });
}

/** A problem at this place. */
export function problemAt(file: string, place: Place, path: string, message: string): Problem {
  if ("override" in place) {
    return { file, line: 1, column: 1, path: place.path ?? path, message, override: place.override };
  }
  return { file, line: place.line, column: place.column, path, message };
}

function rank(problem: Problem): number {
  return problem.override === undefined ? 0 : 1;
}
