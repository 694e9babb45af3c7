/** Ctrl-C: the first asks for a clean stop, the second leaves at once. */
import { EXIT } from "./exit-codes.ts";
import type { Surroundings } from "./surroundings.ts";

export interface Interruption {
  /** Whether a stop was asked for. */
  readonly stopped: () => boolean;
  /** Ctrl-C means again what it means to every program. */
  readonly end: () => void;
}

/** Watches for Ctrl-C from now on. */
export function watchInterruption(surroundings: Surroundings): Interruption {
  let asked = false;
  const end = surroundings.onInterrupt(() => {
    if (asked) return surroundings.exitNow(EXIT.interrupted);
    asked = true;
    surroundings.err.write("\nStopping; what has finished is kept. Again to leave at once.\n");
  });
  return { stopped: () => asked, end };
}
