/** What the command line's exit code says (DESIGN.md §5), and which of several wins. */

export const EXIT = {
  fine: 0,
  /** A fault of ours: please report it. */
  ourFault: 1,
  /** A fault in the command or in a file. */
  usersFault: 2,
  /** An expectation of the scenario failed. */
  expectationFailed: 3,
  /** An expectation could be neither met nor failed. */
  inconclusive: 4,
  /** Ctrl-C; what had finished is kept. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const GRAVEST_FIRST: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.ourFault,
  EXIT.usersFault,
  EXIT.expectationFailed,
  EXIT.inconclusive,
  EXIT.fine,
];

/** The gravest of several codes; `fine` of none. */
export function gravest(codes: readonly ExitCode[]): ExitCode {
  return GRAVEST_FIRST.find((code) => codes.includes(code)) ?? EXIT.fine;
}
