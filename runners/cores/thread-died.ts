/** The failure of a run that ends its thread: `process.exit`, memory without end, an error that nobody awaits. */

/** The thread died under the run as often as it was tried. */
export class ThreadDied extends Error {
  override readonly name = "ThreadDied";

  constructor(times: number, cause: unknown) {
    const what = cause instanceof Error ? cause.message : String(cause);
    super(`the thread that ran it died ${times} times: ${what}`, { cause });
  }
}
