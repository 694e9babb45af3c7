/** The two kinds of failure that the command line tells apart: the user's, told in a sentence, and ours. */

/** Something in the command or a file is wrong. Printed line by line, exit code 2, never with a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** One sentence each, shaped `file:line:column: path: expected …, got …` where a file is to blame. */
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[]) {
    const list = typeof problems === "string" ? [problems] : problems;
    super(list.join("\n"));
    this.problems = list;
  }
}

/** As stderr shows it: a place in a file stands first on its line, where editors look for it; all else says who speaks. */
export function shownProblem(problem: string): string {
  return /^\S+:\d+:\d+: /.test(problem) ? `${problem}\n` : `evenkeel: ${problem}\n`;
}

/** The sentence for a file that could not be read or written: what the system said, without its codes and calls. */
export function fileProblem(path: string, wanted: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  return `${path}: expected ${wanted}, got ${SYSTEM_ERRORS[code] ?? (error as Error).message}`;
}

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "no permission",
  EPERM: "no permission",
  EISDIR: "a folder",
  ENOTDIR: "a file where a folder is needed",
  EEXIST: "a file where a folder is needed",
  EROFS: "a read-only file system",
  ENOSPC: "a full disk",
  ENAMETOOLONG: "a name that is too long",
  EMFILE: "too many open files",
};
