/** What `evenkeel check` does. */

/** The options of `check` as commander reads them. */
export interface CheckOptions {
  readonly set?: readonly string[];
  readonly json?: true;
}

export async function check(): Promise<0> {
  return 0;
}
