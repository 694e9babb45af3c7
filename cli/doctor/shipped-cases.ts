/** The small set of cases that comes with the package: quick, and some of every family. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Beside the sources, and two folders up and across from what is built of them. */
export function shippedCasesPath(): string {
  for (const place of ["./cases.json", "../../../cli/doctor/cases.json"]) {
    const path = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new Error("evenkeel's cases.json is missing beside its program");
}
