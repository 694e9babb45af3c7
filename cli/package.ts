/** This package as it is installed: where it stands and which version it is. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One folder up from the sources, two from what is built of them. */
const PLACES: readonly string[] = ["../", "../../"];

/** The package's own folder. */
export function packageFolder(): string {
  return fileURLToPath(findPackage().folder);
}

/** As in `0.1.0`. */
export function packageVersion(): string {
  return findPackage().version;
}

function findPackage(): { folder: URL; version: string } {
  for (const place of PLACES) {
    const folder = new URL(place, import.meta.url);
    try {
      const { name, version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8")) as {
        name?: string;
        version?: string;
      };
      if (name === "evenkeel" && version !== undefined) return { folder, version };
    } catch {
      // Not here: look one folder further up.
    }
  }
  throw new Error("evenkeel's package.json is missing beside its program");
}
