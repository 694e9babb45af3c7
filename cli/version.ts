/** The version of this package, from its own package.json. */
import { readFileSync } from "node:fs";

/** As in `0.1.0`. The file is one folder up from the sources and two from what is built of them. */
export function packageVersion(): string {
  for (const place of ["../package.json", "../../package.json"]) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8")) as Record<
        string,
        string
      >;
      if (name === "evenkeel" && version !== undefined) return version;
    } catch {
      // Not here: look one folder further up.
    }
  }
  throw new Error("evenkeel's package.json is missing beside its program");
}
