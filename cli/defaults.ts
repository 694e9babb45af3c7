/** What the command line does where nothing is said. */

/** Where reports go unless `--out` says otherwise. */
export const DEFAULT_FOLDER = "evenkeel-report";
