/** What the reading of a configuration has to say: faults, and what it passed over. */
import { type Problem, problemAt } from "../problem.ts";

export type Place = { readonly line: number; readonly column: number };

/** Collects with the file's name; `path` is where in the configuration, such as `http.upstream u.server[1].weight`. */
export class Notes {
  readonly problems: Problem[] = [];
  /** What the product itself would warn of, and what is passed over here. */
  readonly warnings: Problem[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  fault(place: Place, path: string, expected: string, got: string): void {
    this.problems.push(problemAt(this.#file, place, path, `expected ${expected}, got ${got}`));
  }

  warn(place: Place, path: string, message: string): void {
    this.warnings.push(problemAt(this.#file, place, path, message));
  }
}
