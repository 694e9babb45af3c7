/** Where results are remembered between commands, as the XDG base directory specification has it. */
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import type { Surroundings } from "../surroundings.ts";

/** Everything remembered takes so much room at most. */
export const CACHE_LIMIT_BYTES: number = 2 ** 30;

/** `$EVENKEEL_CACHE`, or `evenkeel` in `$XDG_CACHE_HOME`, which is `~/.cache` unless it is said. Absolute. */
export function cacheFolder({ environment, directory }: Pick<Surroundings, "environment" | "directory">): string {
  const chosen = environment["EVENKEEL_CACHE"];
  if (chosen) return resolve(directory, chosen);
  const caches = environment["XDG_CACHE_HOME"];
  // A relative one is to be ignored, says the specification.
  return join(caches && isAbsolute(caches) ? caches : join(environment["HOME"] ?? homedir(), ".cache"), "evenkeel");
}
