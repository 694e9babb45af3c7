/** Collects what is wrong between the sections, once each section by itself is read. */
import { valueAt, type Finding } from "../schema/issues.ts";
import { shown, type Path } from "../wording.ts";

export class Report {
  readonly findings: Finding[] = [];
  readonly #raw: unknown;

  /** @param raw the file's value, for messages to show what stands there. */
  constructor(raw: unknown) {
    this.#raw = raw;
  }

  /** `expected …, got …`; got is what stands at `path` unless it is told. */
  expected(path: Path, expected: string, got: string = shown(this.raw(path))): void {
    this.findings.push({ path, message: `expected ${expected}, got ${got}` });
  }

  /** The same about a character of the text at `path`. */
  within(path: Path, offset: number, message: string): void {
    this.findings.push({ path, message, offset });
  }

  /** What the file holds at `path`. */
  raw(path: Path): unknown {
    return valueAt(this.#raw, path);
  }

  /** The path of item `index` of a section that may be written as a list or as a single item. */
  item(section: string, index: number): Path {
    return Array.isArray(this.raw([section])) ? [section, index] : [section];
  }
}
